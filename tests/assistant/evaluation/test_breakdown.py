"""Abstentions by reason, words of answers, follow-ups, and what counts as rightly answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Answer, Citation, Reason
from assistant.evaluation.breakdown import EXPECTED, is_who, lengths, refusals
from assistant.evaluation.qa_set import QaItem
from assistant.evaluation.report import to_markdown
from assistant.evaluation.result import answer_scores, says_no
from assistant.evaluation.summary import groups
from assistant.question import Question
from corpus.span import Span
from tests.assistant.evaluation.results import report, result

SWAPPED = replace(result("q4", right=True, kind="swap", answerable=False), reason="role-mismatch", abstained=True)
WRONG_REASON = replace(SWAPPED, id="q6", reason="no-evidence")
ANSWERED = result("q5", right=False, kind="swap", answerable=False)


def test_refusals_are_counted_by_kind_and_reason() -> None:
    who, swap = refusals([result("q1", right=True), SWAPPED, WRONG_REASON, ANSWERED])
    assert (who.kind, who.answerable, who.expected, who.answered, who.reasons) == ("who", True, None, 1, {})
    assert (swap.kind, swap.expected, swap.answered) == ("swap", "role-mismatch", 1)
    assert swap.reasons == {"role-mismatch": 1, "no-evidence": 1}


def test_the_report_marks_the_expected_reason() -> None:
    shown = to_markdown(report([result("q1", right=True), SWAPPED, WRONG_REASON]))
    (row,) = [line for line in shown.splitlines() if line.startswith("| swap ") and "*" in line]
    assert [cell.strip() for cell in row.strip("|").split("|")] == ["swap", "0", "1", "1*", "0", "0", "0"]


def test_every_reason_but_the_filters_is_expected_of_some_kind() -> None:
    assert set(EXPECTED.values()) == set(Reason) - {Reason.OUT_OF_RANGE}


def test_words_are_counted_without_markers_and_abstentions() -> None:
    short = replace(result("q1", right=True), question="Who asked?", answer="Norway [1]. It did [2].")
    long = replace(result("q3", right=True), question="Why?", answer="One two three four five [1].")
    everything, who = lengths([short, long, SWAPPED])
    assert (everything.count, everything.median_words, who.count, who.median_words) == (2, 4.0, 1, 3.0)
    assert lengths([SWAPPED]) == ()


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Who asked?", True), ("By whom was it asked?", True), ("Whose plan was it?", True), ("And from whom?", True),
        ("What did they say, and who?", False), ("Which party asked?", False), ("Whole ships?", False),
    ],
)  # fmt: skip
def test_who_questions(question: str, *, wanted: bool) -> None:
    assert is_who(question) is wanted


def test_follow_ups_are_a_group_of_their_own() -> None:
    follow_up = replace(result("q2", right=True), turns=("Who asked?",))
    (group,) = [group for group in groups([result("q1", right=True), follow_up]) if group.by == "turns"]
    assert (group.name, group.questions) == ("follow-ups", 1)


def swapped(question: str) -> QaItem:
    return QaItem(Question(question), "q1", "swap", False, (), (), ((Span("a.txt", 0, 9),),), "role-mismatch")


def told(text: str, *, start: int = 4, abstained: bool = False) -> Answer:
    cited = Citation(1, "a.txt", None, None, None, None, 1, start, start + 5, "quote")
    return Answer("?", "?", text, abstained=abstained, confidence=0.5, citations=() if abstained else (cited,))


@pytest.mark.parametrize(
    ("question", "answer", "right"),
    [
        ("Did Denmark ask Norway?", told("No: Norway asked Denmark [1]."), True),
        ("Did Denmark ask Norway?", told("No: it rained [1].", start=50), False),  # cites something else
        ("Did Denmark ask Norway?", told("Norway asked Denmark [1]."), False),  # leaves the question open
        ("Did Denmark ask Norway?", told("Nobody asked [1]."), False),
        ("Why did Denmark ask Norway?", told("No: Norway asked Denmark [1]."), False),
        ("Did Denmark ask Norway?", told("No.", abstained=True), False),
    ],
)
def test_a_yes_no_question_may_be_answered_with_no(question: str, answer: Answer, *, right: bool) -> None:
    item = swapped(question)
    assert says_no(item, answer) is right
    scores = answer_scores(item, answer, {})
    assert scores["swap"] == scores["not_stated"] == float(right or answer.abstained)
    assert scores["true_abstention"] == float(answer.abstained)
