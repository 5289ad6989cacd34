"""A question in the chat, step by step to its reply. A conversation is the list of its turns."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from gradio import ChatMessage

from assistant.assistant import Assistant
from assistant.chat import render
from assistant.chat.archive import covered
from assistant.chat.chips import next_questions
from assistant.chat.narrowed import narrowed
from assistant.chat.proofs import proofs
from assistant.chat.reading import read_passage, read_statements
from assistant.chat.turn import Turn
from assistant.chat.wanted import EVERYTHING, Wanted
from assistant.chat.words import say
from assistant.question import Question, checked
from corpus.errors import BadInput
from index.errors import IndexUnusable, StoreUnavailable

STEP_S = 0.02  # between steps of the stream: a sentence of 30 words takes a tenth of a second


@dataclass(frozen=True, slots=True)
class Given:
    """What the user typed, unchecked."""

    question: str
    wanted: Wanted = EVERYTHING


@dataclass(frozen=True, slots=True)
class Said:
    """What the page shows at one moment, the last if it is ``done``.

    ``proofs`` and ``box`` are None while they stay as they are: the next question may be being typed already.
    """

    messages: list[ChatMessage]
    turns: list[Turn]
    box: str | None = None
    proofs: str | None = None
    done: bool = False


def talk(assistant: Assistant, turns: list[Turn], given: Given) -> Iterator[Said]:
    """The page's states from the moment a question is sent until its reply is there."""
    index = assistant.index
    archive = covered(index)
    before = render.conversation(turns, archive)
    here = [*before, render.asked(given.question)]
    yield Said([*here, render.reading()], turns, "")
    try:
        turn = _answered(assistant, turns, given)
        grown = [*turns, turn]
        beside = proofs(grown, partial(read_passage, index), partial(read_statements, index))
    except (BadInput, IndexUnusable) as error:
        yield Said([*here, render.problem(kind(error))], turns, given.question, done=True)
        return
    changed: str | None = beside
    for message in render.streamed(turn):
        yield Said([*here, message], grown, proofs=changed)
        changed = None
        time.sleep(STEP_S)
    *earlier, reply = render.conversation(grown, archive)
    yield Said([*earlier, render.with_next(reply, next_questions(turn, index))], grown, proofs=changed, done=True)


def _answered(assistant: Assistant, turns: Sequence[Turn], given: Given) -> Turn:
    question = Question(
        checked(given.question, "your question"),
        turns=tuple(turn.answer.question for turn in turns),
        filters=given.wanted.filters(),
    )
    answer = narrowed(assistant, given.wanted.acts()).ask(question)
    return Turn(len(turns) + 1, answer, given.wanted)


def kind(error: Exception) -> str:
    """What to tell a user: the message itself if he can mend it, else that the archive is at fault or away."""
    if isinstance(error, BadInput):
        line = str(error)
        return line[:1].upper() + line[1:] + "."
    return say("problem.engine" if isinstance(error, StoreUnavailable) else "problem.archive")
