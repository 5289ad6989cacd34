"""Whether a passage says anything that another article does not."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from corpus.duplicates import Hashes, normalised, runs_of
from corpus.sentences import sentence_spans

REPEATED = 0.75  # share of a sentence's three-word runs that stand in the other article, all its words besides
_RUN = 3
_CREDIT = re.compile(
    r"\W*(?:(?:additional|with) )?(?:reporting|writing|editing|compiled|contributing|contributions?|contributed)"
    r"(?: (?:by|from)\b|:)",
    re.IGNORECASE,
)
_CREDIT_WORDS = 40


@dataclass(frozen=True, slots=True)
class Told:
    """What an article has told: its words, and the hashes of its three-word runs, sorted."""

    words: frozenset[str]
    runs: Hashes


@dataclass(frozen=True, slots=True)
class Retold:
    """A passage, ready to be compared: its words, its runs, and where the runs of each sentence begin."""

    words: frozenset[str]
    runs: Hashes
    starts: tuple[int, ...]


def told(text: str) -> Told:
    """What a text tells."""
    words = normalised(text)
    return Told(frozenset(words), np.unique(runs_of(words, _RUN)))


def retold(passage: str) -> Retold:
    """A passage, ready for ``repeats``. Who wrote or edited it (“Reporting by …”) is nothing that it tells."""
    told_in = (passage[start:end] for start, end in sentence_spans(passage))
    sentences = [normalised(sentence) for sentence in told_in if not _is_credit(sentence)]
    runs = [runs_of(words, _RUN) for words in sentences if words]
    starts = np.cumsum([0, *map(len, runs)])[:-1]
    return Retold(
        frozenset(word for words in sentences for word in words),
        np.concatenate(runs) if runs else np.zeros(0, np.uint64),
        tuple(starts.tolist()),
    )


def _is_credit(sentence: str) -> bool:
    return bool(_CREDIT.match(sentence)) and len(sentence.split()) <= _CREDIT_WORDS


def repeats(passage: Retold, article: Told) -> bool:
    r"""Whether every sentence of a passage is in an article, but for small changes in order.

    A word, a name or a number that the article has nowhere makes the passage say something of its own.

    >>> article = told("The union rejected the offer on Friday. It wants 40 percent.")
    >>> [repeats(retold(text), article) for text in ("It wants 40 percent.", "It wants 30 percent.")]
    [True, False]
    >>> repeats(retold("It wants 40 percent.\nReporting by Ida Moen; Editing by Leif Aune"), article)
    True
    """
    if not passage.words <= article.words:
        return False
    if not len(passage.runs):
        return True
    place = np.minimum(np.searchsorted(article.runs, passage.runs), len(article.runs) - 1)
    found = (article.runs[place] == passage.runs).astype(np.float64)
    shares = np.add.reduceat(found, passage.starts) / np.diff([*passage.starts, len(found)])
    return bool((shares >= REPEATED).all())
