"""Keyword search: BM25 over stems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from bm25s.stopwords import STOPWORDS_EN

from index.errors import IndexDamaged
from index.onnx_encoder import Floats
from index.vectors import Mask, Rows

_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_STOPWORDS = frozenset(STOPWORDS_EN)


def terms(text: str) -> list[str]:
    """The stems of a text's words, in order, without the commonest English words.

    >>> terms("Kaiser’s unions demanded 6.25% in the U.S., they said")
    ['kaiser', 's', 'union', 'demand', '6.25', 'u', 's', 'said']
    """
    stems: list[str] = Stemmer.Stemmer("english").stemWords(words(text))
    return stems


def words(text: str) -> list[str]:
    """A text's words, folded, in order, without the commonest English words."""
    return [word for word in _WORD.findall(_folded(text)) if word not in _STOPWORDS]


def _folded(text: str) -> str:
    """Case, accents and compatibility forms folded, so that Türkiye is found as Turkiye."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


class Keywords:
    """A BM25 index (Robertson & Zaragoza 2009, in Lucene's form) by bm25s."""

    def __init__(self, index: bm25s.BM25, size: int) -> None:
        self._index = index
        self._size = size

    @classmethod
    def build(cls, texts: Iterable[str]) -> Keywords:
        """From the texts of the rows, in order; at least one."""
        tokens = [terms(text) or [""] for text in texts]
        index = bm25s.BM25(method="lucene")
        index.index(tokens, show_progress=False)
        return cls(index, len(tokens))

    @classmethod
    def read(cls, folder: Path, size: int) -> Keywords:
        """From a folder that ``write`` made, memory-mapped. Raises IndexDamaged if it cannot be read."""
        try:
            index = bm25s.BM25.load(str(folder), mmap=True, show_progress=False)
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(f"{folder.name}: the BM25 files cannot be read ({error})") from error
        return cls(index, size)

    def write(self, folder: Path) -> None:
        """To a folder, as numpy and JSON files; no pickle."""
        self._index.save(str(folder), show_progress=False)

    def search(self, query: str, k: int, allowed: Mask | None = None) -> tuple[Rows, Floats]:
        """The ``k`` best rows with a word of the query, best first, ties by row, and their scores."""
        known = [term for term in terms(query) if term in self._index.vocab_dict]
        if not known:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        scores = np.asarray(self._index.get_scores(known), np.float32)[: self._size]
        if allowed is not None:
            scores = np.where(allowed, scores, 0.0).astype(np.float32)
        candidates = np.flatnonzero(scores > 0)
        if len(candidates) > k:
            kth = np.partition(scores[candidates], -k)[-k]
            candidates = candidates[scores[candidates] >= kth]
        best = candidates[np.argsort(-scores[candidates], kind="stable")[:k]]
        return best, scores[best]
