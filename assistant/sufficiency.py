"""Whether the articles answer a question, and whether what is told is right: two logistic regressions over features.

Their weights are in sufficiency.json, fitted on tune halves by benchmarks/sufficiency.py. Whether to answer hangs on
the first: that the best sentence of a question may be the wrong one is no reason to say that the articles are silent.
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
class Weights:
    """Of a logistic regression: in the order of NAMES, and the intercept."""

    weights: tuple[float, ...]
    intercept: float

    def probability(self, values: Sequence[float]) -> float:
        """From 0 to 1."""
        logit = sum(weight * value for weight, value in zip(self.weights, values, strict=True)) + self.intercept
        return 1 / (1 + math.exp(-logit))


@dataclass(frozen=True, slots=True)
class Model:
    """``threshold``: the probability of an answer in the articles under which none is given."""

    answerable: Weights
    right: Weights
    threshold: float


@dataclass(frozen=True, slots=True)
class Sureness:
    """Probabilities that the articles answer the question, and that the best evidence does. 0 without evidence."""

    answerable: float
    right: float


@cache
def model() -> Model:
    """The fitted model."""
    data = json.loads(files("assistant").joinpath("sufficiency.json").read_text("utf-8"))
    answerable, right = (
        Weights(tuple(data[of]["weights"][name] for name in NAMES), data[of]["intercept"])
        for of in ("answerable", "right")
    )
    return Model(answerable, right, data["threshold"])


def sureness(question: str, frame: Frame, evidence: Sequence[Evidence]) -> Sureness:
    """How sure evidence, best first, makes an answer."""
    if not evidence:
        return Sureness(0.0, 0.0)
    values = features(question, frame, evidence)
    return Sureness(model().answerable.probability(values), model().right.probability(values))
