"""Each feature by itself: a table of (question, article, value), the evidence made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.evidence import FITTING, Evidence
from assistant.features import NAMES, UNREAD, features
from assistant.frame import read_frame
from assistant.roles import Fit
from corpus.article import Article
from corpus.span import Span

TEXT = "Norway asked Denmark for a loan. Anna Berg signed it in Oslo.\n\nThe ferry line opens later, Latvia hopes."
SENTENCE = "Norway asked Denmark for a loan."


def evidence(
    text: str = TEXT,
    *,
    sentence: str = SENTENCE,
    passage: str | None = None,
    relevance: float = 0.0,
    published: str | None = None,
    title: str | None = None,
    name: str = "a.txt",
    fit: Fit = Fit.UNKNOWN,
    same_act: bool = False,
) -> Evidence:
    """A piece of evidence: a sentence, its passage (by default the first paragraph), its article."""
    article = Article(name, text, name, title=title, published=published)

    def span(part: str) -> Span:
        return Span(name, text.index(part), text.index(part) + len(part))

    return Evidence(
        article, 1, span(passage or text.split("\n\n", maxsplit=1)[0]), span(sentence), relevance, (), fit, same_act
    )


def value(name: str, question: str, *found: Evidence) -> float:
    return dict(zip(NAMES, features(question, read_frame(question), found), strict=True))[name]


def test_there_is_one_value_a_name() -> None:
    assert len(features("Who asked Denmark?", read_frame("Who asked Denmark?"), [evidence()])) == len(NAMES)
    assert len(set(NAMES)) == len(NAMES)


def test_all_but_scores_are_shares() -> None:
    questions = ["Who asked Denmark for a loan?", "", "How many of 12?", "When, in May 2031?", "😀", "Why did they?"]
    for question in questions:
        found = features(question, read_frame(question), [evidence(relevance=50.0, published="2031-05-02")])
        scores = ("score", "margin", "support", "support_alone")
        assert all(0 <= share <= 1 for name, share in zip(NAMES, found, strict=True) if name not in scores)


def test_support_of_the_best_and_how_far_it_is_above_the_others() -> None:
    best, other, unread = (replace(evidence(), support=support) for support in (2.0, 0.5, None))
    assert value("support", "Who?", best, other) == pytest.approx(0.2)
    assert value("support_alone", "Who?", best, other) == pytest.approx(0.15)
    assert value("support", "Who?", unread, other) == pytest.approx(UNREAD / 10)
    assert value("support_alone", "Who?", best, unread) == pytest.approx((2.0 - UNREAD) / 10)


def test_score_and_its_bonus() -> None:
    assert value("score", "Who?", evidence(relevance=4.0)) == pytest.approx(0.4)
    assert value("score", "Who?", evidence(relevance=4.0, fit=Fit.FITS)) == pytest.approx((4.0 + FITTING) / 10)


@pytest.mark.parametrize(
    ("others", "margin"),
    [
        ((), 0.5),
        (((3.0, "b.txt"),), 0.1),
        (((3.5, "a.txt"), (1.0, "b.txt")), 0.3),
        (((3.5, "a.txt"),), 0.5),
    ],
)
def test_margin_is_to_the_best_of_another_article(others: tuple[tuple[float, str], ...], margin: float) -> None:
    rest = [evidence(relevance=relevance, name=name) for relevance, name in others]
    assert value("margin", "Who?", evidence(relevance=4.0), *rest) == pytest.approx(margin)


@pytest.mark.parametrize(
    ("question", "sentence", "passage", "article"),
    [
        ("Did Norway ask Denmark?", 1.0, 1.0, 1.0),
        ("Did Norway ask Anna Berg?", 1 / 3, 1.0, 1.0),
        ("Did Norway ask Latvia?", 0.5, 0.5, 1.0),
        ("Did Norway ask Sweden?", 0.5, 0.5, 0.5),
        ("Did Portugal ask Sweden?", 0.0, 0.0, 0.0),
        ("Did they ask for a loan?", 1.0, 1.0, 1.0),
    ],
)
def test_names_in_sentence_passage_and_article(question: str, sentence: float, passage: float, article: float) -> None:
    found = [value(f"names_{where}", question, evidence()) for where in ("sentence", "passage", "article")]
    assert found == pytest.approx([sentence, passage, article])


def test_more_is_covered_by_the_passage_and_by_the_heading() -> None:
    question = "Who signed the loan in Oslo?"
    alone, passage = (value(f"covered_{where}", question, evidence()) for where in ("sentence", "passage"))
    headed = value("covered_sentence", question, evidence(title="Signed in Oslo"))
    assert 0 < alone < passage <= 1
    assert alone < headed <= 1


@pytest.mark.parametrize(
    ("question", "text", "published", "wanted"),
    [
        ("Who asked for 40 million?", "Norway asked for 40 million.", None, 1.0),
        ("Who asked for 40 million?", "Norway asked for 50 million.", None, 0.0),
        ("Who asked for 40 or 50 million?", "Norway asked for 50 million.", None, 0.5),
        ("Who asked for 1,250 crowns?", "Norway asked for 1,250 crowns.", None, 1.0),
        ("Who asked in 2031?", "Norway asked.", "2031-03-04", 1.0),
        ("Who asked in 2031?", "Norway asked.", "2030-03-04", 0.0),
        ("Who asked in 2031?", "Norway asked.", None, 0.0),
        ("Who asked?", "Norway asked.", None, 1.0),
    ],
)
def test_numbers(question: str, text: str, published: str | None, wanted: float) -> None:
    assert value("numbers", question, evidence(text, sentence=text, published=published)) == wanted


@pytest.mark.parametrize(
    ("question", "text", "published", "wanted"),
    [
        ("Who asked in March 2031?", "Norway asked.", "2031-03-04", 1.0),
        ("Who asked in March 2031?", "Norway asked.", "2031-03-31T23:00:00+00:00", 1.0),
        ("Who asked in March 2031?", "Norway asked.", "2031-04-04", 1.0),
        ("Who asked in March 2031?", "Norway asked.", "2031-05-04", 0.0),
        ("Who asked in March 2031?", "Norway asked in March.", "2031-08-04", 1.0),
        ("Who asked in March 2031?", "Norway asked.", "2031-02-04", 0.0),
        ("Who asked in March 2031?", "Norway will ask in March.", "2031-02-04", 1.0),
        ("Who asked in March 2031?", "Norway will ask in March 2031.", "2031-02-04", 1.0),
        ("Who asked in December 2030?", "Norway asked.", "2031-01-04", 1.0),
        ("Who asked on March 3, 2031?", "Norway asked.", "2031-03-04", 1.0),
        ("Who asked in 2031?", "Norway asked.", "2031-11-04", 1.0),
        ("Who asked in 2031?", "Norway asked.", "2032-11-04", 0.0),
        ("Who asked in 2031?", "Norway asked in 2031.", "2032-11-04", 1.0),
        ("Who asked in March 2031 or May 2035?", "Norway asked.", "2031-03-04", 1.0),
        ("Who asked?", "Norway asked.", "2031-03-04", 1.0),
        ("Who asked in March 2031?", "Norway asked.", None, 1.0),
    ],
)
def test_month(question: str, text: str, published: str | None, wanted: float) -> None:
    assert value("month", question, evidence(text, sentence=text, published=published)) == wanted


@pytest.mark.parametrize("found", Fit)
def test_fit(found: Fit) -> None:
    given = evidence(fit=found)
    assert value("fits", "Who?", given) == float(found is Fit.FITS)
    assert value("contrary", "Who?", given) == float(found in (Fit.SWAPPED, Fit.CONTRADICTED))


@pytest.mark.parametrize("same", [True, False])
def test_act(same: bool) -> None:
    assert value("act", "Who?", evidence(same_act=same)) == float(same)


@pytest.mark.parametrize(("question", "wanted"), [("Who asked Denmark?", 1.0), ("Who accused Denmark?", 0.0)])
def test_cue(question: str, wanted: float) -> None:
    assert value("cue", question, evidence()) == wanted


@pytest.mark.parametrize(
    ("question", "sentence", "wanted"),
    [
        ("How many ferries did Norway promise?", "Norway promised three ferries.", 1.0),
        ("How many ferries did Norway promise?", "Norway promised 14 ferries.", 1.0),
        ("How many ferries did Norway promise?", "Norway promised ferries.", 0.0),
        ("How many of the three ferries did Norway sell?", "Norway sold the three ferries.", 0.0),
        ("When did Norway promise ferries?", "Norway promised ferries on Tuesday.", 1.0),
        ("When did Norway promise ferries?", "Norway promised ferries on Oct. 3.", 1.0),
        ("When did Norway promise ferries?", "Norway promised ferries last week.", 1.0),
        ("When did Norway promise ferries?", "Norway promised ferries.", 0.0),
        ("Why did Norway promise ferries?", "Norway promised ferries because its bridge fell.", 1.0),
        ("Why did Norway promise ferries?", "Norway promised ferries.", 0.0),
        ("Who promised ferries?", "Norway promised ferries.", 1.0),
        ("What did Norway promise?", "Norway promised ferries.", 1.0),
    ],
)
def test_kind(question: str, sentence: str, wanted: float) -> None:
    assert value("kind", question, evidence(sentence, sentence=sentence)) == wanted
