"""An Answer to the messages of the chat. All text in it is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gradio import ChatMessage
from gradio.components.chatbot import OptionDict

from assistant.answer import Answer
from assistant.chat.escape import escaped, isolated
from assistant.chat.turn import Turn
from assistant.chat.wanted import in_words
from assistant.words import say

STREAM_WORDS = 5  # shown at a time while an answer streams

_MARKER = re.compile(r"(\s*)\[(\d+)\]")


def asked(question: str) -> ChatMessage:
    """The user's message."""
    return ChatMessage(role="user", content=f'<div class="asked">{isolated(question)}</div>')


def reading() -> ChatMessage:
    """What stands where the answer will be."""
    told = escaped(say("ask.reading"))
    return ChatMessage(role="assistant", content=f'<div class="reading" role="status">{told}</div>')


def problem(line: str) -> ChatMessage:
    """A kind line about something that went wrong."""
    return ChatMessage(role="assistant", content=f'<div class="problem" role="alert">{escaped(line)}</div>')


def with_next(message: ChatMessage, questions: Sequence[str]) -> ChatMessage:
    """A reply with the next questions under it, each a button."""
    options: list[OptionDict] = [{"label": question, "value": question} for question in questions]
    return ChatMessage(role="assistant", content=message.content, options=options)


def note(line: str) -> ChatMessage:
    """A line of ours that is no answer."""
    return ChatMessage(role="assistant", content=f'<div class="reading">{escaped(line)}</div>')


def conversation(turns: Sequence[Turn], covered: str) -> list[ChatMessage]:
    """All messages of a conversation. ``covered`` says what the archive covers."""
    return [message for turn in turns for message in (asked(turn.answer.question), replied(turn, covered))]


def replied(turn: Turn, covered: str) -> ChatMessage:
    """The whole reply to one question: an answer or an abstention."""
    body = _abstention(turn, covered) if turn.answer.abstained else _answer(turn, turn.answer.answer)
    return ChatMessage(role="assistant", content=body + _own_words(turn) + _footer(turn))


def streamed(turn: Turn) -> Iterator[ChatMessage]:
    """The reply as it grows, a few words at a time, without its last step, which is ``replied``."""
    if turn.answer.abstained:
        return
    ends = [found.end() for found in re.finditer(r"\S+", turn.answer.answer)]
    for end in ends[STREAM_WORDS - 1 : -1 : STREAM_WORDS]:
        yield ChatMessage(role="assistant", content=_answer(turn, turn.answer.answer[:end]))


def being_worded(turn: Turn, covered: str) -> ChatMessage:
    """The answer as far as it is, while a language model words it, or looks for another reading of the question."""
    abstained = turn.answer.abstained
    so_far = _abstention(turn, covered) if abstained else _answer(turn, turn.answer.answer)
    waiting = escaped(say("ask.rereading" if abstained else "ask.wording"))
    return ChatMessage(role="assistant", content=f'{so_far}<div class="reading" role="status">{waiting}</div>')


def _answer(turn: Turn, text: str) -> str:
    return f'<div class="answer">{_understood(turn.answer)}{_lines(turn, text)}</div>'


def _lines(turn: Turn, text: str) -> str:
    lines = [_cited(turn, line) for line in text.split("\n") if line.strip()]
    return f"<p>{lines[0]}</p>" if len(lines) == 1 else "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"


def _own_words(turn: Turn) -> str:
    """What the articles' own words are for an answer that a language model worded, to be opened."""
    if turn.answer.extractive is None:
        return ""
    summary = f"<summary>{escaped(say('ask.own_words'))}</summary>"
    return f'<details class="own-words answer">{summary}{_lines(turn, turn.answer.extractive)}</details>'


def _cited(turn: Turn, line: str) -> str:
    """Escaped text with its markers as links to the proofs."""
    pieces, end = [], 0
    for found in _MARKER.finditer(line):
        pieces.append(escaped(line[end : found.start()]))
        pieces.append(_marker(turn, int(found[2])) or escaped(found[0]))
        end = found.end()
    return f"<bdi>{''.join(pieces)}{escaped(line[end:])}</bdi>"


def _marker(turn: Turn, number: int) -> str | None:
    cited = next((citation for citation in turn.answer.citations if citation.marker == number), None)
    if cited is None:
        return None
    label = escaped(say("answer.source", number=number, title=cited.title or cited.article))
    return f'&#160;<a class="marker" href="#{turn.proof_id(number)}" title="{label}">[{number}]</a>'


def _abstention(turn: Turn, covered: str) -> str:
    answer = turn.answer
    searched = in_words(turn.wanted)
    looked = say("no.searched_only" if searched else "no.searched", covered=covered, words=searched)
    closest = ""
    if answer.nearest:
        link = f'<a href="#{turn.proof_id(1)}">{escaped(say("no.closest"))}</a>'
        closest = f'<p class="closest">{link}</p>'
    return (
        f'<div class="abstention"><p class="verdict">{isolated(answer.answer)}</p>{_understood(answer)}'
        f'{closest}<p class="looked">{isolated(looked)}</p></div>'
    )


def _understood(answer: Answer) -> str:
    if answer.standalone_question == answer.question:
        return ""
    told = escaped(say("answer.understood"))
    return f'<p class="understood">{told} {isolated(answer.standalone_question)}</p>'


def _footer(turn: Turn) -> str:
    notes = "".join(f"<span>{isolated(note)}</span>" for note in turn.answer.notes)
    searched = "" if turn.answer.abstained else in_words(turn.wanted)
    limits = f"<span>{isolated(say('answer.only', words=searched))}</span>" if searched else ""
    link = f'<a href="{escaped(turn.link())}">{escaped(say("answer.link"))}</a>'
    return f'<div class="footer">{limits}{notes}{link}</div>'
