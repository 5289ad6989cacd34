from __future__ import annotations

import pytest

from index.borne_out import BorneOut

SAID = "Norway asked Denmark on Monday for a loan of four ships, which Anna Berg called overdue."


@pytest.fixture(scope="module")
def model() -> BorneOut:
    return BorneOut()


@pytest.mark.parametrize(
    ("true", "wrong"),
    [
        ("Norway wants Denmark to lend it ships.", "Denmark asked Norway to lend it four ships."),
        ("Norway wants Denmark to lend it ships.", "Norway turned down a loan from Denmark."),
        ("Four ships are what Norway asked of Denmark.", "Denmark has agreed to lend Norway ships."),
        ("Denmark received a request from Norway for four ships.", "A choir from Aarhus won the contest."),
    ],
)
def test_what_a_text_bears_out_scores_higher_than_what_it_does_not(model: BorneOut, true: str, wrong: str) -> None:
    (borne_out,), (not_so,) = model.scores(true, [SAID]), model.scores(wrong, [SAID])
    assert borne_out > not_so


def test_one_score_a_text(model: BorneOut) -> None:
    assert model.scores("Norway asked Denmark.", []).shape == (0,)
    alone, beside = model.scores("Norway asked Denmark.", [SAID]), model.scores("Norway asked Denmark.", ["", SAID])
    assert beside[1] == alone[0]
