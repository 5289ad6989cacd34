"""Follow-up questions made to stand alone from the turns before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from corpus.attribution.parse import parse

_OPENINGS = re.compile(r"(?:and|but|or|so|then|also|what about|how about|why not)\b", re.IGNORECASE)
_SINGULAR = frozenset({"he", "him", "his", "she", "her", "hers", "it", "its", "himself", "herself", "itself"})
_PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
_POINTING = frozenset({"that", "this", "those", "these"})
SHORT = 3  # words; a question of so few says too little by itself


def stand_alone(question: str, turns: Sequence[str]) -> str:
    """A follow-up with the turn before it, made to stand alone too; a question that stands alone as it is.

    >>> stand_alone("And from whom?", ["What assurances does Hamas want?"])
    'What assurances does Hamas want? And from whom?'
    >>> stand_alone("What did Egypt propose?", ["What raise did Boeing offer?"])
    'What did Egypt propose?'
    """
    if not turns or not needs_context(question):
        return question
    return f"{stand_alone(turns[-1], turns[:-1])} {question}"


def readings(question: str, turns: Sequence[str]) -> list[str]:
    """What a question may ask for, standing alone, the likelier first: itself, with the turn before it, or either.

    A question that names nobody may be new or may lean on the turn before.

    >>> readings("What did the union want?", ["What raise did Boeing offer?"])
    ['What did the union want?', 'What raise did Boeing offer? What did the union want?']
    >>> readings("What did Egypt want?", ["What raise did Boeing offer?"])
    ['What did Egypt want?']
    """
    alone = stand_alone(question, turns)
    if not turns or alone != question or _names(next(parse([question]))):
        return [alone]
    return [question, f"{stand_alone(turns[-1], turns[:-1])} {question}"]


def _names(doc: Doc) -> bool:
    """Whether a name stands for somebody, not for what an office is of: “the Temple University professor”."""
    return any(token.tag_ in ("NNP", "NNPS") and _described(token).tag_ not in ("NN", "NNS") for token in doc)


def _described(token: Token) -> Token:
    """The noun that a name stands before as a part of it, or the name."""
    while token.dep_ == "compound" and token.head is not token:
        token = token.head
    return token


def needs_context(question: str) -> bool:
    """Whether a question cannot be understood without the one before: by its opening, length, or an open pronoun.

    >>> needs_context("Until when does it run?"), needs_context("What did Trump say he wanted?")
    (True, False)
    """
    doc = next(parse([question]))
    words = [token for token in doc if not token.is_punct]
    if _OPENINGS.match(question.strip()) or len(words) <= SHORT:
        return True
    return any(_is_open(token, doc) for token in words)


def _is_open(token: Token, doc: Doc) -> bool:
    """Whether a pronoun goes back to nothing that stands before it in the question."""
    word, before = token.lower_, doc[1 : token.i] if token.i else doc[0:0]
    if word in _POINTING:
        names_something = token.dep_ == "det" or token.i + 1 >= len(doc) or doc[token.i + 1].is_punct
        return token.tag_ == "DT" and names_something and word in ("that", "this")
    if word in _PLURAL:
        return not any(other.tag_ in ("NNS", "NNPS") or other.lower_ in ("who", "and") for other in before)
    return word in _SINGULAR and not any(other.tag_.startswith("NNP") for other in before)
