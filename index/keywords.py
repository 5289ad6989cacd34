"""Keyword search: BM25 over stems, in parts that are scored as one body."""

from __future__ import annotations

import json
import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import Stemmer

from corpus.unspaced import pairs
from index.errors import IndexDamaged
from index.onnx_encoder import Floats
from index.vectors import Mask, Rows

K1, B = 1.5, 0.75  # what bm25s and Lucene's forms of BM25 are usually given
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_VOCABULARY = "vocabulary.json"
_ARRAYS = ("starts", "rows", "counts", "lengths")
# those of Lucene's analyzer for English
_STOPWORDS = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not", "of"}
    | {"on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was", "will"}
    | {"with"}
)


def terms(text: str) -> list[str]:
    """The stems of a text's words, in order, without the commonest English words.

    >>> terms("Kaiser’s unions demanded 6.25% in the U.S., they said")
    ['kaiser', 's', 'union', 'demand', '6.25', 'u', 's', 'said']
    """
    stems: list[str] = Stemmer.Stemmer("english").stemWords(words(text))
    return stems


def words(text: str) -> list[str]:
    """A text's words, folded, in order, without the commonest English words; Chinese and Japanese in pairs of letters.

    >>> words("市議会は no を拒否")
    ['市議', '議会', '会は', 'を拒', '拒否']
    """
    found = _WORD.findall(_folded(text))
    if not text.isascii():
        found = [part for word in found for part in pairs(word)]
    return [word for word in found if word not in _STOPWORDS]


def _folded(text: str) -> str:
    """Case, accents and compatibility forms folded, so that Türkiye is found as Turkiye."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@dataclass(frozen=True, slots=True)
class Postings:
    """Which texts have a term, and how often: the raw counts, so that parts can be scored together.

    The postings of term ``vocabulary[t]`` are ``starts[t]`` to ``starts[t + 1]`` of ``rows`` and ``counts``;
    ``lengths`` has the number of terms of each text.
    """

    vocabulary: Mapping[str, int]
    starts: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int32]
    counts: npt.NDArray[np.uint16]
    lengths: npt.NDArray[np.int32]

    @classmethod
    def build(cls, texts: Iterable[str]) -> Postings:
        """From the texts of the rows, in order."""
        vocabulary: dict[str, int] = {}
        rows, found, counts, lengths = (array("q") for _ in range(4))
        for row, text in enumerate(texts):
            bag = Counter(terms(text))
            rows.extend(repeat(row, len(bag)))
            found.extend(vocabulary.setdefault(term, len(vocabulary)) for term in bag)
            counts.extend(bag.values())
            lengths.append(bag.total())
        of_term = np.array(found, np.int64)
        order = np.argsort(of_term, kind="stable")
        starts = np.zeros(len(vocabulary) + 1, np.int64)
        np.cumsum(np.bincount(of_term, minlength=len(vocabulary)), out=starts[1:])
        often = np.minimum(np.array(counts, np.int64), 65_535).astype(np.uint16)
        return cls(vocabulary, starts, np.array(rows, np.int32)[order], often[order], np.array(lengths, np.int32))

    @classmethod
    def read(cls, folder: Path, size: int) -> Postings:
        """From a folder that ``write`` made, memory-mapped. Raises IndexDamaged if it cannot be read."""
        try:
            vocabulary = json.loads((folder / _VOCABULARY).read_text("utf-8"))
            arrays = [np.load(folder / f"{name}.npy", mmap_mode=_mode(folder, name)) for name in _ARRAYS]
        except (OSError, EOFError, ValueError) as error:
            raise IndexDamaged(f"{folder.name}: the keyword files cannot be read ({error})") from error
        postings = cls(vocabulary, *arrays)
        if len(postings.lengths) != size or len(postings.starts) != len(vocabulary) + 1:
            raise IndexDamaged(f"{folder.name}: the keyword files are not of {size:,} passages")
        return postings

    def write(self, folder: Path) -> None:
        """To a folder, as numpy and JSON files; no pickle."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _VOCABULARY).write_text(json.dumps(self.vocabulary, ensure_ascii=False), "utf-8")
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)

    def of(self, term: str) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint16]]:
        """The rows that have a term, ascending, and how often."""
        number = self.vocabulary.get(term)
        if number is None:
            return self.rows[:0], self.counts[:0]
        here = slice(int(self.starts[number]), int(self.starts[number + 1]))
        return self.rows[here], self.counts[here]


