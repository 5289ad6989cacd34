"""How many facts a question wants: its parts."""

from __future__ import annotations

import pytest

from assistant.plan import Scope, parts_of, plan_of


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        (
            "Who offered Latvia a loan, and what did Sweden want for it?",
            "Who offered Latvia a loan?",
            "And what did Sweden want for it?",
        ),
        ("What did the union ask for, and from whom?", "What did the union ask for?", "And from whom?"),
        ("Which mayor left in May and who came next?", "Which mayor left in May?", "And who came next?"),
    ],
)
def test_a_question_that_joins_two_is_looked_up_in_parts(question: str, first: str, second: str) -> None:
    assert plan_of(question).scope is Scope.EACH
    assert parts_of(question) == (first, f"{first} {second}")


@pytest.mark.parametrize(
    ("before", "question", "scope"),
    [
        ("What loan did Latvia ask for?", "And from whom?", Scope.ONE),
        ("Which loans did Latvia ask for?", "And from whom?", Scope.ONE),
        ("Which loans did Latvia ask for?", "From whom?", Scope.ONE),
        ("Which loans did Latvia ask for?", "And in what year?", Scope.LIST),
    ],
)
def test_of_a_follow_up_only_itself_is_looked_up(before: str, question: str, scope: Scope) -> None:
    plan = plan_of(f"{before} {question}", follow_up=question)
    assert (plan.scope, plan.questions) == (scope, (f"{before} {question}",))


@pytest.mark.parametrize(
    "question",
    [
        "Who met whom and when?",
        "Did Norway say who pays and what it costs?",
        "What did Norway and Denmark agree on?",
        "Who warned that prices and wages would rise?",
    ],
)
def test_other_questions_are_one(question: str) -> None:
    assert parts_of(question) == (question,)
