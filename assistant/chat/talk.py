"""A question in the chat, step by step to its reply. A conversation is the list of its turns."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gradio import ChatMessage

from assistant.assistant import Assistant
from assistant.chat import render
from assistant.chat.archive import covered
from assistant.chat.proofs import proofs
from assistant.chat.turn import Turn
from assistant.question import Question, checked, parse_filters
from corpus.errors import BadInput
from index.catalog import StoredPassage, open_catalog, passages_by_id
from index.errors import IndexUnusable

STEP_S = 0.02  # between steps of the stream: a sentence of 30 words takes a tenth of a second


@dataclass(frozen=True, slots=True)
class Given:
    """What the user typed, unchecked."""

    question: str
    since: str | None = None
    until: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What the page shows at one moment. ``proofs`` is None while they stay as they are."""

    messages: list[ChatMessage]
    turns: list[Turn]
    box: str = ""
    proofs: str | None = None


def talk(assistant: Assistant, turns: list[Turn], given: Given) -> Iterator[Said]:
    """The page's states from the moment a question is sent until its reply is there."""
    archive = covered(assistant.index)
    before = render.conversation(turns, archive)
    here = [*before, render.asked(given.question)]
    yield Said([*here, render.reading()], turns)
    try:
        turn = _answered(assistant, turns, given)
        grown = [*turns, turn]
        beside = proofs(grown, lambda passage: read_passage(assistant, passage))
    except (BadInput, IndexUnusable) as error:
        yield Said([*here, render.problem(_kind(error))], turns, given.question)
        return
    changed: str | None = beside
    for message in render.streamed(turn):
        yield Said([*here, message], grown, proofs=changed)
        changed = None
        time.sleep(STEP_S)
    yield Said(render.conversation(grown, archive), grown, proofs=changed)


def read_passage(assistant: Assistant, passage: int) -> StoredPassage:
    """A passage with the version of its article that it was cited from, though the article may have changed since."""
    with open_catalog(assistant.index.directory) as catalog:
        return passages_by_id(catalog, [passage])[0]


def _answered(assistant: Assistant, turns: Sequence[Turn], given: Given) -> Turn:
    filters = parse_filters(
        {"since": given.since, "until": given.until, "publisher": given.publisher or None}, "the filter"
    )
    question = Question(
        checked(given.question, "your question"),
        turns=tuple(turn.answer.question for turn in turns),
        filters=filters,
    )
    return Turn(len(turns) + 1, assistant.ask(question), filters)


def _kind(error: Exception) -> str:
    """What to tell a user: the message itself if he can mend it, else that the archive is at fault."""
    if isinstance(error, BadInput):
        line = str(error)
        return line[:1].upper() + line[1:] + "."
    return "The archive cannot be read just now. Whoever runs it finds the reason with: demarche doctor."
