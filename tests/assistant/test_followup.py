"""Follow-ups: which questions need the one before, and what they become with it."""

from __future__ import annotations

import pytest

from assistant.followup import needs_context, readings, stand_alone

BEFORE = "Who asked Denmark for a loan?"


@pytest.mark.parametrize(
    "question",
    [
        "And from whom?", "But who paid?", "So who paid for the ferry line?", "What about Norway?",
        "How about the second bridge in Bergen?", "Why not?", "Why?", "Who rejected it?", "Also, what did Sweden want?",
        "Why did they reject it?", "When did he say so?", "How did her party vote on the toll?", "Which ferries did that cover?",
        "Did they ever answer the envoy?", "Until when is it to run under the contract?", "What did he promise the dockers of Turku?",
        "AND FROM WHOM DID THE TENANTS SEEK ASSURANCES?", "  and what did Norway offer Sweden?",
    ],
)  # fmt: skip
def test_needs_the_question_before(question: str) -> None:
    assert needs_context(question)
    assert stand_alone(question, [BEFORE]) == f"{BEFORE} {question}"


@pytest.mark.parametrize(
    "question",
    [
        "Who proposed the toll on lorries?", "What did Norway say about its own fleet?", "Did Anna Berg say that she would resign?",
        "What did the dockers say they wanted?", "Which groups asked Denmark to free them?", "Who said that the bridge was unsafe?",
        "What did Eva Falk promise before her election?", "Which plan that the council had made did the mayor reject?",
        "Did Carl Dahl ask the clerks to mend their records?", "Android makers rejected which rule of the court?",
        "Sophie Lund proposed what to the council?", "Who accused Norway and Sweden of hiding their losses?",
    ],
)  # fmt: skip
def test_stands_alone(question: str) -> None:
    assert not needs_context(question)
    assert stand_alone(question, [BEFORE]) == question


@pytest.mark.parametrize("question", ["Why?", "And from whom?", "Who rejected it?"])
def test_without_turns_a_question_stays_as_it_is(question: str) -> None:
    assert stand_alone(question, []) == question


def test_a_chain_of_follow_ups_reaches_back_to_the_first_that_stands_alone() -> None:
    turns = ["What did Sweden offer Latvia?", "Who proposed the toll on lorries?", "Why did they do it?"]
    assert stand_alone("And when?", turns) == "Who proposed the toll on lorries? Why did they do it? And when?"


def test_a_first_turn_that_needs_one_before_it_is_taken_as_it_is() -> None:
    assert stand_alone("And when?", ["And why?"]) == "And why? And when?"


def test_a_new_question_forgets_the_turns() -> None:
    assert stand_alone("What did Sweden offer Latvia?", [BEFORE, "And why?"]) == "What did Sweden offer Latvia?"


@pytest.mark.parametrize("question", ["?", "…", "“”", "\u202e", "😀", "his", "that", "it " * 400])
def test_odd_questions_are_read(question: str) -> None:
    assert stand_alone(question, []) == question
    assert question in stand_alone(question, [BEFORE])


@pytest.mark.parametrize(
    "question",
    ["What did the union want?", "What did the Bergen University professor make of his chances?", "How did the dockers answer?"],
)  # fmt: skip
def test_a_question_that_names_nobody_may_lean_on_the_turn_before(question: str) -> None:
    assert readings(question, [BEFORE]) == [question, f"{BEFORE} {question}"]
    assert readings(question, []) == [question]


@pytest.mark.parametrize(
    ("question", "read"),
    [("What did Norway want?", "What did Norway want?"), ("And from whom?", f"{BEFORE} And from whom?")],
)
def test_other_questions_are_read_in_one_way(question: str, read: str) -> None:
    assert readings(question, [BEFORE]) == [read]
