"""Who says “I”, and for whom “we” is said: the speaker of the words around it, or the body he speaks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.actors.aliases import fold, is_capital
from corpus.actors.antecedents import Referent
from corpus.actors.mentions import inside
from corpus.actors.names import Kind
from corpus.actors.phrases import WE, Form, Phrase, is_first_person
from corpus.span import Span
from corpus.statement import Statement

if TYPE_CHECKING:
    from corpus.actors.reading import Reading


def first_persons(reading: Reading, statements: Sequence[Statement], spans: dict[tuple[int, int], bool]) -> None:
    """Fill in who is meant by each “I” and “we” among the sources and addressees."""
    for (start, end), _ in sorted(spans.items()):
        word = fold(reading.text[start:end])
        if not is_first_person(reading.text[start:end]):
            continue
        speech = _speech(reading, statements, start)
        speaker = reading.resolved.get((speech.source.start, speech.source.end)) if speech and speech.source else None
        if speech and speech.source and word in WE:
            speaker = _spoken_for(reading, speech.source) or speaker
        reading.resolved[(start, end)] = speaker


def _speech(reading: Reading, statements: Sequence[Statement], at: int) -> Statement | None:
    """The statement whose content the word at this place stands in, else the nearest in the same sentence."""
    others = [s for s in statements if s.source and (s.source.start, s.source.end) in reading.resolved]
    within = [s for s in others if any(span.start <= at < span.end for span in s.content)]
    if within:
        return min(
            within, key=lambda s: min(span.end - span.start for span in s.content if span.start <= at < span.end)
        )
    around = [
        s
        for s in others
        if _paragraph(reading, s.cue.start) == _paragraph(reading, at) and not inside(reading.quoted, s.cue.start)
    ]
    near = [s for s in around if s.sentence.start <= at < s.sentence.end] or around
    return min(near, key=lambda s: abs(s.cue.start - at), default=None)


def _paragraph(reading: Reading, at: int) -> int:
    return reading.text.count("\n", 0, at)


def _spoken_for(reading: Reading, source: Span) -> Referent | None:
    """The body that a spokesman speaks for, if the phrase names it."""
    text = source.of(reading.text)
    if not re.search(r"\bspokes(?:man|woman|person|people)\b", text):
        return None
    bodies = [m for m in reading.inner(source.start, source.end) if m.kind in (Kind.BODY, Kind.STATE, Kind.NAME)]
    bodies = [mention for mention in bodies if not is_capital(mention.name) or len(bodies) == 1]
    return reading.named(Phrase(text, Form.NAME, bodies[0])) if len(bodies) == 1 else None
