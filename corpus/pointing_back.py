"""A sentence with what must be read before it, for models that must know whom and what it is about."""

from __future__ import annotations

import re

from corpus.article import Article
from corpus.sentences import sentence_spans
from corpus.span import Span
from corpus.title import heading, under_heading

MOST_WORDS = 30  # of the sentence before
_REACH = 600  # characters in which the sentence before is looked for
_MARK = "|"  # stands between what is read before and the sentence itself
_POINTS_BACK = re.compile(
    r"^\W*(?:it|its|this|that|these|those|both|such|neither"
    r"|the (?:two|three|group|company|pair|former|latter|order|plan|move|proposal))\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:he|she|they|him|her|them|his|hers|their|theirs)\b", re.IGNORECASE)
_NAME = re.compile(r"(?<=[\w,;’'”\"] )[A-Z][\w’'-]+")


def points_back(sentence: str) -> bool:
    """Whether a sentence begins with what was told before, or has a pronoun for a person and no name.

    >>> points_back("Both demanded cash.")
    True
    >>> points_back('"We will pay," he said.')
    True
    >>> points_back("He met Ann Lee.")
    False
    """
    if _POINTS_BACK.match(sentence):
        return True
    return bool(_PRONOUN.search(sentence)) and not _NAME.search(sentence)


def with_sentence_before(article: Article, span: Span) -> str:
    """A slice of an article under its heading; one that begins by pointing back with the sentence before it and a mark.

    The text ends with the slice itself.
    """
    text = span.of(article.text)
    if not any(points_back(text[start:end]) for start, end in sentence_spans(text)[:1]):
        return under_heading(article, span)
    reach = article.text[max(0, span.start - _REACH) : span.start]
    before = sentence_spans(reach)
    if not before:
        return under_heading(article, span)
    start, end = before[-1]
    told = " ".join(reach[start:end].split()[:MOST_WORDS])
    above = heading(article)
    return f"{above}. {told} {_MARK} {span.of(article.text)}" if told != above else under_heading(article, span)
