from __future__ import annotations

import pytest

from index.support import Support, packaged_support

SAID = "Norway asked Denmark on Monday for a loan of four ships, which Anna Berg called overdue."


@pytest.fixture(scope="module")
def support() -> Support:
    return Support()


@pytest.mark.parametrize(
    ("true", "wrong"),
    [
        ("Norway wants Denmark to lend it ships.", "Denmark asked Norway to lend it four ships."),
        ("Norway wants Denmark to lend it ships.", "Norway turned down a loan from Denmark."),
        ("Four ships are what Norway asked of Denmark.", "Denmark has agreed to lend Norway ships."),
        ("Denmark received a request from Norway for four ships.", "A choir from Aarhus won the contest."),
    ],
)
def test_what_a_text_bears_out_scores_higher_than_what_it_does_not(support: Support, true: str, wrong: str) -> None:
    (borne_out,), (not_so,) = support.scores(true, [SAID]), support.scores(wrong, [SAID])
    assert borne_out > not_so


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
    assert support.scores("Norway asked Denmark.", []).shape == (0,)
    alone, beside = support.scores("Norway asked Denmark.", [SAID]), support.scores("Norway asked Denmark.", ["", SAID])
    assert beside[1] == alone[0]


def test_there_is_one_a_process() -> None:
    assert packaged_support() is packaged_support()
