"""Whom a sentence names as its source, “according to …”, held against whom its quotes name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from assistant.verification.certainty import is_telling
from assistant.verification.implied import is_short_for
from assistant.verification.problem import Fault, Problem, Quote
from corpus.actors.identity import same_actor
from corpus.attribution.grammar import is_verb
from index.keywords import terms


def wrong_source(doc: Doc, quotes: Sequence[Quote], parsed: Sequence[Doc]) -> Problem | None:
    """A name behind “according to” that is none of those whom the quotes have say something.

    Nothing is found where a quote has somebody speak whom it does not name there: it may be that one.
    """
    outlets = [quote.publisher for quote in quotes if quote.publisher]
    told = [source for quote in parsed for source in _sources(quote)]
    if not told or not all(map(_names, told)):
        return None
    for source in _according_to(doc):
        if _names(source) and not any(_is_same(source, other) for other in (*told, *outlets)):
            return Problem(Fault.ROLE, source)
    return None


def _sources(doc: Doc) -> Iterator[str]:
    """Who is told to have said something."""
    yield from _according_to(doc)
    for token in doc:
        if token.dep_ in ("nsubj", "agent") and is_verb(token.head) and is_telling(token.head):
            yield _phrase(token)


def _according_to(doc: Doc) -> Iterator[str]:
    for token in doc:
        if token.lower_ == "according":
            to = next((child for child in token.children if child.lower_ == "to"), token)
            yield from (_phrase(child) for child in to.children if child.dep_ == "pobj")


def _phrase(noun: Token) -> str:
    """A noun with what stands before it: “the Air Line Pilots Association”."""
    return noun.doc[noun.left_edge.i : noun.i + 1].text


def _names(phrase: str) -> set[str]:
    return set(terms(" ".join(re.findall(r"\b[A-Z][\w.’'-]*", phrase))))


def _is_same(one: str, other: str) -> bool:
    """Whether one phrase has all names of the other."""
    mine, theirs = _names(one), _names(other)
    return mine <= theirs or theirs <= mine or same_actor(one, other) or is_short_for(one.rpartition(" ")[2], other)
