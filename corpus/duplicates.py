"""Copies: the same report again, though re-headed, cut, localised or lightly edited.

A text is taken as its runs of five words (shingles). MinHash signatures (Broder 1997; rensa) cut into bands find the
candidates without comparing everything with everything; shared shingles then decide.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from corpus.article import Article
from corpus.dates import day_number

Hashes = npt.NDArray[np.uint64]

MIN_WORDS = 25  # of fewer, likeness says nothing
HEAD_WORDS = 120  # where copies that are cut still agree
# Midway between the copy and the other pair of the tune half that are nearest to the line: benchmarks/copies.py.
MOSTLY = 0.735  # share of the shorter text's shingles that the longer one has, from which on it is a copy
LARGELY = 0.686  # the same where the two begin alike
BEGIN_ALIKE = 0.38  # share of the shorter head's shingles in the other head
OF_LONGER = 0.35  # under this share of the longer text, it may as well be a live blog that took the shorter one in

_SHINGLE = 5
_WHOLE = (40, 3)  # bands, rows: finds .98 of the pairs at a Jaccard similarity of .45, .0003 at .02
_HEAD = (16, 2)
_SEED = 20_241_024
_WORD = re.compile(r"\w+")
_MIX = np.uint64(0x9E3779B97F4A7C15)
_PLACES = np.array([pow(0x100000001B3, place, 2**64) for place in range(1, _SHINGLE + 1)], np.uint64)
_KNOWN_WORDS = 1_000_000


class _WordHashes(dict[str, int]):
    """CRC-32 of words, each computed once: the same in every run and on every machine."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _KNOWN_WORDS:
            self.clear()
        value = self[word] = zlib.crc32(word.encode("utf-8", "surrogatepass"))
        return value


_hashes = _WordHashes()


@dataclass(frozen=True, slots=True)
class Shingles:
    """Hashes of a text's five-word runs, sorted, each once: of all of it, and of its first HEAD_WORDS words."""

    whole: Hashes
    head: Hashes
    words: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """Shares from 0 to 1: of the shorter text in the longer, of the longer in the shorter, of the heads."""

    shorter: float
    longer: float
    heads: float

    @property
    def is_copy(self) -> bool:
        """Whether one of the two is no source of its own."""
        alike = self.heads >= BEGIN_ALIKE
        if self.shorter >= MOSTLY:
            return alike or self.longer >= OF_LONGER
        return self.shorter >= LARGELY and alike


def normalised(text: str) -> list[str]:
    """The words of a text as copies are compared by: lower case, without marks.

    >>> normalised("“We don’t,” he said.")
    ['we', 'don', 't', 'he', 'said']
    """
    return _WORD.findall(text.lower())


def shingles(text: str) -> Shingles:
    """The shingles of a text."""
    words = normalised(text)
    runs = runs_of(words, _SHINGLE)
    return Shingles(np.unique(runs), np.unique(runs[: max(1, HEAD_WORDS - _SHINGLE + 1)]), len(words))


def runs_of(words: Sequence[str], length: int) -> Hashes:
    """One 64-bit hash for each run of up to five words, in order; one for all if there are fewer words."""
    values = np.fromiter(map(_hashes.__getitem__, words), np.uint64, len(words))
    length = min(length, len(values))
    count = len(values) - length + 1 if length else 0
    total = np.zeros(count, np.uint64)
    for place in range(length):
        total += (values[place : place + count] + np.uint64(1)) * _PLACES[place]
    total ^= total >> np.uint64(29)
    total *= _MIX
    return total ^ (total >> np.uint64(32))


def likeness(one: Shingles, other: Shingles) -> Likeness:
    """How much two texts share."""
    shared = _shared(one.whole, other.whole)
    sizes = sorted((len(one.whole), len(other.whole)))
    heads = min(len(one.head), len(other.head))
    return Likeness(shared / max(1, sizes[0]), shared / max(1, sizes[1]), _shared(one.head, other.head) / max(1, heads))


def is_copy(one: Shingles, other: Shingles) -> bool:
    """Whether two texts are one report. Texts under MIN_WORDS words never are."""
    return min(one.words, other.words) >= MIN_WORDS and likeness(one, other).is_copy


def keys(texts: Sequence[Shingles]) -> list[list[int]]:
    """Signed 64-bit keys for each text: texts that are alike share some, texts of the same words share all.

    A text under MIN_WORDS words has none.
    """
    if not texts:
        return []
    whole = _band_keys([text.whole for text in texts], *_WHOLE, salt=1)
    head = _band_keys([text.head for text in texts], *_HEAD, salt=2)
    joined = np.hstack([whole, head]).view(np.int64)
    return [
        [*row.tolist(), _exact(text)] if text.words >= MIN_WORDS else []
        for row, text in zip(joined, texts, strict=True)
    ]


def canonical_order(articles: Sequence[Article]) -> list[int]:
    """Positions of the articles of one cluster, the one to cite first: the earliest dated, else the most complete.

    Of those of one day, the earliest moment if all tell the time, else the most complete.
    """
    timed = all(article.published is None or "T" in article.published for article in articles)

    def rank(position: int) -> tuple[bool, int, float, int, str]:
        article = articles[position]
        day = day_number(article.published)
        moment = _moment(article.published) if timed and article.published else 0.0
        return day == 0, day, moment, -len(article.text), article.id

    return sorted(range(len(articles)), key=rank)


def _moment(published: str) -> float:
    moment = datetime.fromisoformat(published)
    offset = moment.utcoffset()
    return moment.hour * 3600 + moment.minute * 60 + moment.second - (offset.total_seconds() if offset else 0.0)


def _band_keys(sets: Sequence[Hashes], bands: int, rows: int, *, salt: int) -> Hashes:
    """Shape (sets, bands): a hash of each band of each MinHash signature."""
    flat = np.concatenate(sets) if sets else np.zeros(0, np.uint64)
    offsets = np.cumsum([0, *map(len, sets)]).astype(np.uint64)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(flat, offsets, bands * rows, _SEED + salt)
    signatures = np.array(matrix.to_rows(), np.uint64).reshape(len(sets), bands, rows)
    key = np.broadcast_to(np.arange(bands, dtype=np.uint64) + np.uint64(1000 * salt), (len(sets), bands)).copy()
    for row in range(rows):
        key = (key ^ signatures[:, :, row]) * _MIX
        key ^= key >> np.uint64(31)
    return key


def _exact(text: Shingles) -> int:
    """The key of all its shingles: equal for texts of the same words."""
    return int.from_bytes(hashlib.blake2b(text.whole.tobytes(), digest_size=8).digest(), "little", signed=True)


def _shared(one: Hashes, other: Hashes) -> int:
    return len(np.intersect1d(one, other, assume_unique=True))
