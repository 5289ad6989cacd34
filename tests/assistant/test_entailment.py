"""What a model for entailment may outweigh, and what it may not. Needs no model: the places are given."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.verification.entailment import Entails, weighed
from assistant.verification.problem import Fault, Problem, Quote
from index.onnx_encoder import Floats

QUOTE = Quote("Norway asked Denmark for a loan.", "A title that lies", "Varn Post", "2024-10-24")
SAID, NOTHING, OPPOSITE = 0.7, -3.0, 4.8


def places(*found: float) -> tuple[list[str], Entails]:
    read: list[str] = []

    def entails(sentence: str, texts: Sequence[str]) -> Floats:
        read.extend(texts)
        return np.array(found, np.float32)

    return read, entails


@pytest.mark.parametrize(
    ("fault", "place", "stands"),
    [
        (None, SAID, None), (None, OPPOSITE, Fault.UNSUPPORTED), (None, NOTHING, Fault.UNSUPPORTED),
        (Fault.ROLE, SAID, None), (Fault.ROLE, OPPOSITE, Fault.ROLE), (Fault.UNSUPPORTED, NOTHING, Fault.UNSUPPORTED),
        (Fault.NEGATION, SAID, None), (Fault.ACT, 2.2, Fault.ACT), (None, 2.2, None),
        (Fault.NAME, SAID, Fault.NAME), (Fault.NUMBER, SAID, Fault.NUMBER), (Fault.DATE, SAID, Fault.DATE),
        (Fault.CERTAINTY, SAID, Fault.CERTAINTY), (Fault.ROLE, float("nan"), Fault.ROLE), (None, float("nan"), None),
    ],
)  # fmt: skip
def test_which_problem_stands(fault: Fault | None, place: float, stands: Fault | None) -> None:
    found = None if fault is None else Problem(fault, "words")
    left = weighed("Norway asked.", [QUOTE], found, places(place)[1])
    assert (None if left is None else left.fault) is stands


@pytest.mark.parametrize(
    ("sentence", "publisher", "read"),
    [
        ("Norway asked.", "Varn Post", QUOTE.text),
        ("The Varn Post says so.", "Varn Post", f"Varn Post reported on Thursday, October 24, 2024: {QUOTE.text}"),
        ("It did in October.", None, f"An outlet reported on Thursday, October 24, 2024: {QUOTE.text}"),
        ("The title lies.", "Varn Post", QUOTE.text),
        ("Norway has fled in October.", "Norway has fled", f"An outlet reported on Thursday, October 24, 2024: {QUOTE.text}"),
        ("Norway Rejected It in October.", "Norway Rejected It", f"An outlet reported on Thursday, October 24, 2024: {QUOTE.text}"),
    ],
)  # fmt: skip
def test_a_quote_is_read_under_its_outlet_and_day_alone(sentence: str, publisher: str | None, read: str) -> None:
    texts, entails = places(SAID)
    quote = Quote(QUOTE.text, QUOTE.title, publisher, QUOTE.published)
    weighed(sentence, [quote], None, entails)
    assert texts == [read]
