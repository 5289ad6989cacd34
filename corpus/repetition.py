"""Whether a passage says anything that another article does not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corpus.duplicates import Hashes, normalised, runs_of
from corpus.sentences import sentence_spans

REPEATED = 0.75  # share of a sentence's three-word runs that stand in the other article, all its words besides
_RUN = 3


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
    """A passage, ready for ``repeats``."""
    sentences = [normalised(passage[start:end]) for start, end in sentence_spans(passage)]
    runs = [runs_of(words, _RUN) for words in sentences if words]
    starts = np.cumsum([0, *map(len, runs)])[:-1]
    return Retold(
        frozenset(word for words in sentences for word in words),
        np.concatenate(runs) if runs else np.zeros(0, np.uint64),
        tuple(starts.tolist()),
    )


def repeats(passage: Retold, article: Told) -> bool:
    """Whether every sentence of a passage is in an article, but for small changes in order.

    A word, a name or a number that the article has nowhere makes the passage say something of its own.

    >>> article = told("The union rejected the offer on Friday. It wants 40 percent.")
    >>> [repeats(retold(text), article) for text in ("It wants 40 percent.", "It wants 30 percent.")]
    [True, False]
    """
    if not passage.words <= article.words:
        return False
    if not len(passage.runs):
        return True
    place = np.minimum(np.searchsorted(article.runs, passage.runs), len(article.runs) - 1)
    found = (article.runs[place] == passage.runs).astype(np.float64)
    shares = np.add.reduceat(found, passage.starts) / np.diff([*passage.starts, len(found)])
    return bool((shares >= REPEATED).all())
