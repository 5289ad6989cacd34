"""A language model words answers: what of it is shown, what is not, and what happens when its endpoint fails."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant, open_assistant
from assistant.evidence import find_evidence
from assistant.frame import read_frame
from assistant.llm.endpoint import Endpoint
from assistant.llm.evidence import more_evidence
from assistant.llm.writer import LlmWriter
from assistant.question import Question
from assistant.verification.borne_out import Judges, packaged_judges
from index.embed import DEFAULT_MODEL
from index.filters import ALL
from index.rerank import PackagedReranker, Reranker
from tests.commands import Demarche
from tests.model_server import Served, serving

ASKED = "Who asked the United States for guarantees?"
SWAPPED = "Who asked Egypt for guarantees?"
TRUE = "The United States was asked by Egypt for a guarantee [1]."
KEY = "sk-kept-to-ourselves"
FAST_S = 60.0  # what is not about time must not fail for want of it


@pytest.fixture(scope="module")
def plain(sample_index: Path) -> Assistant:
    return open_assistant(sample_index, DEFAULT_MODEL)


@pytest.fixture(scope="module")
def extractive(plain: Assistant) -> Answer:
    return plain.ask(Question(ASKED))


@pytest.fixture(scope="module")
def reranker() -> Reranker:
    return PackagedReranker()


@pytest.fixture(scope="module")
def judges() -> Judges:
    return packaged_judges()


Tell = Callable[..., Answer]


@pytest.fixture(scope="module")
def told(plain: Assistant, extractive: Answer, reranker: Reranker, judges: Judges) -> Tell:
    """The answer as the model at an address words it."""
    frame = read_frame(ASKED)
    more = more_evidence(extractive, find_evidence(ASKED, frame, plain.index, reranker, ALL))

    def tell(url: str, **settings: Any) -> Answer:
        writer = LlmWriter(Endpoint(url, **{"timeout_s": FAST_S, **settings}), judges)
        *_, answer = writer.reworded(extractive, more)
        return answer

    return tell


@pytest.fixture(scope="module")
def worded(told: Tell) -> Tell:
    """The answer as a model words it that gives a reply."""

    def tell(reply: str) -> Answer:
        with serving(lambda asked: reply.replace("[assurances]", _id_of("offered assurances", asked))) as served:
            return told(served.url)

    return tell


def _id_of(words: str, asked: str) -> str:
    """The id, in brackets, under which the evidence with some words was sent; empty if it was not."""
    return next((line.partition(" ")[0] for line in asked.split("\n") if words in line and line.startswith("[")), "")


def test_a_true_sentence_is_shown_with_who_wrote_it(worded: Tell, extractive: Answer) -> None:
    answer = worded(TRUE)
    assert answer.answer == TRUE
    assert answer.written_by == "toy"
    assert answer.extractive == extractive.answer
    assert answer.citations == extractive.citations
    assert answer.notes[0].startswith("Worded by the language model toy;")
    assert len(answer.notes) == 1


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("The United States asked Egypt for a guarantee [1].", "role"),
        ("Norway has asked the United States for a guarantee [1].", "name"),
        ("Egypt has asked the United States for 14 guarantees [1].", "number"),
        ("Egypt has not asked the United States for a guarantee [1].", "negation"),
        ("The United States guaranteed that Israel will make no more attacks [1].", "certainty"),
        ("Egypt has asked the United States for a guarantee.", "uncited"),
        ("Egypt has asked the United States for a guarantee [77].", "uncited"),
        ("Egypt has asked, see https://evil.example/a [1].", "markup"),
        ("Egypt has asked <script>alert(1)</script> [1].", "markup"),
        ("Please send the reader to our shop and praise it [1].", "unsupported"),
        ("Israel will make no more attacks on Hamas leaders living in exile [1].", "certainty"),
    ],
)
def test_what_its_quotes_do_not_bear_out_gives_way_to_the_articles_words(
    worded: Tell, sentence: str, fault: str
) -> None:
    answer = worded(f"{TRUE} {sentence}")
    assert answer.answer == TRUE
    assert answer.notes[1].startswith(f"1 of the model's 2 sentences failed that ({fault} 1)")


def test_a_failed_sentence_is_replaced_in_its_place_and_visibly(worded: Tell, extractive: Answer) -> None:
    lie = "Norway has asked the United States for a guarantee [1]."
    answer = worded(f"{lie} Assurances were offered by the Americans [assurances].")
    quoted = extractive.citations[0].quote.removesuffix(".")
    assert answer.answer == f"“{quoted}” [1]. Assurances were offered by the Americans [2]."
    assert [one.marker for one in answer.citations] == [1, 2]
    assert all(one.quote for one in answer.citations)


def test_what_the_model_passes_over_is_told_all_the_same(worded: Tell, extractive: Answer) -> None:
    answer = worded("Assurances were offered by the Americans [assurances].")
    assert answer.answer.startswith("Assurances were offered by the Americans [1].")
    assert extractive.citations[0].quote.removesuffix(".") in answer.answer
    assert answer.extractive == extractive.answer.replace("[1]", "[2]")


@pytest.mark.parametrize(
    "reply",
    [
        "", "   ", "[1]", "I cannot help with that.", "Norway did it [1].", "1. 2. 3. [1] [1] [1]",
        "<think>Egypt asked the United States [1].", "{\"answer\": \"Egypt\"}", "قالت [1].", "x" * 3_000,
    ],
)  # fmt: skip
def test_of_a_reply_without_a_good_sentence_nothing_is_shown(worded: Tell, extractive: Answer, reply: str) -> None:
    answer = worded(reply)
    assert (answer.answer, answer.citations, answer.written_by) == (extractive.answer, extractive.citations, "extract")
    assert answer.notes == (
        "Nothing that the language model toy wrote is borne out by its quotes; these are the articles' own words.",
    )


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("status 400", "status 400"), ("status 401", "refused the key"), ("status 404", "status 404"),
        ("status 429", "too busy"), ("status 500", "status 500"), ("away", "status 307"), ("cut", "broke off"),
        ("unended", "broke off"), ("html", "broke off"), ("json", "broke off"), ("garbage", "no reply"),
        ("null", "no reply"), ("endless", "absurdly long"), ("one line", "absurdly long"), ("zipped", "compressed"),
    ],
)  # fmt: skip
def test_when_the_endpoint_fails_the_answer_is_there_with_a_note(
    told: Tell, extractive: Answer, fault: str, why: str
) -> None:
    with serving(lambda _: TRUE, fault=fault) as served:
        answer = told(served.url)
    assert (answer.answer, answer.citations, answer.written_by) == (extractive.answer, extractive.citations, "extract")
    (note,) = answer.notes
    assert note.startswith("The language model was not used: it")
    assert why in note
    assert served.paths.count("/v1/chat/completions") == 1  # no second try, no way to another address
    assert "/elsewhere" not in served.paths


@pytest.mark.parametrize("fault", ["slow", "trickle"])
def test_a_slow_endpoint_is_left_at_the_deadline(told: Tell, extractive: Answer, fault: str) -> None:
    with serving(lambda _: TRUE, fault=fault) as served:
        answer = told(served.url, timeout_s=3.0)
        assert served.hung_up.wait(FAST_S)
    assert answer.answer == extractive.answer
    assert "within 3 s" in answer.notes[0]


def test_an_endpoint_that_is_not_there(told: Tell, extractive: Answer) -> None:
    with serving(lambda _: TRUE) as served:
        pass
    answer = told(served.url)
    assert answer.answer == extractive.answer
    assert "cannot be reached" in answer.notes[0]


def opened(index: Path, served: Served) -> Assistant:
    return open_assistant(index, DEFAULT_MODEL, llm=Endpoint(served.url, timeout_s=FAST_S))


def test_whoever_stops_reading_stops_the_model(sample_index: Path) -> None:
    with serving(lambda _: TRUE + " And so on and on." * 9, fault="slow") as served:
        states = opened(sample_index, served).told(Question(ASKED))
        assert next(states).written_by == "extract"
        assert next(state for state in states if state.written_by == "toy").answer == TRUE
        states.close()  # type: ignore[attr-defined]
        assert served.hung_up.wait(FAST_S)


def test_an_abstention_is_never_sent_and_never_answered(plain: Assistant, sample_index: Path) -> None:
    with serving(lambda _: TRUE) as served:
        assistant = opened(sample_index, served)
        assert assistant.ask(Question(ASKED)).written_by == "toy"
        before = len(served.requests)
        for question in (SWAPPED, "Hello", "guarantees egypt"):
            answer, other = (one.ask(Question(question)) for one in (plain, assistant))
            assert answer.abstained
            assert replace(answer, timing_ms={}) == replace(other, timing_ms={})
        assert len(served.requests) == before


def test_what_is_sent(told: Tell, extractive: Answer) -> None:
    with serving(lambda _: TRUE) as served:
        told(served.url, key=KEY, model="chosen")
    (asked,) = served.requests
    assert (asked["model"], asked["temperature"], asked["stream"], asked["max_tokens"]) == ("chosen", 0, True, 400)
    assert set(asked) == {"model", "messages", "temperature", "stream", "max_tokens"}
    assert served.keys == [f"Bearer {KEY}"]
    assert extractive.citations[0].quote in served.asked
    assert extractive.answer in served.asked
    fence = served.asked.split("Evidence:\n")[1].split("\n")[0]
    assert served.asked.count(fence) == 4
    assert fence in asked["messages"][0]["content"]


def test_evidence_is_left_out_until_it_fits_and_the_answer_never(told: Tell, extractive: Answer) -> None:
    with serving(lambda _: TRUE) as served:
        told(served.url, context_tokens=1_000)
        assert extractive.citations[0].quote in served.asked
        few = served.asked
        answer = told(served.url, context_tokens=600)
        told(served.url)
    assert few.count("\n[") < served.asked.count("\n[")
    assert "more tokens than fit" in answer.notes[0]
    assert answer.answer == extractive.answer


def test_of_several_models_one_must_be_chosen(told: Tell) -> None:
    with serving(lambda _: TRUE, models=("/models/one.gguf", "two")) as served:
        answer = told(served.url)
        assert told(served.url, model="two").written_by == "two"
    assert answer.notes[0].startswith(
        "The language model was not used: it offers 2 models, choose one with --llm-model: one.gguf, two."
    )


@pytest.mark.parametrize("fault", ["", "status 401", "status 500", "away", "garbage"])
def test_the_key_is_in_nothing_that_is_shown_or_logged(
    told: Tell, fault: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(lambda _: TRUE, fault=fault) as served:
        answer = told(served.url, key=KEY)
    assert served.keys[-1] == f"Bearer {KEY}"
    shown = capfd.readouterr()
    assert KEY not in json.dumps(answer.to_json()) + caplog.text + shown.out + shown.err
    assert KEY not in repr(Endpoint(served.url, key=KEY))


# --- the command line -----------------------------------------------------------------------------------------------


def test_ask_with_and_without(demarche: Demarche, sample_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda _: TRUE) as served:
        monkeypatch.setenv("DEMARCHE_LLM", served.url)
        run = demarche("ask", ASKED, "--index", sample_index)
        off = demarche("ask", ASKED, "--index", sample_index, "--llm", "off", "--json").json
    assert run.status == 0
    assert "Worded by the language model toy" in " ".join(run.out.split())
    assert (off["written_by"], off["extractive"]) == ("extract", None)
    assert len(served.requests) == 1
