"""A question in the chat, step by step to its reply. A conversation is the list of its turns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from gradio import ChatMessage

from assistant.assistant import Assistant
from assistant.chat import render
from assistant.chat.archive import covered
from assistant.chat.chips import next_questions
from assistant.chat.halting import Going, Stopped, unless_stopped
from assistant.chat.narrowed import narrowed
from assistant.chat.proofs import proofs
from assistant.chat.reading import read_passage, read_statements
from assistant.chat.turn import Turn, asked
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
    after: str = ""  # what a permalink's question followed in another conversation


@dataclass(frozen=True, slots=True)
class Said:
    """What the page shows at one moment.

    ``proofs`` and ``box`` are None while they stay as they are: the next question may be being typed already.
    """

    messages: list[ChatMessage]
    turns: list[Turn]
    box: str | None = None
    proofs: str | None = None


def talk(assistant: Assistant, turns: list[Turn], given: Given, going: Going | None = None) -> Iterator[Said]:
    """The page's states from the moment a question is sent until its reply is there, or it is stopped.

    A reply that is stopped while it streams is shown whole: it was there already. What is said in place of a question
    that is stopped before its reply leaves the conversation as it was.
    """
    going = going or Going()
    index = assistant.index
    archive = covered(index)
    before = render.conversation(turns, archive)
    here = [*before, render.asked(given.question)]
    yield Said([*here, render.reading()], turns, "")
    try:
        states = _answered(assistant, turns, given)
        turn = unless_stopped(going, partial(next, states))
        grown = [*turns, turn]
        beside = proofs(grown, partial(read_passage, index), partial(read_statements, index))
    except Stopped:
        yield Said([*here, render.note(say("ask.stopped"))], turns)
        return
    except (BadInput, IndexUnusable) as error:
        yield Said([*here, render.problem(kind(error))], turns, given.question)
        return
    changed: str | None = beside
    for message in render.streamed(turn):
        yield Said([*here, message], grown, proofs=changed)
        changed = None
        if going.stop.wait(STEP_S):
            break
    if assistant.words_anew and not turn.answer.abstained:
        yield Said([*here, render.being_worded(turn)], grown, proofs=changed)
        extractive = turn
        for worded in _until_stopped(going, states):
            changed = None
            if worded.answer.citations != turn.answer.citations:
                changed = proofs([*turns, worded], partial(read_passage, index), partial(read_statements, index))
            turn = worded
            yield Said([*here, render.being_worded(turn)], grown, proofs=changed)
        turn = extractive if going.stop.is_set() else turn
        changed = proofs([*turns, turn], partial(read_passage, index), partial(read_statements, index))
        grown = [*turns, turn]
    *earlier, reply = render.conversation(grown, archive)
    yield Said([*earlier, render.with_next(reply, next_questions(turn, index))], grown, proofs=changed)


def _answered(assistant: Assistant, turns: Sequence[Turn], given: Given) -> Iterator[Turn]:
    """The turn with its answer, and again as a language model words it; the last one counts."""
    question = Question(
        checked(given.question, "your question"),
        turns=(*([checked(given.after, "the question before")] if given.after.strip() else []), *asked(turns)),
        filters=given.wanted.filters(),
    )
    for answer in narrowed(assistant, given.wanted.acts()).told(question):
        yield Turn(len(turns) + 1, answer, given.wanted)


def _until_stopped(going: Going, states: Iterator[Turn]) -> Iterator[Turn]:
    """What is made, one after the other, until that is stopped."""
    try:
        while (made := unless_stopped(going, partial(next, states, None))) is not None:
            yield made
    except Stopped:
        return


def kind(error: Exception) -> str:
    """What to tell a user: the message itself if he can mend it, else that the archive is at fault or away."""
    if isinstance(error, BadInput):
        line = str(error)
        return line[:1].upper() + line[1:] + "."
    return say("problem.engine" if isinstance(error, StoreUnavailable) else "problem.archive")
