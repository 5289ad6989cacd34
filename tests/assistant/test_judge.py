"""When there is an answer and why not: verdicts over evidence made by hand, then over a small index of our own."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer, Reason
from assistant.assistant import Assistant, open_assistant
from assistant.contrary import NEAR, READING, is_contrary
from assistant.evidence import Evidence, find_evidence
from assistant.features import NAMES
from assistant.frame import read_frame
from assistant.judge import abstaining, judge
from assistant.question import Question
from assistant.roles import Fit
from assistant.sufficiency import Model, Sureness, model, sureness
from assistant.time_asked import month_fits
from assistant.words import say
from corpus.article import Article
from corpus.span import Span
from index.embed import DEFAULT_MODEL, Embedder
from index.filters import ALL, Filters
from index.rerank import PackagedReranker
from index.search import Index
from index.update import update

WHO = "Who asked Denmark for a loan?"
TEXT = "Norway asked Denmark for a loan."


def evidence(relevance: float, fit: Fit = Fit.UNKNOWN, *, text: str = TEXT, name: str = "a.txt") -> Evidence:
    span = Span(name, 0, len(text))
    return Evidence(Article(name, text, name), 1, span, span, relevance, (), fit)


def reason(*found: Evidence, question: str = WHO) -> Reason | None:
    return judge(question, read_frame(question), found).reason


# --- by hand --------------------------------------------------------------------------------------------------------


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


def test_what_fits_is_surer_than_what_is_unknown() -> None:
    frame = read_frame(WHO)
    fits, unknown = (sureness(WHO, frame, [evidence(0.0, fit)]) for fit in (Fit.FITS, Fit.UNKNOWN))
    assert fits.answerable > unknown.answerable
    assert fits.right > unknown.right


def test_quoted_words_must_stand_in_the_evidence() -> None:
    item = evidence(9.0, Fit.FITS)
    asked = f'Who said "a purple horse sold the harbour" when {WHO.removeprefix("Who ")}'
    assert judge(asked, read_frame(asked), [item]).reason is Reason.FALSE_PREMISE


def test_the_model_has_a_weight_a_feature() -> None:
    fitted: Model = model()
    assert len(fitted.answerable.weights) == len(fitted.right.weights) == len(NAMES)
    assert 0 < fitted.threshold < 1


# --- over an index --------------------------------------------------------------------------------------------------

ARTICLES = [
    {"id": "loan", "title": "Norway asks Denmark for a loan", "published": "2031-03-04", "publisher": "Fjord Post",
     "text": "Norway asked Denmark for a loan of 40 million crowns on Monday. The money is for a ferry line, Finance "
     "Minister Anna Berg said.\n\nThe parliament in Copenhagen will vote in May."},
    {"id": "cod", "title": "Cod talks", "published": "2031-04-10", "publisher": "Cod Gazette",
     "text": "Iceland was accused by Sweden of stalling the cod talks. The Swedish envoy, Carl Dahl, left Oslo on "
     "Friday.\n\nThe talks began nine weeks ago."},
    {"id": "quota", "title": "No quota", "published": "2031-05-11", "publisher": "Fjord Post",
     "text": "Finland refused to guarantee the herring quota that fishermen had hoped for. Fishermen blocked the port "
     "of Turku for three days."},
    {"id": "toll", "title": "Toll on lorries", "published": "2031-06-01", "publisher": "Cod Gazette",
     "text": "The transport board proposed a toll of 12 crowns on lorries. The hauliers' union rejected the toll, "
     "saying that it would cost 900 jobs.\n\nThe mayor of Bergen, Eva Falk, promised a second bridge by 2035."},
    {"id": "harbour", "title": "Harbour", "text": "Latvia urged Estonia to dredge the harbour of Parnu. The dredger "
     "is old."},
]  # fmt: skip


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    folder = tmp_path_factory.mktemp("judge")
    (folder / "news.jsonl").write_text("\n".join(map(json.dumps, ARTICLES)), "utf-8")
    update([folder / "news.jsonl"], folder / "index", embedder)
    return folder / "index"


@pytest.fixture(scope="module")
def assistant(directory: Path) -> Assistant:
    return open_assistant(directory, DEFAULT_MODEL)


def ask(assistant: Assistant, question: str, filters: Filters = ALL) -> Answer:
    return assistant.ask(Question(question, filters=filters))


@pytest.mark.parametrize(
    ("question", "lead", "article"),
    [
        ("Who asked Denmark for a loan?", "Norway [1].", "loan"),
        ("By whom was Denmark asked for a loan?", "Norway [1].", "loan"),
        ("Who accused Iceland of stalling the cod talks?", "Sweden [1].", "cod"),
        ("Who urged Estonia to dredge the harbour?", "Latvia [1].", "harbour"),
        ("Who refused to guarantee the herring quota?", "Finland [1].", "quota"),
        ("Who proposed a toll on lorries?", "The transport board [1].", "toll"),
        ("Who promised a second bridge?", "The mayor of Bergen, Eva Falk [1].", "toll"),
    ],
)
def test_who_questions_lead_with_who_it_is(assistant: Assistant, question: str, lead: str, article: str) -> None:
    answer = ask(assistant, question)
    assert not answer.abstained
    assert answer.answer.startswith(lead)
    assert answer.citations[0].article == article


@pytest.mark.parametrize(
    ("before", "question", "lead"),
    [
        ("What did Norway ask for?", "And from whom?", "Denmark [1]."),
        ("What did Norway ask for?", "From whom?", "Denmark [1]."),
        ("What did Norway ask for?", "but of whom?", "Denmark [1]."),
        ("What did Latvia urge Estonia to do?", "And whom?", "Estonia [1]."),
    ],
)
def test_a_follow_up_leads_with_what_it_asks_for_itself(
    assistant: Assistant, before: str, question: str, lead: str
) -> None:
    answer = assistant.ask(Question(question, turns=(before,)))
    assert not answer.abstained
    assert answer.answer.startswith(lead)
    assert len(answer.citations) == 1
    assert ask(assistant, before).answer != answer.answer


@pytest.mark.parametrize(
    ("question", "article", "words"),
    [
        ("Whom did Norway ask for a loan?", "loan", "Denmark"),
        ("How much did Norway ask Denmark for?", "loan", "40 million"),
        ("Who was accused by Sweden of stalling the cod talks?", "cod", "Iceland"),
        ("Why did the hauliers' union reject the toll?", "toll", "900 jobs"),
        ("What did Eva Falk promise?", "toll", "second bridge"),
    ],
)
def test_other_questions_are_answered_from_the_sentence(
    assistant: Assistant, question: str, article: str, words: str
) -> None:
    answer = ask(assistant, question)
    assert not answer.abstained
    assert answer.citations[0].article == article
    assert words in answer.answer


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        ("Who asked Norway for a loan?", "Norway asked Denmark"),
        ("By whom was Norway asked for a loan?", "Norway asked Denmark"),
        ("Whom did Denmark ask for a loan?", "Norway asked Denmark"),
        ("What did Denmark ask Norway for?", "Norway asked Denmark"),
        ("Who accused Sweden of stalling the cod talks?", "Iceland was accused by Sweden"),
        ("Why did Iceland accuse Sweden of stalling the cod talks?", "Iceland was accused by Sweden"),
        ("Who was accused by Iceland of stalling the cod talks?", "Iceland was accused by Sweden"),
        ("Who urged Latvia to dredge the harbour?", "Latvia urged Estonia"),
    ],
)
def test_swapped_roles_are_refused_and_shown_the_right_way_round(
    assistant: Assistant, question: str, nearest: str
) -> None:
    answer = ask(assistant, question)
    assert answer.reason is Reason.ROLE_MISMATCH
    assert answer.citations == ()
    assert answer.nearest[0].quote.startswith(nearest)


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        ("Why did Finland guarantee the herring quota?", "Finland refused"),
        ("When did Finland guarantee the herring quota?", "Finland refused"),
        ("Why did the hauliers' union accept the toll?", "The hauliers' union rejected"),
    ],
)
def test_a_premise_that_the_articles_deny_is_refused(assistant: Assistant, question: str, nearest: str) -> None:
    answer = ask(assistant, question)
    assert answer.reason is Reason.FALSE_PREMISE
    assert answer.citations == ()
    assert answer.nearest[0].quote.startswith(nearest)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Did Norway ask Denmark for a loan?", "Norway asked Denmark"),
        ("Did Finland guarantee the herring quota?", "Finland refused"),
        ("Did the hauliers' union accept the toll?", "union rejected the toll"),
    ],
)
def test_yes_no_questions_are_answered_with_what_was_said(assistant: Assistant, question: str, words: str) -> None:
    answer = ask(assistant, question)
    assert not answer.abstained
    assert words in answer.answer


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Did Denmark ask Norway for a loan?", "Norway asked Denmark"),
        ("Did Iceland accuse Sweden of stalling the cod talks?", "accused by Sweden"),
    ],
)
def test_whether_a_party_did_what_was_done_to_it_is_no_yes(assistant: Assistant, question: str, words: str) -> None:
    answer = ask(assistant, question)
    assert answer.reason is Reason.ROLE_MISMATCH
    assert words in answer.nearest[0].quote


@pytest.mark.parametrize(
    ("question", "unanswered"),
    [
        ("Who proposed a toll on lorries, and who won the chess cup in Reykjavik?", "And who won the chess cup in Reykjavik?"),
        ("Who asked Denmark for a loan, and who promised a second bridge?", None),
    ],
)  # fmt: skip
def test_a_part_on_which_the_articles_are_silent_is_named(
    assistant: Assistant, question: str, unanswered: str | None
) -> None:
    answer = ask(assistant, question)
    assert not answer.abstained
    told = [note for note in answer.notes if note.startswith(say("note.unanswered", question="")[:20])]
    assert told == ([say("note.unanswered", question=unanswered)] if unanswered else [])


@pytest.mark.parametrize("question", ["Who won the chess cup in Reykjavik?", "What is the capital of Peru?", "hello"])
def test_what_the_articles_are_silent_on(assistant: Assistant, question: str) -> None:
    answer = ask(assistant, question)
    assert answer.reason is Reason.NO_EVIDENCE
    assert answer.citations == ()
    assert answer.statements == ()


@pytest.mark.parametrize(
    "filters",
    [
        Filters(since="2031-07-01"),
        Filters(until="2030-12-31"),
        Filters(publisher="Nobody's Daily"),
        Filters(actor="Portugal"),
        Filters(actor="Norway", publisher="Cod Gazette"),
    ],
)
def test_nothing_passes_the_filters(assistant: Assistant, filters: Filters) -> None:
    answer = ask(assistant, WHO, filters)
    assert answer.reason is Reason.OUT_OF_RANGE
    assert answer.nearest == ()


def test_evidence_is_sorted_and_its_statements_lie_in_its_sentences(directory: Path, embedder: Embedder) -> None:
    index, reranker = Index(directory, embedder), PackagedReranker()
    for question in (WHO, "Who asked Norway for a loan?", "Why did the hauliers' union accept the toll?"):
        found = find_evidence(question, read_frame(question), index, reranker, ALL)
        contrary = [item.fit in (Fit.SWAPPED, Fit.CONTRADICTED) for item in found]
        assert contrary == sorted(contrary)
        for part in (False, True):
            scores = [item.score for item, against in zip(found, contrary, strict=True) if against is part]
            assert scores == sorted(scores, reverse=True)
        assert len({(item.article.id, item.span) for item in found}) == len(found)
        for item in found:
            assert item.passage_span.start <= item.span.start < item.span.end <= item.passage_span.end
            assert all(one.statement.cue.overlaps(item.span) for one in item.statements)
            assert all(one.passage == item.passage for one in item.statements)
    assert any(item.statements for item in found)
