"""Who acts, as the page tells it: a known actor, the words of the text, or someone."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.assistant import open_assistant
from assistant.chat.chips import next_questions
from assistant.chat.positions_found import table
from assistant.chat.said import actor_of, who_of, whom_of
from assistant.chat.timeline import timeline
from assistant.chat.turn import Turn
from assistant.question import Question
from corpus.article import Article
from corpus.span import Span
from corpus.statement import Act, Statement
from index.catalog import FILE
from index.embed import DEFAULT_MODEL, Embedder
from index.statements import StoredStatement
from index.update import update

TEXT = "Two asked them for a ferry, the one that Norway had promised, on Monday."


def stored(source: str, actor: str | None) -> StoredStatement:
    def span(words: str) -> Span:
        return Span("a", TEXT.index(words), TEXT.index(words) + len(words))

    said = Statement(span(TEXT), span("asked"), Act.REQUEST, span(source), (span("a ferry"),), addressee=span("them"))
    return StoredStatement(1, replace(said, actor=actor), 1, Article("a", TEXT, "a", published="2024-02-05"))


@pytest.mark.parametrize(
    ("source", "actor", "shown"),
    [
        ("Two", "Two", "“Two”"), ("Two", None, "“Two”"), ("Two", "Dora Lind", "Dora Lind"), ("them", None, "“them”"),
        ("that", None, "someone"), ("that", "whose", "someone"), ("a", "A", "someone"), ("the one", None, "“the one”"),
    ],
)  # fmt: skip
def test_who_acts_is_a_known_actor_or_in_the_words_of_the_text(source: str, actor: str | None, shown: str) -> None:
    one = stored(source, actor)
    assert table([one])[0][2] == shown
    assert whom_of(one) == "“them”"
    assert who_of(one) == shown.replace("someone", "")
    assert actor_of(one.statement) == (actor if shown == actor else None)
    assert bool(timeline([one])) is (shown == actor)


def test_pronouns_determiners_and_numbers_of_an_older_index_are_offered_nowhere(
    tmp_path: Path, embedder: Embedder
) -> None:
    corpus = tmp_path / "ferries.txt"
    corpus.write_text("Norway asked Denmark for a ferry. Norway demanded a pier.", "utf-8")
    update([corpus], tmp_path / "index", embedder)
    assistant = open_assistant(tmp_path / "index", DEFAULT_MODEL)
    assert assistant.index.actors(5) == ["Norway"]
    with sqlite3.connect(tmp_path / "index" / FILE) as catalog:
        catalog.execute("UPDATE statement SET actor = 'A', data = replace(data, '\"Norway\"', '\"A\"')")
    assert assistant.index.actors(5) == []
    asked = assistant.ask(Question("What did Norway ask Denmark for?"))
    assert not [one for one in next_questions(Turn(1, asked), assistant.index) if " A " in one]
