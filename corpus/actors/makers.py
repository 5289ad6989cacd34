"""Who made “the plan”, “the statement”: its author, who proposed it, or who spoke in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.actors.aliases import fold, nouns
from corpus.actors.antecedents import Referent
from corpus.actors.names import Kind, is_title
from corpus.actors.phrases import Form, Phrase, bare, singular
from corpus.statement import Act

if TYPE_CHECKING:
    from corpus.actors.reading import Reading

_PLANS = frozenset({"plan", "proposal", "draft", "deal", "resolution", "bill", "agreement"})
_MAKING = frozenset({Act.PROPOSE, Act.OFFER, Act.ANNOUNCE})
_MAKER = re.compile(r"^(?:the\s+|an?\s+)?|\b(?:from|by|of|in)\s+(?:the\s+)?")


def maker(reading: Reading, phrase: Phrase, start: int) -> Referent | None:
    """“a statement from Boeing”, “DOT statistics”, and then “the statement”: who made it."""
    for match in _MAKER.finditer(phrase.text):
        for mention in reading.inner(start + match.end(), start + len(phrase.text)):
            title = phrase.text[match.end() : mention.start - start]
            if mention.start == start + match.end() or (title.endswith(" ") and is_title(fold(title))):
                reading.makers[phrase.head] = reading.named(Phrase(mention.name, Form.NAME, mention))
                return reading.makers[phrase.head]
    themselves = singular(phrase.head) in nouns("record")
    if phrase.form is not Form.DEFINITE:
        return Referent(phrase.text, Kind.DESCRIPTION, phrase=phrase, count=0) if themselves else None
    made = reading.makers.get(phrase.head) or _proposer(reading, phrase, start) or _told_in(reading, phrase, start)
    if made is None and (phrase.head in _PLANS or themselves) and phrase.text[:4].lower() == "the ":
        return Referent(bare(phrase.text), Kind.DESCRIPTION, phrase=phrase, count=0)
    return made


def _proposer(reading: Reading, phrase: Phrase, start: int) -> Referent | None:
    """Who proposed “a plan” that “the plan” takes up."""
    for s in sorted(reading.statements, key=lambda s: -s.cue.start):
        if s.act not in _MAKING or s.cue.start >= start or s.source is None:
            continue
        if any(re.search(rf"\b{re.escape(phrase.head)}\b", span.of(reading.text)) for span in s.content):
            return reading.resolved.get((s.source.start, s.source.end))
    return None


def _told_in(reading: Reading, phrase: Phrase, start: int) -> Referent | None:
    """Who spoke in “a statement” that “the statement” takes up: the source of the sentence that has the noun."""
    earlier = [m.start() for m in re.finditer(rf"\b{re.escape(phrase.head)}(?:ed|s)?\b", reading.text[:start], re.I)]
    if not earlier:
        return None
    number = reading.sentence(earlier[-1])
    return next((spot.referent for spot in reading.spots.spots if spot.source and spot.sentence == number), None)
