"""Whom “he”, “they” and the like mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.actors.antecedents import Referent, antecedent, pronoun_fit
from corpus.actors.mentions import inside
from corpus.actors.names import Kind
from corpus.actors.phrases import IT, THEY, Phrase

if TYPE_CHECKING:
    from corpus.actors.reading import Reading


def pronoun(reading: Reading, phrase: Phrase, start: int) -> Referent | None:
    """Who is meant by a pronoun at a place."""
    teller = _teller(reading, phrase.head, start)
    if teller is not None:
        return teller
    sentence, banned = reading.sentence(start), _told_of(reading, start, start + len(phrase.text))
    found = antecedent(
        (spot for spot in reading.spots.before(start, sentence) if id(spot.referent) not in banned),
        sentence,
        pronoun_fit(phrase.head),
        quoted=inside(reading.quoted, start),
    )
    return found[0] if found else None


def _teller(reading: Reading, word: str, start: int) -> Referent | None:
    """Who tells of “their demands” or says what “they” do: the source of the clause that the word stands in."""
    if inside(reading.quoted, start) or word not in THEY | IT:
        return None
    over = [
        s
        for s in reading.statements
        if s.source and s.source.end <= start and any(span.start <= start < span.end for span in s.content)
    ]
    inner = min(over, key=lambda s: start - s.cue.end, default=None)
    meant = reading.resolved.get((inner.source.start, inner.source.end)) if inner and inner.source else None
    if meant is None or meant.kind is Kind.PERSON:
        return None
    return meant if word in THEY or not meant.plural else None


def _told_of(reading: Reading, start: int, end: int) -> set[int]:
    """Who is named in what the word at this place says: “he” in “A is ill, he said” is not A."""
    told = [s for s in reading.statements if s.source and (s.source.start, s.source.end) == (start, end)]
    named = [mention for s in told for span in s.content for mention in reading.inner(span.start, span.end)]
    entities = [reading.cast.find(mention.name) for mention in named]
    return {id(reading.of_entity(entity)) for entity in entities if entity is not None}
