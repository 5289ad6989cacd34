"""When there is an answer and why not: verdicts over evidence made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Reason
from assistant.contrary import NEAR, READING, is_contrary
from assistant.evidence import Evidence
from assistant.features import NAMES
from assistant.frame import read_frame
from assistant.judge import abstaining, judge
from assistant.roles import Fit
from assistant.sufficiency import Model, Sureness, model, sureness
from assistant.time_asked import month_fits
from corpus.article import Article
from corpus.span import Span

WHO = "Who asked Denmark for a loan?"
TEXT = "Norway asked Denmark for a loan."


def evidence(relevance: float, fit: Fit = Fit.UNKNOWN, *, text: str = TEXT, name: str = "a.txt") -> Evidence:
    span = Span(name, 0, len(text))
    return Evidence(Article(name, text, name), 1, span, span, relevance, (), fit)


def reason(*found: Evidence, question: str = WHO) -> Reason | None:
    return judge(question, read_frame(question), found).reason


def test_without_evidence_nothing_passed_the_filters() -> None:
    verdict = judge(WHO, read_frame(WHO), ())
    assert (verdict.evidence, verdict.reason, verdict.confidence) == ((), Reason.OUT_OF_RANGE, 1.0)


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ((evidence(9.0),), None),
        ((evidence(9.0, Fit.FITS),), None),
        ((evidence(9.0, Fit.SWAPPED),), Reason.ROLE_MISMATCH),
        ((evidence(9.0, Fit.CONTRADICTED),), Reason.FALSE_PREMISE),
        ((evidence(9.0), evidence(9.0 - NEAR, Fit.SWAPPED)), Reason.ROLE_MISMATCH),
        ((evidence(9.0), evidence(9.0 - NEAR, Fit.CONTRADICTED)), Reason.FALSE_PREMISE),
        ((evidence(9.0), evidence(8.9 - NEAR, Fit.SWAPPED)), None),
        ((evidence(9.0), evidence(8.9 - NEAR, Fit.CONTRADICTED)), None),
        ((evidence(9.0, Fit.SWAPPED), evidence(8.0, Fit.FITS)), None),
        ((evidence(9.0, Fit.CONTRADICTED), evidence(8.0, Fit.FITS)), None),
        ((evidence(9.0, Fit.SWAPPED), evidence(8.9 - NEAR, Fit.FITS)), Reason.ROLE_MISMATCH),
        ((evidence(9.0, Fit.CONTRADICTED), evidence(8.0, Fit.SWAPPED)), Reason.ROLE_MISMATCH),
    ],
)
def test_contrary_evidence_near_the_best_refuses_unless_some_fits_as_near(
    found: tuple[Evidence, ...], wanted: Reason | None
) -> None:
    contrary = {Reason.ROLE_MISMATCH, Reason.FALSE_PREMISE}
    assert {reason(*found)} & contrary == {wanted} & contrary
    assert is_contrary(found) is (wanted is not None)


@pytest.mark.parametrize(
    ("relevance", "likeness", "wanted"),
    [(-2.0, 5.0, Reason.ROLE_MISMATCH), (-2.0, 6.0 - NEAR - 0.1, None), (9.0 - READING - 0.1, 5.0, None)],
)
def test_what_reads_badly_is_contrary_if_it_is_alike(relevance: float, likeness: float, wanted: Reason | None) -> None:
    best = replace(evidence(9.0), read=4.0, likeness=6.0)
    swapped = replace(evidence(relevance, Fit.SWAPPED), read=-6.0, likeness=likeness)
    assert reason(best, swapped, replace(evidence(1.0), read=-3.0)) is wanted


def test_what_is_contrary_comes_first_and_nothing_is_lost() -> None:
    best, swapped, last = evidence(9.0), evidence(8.0, Fit.SWAPPED), evidence(7.0)
    verdict = judge(WHO, read_frame(WHO), (best, swapped, last))
    assert verdict.evidence == (swapped, best, last)
    assert 0.5 <= verdict.confidence <= 1


@pytest.mark.parametrize(
    ("question", "text", "wanted"),
    [
        ("Who won the chess cup of Reykjavik?", TEXT, Reason.NO_EVIDENCE),
        ("Who asked Sweden for a loan?", TEXT, Reason.NO_EVIDENCE),
        ("When did Norway ask Denmark for a loan?", TEXT, Reason.MISSING_DETAIL),
    ],
)
def test_weak_evidence_is_no_answer(question: str, text: str, wanted: Reason) -> None:
    weak = replace(evidence(-20.0, text=text), read=-9.0)
    verdict = judge(question, read_frame(question), (weak,))
    assert verdict.reason is wanted
    assert len(verdict.evidence) == 1
    assert verdict.confidence > 1 - model().threshold


@pytest.mark.parametrize(
    ("published", "question", "out"),
    [
        ("2024-03-05", "What did Norway ask Denmark for in May 2019?", True),
        ("2024-03-05", "What did Norway ask Denmark for in March 2024?", False),
        ("2024-03-05", "What did Norway ask Denmark for in 2019 or in March 2024?", False),
        (None, "What did Norway ask Denmark for?", False),
    ],
)
def test_a_time_that_no_article_reaches_is_out_of_range(published: str | None, question: str, out: bool) -> None:
    item = evidence(9.0)
    for fit in (Fit.UNKNOWN, Fit.SWAPPED):  # what was said at another time has no roles to be swapped
        dated = replace(item, article=replace(item.article, published=published), fit=fit)
        verdict = judge(question, read_frame(question), (dated, replace(item, relevance=0.0)))
        assert (verdict.reason is Reason.OUT_OF_RANGE) is out
        assert verdict.detail == ("time" if out else None)


def test_of_an_article_without_a_date_no_time_is_known() -> None:
    item, question = evidence(9.0, Fit.SWAPPED), "What did Norway ask Denmark for in May 2019?"
    verdict = judge(question, read_frame(question), (item,))
    assert (verdict.reason, verdict.detail) == (Reason.OUT_OF_RANGE, "undated")
    told = evidence(9.0, text="In May 2019 Norway asked Denmark for a loan.")
    assert reason(told, question=question) is not Reason.OUT_OF_RANGE
    dated = replace(told, article=replace(item.article, id="b.txt", published="2019-05-07"), relevance=8.0)
    assert judge(question, read_frame(question), (evidence(9.0), dated)).evidence[0] == dated


@pytest.mark.parametrize(
    ("month", "published", "near"),
    [
        ("March 2031", "2031-03-30", True), ("March 2031", "2031-04-30", True), ("March 2031", "2032-02-01", True),
        ("March 2031", "2033-02-01", False), ("March 2031", "2030-10-01", True), ("March 2031", "2030-07-01", False),
        ("2031", "2031-07-01", True), ("2031", "2032-07-01", False),
    ],
)  # fmt: skip
def test_a_month_without_its_year_is_one_near_the_day_of_publication(month: str, published: str, near: bool) -> None:
    article = Article("a", "Norway means to pay in March.", "a", published=published)
    assert month_fits(f"What did Norway promise in {month}?", article) == near


def test_each_reason_is_said_in_one_sentence() -> None:
    said = [abstaining(reason) for reason in Reason]
    said += [abstaining(Reason.OUT_OF_RANGE, detail) for detail in ("time", "undated")]
    said.append(abstaining(Reason.NO_EVIDENCE, "nothing"))
    assert len(set(said)) == len(said)
    assert all(one.endswith(".") and one.count(".") == 1 for one in said)


def test_sureness_grows_with_how_the_evidence_reads_and_is_a_probability() -> None:
    frame = read_frame(WHO)
    read = [sureness(WHO, frame, [replace(evidence(2 * by), read=by)]) for by in (-1000.0, -4.0, 0.0, 4.0, 1000.0)]
    for sure in ([one.answerable for one in read], [one.right for one in read]):
        assert sure == sorted(sure)
        assert sure[0] >= 0
        assert sure[1] < sure[2] < sure[3]
        assert sure[-1] <= 1
    assert sureness(WHO, frame, []) == Sureness(0.0, 0.0)


def test_what_fits_is_more_likely_an_answer_than_what_is_unknown() -> None:
    frame = read_frame(WHO)
    fits, unknown = (sureness(WHO, frame, [evidence(0.0, fit)]) for fit in (Fit.FITS, Fit.UNKNOWN))
    assert fits.answerable > unknown.answerable


def test_quoted_words_must_stand_in_the_evidence() -> None:
    item = evidence(9.0, Fit.FITS)
    asked = f'Who said "a purple horse sold the harbour" when {WHO.removeprefix("Who ")}'
    assert judge(asked, read_frame(asked), [item]).reason is Reason.FALSE_PREMISE


def test_the_model_has_a_weight_a_feature() -> None:
    fitted: Model = model()
    assert len(fitted.answerable.weights) == len(fitted.right.weights) == len(NAMES)
    assert 0 < fitted.threshold < 1
