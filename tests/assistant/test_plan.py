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


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Whose offer was higher, Norway's in May or Sweden's in June?", ("Whose offer was higher, Norway's in May?", "Whose offer was higher, Sweden's in June?")),
        ("Who pays more, the city or the county?", ("Who pays more, the city?", "Who pays more, the county?")),
        ("How does the mayor's estimate compare with that of the bank?", ("What was the mayor's estimate?", "What was the bank's estimate?")),
        ("How far apart were Norway's demand and Sweden's offer?", ("What was Norway's demand?", "What was Sweden's offer?")),
        ("How did the ferry's first fare compare to the fare it charges now?", ("What was the ferry's first fare?", "What was the ferry's first fare? And what was the fare it charges now?")),
        ("How do Norway and Sweden disagree over the ferry?", ("What did Norway say about the ferry?", "What did Sweden say about the ferry?")),
        ("What did the mayor's lawyers and the bank each want?", ("What did the mayor's lawyers want?", "What did the bank want?")),
    ],
)  # fmt: skip
def test_what_is_compared_is_looked_up_side_by_side(question: str, sides: tuple[str, ...]) -> None:
    plan = plan_of(question)
    assert (plan.scope, plan.questions) == (Scope.EACH, sides)


@pytest.mark.parametrize(
    "question",
    ["Which city, Paris or Rome, did the mayor name?", "Did Norway or Sweden refuse?", "What did the mayor and the bank sign?"],
)  # fmt: skip
def test_two_names_alone_compare_nothing(question: str) -> None:
    assert plan_of(question).scope is Scope.ONE
