from __future__ import annotations

import pytest

from index.support import Support, packaged_support

SAID = "Norway asked Denmark on Monday for a loan of four ships, which Anna Berg called overdue."


@pytest.fixture(scope="module")
def support() -> Support:
    return Support()


@pytest.mark.parametrize(
    ("answered", "not_so"),
    [
        ("Who asked Denmark for ships?", "Who asked Norway for ships?"),
        ("What did Norway ask of Denmark?", "What did Denmark ask of Norway?"),
        ("When did Norway ask Denmark for ships?", "Why did Denmark turn Norway's request down?"),
        ("What did Anna Berg call overdue?", "At what price would Denmark lend the ships?"),
        ("Whom did Norway ask for ships?", "Whom did Denmark ask for ships?"),
    ],
)
def test_a_question_that_a_text_answers_scores_above_0_and_above_one_that_it_does_not(
    support: Support, answered: str, not_so: str
) -> None:
    (high,), (low,) = support.scores(answered, [SAID]), support.scores(not_so, [SAID])
    assert high > max(0.0, low + 1.0)


def test_one_score_a_text(support: Support) -> None:
    assert support.scores("Who asked?", []).shape == (0,)
    assert support.scores("Who asked?", ["", SAID])[1] == support.scores("Who asked?", [SAID])[0]


def test_there_is_one_a_process() -> None:
    assert packaged_support() is packaged_support()
