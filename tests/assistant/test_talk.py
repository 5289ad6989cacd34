"""The states of the page, from a question sent to its reply."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from assistant.assistant import Assistant, open_assistant
from assistant.chat.archive import covered, survey
from assistant.chat.examples import Examples, question_about
from assistant.chat.reading import read_passage
from assistant.chat.talk import Given, Said, talk
from assistant.chat.turn import Turn
from assistant.chat.wanted import Wanted
from index.catalog import FILE
from index.embed import DEFAULT_MODEL, load_embedder
from index.update import update

FIRST = "Hamas firmly rejected any suggestion of disarming. Its team left Cairo."
LATER = "A correction was made. Hamas firmly rejected any suggestion of disarming on Thursday."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "truce.txt").write_text(FIRST, "utf-8")
    (folder / "bridge.md").write_text(
        '---\ntitle: "Bridge"\npublisher: "Riverton Post"\npublished: "2023-03-06"\n---\n\n'
        "Mayor Elena Petrova demanded a refund from the bridge builders on Monday. They have not replied.\n",
        "utf-8",
    )
    return folder


@pytest.fixture
def assistant(corpus: Path, tmp_path: Path) -> Assistant:
    update([corpus], tmp_path / "index", load_embedder(DEFAULT_MODEL))
    return open_assistant(tmp_path / "index", DEFAULT_MODEL)


def last(assistant: Assistant, turns: list[Turn], given: Given) -> Said:
    *_, said = talk(assistant, turns, given)
    return said


def test_the_reply_comes_step_by_step(assistant: Assistant) -> None:
    states = list(talk(assistant, [], Given("What did Hamas firmly reject?")))
    assert "Reading the articles" in str(states[0].messages[-1].content)
    assert [len(state.turns) for state in states] == [0, *[1] * (len(states) - 1)]
    assert [state.proofs is not None for state in states].count(True) == 1
    assert all(len(state.messages) == 2 for state in states)
    assert 'class="marker"' in str(states[-1].messages[-1].content)


def test_a_follow_up_brings_the_questions_before_it(assistant: Assistant) -> None:
    first = last(assistant, [], Given("What did Hamas firmly reject?"))
    second = last(assistant, first.turns, Given("Where had its team been?"))
    assert [turn.number for turn in second.turns] == [1, 2]
    assert "Hamas" in second.turns[1].answer.standalone_question
    assert "Understood as" in str(second.messages[-1].content)


def test_the_link_to_a_follow_up_gives_the_same_answer_and_may_be_followed_up(assistant: Assistant) -> None:
    first = last(assistant, [], Given("What did Mayor Elena Petrova demand?"))
    second = last(assistant, first.turns, Given("And from whom?")).turns[1]
    link = parse_qs(second.link().removeprefix("?"))
    assert link == {"q": ["And from whom?"], "after": ["What did Mayor Elena Petrova demand?"]}
    again = last(assistant, [], Given(link["q"][0], after=link["after"][0]))
    assert replace(again.turns[0].answer, timing_ms={}) == replace(second.answer, timing_ms={})
    assert parse_qs(again.turns[0].link().removeprefix("?")) == link
    third = last(assistant, again.turns, Given("And when?")).turns[1]
    assert third.answer.standalone_question == "What did Mayor Elena Petrova demand? And from whom? And when?"


def test_an_old_citation_shows_the_version_that_it_cites(assistant: Assistant, corpus: Path) -> None:
    turns = last(assistant, [], Given("What did Hamas firmly reject?")).turns
    (corpus / "truce.txt").write_text(LATER, "utf-8")
    update([corpus], assistant.index.directory, load_embedder(DEFAULT_MODEL))
    cited = turns[0].answer.citations[0]
    stored = read_passage(assistant.index, cited.passage)
    assert stored.article.text[cited.start : cited.end] == cited.quote
    states = talk(assistant, turns, Given("What did Mayor Elena Petrova demand from the bridge builders?"))
    (beside,) = [state.proofs for state in states if state.proofs is not None]
    assert "Its team left Cairo&#46;" in beside


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (Given("x" * 2_001), "shorten it"),
        (Given("Who?", Wanted(since="soon")), "soon"),
        (Given("Who?", Wanted(since="2024-02-01", until="2024-01-01")), "after"),
    ],
)
def test_what_a_user_can_mend_is_told(assistant: Assistant, given: Given, told: str) -> None:
    said = last(assistant, [], given)
    assert told in str(said.messages[-1].content)
    assert 'class="problem"' in str(said.messages[-1].content)
    assert said.turns == []
    assert said.box == given.question


def test_an_archive_that_is_gone_is_told_without_its_path(assistant: Assistant) -> None:
    (assistant.index.directory / FILE).unlink()
    said = last(assistant, [], Given("What did Hamas firmly reject?"))
    assert "cannot be read just now" in str(said.messages[-1].content)
    assert str(assistant.index.directory) not in str(said.messages[-1].content)


def test_the_archive_in_words(assistant: Assistant) -> None:
    assert covered(assistant.index) == "2 articles from 1 outlet, 6 March 2023; 1 undated"
    assert survey(assistant.index).outlets == ("Riverton Post",)


def test_examples_are_found_once_and_have_answers(assistant: Assistant) -> None:
    examples = Examples(assistant)
    *_, found = examples.questions()
    assert found
    assert all(last(assistant, [], Given(question)).turns[0].answer.citations for question in found)
    assert list(examples.questions()) == [found]


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Hamas firmly rejected any suggestion of disarming.", "What did Hamas reject?"),
        ("The National Retail Federation has called for talks.", "What did the National Retail Federation call for?"),
        ("On Monday, Hassan Rashad proposed a deal.", "What did Hassan Rashad propose?"),
        ("Scarlett Johansson has threatened OpenAI.", "What did Scarlett Johansson threaten?"),
        ("The pilots demanded more.", None),
        ("She demanded more.", None),
        ("A deal was rejected by Hamas.", None),
        ("The plan proposed by Trump failed.", None),
    ],
)
def test_questions_from_sentences(sentence: str, question: str | None) -> None:
    made = question_about(sentence)
    assert (made and made[1]) == question
