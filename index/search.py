"""Query to ranked passages: filter, rank by vectors and by keywords, fuse."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from corpus.article import Article
from index.archive import Coverage, Hit, Warn
from index.catalog import open_catalog, passages_by_id, read_meta, require_model
from index.editions import left_out
from index.embed import Embedder
from index.errors import IndexDamaged, IndexMissing
from index.filters import ALL, Filters, allowed_rows, undated_left_out
from index.folder import Folder
from index.fuse import fuse
from index.generations import Generation, current_name, newest_first, open_generation, publish
from index.repeats import Repeats, read_repeats
from index.statements import passages_of_actor
from index.vectors import Mask

__all__ = ["Hit", "Index", "Warn", "open_current"]

LOCK = "lock"
DEPTH = 100  # how many passages each ranking gives to the fusion
_REBUILD_WAIT_S = 60.0


class Index(Folder):
    """The archive in a folder. Follows new generations as they are published; safe for several threads.

    See index.archive.Archive. Raises (at opening and at each search): IndexMissing, IndexDamaged, IndexMismatch.
    """

    def __init__(self, directory: Path, embedder: Embedder, *, warn: Warn = lambda line: None) -> None:
        super().__init__(directory)
        self.model = embedder.fingerprint
        self._embedder = embedder
        self._warn = warn
        self._opening = threading.Lock()
        with open_catalog(directory) as catalog:
            require_model(catalog, embedder.fingerprint, directory)
        self._named = current_name(directory)
        self._generation = open_current(directory, embedder.dimension, warn)
        self._repeats: tuple[str, Repeats] | None = None

    def generation(self) -> Generation:
        """The current generation. One request asks once and keeps what it got."""
        named = current_name(self.directory)
        if named != self._named:
            with self._opening:
                if named not in (self._named, self._generation.name):
                    self._generation = open_current(self.directory, self._embedder.dimension, self._warn)
                self._named = named
        return self._generation

    def state(self) -> str:
        """The name of the current generation."""
        return self.generation().name

    def search(self, query: str, k: int, filters: Filters = ALL) -> list[Hit]:
        """The ``k`` passages that fit a query best, best first, of the articles that pass the filters."""
        generation = self.generation()
        if generation.vectors is None or generation.keywords is None:
            return []
        vector = self._embedder.embed_query(query)
        with open_catalog(self.directory) as catalog:
            allowed = self._allowed(catalog, generation, filters)
            dense, _ = generation.vectors.search(vector, max(k, DEPTH), allowed)
            sparse, scores = generation.keywords.search(query, max(k, DEPTH), allowed)
            rows = np.array(fuse([dense.tolist(), sparse.tolist()])[:k], np.int64)
            cosines = generation.vectors.cosines(vector, rows)
            keyword = dict(zip(sparse.tolist(), scores.tolist(), strict=True))
            stored = passages_by_id(catalog, generation.rows["passage"][rows].tolist())
        hits = [
            Hit(passage.id, passage.span, passage.article, float(cosine), keyword.get(int(row), 0.0))
            for passage, row, cosine in zip(stored, rows, cosines, strict=True)
        ]
        return sorted(hits, key=lambda hit: hit.article.is_aside(hit.span.start))  # captions after all that is body

    def undated_left_out(self, filters: Filters) -> int:
        """How many articles a date filter leaves out because their date is unknown."""
        return undated_left_out(self.generation(), filters)

    def coverage(self) -> Coverage:
        """What the current generation covers."""
        generation = self.generation()
        _, firsts = np.unique(generation.rows["article"], return_index=True)
        days = generation.rows["day"][firsts]
        dated = days[days > 0]
        return Coverage(
            articles=len(firsts),
            undated=len(days) - len(dated),
            outlets=tuple(sorted(generation.publishers, key=str.casefold)),
            first=date.fromordinal(int(dated.min())) if len(dated) else None,
            last=date.fromordinal(int(dated.max())) if len(dated) else None,
        )

    def count_passages(self) -> int:
        """How many passages answers may use."""
        return self.generation().manifest.passages

    def passages_with(self, terms: Collection[str]) -> Mapping[str, int]:
        """See Archive."""
        keywords = self.generation().keywords
        return dict.fromkeys(terms, 0) if keywords is None else keywords.having(terms)

    def some_articles(self, count: int) -> list[Article]:
        """Articles spread evenly over the index, none twice."""
        passages = self.generation().rows["passage"]
        step = max(1, len(passages) // count)
        return list({one.article.id: one.article for one in self.passages(passages[::step].tolist())}.values())

    def _allowed(self, catalog: sqlite3.Connection, generation: Generation, filters: Filters) -> Mask | None:
        article = None
        if filters.article is not None:
            article = catalog.execute("SELECT row FROM article WHERE id = ?", (filters.article,)).fetchone()
        allowed = allowed_rows(generation, filters, left_out(catalog, filters), None if article is None else article[0])
        allowed = self._repeats_of(catalog, generation).hide(allowed, len(generation.rows))
        if filters.actor is None:
            return allowed
        of_actor = np.isin(generation.rows["passage"], passages_of_actor(catalog, filters.actor))
        return of_actor if allowed is None else allowed & of_actor

    def _repeats_of(self, catalog: sqlite3.Connection, generation: Generation) -> Repeats:
        """Which passages of a generation are copies; read once for each generation."""
        known = self._repeats
        if known is None or known[0] != generation.name:
            known = self._repeats = (generation.name, read_repeats(catalog, generation.rows["passage"]))
        return known[1]


def open_current(directory: Path, dimension: int, warn: Warn) -> Generation:
    """The generation that holds all that the catalog has; while an update is under way, the current one.

    If it is damaged, another that holds as much, else one made again from the catalog, else, if the index is being
    written, an older one. ``warn`` then gets one line.
    """
    current = current_name(directory)
    damage: list[str] = []
    stale = None
    for folder in newest_first(directory):
        try:
            generation = open_generation(folder)
        except IndexDamaged as damaged:
            damage.append(str(damaged))
            continue
        if _is_fresh(directory, generation):
            if damage:
                warn(f"{damage[0]}; {generation.name} is used instead")
            return generation
        stale = stale or generation
    if stale is not None and stale.name == current:
        return stale
    if current_name(directory) != current:  # superseded, and removed, while it was being opened
        return open_current(directory, dimension, warn)
    warn(f"{damage[0] if damage else directory}; making the search files again from the catalog")
    return _rebuild(directory, dimension, stale)


def _is_fresh(directory: Path, generation: Generation) -> bool:
    """Whether a generation holds all that the catalog has."""
    with open_catalog(directory) as catalog:
        return int(read_meta(catalog)["revision"]) == generation.manifest.revision


def _rebuild(directory: Path, dimension: int, stale: Generation | None) -> Generation:
    try:
        with FileLock(directory / LOCK, timeout=0 if stale else _REBUILD_WAIT_S):
            return publish(directory, dimension)
    except (Timeout, OSError) as error:
        if stale is not None:
            return stale
        if isinstance(error, Timeout):
            raise IndexMissing(f"{directory}: an index is being built here; try again when it is done") from error
        raise IndexDamaged(f"{directory}: its search files cannot be made again ({error.strerror})") from error
