"""How sure it is that evidence answers a question: a logistic regression over assistant/features.py.

Its weights are in sufficiency.json, fitted on tune halves by benchmarks/sufficiency.py.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.evidence import Evidence
from assistant.features import NAMES, features
from assistant.frame import Frame


@dataclass(frozen=True, slots=True)
class Model:
    """Weights in the order of NAMES, the intercept, and the probability under which there is no answer."""

    weights: tuple[float, ...]
    intercept: float
    threshold: float


@cache
def model() -> Model:
    """The fitted model."""
    data = json.loads(files("assistant").joinpath("sufficiency.json").read_text("utf-8"))
    return Model(tuple(data["weights"][name] for name in NAMES), data["intercept"], data["threshold"])


def confidence(question: str, frame: Frame, evidence: Sequence[Evidence]) -> float:
    """The probability, from 0 to 1, that the best evidence answers the question; 0 without evidence."""
    if not evidence:
        return 0.0
    values = features(question, frame, evidence)
    logit = sum(weight * value for weight, value in zip(model().weights, values, strict=True)) + model().intercept
    return 1 / (1 + math.exp(-logit))