def _mode(folder: Path, name: str) -> Literal["r"] | None:
    """Small and empty files are read, the others mapped: what a query does not touch stays on disk."""
    return "r" if (folder / f"{name}.npy").stat().st_size > 65_536 else None


class Keywords:
    """BM25 (Robertson & Zaragoza 2009, in Lucene's form) over the texts of all parts, numbered through.

    ``alive``, of shape (texts,), is False for texts that are no more. The scores are those of one index over the
    others: how rare a term is, and how long texts are, is counted over all parts, without the dead.
    """

    def __init__(self, parts: Sequence[Postings], alive: Mask | None = None) -> None:
        lengths = np.concatenate([part.lengths for part in parts])
        self._alive = np.ones(len(lengths), np.bool_) if alive is None else alive
        self._all_alive = bool(self._alive.all())
        self._size = int(np.count_nonzero(self._alive))
        self._mean = int(lengths[self._alive].sum(dtype=np.int64)) / max(self._size, 1)
        self._norms = (K1 * (1 - B + B * lengths / max(self._mean, 1e-9))).astype(np.float32)
        first = np.cumsum([0, *(len(part.lengths) for part in parts)])
        self._parts = list(zip(parts, first.tolist(), strict=False))

    @classmethod
    def build(cls, texts: Iterable[str]) -> Keywords:
        """Over one part of texts."""
        return cls([Postings.build(texts)])

    @property
    def mean_length(self) -> float:
        """The mean number of terms of the texts that are alive."""
        return self._mean

    def frequencies(self) -> Counter[str]:
        """How many of the texts that are alive have each term."""
        found: Counter[str] = Counter()
        for part, first in self._parts:
            alive = self._alive[first : first + len(part.lengths)][part.rows]
            having = np.diff(np.concatenate([[0], np.cumsum(alive)])[part.starts])
            found.update(dict(zip(part.vocabulary, having.tolist(), strict=True)))
        return +found

    def having(self, wanted: Iterable[str]) -> dict[str, int]:
        """How many of the texts that are alive have each of some terms."""
        return {
            term: sum(len(self._of(term, part, first)[0]) for part, first in self._parts) for term in frozenset(wanted)
        }

    def search(self, query: str, k: int, allowed: Mask | None = None) -> tuple[Rows, Floats]:
        """The ``k`` best rows with a word of the query, best first, ties by row, and their scores."""
        scores = self._scores(terms(query))
        if allowed is not None:
            scores[~allowed] = 0.0
        candidates = np.flatnonzero(scores > 0)
        if len(candidates) > k:
            kth = np.partition(scores[candidates], -k)[-k]
            candidates = candidates[scores[candidates] >= kth]
        best = candidates[np.argsort(-scores[candidates], kind="stable")[:k]]
        return best, scores[best]

    def _scores(self, wanted: Sequence[str]) -> Floats:
        """The score of every row, 0 where it has no term that is wanted."""
        scores = np.zeros(len(self._alive), np.float32)
        for term, times in Counter(wanted).items():
            found = [self._of(term, part, first) for part, first in self._parts]
            having = sum(len(rows) for rows, _ in found)
            weight = np.float32(times * np.log1p((self._size - having + 0.5) / (having + 0.5)))
            for rows, counts in found:
                frequency = counts.astype(np.float32)
                scores[rows] += weight * (frequency / (frequency + self._norms[rows]))
        return scores

    def _of(self, term: str, part: Postings, first: int) -> tuple[Rows, npt.NDArray[np.uint16]]:
        """The rows of a part that have a term and are alive, numbered through, and how often."""
        rows, counts = part.of(term)
        through = rows.astype(np.int64) + first
        if self._all_alive:
            return through, counts
        alive = self._alive[through]
        return through[alive], counts[alive]
