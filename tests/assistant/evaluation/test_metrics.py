from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Citation, Nearest, Reason
from assistant.evaluation.fold import fold, locate
from assistant.evaluation.metrics import (
    citation_precision,
    citation_recall,
    markers_resolved,
    nugget_found,
    nugget_recall,
    verbatim_share,
)
from assistant.evaluation.qa_set import QaItem
from assistant.evaluation.result import answer_scores, judge
from assistant.question import Question
from corpus.span import Span

TEXT = "Hamas said no. Israel said yes."
NO, YES = Span("a", 0, 14), Span("a", 15, 31)


@pytest.mark.parametrize(
    ("nugget", "answer", "found"),
    [
        ("Al-Qahera", "It told al‑Qahera News [1].", True),  # case, a non-breaking hyphen
        ("don't", "They don’t agree.", True),
        ('"small" deal', "a ‘small’  deal", True),
        ("small deal", "a small\u00a0deal", True),
        ("advis", "an advisory post", True),  # the start of a word is enough
        ("advis", "misadvised", False),
        ("arms", "farms", False),
        ("aid", "aides", False),  # three characters: a whole word
        ("aid", "the aid, they said", True),
        ("US", "the US-led force", True),
        ("No", "Norway", False),
        ("7%", "raises of 7%.", True),
        ("7%", "raises of 17%.", False),
        ("7%", "raises of 6.7%.", False),
        ("20", "20,000 people", False),
        ("20", "1,020 people", False),
        ("20", "20, of them", True),
        ("$50", "a $50 fee", True),
        ("$50", "a $500 fee", False),
        ("2024", "in 2024, he said", True),
        ("(IAM)", "the Machinists (IAM) said", True),
        ("6", "Six said so [6].", False),  # a marker is not the answer's words
        ("[1]", "It said so [1].", False),
        ("straße", "die STRASSE", True),
        ("a.b", "axb", False),  # not a pattern
    ],
)
def test_nugget_found(nugget: str, answer: str, *, found: bool) -> None:
    assert nugget_found([nugget], answer) is found
    assert nugget_found(["nowhere at all", nugget], answer) is found


def test_nugget_recall_of_an_abstention_is_zero_and_of_no_nuggets_undefined() -> None:
    assert nugget_recall([["articles"], ["not"]], "The articles do not say.", abstained=True) == 0.0
    assert nugget_recall([["articles"], ["yes"]], "The articles do not say.", abstained=False) == 0.5
    assert nugget_recall([], "Anything.", abstained=False) is None


def test_citations_need_one_shared_code_point() -> None:
    evidence = [[Span("a", 10, 20), Span("b", 0, 5)], [Span("a", 30, 40)]]
    assert citation_recall(evidence, [Span("a", 0, 10)]) == 0.0
    assert citation_recall(evidence, [Span("a", 0, 11)]) == 0.5
    assert citation_recall(evidence, [Span("b", 4, 9), Span("a", 39, 50)]) == 1.0
    assert citation_recall(evidence, [Span("c", 10, 20)]) == 0.0
    assert citation_precision(evidence, [Span("a", 0, 11), Span("a", 20, 30), Span("c", 0, 9), Span("b", 0, 1)]) == 0.5


def test_a_group_that_is_not_in_the_articles_counts_as_not_cited() -> None:
    assert citation_recall([[], [Span("a", 0, 9)]], [Span("a", 0, 9)]) == 0.5


def test_shares_of_nothing_are_undefined() -> None:
    assert citation_recall([], [Span("a", 0, 1)]) is None
    assert citation_precision([[Span("a", 0, 1)]], []) is None
    assert verbatim_share([], {}) is None


def test_verbatim_is_to_the_code_point() -> None:
    texts = {"a": "“No” 👍 he said."}
    assert verbatim_share([(Span("a", 5, 6), "👍"), (Span("a", 0, 4), '"No"'), (Span("b", 0, 1), "x")], texts) == 1 / 3


@pytest.mark.parametrize(
    ("answer", "markers", "resolved"),
    [
        ("A [1]. B [2].", [1, 2], True),
        ("A [1][2]. B [1].", [1, 2], True),
        ("A [2]. B [1].", [1, 2], False),  # not in order of first use
        ("A [1].", [1, 2], False),  # a citation that is not used
        ("A [1]. B [2].", [1], False),  # a marker without a citation
        ("A [1].", [1, 1], False),  # two citations for one marker
        ("A.", [], False),  # nothing is told without a marker
        ("A [0].", [0], False),
    ],
)
def test_markers_resolved(answer: str, markers: list[int], *, resolved: bool) -> None:
    assert markers_resolved(answer, markers) is resolved


