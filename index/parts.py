"""The parts of a generation: each holds some passages, is written once, and is taken over by the next generations.

What a day adds becomes a part, so that publishing it costs what the day costs. A part joins the new one when that is
as large, so that there are few (about the logarithm of the number of days), and is made anew without them when a
quarter of its passages are gone.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.article import Article
from corpus.context import in_context
from corpus.dates import day_number
from corpus.span import Span
from index.catalog import actors_of_passages, live_passages, to_vectors
from index.errors import IndexDamaged
from index.keywords import Postings
from index.vectors import Mask, VectorStore
from index.vectors_by_size import build_vectors, read_vectors

SMALL = 2_000  # passages; a part of so few is made anew with the next, in a second
MOST_DEAD = 0.25  # share of a part's passages that may be gone before it is made anew
ROW = np.dtype([("passage", "<i8"), ("article", "<i8"), ("day", "<i4"), ("publisher", "<i4")])
_ROWS = "rows.npy"
_KEYWORDS = "keywords"

PassageRows = npt.NDArray[np.void]


@dataclass(frozen=True, slots=True)
class Part:
    """Passages with their vectors and postings; row ``i`` of each is the same passage."""

    folder: Path
    rows: PassageRows
    vectors: VectorStore
    postings: Postings


def build_part(
    catalog: sqlite3.Connection, folder: Path, ids: Sequence[int] | None, publishers: dict[str, int], dimension: int
) -> int:
    """Write a part of the live passages of the catalog, or of those with the given ids; returns how many they are.

    ``publishers`` gets the names that are new. Nothing is written if there is no passage.
    """
    rows: list[tuple[int, int, int, int]] = []
    texts: list[str] = []
    data: list[bytes] = []
    meant = actors_of_passages(catalog, ids)
    for passage, article_row, vector in live_passages(catalog, ids):
        article = passage.article
        code = publishers.setdefault(article.publisher, len(publishers)) if article.publisher else -1
        rows.append((passage.id, article_row, day_number(article.published), code))
        texts.append(keyword_text(article, passage.span, meant.get(passage.id, ())))
        data.append(vector)
    if rows:
        folder.mkdir()
        np.save(folder / _ROWS, np.array(rows, ROW), allow_pickle=False)
        build_vectors(to_vectors(data, dimension)).write(folder)
        Postings.build(texts).write(folder / _KEYWORDS)
    return len(rows)


def keyword_text(article: Article, span: Span, meant: Sequence[str]) -> str:
    """What keyword search finds a passage by: itself, its article's heading, and who is ``meant`` in its statements,
    though it says “he” or “the group”."""
    text = span.of(article.text)
    return " ".join([in_context(article, span), *(name for name in meant if name not in text)])


def read_part(folder: Path) -> Part:
    """Open a part, memory-mapped. Raises IndexDamaged if it cannot be read."""
    try:
        rows = np.load(folder / _ROWS, mmap_mode="r", allow_pickle=False)
    except (OSError, EOFError, ValueError) as error:
        raise IndexDamaged(f"{folder.name}/{_ROWS}: it cannot be read ({error})") from error
    return Part(folder, rows, read_vectors(folder), Postings.read(folder / _KEYWORDS, len(rows)))


def take_over(part: Path, folder: Path) -> None:
    """The same part in another generation: the same files under another name, copied where that cannot be."""
    for path in sorted(part.rglob("*")):
        if path.is_file():
            place = folder / path.relative_to(part)
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(path, place)
            except OSError:  # a file system without hard links
                shutil.copyfile(path, place)


def parts_to_keep(alive: Sequence[Mask], added: int) -> list[int]:
    """Which parts are taken over when so many passages are new; the others are made anew with these, as one part.

    >>> whole = [np.ones(size, bool) for size in (90_000, 8_000, 2_500)]
    >>> parts_to_keep(whole, 1_000), parts_to_keep(whole, 2_500), parts_to_keep(whole, 0)
    ([0, 1, 2], [0, 1], [0, 1, 2])
    """
    kept = [
        number
        for number, mask in enumerate(alive)
        if np.count_nonzero(mask) >= (1 - MOST_DEAD) * len(mask) and len(mask) > SMALL
    ]
    new = added + sum(int(np.count_nonzero(mask)) for number, mask in enumerate(alive) if number not in kept)
    for number in sorted(kept, key=lambda number: len(alive[number])):
        if len(alive[number]) > new:
            break
        kept.remove(number)
        new += int(np.count_nonzero(alive[number]))
    return kept


def alive_in(parts: Iterable[Part], live: npt.NDArray[np.int64]) -> list[Mask]:
    """For each part, which of its rows are among the live passages, given by id in ascending order."""
    return [np.isin(part.rows["passage"], live, assume_unique=True) for part in parts]
