"""Passages that only repeat an earlier article of their cluster: marked in the catalog, hidden from a search."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.duplicates import canonical_order
from corpus.repetition import Told, repeats, retold, told
from index.catalog import read_version
from index.vectors import Mask

HOSTS = 32  # the first articles of a cluster, which may stand for the others; a bit each

Numbers = npt.NDArray[np.int64]


def mark_repeats(catalog: sqlite3.Connection, clusters: Iterable[int]) -> None:
    """Note for each passage of some clusters which earlier articles, in canonical order, say all that it says."""
    for cluster in sorted(clusters):
        catalog.execute("DELETE FROM copy_passage WHERE cluster = ?", (cluster,))
        members = catalog.execute(
            "SELECT c.version FROM copy c WHERE c.cluster = ? ORDER BY c.article", (cluster,)
        ).fetchall()
        if len(members) > 1:
            catalog.executemany(
                "INSERT INTO copy_passage VALUES (?, ?, ?, ?)",
                _marks(catalog, cluster, [version for (version,) in members]),
            )


def _marks(catalog: sqlite3.Connection, cluster: int, versions: list[int]) -> list[tuple[int, int, int, int]]:
    articles = [read_version(catalog, version) for version in versions]
    before: list[Told] = []
    marks = []
    for member, position in enumerate(canonical_order(articles)):
        text = articles[position].text
        rows = catalog.execute('SELECT id, "start", "end" FROM passage WHERE version = ?', (versions[position],))
        for passage, start, end in rows:
            prepared = retold(text[start:end])
            hosts = sum(1 << place for place, earlier in enumerate(before) if repeats(prepared, earlier))
            marks.append((passage, cluster, member, hosts))
        if member < HOSTS:
            before.append(told(text))
    return marks


@dataclass(frozen=True, slots=True)
class Repeats:
    """The passages of clusters among the rows of a generation, sorted by cluster.

    ``rows`` are rows of the generation, ``members`` has the bit of each passage's article (0 beyond HOSTS), ``hosts``
    those of the earlier articles that say the same, ``clusters`` positions in ``starts``, where each cluster begins.
    """

    rows: Numbers
    members: Numbers
    hosts: Numbers
    clusters: Numbers
    starts: Numbers

    def hide(self, allowed: Mask | None, count: int) -> Mask | None:
        """Take out of ``allowed``, of shape (count,), what an allowed article that comes earlier says as well."""
        if not len(self.rows):
            return allowed
        seen = self.members if allowed is None else np.where(allowed[self.rows], self.members, 0)
        present = np.bitwise_or.reduceat(seen, self.starts)[self.clusters]
        hidden = self.rows[(self.hosts & present) != 0]
        if not len(hidden):
            return allowed
        shown = np.ones(count, np.bool_) if allowed is None else allowed.copy()
        shown[hidden] = False
        return shown


def read_repeats(catalog: sqlite3.Connection, passages: Numbers) -> Repeats:
    """The clusters among some passages, given by their ids in any order."""
    marks = catalog.execute("SELECT passage, cluster, member, hosts FROM copy_passage ORDER BY cluster, passage")
    found = np.array(marks.fetchall(), np.int64).reshape(-1, 4)
    order = np.argsort(passages, kind="stable")
    place = np.searchsorted(passages, found[:, 0], sorter=order)
    here = place < len(passages)
    place[here] = order[place[here]]
    here[here] = passages[place[here]] == found[here, 0]
    found, place = found[here], place[here]
    _, starts, clusters = np.unique(found[:, 1], return_index=True, return_inverse=True)
    bits = np.where(found[:, 2] < HOSTS, np.int64(1) << np.minimum(found[:, 2], HOSTS), 0)
    return Repeats(place, bits, found[:, 3], clusters.reshape(-1), starts)
