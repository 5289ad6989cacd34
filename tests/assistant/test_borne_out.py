"""What models outweigh of what the rules find, and what they do not. Needs no model: what they say is given."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.verification.borne_out import Judges, Scores, weighed
from assistant.verification.problem import Fault, Problem, Quote
from index.onnx_encoder import Floats

QUOTE = Quote("Norway asked Denmark for a loan.", "A title that lies", "Varn Post", "2024-10-24")
SURE, UNSURE, AGAINST = 6.0, 0.5, -8.0  # logits of support
SAID, NOTHING, OPPOSITE = 0.7, -3.0, 4.8  # places on the scale of entailment


def saying(found: float) -> tuple[list[str], Scores]:
    read: list[str] = []

    def scores(sentence: str, texts: Sequence[str]) -> Floats:
        read.extend(texts)
        return np.full(len(texts), found, np.float32)

    return read, scores


@pytest.mark.parametrize(
    ("fault", "words", "support", "place", "stands"),
    [
        (None, "", SURE, None, None), (None, "", AGAINST, None, Fault.UNSUPPORTED),
        (None, "", SURE, SAID, None), (None, "", AGAINST, OPPOSITE, Fault.UNSUPPORTED),
        (None, "", UNSURE, NOTHING, Fault.UNSUPPORTED), (None, "", UNSURE, SAID, None),
        (Fault.ROLE, "asked", SURE, None, None), (Fault.ROLE, "asked", UNSURE, None, Fault.ROLE),
        (Fault.ROLE, "asked", SURE, SAID, None), (Fault.ROLE, "asked", SURE, OPPOSITE, Fault.ROLE),
        (Fault.CERTAINTY, "has paid", UNSURE, SAID, Fault.CERTAINTY), (Fault.CERTAINTY, "has paid", SURE, SAID, None),
        (Fault.NAME, "governor", SURE, SAID, None), (Fault.NAME, "Anna Berg", SURE, SAID, Fault.NAME),
        (Fault.NUMBER, "12", SURE, SAID, Fault.NUMBER), (Fault.DATE, "May", SURE, SAID, Fault.DATE),
        (Fault.ROLE, "asked", SURE, float("nan"), None), (None, "", AGAINST, float("nan"), Fault.UNSUPPORTED),
    ],
)  # fmt: skip
def test_which_problem_stands(
    fault: Fault | None, words: str, support: float, place: float | None, stands: Fault | None
) -> None:
    found = None if fault is None else Problem(fault, words)
    judges = Judges(saying(support)[1], None if place is None else saying(place)[1])
    left = weighed("Norway asked.", [QUOTE], found, judges)
    assert (None if left is None else left.fault) is stands


def test_several_quotes_are_read_alone_and_together() -> None:
    texts, supports = saying(AGAINST)
    weighed("Norway asked twice.", [Quote("Norway asked."), Quote("It asked again.")], None, Judges(supports))
    assert texts == ["Norway asked.", "It asked again.", "Norway asked. It asked again."]


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
    texts, supports = saying(SURE)
    quote = Quote(QUOTE.text, QUOTE.title, publisher, QUOTE.published)
    weighed(sentence, [quote], None, Judges(supports))
    assert texts == [read]
