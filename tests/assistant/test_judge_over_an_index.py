"""When there is an answer and why not, over a small index of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answer import Answer, Reason
from assistant.assistant import Assistant, open_assistant
from assistant.evidence import SUPPORTED, find_evidence
from assistant.frame import read_frame
from assistant.question import Question
from assistant.roles import Fit
from assistant.words import say
from corpus.pointing_back import with_sentence_before
from index.embed import DEFAULT_MODEL, Embedder
from index.filters import ALL, Filters
from index.rerank import PackagedReranker
from index.search import Index
from index.update import update

WHO = "Who asked Denmark for a loan?"

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
    {"id": "envoy", "title": "Envoy called in", "published": "2031-05-20", "publisher": "Fjord Post",
     "text": "Lithuania's deputy foreign minister summoned the Maltese ambassador over the lost buoys. Rain fell on "
     "the square in front of the ministry."},
    {"id": "walkout", "title": "Pilots stay out", "published": "2031-05-12", "publisher": "Fjord Post",
     "text": "The pilots' union says it will not end its walkout before overtime is paid, now that 64 flights a day are "
     "cancelled, according to the airport. Passengers slept in the halls."},
    {"id": "pay", "title": "Pay talks", "published": "2031-05-19", "publisher": "Cod Gazette",
     "text": "The airline met mediators on Tuesday. The pilots' union told the Cod Gazette that it had firmly rejected "
     "any suggestion of ending the walkout, insisting that striking was its members' right."},
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


def test_the_best_sentences_are_read_once_more_for_what_is_asked(directory: Path, embedder: Embedder) -> None:
    index, reranker = Index(directory, embedder), PackagedReranker()
    found = find_evidence(WHO, read_frame(WHO), index, reranker, ALL)
    known = [item for item in found if item.support is not None]
    assert len(known) == SUPPORTED < len(found)
    for item in known:
        (score,) = reranker.supports(WHO, [with_sentence_before(item.article, item.span)])
        assert item.support == pytest.approx(float(score))
    assert known[0] is found[0]


def test_a_deed_that_no_statement_tells_has_a_direction_too(
    assistant: Assistant, directory: Path, embedder: Embedder
) -> None:
    index, reranker = Index(directory, embedder), PackagedReranker()
    turned = "Over what did Malta's foreign minister summon the Lithuanian ambassador?"
    straight = "Over what did Lithuania's deputy foreign minister summon the Maltese ambassador?"
    fits = [find_evidence(one, read_frame(one), index, reranker, ALL) for one in (turned, straight)]
    assert [Fit.SWAPPED in [item.fit for item in found if item.article.id == "envoy"] for found in fits] == [
        True,
        False,
    ]
    assert (ask(assistant, turned).reason, ask(assistant, straight).abstained) == (Reason.ROLE_MISMATCH, False)


def test_what_a_party_said_in_two_articles_is_told_of_both(assistant: Assistant) -> None:
    answer = ask(assistant, "What did the pilots' union say about ending its walkout?")
    assert {citation.article for citation in answer.citations} == {"walkout", "pay"}
