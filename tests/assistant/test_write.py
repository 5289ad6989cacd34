"""The words of an answer: from evidence made by hand, and what holds of every answer over the sample."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Reason
from assistant.assistant import Assistant, open_assistant
from assistant.evidence import Evidence
from assistant.frame import read_frame
from assistant.question import parse_question
from assistant.roles import Fit, fit
from assistant.select import BORNE_OUT, FITTING_WITHIN, MARGIN, MAX_SENTENCES, Selection, best_of, distinct, order_note
from assistant.write import ExtractiveWriter, Written
from corpus.actors.resolve import resolve
from corpus.article import Article
from corpus.attribution.statements import statements
from corpus.load import load
from corpus.sentences import sentence_spans
from corpus.span import Span
from index.embed import DEFAULT_MODEL
from index.statements import StoredStatement
from tests.conftest import ROOT, SAMPLE

WHO = "Who asked Denmark for a loan?"


def evidence(question: str, text: str, *, relevance: float = 9.0, name: str = "a.txt", sentence: int = 0) -> Evidence:
    """A sentence of a text with its statements and their fit, as find_evidence would have it."""
    article = Article(name, text, name, title="T", publisher="P", published="2031-03-04", url="u")
    start, end = list(sentence_spans(text))[sentence]
    span = Span(name, start, end)
    stored = [StoredStatement(row, one, 7, article) for row, one in enumerate(resolve(article, statements(article)))]
    inside = tuple(one for one in stored if one.statement.cue.overlaps(span))
    fits = [fit(read_frame(question), one) for one in inside]
    whole = next((one for one in (Fit.FITS, Fit.SWAPPED, Fit.CONTRADICTED) if one in fits), Fit.UNKNOWN)
    return Evidence(article, 7, Span(name, 0, len(text)), span, relevance, inside, whole)


def write(question: str, *found: Evidence) -> Written:
    return ExtractiveWriter().write(question, read_frame(question), best_of(found))


# --- by hand --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("Norway asked Denmark for a loan of 40 million crowns, an envoy said.", 1),
        ("Norway asked Denmark for a loan of 40 million crowns on Tuesday, an envoy said in Oslo.", 1),
        ("Norway asked Denmark for a loan of 50 million crowns, an envoy said.", 2),
        ("Sweden asked Denmark for a loan of 40 million crowns, an envoy said.", 2),
        ("Norway asked Denmark for a loan.", 2),
        ("He said no.", 2),
    ],
)
def test_what_is_told_already_is_not_told_again(other: str, told: int) -> None:
    first = "Norway asked Denmark for a loan of 40 million crowns, an envoy said."
    found = [evidence(WHO, text, name=name) for name, text in (("a", first), ("b", other))]
    assert [len(distinct(items)) for items in (found, found[::-1])] == [told, told]


@pytest.mark.parametrize(
    ("days", "cited"), [(("05", "04", "06"), "b"), (("04", "05", "06"), "a"), (("04", "04", "03"), "c")]
)
def test_of_articles_with_one_sentence_the_first_to_report_is_cited(days: tuple[str, ...], cited: str) -> None:
    text = "Norway asked Denmark for a loan."
    found = [evidence(WHO, text, name=name, relevance=9 - place / 9) for place, name in enumerate("abc")]
    dated = [
        replace(one, article=replace(one.article, published=f"2031-03-{day}"))
        for one, day in zip(found, days, strict=True)
    ]
    _, citations, _ = write(WHO, *dated)
    assert [citation.article for citation in citations] == [cited]


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        (WHO, "Norway asked Denmark for a loan.", "Norway [1]. Norway asked Denmark for a loan [1]."),
        (WHO, "Denmark was asked by Norway for a loan.", "Norway [1]. Denmark was asked by Norway for a loan [1]."),
        ("Whom did Norway ask for a loan?", "Norway asked Denmark for a loan.", "Denmark [1]. Norway asked Denmark for a loan [1]."),
        ("Who promised a bridge?", "The mayor, Eva Falk, promised a bridge.",
         "The mayor, Eva Falk [1]. The mayor, Eva Falk, promised a bridge [1]."),
        ("Who promised a bridge?", "She promised a bridge.", "She promised a bridge [1]."),
        ("Who promised a bridge?", "A bridge was promised.", "A bridge was promised [1]."),
        ("Who promised a bridge?", "The bridge will open in May.", "The bridge will open in May [1]."),
        ("Did Norway ask Denmark for a loan?", "Norway asked Denmark for a loan.", "Norway asked Denmark for a loan [1]."),
        (WHO, "Norway asked  Denmark for a loan.", "Norway [1]. Norway asked Denmark for a loan [1]."),
        ("Who said it?", "“Is it safe?”", "“Is it safe?” [1]."),
        ("Who said it?", "It is the U.S. plan", "It is the U.S. plan [1]."),
    ],
)  # fmt: skip
def test_one_sentence(question: str, text: str, answer: str) -> None:
    assert write(question, evidence(question, text))[0] == answer


def test_the_quote_is_verbatim_even_where_the_answer_folds_white_space() -> None:
    text = "Norway asked  Denmark for a loan."
    (citation,) = write(WHO, evidence(WHO, text))[1]
    assert citation.quote == text[citation.start : citation.end] == text


def test_a_citation_has_all_that_is_known_of_its_article() -> None:
    (citation,) = write(WHO, evidence(WHO, "Norway asked Denmark for a loan."))[1]
    assert (citation.article, citation.title, citation.publisher) == ("a.txt", "T", "P")
    assert (citation.published, citation.url, citation.passage) == ("2031-03-04", "u", 7)


@pytest.mark.parametrize(
    ("relevance", "markers"),
    [((9.0, 9.0), 2), ((9.0, 9.0 - MARGIN), 2), ((9.0, 8.9 - MARGIN), 1), ((9.0, 9.0, 9.0, 9.0), MAX_SENTENCES)],
)
def test_how_many_sentences(relevance: tuple[float, ...], markers: int) -> None:
    texts = ("The first bridge fell.", "The second bridge stood.", "The third bridge sank.", "The fourth was sold.")
    found = [
        evidence("What fell?", text, relevance=one, name=f"{row}.txt")
        for row, (text, one) in enumerate(zip(texts, relevance, strict=False))
    ]
    answer, citations, _ = write("What fell?", *found)
    assert [citation.marker for citation in citations] == list(range(1, markers + 1))
    assert [citation.article for citation in citations] == [f"{row}.txt" for row in range(markers)]
    assert re.findall(r"\[(\d+)\]\.", answer) == [str(marker) for marker in range(1, markers + 1)]


def test_what_fits_counts_more_than_it_is_relevant() -> None:
    """The margin is to the score with its bonus: a sentence just as relevant, but of unknown roles, is left out."""
    fitting = evidence(WHO, "Norway asked Denmark for a loan.")
    other = evidence(WHO, "The loan is large.", relevance=8.0, name="b.txt")
    assert len(write(WHO, fitting, other)[1]) == 1
    assert len(write(WHO, replace(fitting, fit=Fit.UNKNOWN), other)[1]) == 2


def test_a_second_sentence_whose_roles_fit_is_told_if_it_is_borne_out_though_it_is_far() -> None:
    first = evidence(WHO, "Norway asked Denmark for a loan.")
    second = evidence(WHO, "Norway asked the Danish bank for the loan again in May.", name="b.txt")
    told = [
        len(best_of([first, replace(second, fit=fit, support=support, relevance=first.relevance - below)]).items)
        for fit, support, below in (
            (Fit.FITS, BORNE_OUT + 0.1, FITTING_WITHIN),
            (Fit.FITS, BORNE_OUT + 0.1, FITTING_WITHIN + 0.1),
            (Fit.FITS, BORNE_OUT, FITTING_WITHIN),
            (Fit.FITS, None, FITTING_WITHIN),
            (Fit.UNKNOWN, BORNE_OUT + 0.1, FITTING_WITHIN),
        )
    ]
    assert told == [2, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("copy", "markers"),
    [
        ("The bridge fell.", 1),
        ("THE BRIDGE  FELL!", 1),
        ("“The bridge” fell …", 1),
        ("The bridge fell again.", 2),
    ],
)
def test_the_same_words_are_told_once(copy: str, markers: int) -> None:
    found = (evidence("What fell?", "The bridge fell."), evidence("What fell?", copy, name="b.txt"))
    assert len(write("What fell?", *found)[1]) == markers


def test_statements_are_those_of_the_told_sentences_with_their_markers() -> None:
    second = "Sweden told Norway that the loan was unwise."
    found = (evidence(WHO, "Norway asked Denmark for a loan."), evidence(WHO, second, relevance=11.5, name="b.txt"))
    _, citations, told = write(WHO, *found)
    assert [(one["source"], one["act"], one["marker"]) for one in told] == [
        ("Norway", "request", 1),
        ("Sweden", "state", 2),
    ]
    assert {one["marker"] for one in told} <= {citation.marker for citation in citations}


def test_a_list_has_one_line_an_item_under_its_day_and_outlet() -> None:
    dated = evidence("What fell?", "The bridge fell.")
    undated = evidence("What fell?", "The tower fell.", name="b.txt")
    bare = replace(undated, article=replace(undated.article, published=None, publisher=None))
    answer, citations, _ = ExtractiveWriter().write("", read_frame("What fell?"), Selection((bare, dated), lines=True))
    assert answer == "The tower fell [1].\n2031-03-04, P: The bridge fell [2]."
    assert [citation.article for citation in citations] == ["b.txt", "a.txt"]


# --- whatever is asked ----------------------------------------------------------------------------------------------

_MARKER = re.compile(r"\[(\d+)\]")
_NAME_OR_NUMBER = re.compile(r"\b[A-Z][\w’'-]*|\d[\d,.]*")


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {read.id: read for read in load(SAMPLE) if isinstance(read, Article)}


@pytest.fixture(scope="module")
def assistant(sample_index: Path) -> Assistant:
    return open_assistant(sample_index, DEFAULT_MODEL)


def _chosen() -> list[dict[str, Any]]:
    lines = (ROOT / "benchmarks/questions/sample.jsonl").read_text("utf-8").splitlines()
    return random.Random(5).sample([json.loads(line) for line in lines], 22)


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> list[dict[str, Any]]:
    """The answers to 22 of the questions over the sample, as JSON gives them back."""
    made = [assistant.ask(parse_question(fields, "sample")).to_json() for fields in _chosen()]
    return [json.loads(json.dumps(answer, ensure_ascii=False)) for answer in made]


def test_some_are_answered_and_some_are_not(answers: list[dict[str, Any]]) -> None:
    abstained = [answer["abstained"] for answer in answers]
    assert 2 <= sum(abstained) <= 20


def test_every_marker_has_one_citation_and_every_citation_its_marker(answers: list[dict[str, Any]]) -> None:
    for answer in answers:
        markers = [int(marker) for marker in _MARKER.findall(answer["answer"])]
        assert list(dict.fromkeys(markers)) == [citation["marker"] for citation in answer["citations"]], answer
        assert list(dict.fromkeys(markers)) == list(range(1, len(answer["citations"]) + 1))


def test_every_quote_is_verbatim(answers: list[dict[str, Any]], articles: dict[str, Article]) -> None:
    for answer in answers:
        for item in (*answer["citations"], *answer["nearest"]):
            assert articles[item["article"]].text[item["start"] : item["end"]] == item["quote"] != ""


def test_an_abstention_has_a_reason_and_no_citations_and_an_answer_the_reverse(answers: list[dict[str, Any]]) -> None:
    for answer in answers:
        assert answer["abstained"] is (answer["reason"] is not None) is (not answer["citations"])
        assert answer["abstained"] is (answer["reason"] in [*Reason])
        assert answer["answer"]
        if answer["abstained"]:
            assert answer["statements"] == []
            assert len(answer["nearest"]) <= 3
            assert {item["label"] for item in answer["nearest"]} <= {"not an answer"}
        else:
            assert answer["nearest"] == []


def test_every_name_and_number_of_an_answer_stands_in_a_cited_quote(answers: list[dict[str, Any]]) -> None:
    for answer in answers:
        if not answer["abstained"]:
            quoted = " ".join(citation["quote"] for citation in answer["citations"])
            told = _NAME_OR_NUMBER.findall(_MARKER.sub("", answer["answer"]))
            assert [word for word in told if word.rstrip(".,") not in quoted] == [], answer


def test_every_sentence_of_an_answer_stands_in_the_quote_of_its_marker(answers: list[dict[str, Any]]) -> None:
    for answer in answers:
        quotes = {citation["marker"]: " ".join(citation["quote"].split()) for citation in answer["citations"]}
        pieces = re.findall(r"(.+?) \[(\d+)\]\.(?: |$)", answer["answer"])
        assert bool(pieces) is not answer["abstained"]
        assert [piece for piece, marker in pieces if piece not in quotes[int(marker)]] == [], answer


def test_statements_of_an_answer_point_into_their_article(
    answers: list[dict[str, Any]], articles: dict[str, Article]
) -> None:
    keys = ["source", "act", "addressee", "content", "polarity", "reported_by", "marker", "spans", "times"]
    shown = [(answer, told) for answer in answers for told in answer["statements"]]
    assert shown
    for answer, told in shown:
        assert list(told) == keys
        citation = next(one for one in answer["citations"] if one["marker"] == told["marker"])
        text = articles[citation["article"]].text
        spans = told["spans"]
        assert max(citation["start"], spans["cue"][0]) < min(citation["end"], spans["cue"][1])
        for name in ("source", "addressee"):
            assert told[name] == (None if spans[name] is None else text[slice(*spans[name])])
        contents = [text[slice(*ends)] for ends in spans["content"]]
        assert told["content"] == (contents if len(contents) > 1 else contents[0] if contents else None)


def test_confidence_is_a_probability(answers: list[dict[str, Any]]) -> None:
    assert all(0 <= answer["confidence"] <= 1 for answer in answers)
    assert len({answer["confidence"] for answer in answers}) > len(answers) // 2


def test_the_same_question_has_the_same_answer(assistant: Assistant, answers: list[dict[str, Any]]) -> None:
    for fields, before in list(zip(_chosen(), answers, strict=True))[:1]:
        again = json.loads(json.dumps(assistant.ask(parse_question(fields, "sample")).to_json()))
        assert {**again, "timing_ms": {}} == {**before, "timing_ms": {}}


def test_lines_without_dates_say_so() -> None:
    dated = evidence(WHO, "Norway asked Denmark for a loan.")
    undated = replace(dated, article=replace(dated.article, published=None))
    assert order_note(Selection((dated, dated), lines=True)) is None
    assert order_note(Selection((undated,))) is None
    assert "None of these" in str(order_note(Selection((undated, undated), lines=True)))
    assert "1 of these 2" in str(order_note(Selection((undated, dated), lines=True)))