def item(
    *, answerable: bool, nuggets: tuple[tuple[str, ...], ...] = (), evidence: tuple[tuple[Span, ...], ...] = ()
) -> QaItem:
    return QaItem(Question("Who?", "q1"), "q1", "who", answerable, nuggets, evidence)


def answered(text: str, *spans: Span, confidence: float = 0.9) -> Answer:
    cited = tuple(
        Citation(marker, s.article_id, None, None, None, None, 1, s.start, s.end, s.of(TEXT))
        for marker, s in enumerate(spans, 1)
    )
    return Answer("Who?", "Who?", text, abstained=False, confidence=confidence, citations=cited)


ABSTAINED = Answer(
    "Who?", "Who?", "The articles do not say.", abstained=True, confidence=0.7, reason=Reason.NO_EVIDENCE,
    nearest=(Nearest("a", None, None, None, None, 1, NO.start, NO.end, "Hamas said yes"),),
)  # fmt: skip


def test_scores_of_a_right_answer() -> None:
    asked = item(answerable=True, nuggets=(("Hamas",),), evidence=((NO,),))
    scores = answer_scores(asked, answered("Hamas [1], Israel [2].", NO, YES), {"a": TEXT})
    assert scores == {
        "nugget_recall": 1.0, "citation_recall": 1.0, "citation_precision": 0.5, "citation_precision_answerable": 0.5,
        "verbatim": 1.0, "markers": 1.0, "true_abstention": None, "false_abstention": 0.0,
        "swap": None, "not_stated": None,
    }  # fmt: skip


def test_abstaining_on_what_is_there_tells_and_cites_nothing() -> None:
    asked = item(answerable=True, nuggets=(("articles",),), evidence=((NO,),))
    scores = answer_scores(asked, ABSTAINED, {"a": TEXT})
    assert scores["nugget_recall"] == scores["citation_recall"] == 0.0
    assert scores["false_abstention"] == 1.0
    assert scores["citation_precision"] is scores["true_abstention"] is scores["markers"] is None
    assert scores["verbatim"] == 0.0  # what it shows as nearest is not in the article
    assert judge(asked, ABSTAINED, {"a": TEXT}, {}, 1.0).right is False


def test_answering_what_is_not_there_cites_wrongly() -> None:
    asked = item(answerable=False)
    scores = answer_scores(asked, answered("Hamas [1].", NO), {"a": TEXT})
    assert (scores["true_abstention"], scores["citation_precision"]) == (0.0, 0.0)
    assert scores["nugget_recall"] is scores["citation_recall"] is scores["citation_precision_answerable"] is None
    assert judge(asked, answered("Hamas [1].", NO), {"a": TEXT}, {}, 1.0).right is False
    assert judge(asked, ABSTAINED, {"a": TEXT}, {}, 1.0).right is True


def test_a_set_without_nuggets_and_evidence_cannot_judge_an_answer() -> None:
    result = judge(item(answerable=True), answered("Hamas [1].", NO), {"a": TEXT}, {}, 1.0)
    assert result.right is result.scores["right"] is result.scores["citation_precision"] is None
    assert result.scores["verbatim"] == 1.0


def test_part_of_the_nuggets_is_not_right() -> None:
    result = judge(item(answerable=True, nuggets=(("Hamas",), ("Qatar",))), answered("Hamas [1].", NO), {}, {}, 1.0)
    assert (result.right, result.scores["nugget_recall"], result.missed) == (False, 0.5, (("Qatar",),))


@given(st.text(), st.text(min_size=1), st.text())
def test_a_quote_is_located_wherever_it_stands(before: str, quote: str, after: str) -> None:
    text = before + quote + after
    ranges = locate(quote, text)
    assert ranges
    assert all(text[start:end] == quote for start, end in ranges)


@given(st.text(alphabet="aSsßİ “”\"'’–-\t\n\u00a0"), st.text(alphabet="aSsßİ “”\"'’–-\t\n\u00a0"))
def test_a_folded_place_holds_the_folded_quote(quote: str, text: str) -> None:
    for start, end in locate(quote, text):
        assert 0 <= start < end <= len(text)
        assert fold(quote) in fold(text[start:end])
