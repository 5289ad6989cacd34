"""Clusters of copies in the catalog: made for what is new, read to show one article of each."""

from __future__ import annotations

import sqlite3
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.article import Article
from corpus.dates import day_number
from corpus.duplicates import Shingles, canonical_order, is_copy, keys, shingles
from index.catalog import read_version
from index.editions import left_out
from index.filters import ALL, Filters
from index.repeats import mark_repeats

BATCH_ARTICLES = 2_048  # whose keys are looked up and written together
HOLDERS = 64  # articles kept for one key: beyond, it is an advertisement or a cluster that is found anyway
CANDIDATES = 12  # compared with an article, those with most keys in common
PER_CLUSTER = 3  # of one cluster; single link, so any of them will do
_REMEMBERED = 8_192  # articles whose shingles are kept in memory, about 8 kB each
_CACHE_KB = 128 * 1024


def cluster_articles(catalog: sqlite3.Connection) -> None:
    """Put the articles whose latest version is in no cluster yet where they belong; the others are not compared again.

    Time grows with the new articles alone. Each batch is committed: what a killed run did stays.
    """
    catalog.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    work = _Clustering(catalog)
    while batch := _unclustered(catalog):
        with catalog:
            mark_repeats(catalog, work.take(batch))


def clusters(catalog: sqlite3.Connection) -> list[list[str]]:
    """The ids of the articles of each cluster, also of those of one, as they were taken in."""
    rows = catalog.execute("SELECT c.cluster, a.id FROM copy c JOIN article a ON a.row = c.article ORDER BY c.article")
    found: dict[int, list[str]] = {}
    for cluster, name in rows:
        found.setdefault(cluster, []).append(name)
    return list(found.values())


def also_in(catalog: sqlite3.Connection, names: Sequence[str], filters: Filters = ALL) -> dict[str, list[Article]]:
    """For each of some articles its copies that are used and pass the filters, in canonical order."""
    unused = left_out(catalog, filters)
    found = {}
    for name in names:
        rows = catalog.execute(
            "SELECT c.article, c.version FROM copy me JOIN article a ON a.row = me.article "
            "JOIN copy c ON c.cluster = me.cluster WHERE a.id = ? AND c.article <> me.article",
            (name,),
        ).fetchall()
        copies = [read_version(catalog, version) for article, version in rows if article not in unused]
        passing = [article for article in copies if _passes(article, filters)]
        found[name] = [passing[position] for position in canonical_order(passing)]
    return found


def _passes(article: Article, filters: Filters) -> bool:
    day = day_number(article.published)
    wanted = filters.publisher.casefold() if filters.publisher is not None else None
    return (
        not (filters.dated and day == 0)
        and not (filters.since and day < day_number(filters.since))
        and not (filters.last_day and day > day_number(filters.last_day))
        and (wanted is None or (article.publisher or "").casefold() == wanted)
    )


@dataclass(slots=True)
class _New:
    """An article to be put into a cluster."""

    article: int
    version: int
    shingles: Shingles
    keys: list[int] = field(default_factory=list)


class _Clustering:
    """One run of ``cluster_articles``: the cluster of each article seen, and shingles at hand."""

    def __init__(self, catalog: sqlite3.Connection) -> None:
        self._catalog = catalog
        self._cluster_of = dict(catalog.execute("SELECT article, cluster FROM copy"))
        self._shingles: OrderedDict[int, Shingles] = OrderedDict()
        self._touched: set[int] = set()

    def take(self, batch: Sequence[tuple[int, int, str, int | None]]) -> set[int]:
        """Put a batch of (article, version, text, version compared before) into clusters.

        Returns the clusters that gained or lost a member.
        """
        self._touched = set()
        self._forget([(article, before) for article, _, _, before in batch if before is not None])
        new = [_New(article, version, shingles(text)) for article, version, text, _ in batch]
        for item, found in zip(new, keys([item.shingles for item in new]), strict=True):
            item.keys = found
        holders = self._holders({key for item in new for key in item.keys})
        written: list[tuple[int, int]] = []
        for item in new:
            self._remember(item.article, item.shingles)
            self._join(item, holders)
            for key in set(item.keys):
                here = holders.setdefault(key, [])
                if len(here) < HOLDERS:
                    here.append(item.article)
                    written.append((key, item.article))
        self._catalog.executemany("INSERT OR IGNORE INTO copy_key VALUES (?, ?)", sorted(written))
        return self._touched

    def _join(self, item: _New, holders: Mapping[int, Sequence[int]]) -> None:
        """Find the clusters of the articles that it is a copy of, and make them one with it."""
        counts = Counter(article for key in set(item.keys) for article in holders.get(key, ()))
        same: set[int] = set()
        tried: Counter[int] = Counter()
        for article, _ in sorted(counts.most_common(CANDIDATES * PER_CLUSTER), key=lambda pair: (-pair[1], pair[0])):
            cluster = self._cluster_of[article]
            if cluster in same or tried[cluster] == PER_CLUSTER or sum(tried.values()) == CANDIDATES:
                continue
            tried[cluster] += 1
            if is_copy(item.shingles, self._of(article)):
                same.add(cluster)
        cluster = min(same, default=item.article)
        for merged in same - {cluster}:
            self._merge(merged, cluster)
        if same:
            self._touched.add(cluster)
        self._cluster_of[item.article] = cluster
        self._catalog.execute("INSERT OR REPLACE INTO copy VALUES (?, ?, ?)", (item.article, item.version, cluster))

    def _merge(self, old: int, new: int) -> None:
        for (article,) in self._catalog.execute("SELECT article FROM copy WHERE cluster = ?", (old,)).fetchall():
            self._cluster_of[article] = new
        self._catalog.execute("UPDATE copy SET cluster = ? WHERE cluster = ?", (new, old))
        self._touched |= {old, new}

    def _forget(self, changed: Iterable[tuple[int, int]]) -> None:
        """Take articles whose text has changed out of their clusters; a cluster named after one gets another name."""
        for article, version in changed:
            gone = keys([shingles(_text(self._catalog, version))])[0]
            self._catalog.executemany(
                "DELETE FROM copy_key WHERE key = ? AND article = ?", [(key, article) for key in gone]
            )
            cluster = self._cluster_of.pop(article)
            self._catalog.execute("DELETE FROM copy WHERE article = ?", (article,))
            self._touched.add(cluster)
            left = self._catalog.execute("SELECT min(article) FROM copy WHERE cluster = ?", (cluster,)).fetchone()[0]
            if cluster == article and left is not None:
                self._merge(cluster, left)

    def _holders(self, wanted: set[int]) -> dict[int, list[int]]:
        """The articles that have each of some keys, by one sorted pass through the table."""
        self._catalog.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (key INTEGER PRIMARY KEY)")
        self._catalog.execute("DELETE FROM wanted")
        self._catalog.executemany("INSERT INTO wanted VALUES (?)", [(key,) for key in sorted(wanted)])
        found: dict[int, list[int]] = {}
        for key, article in self._catalog.execute(
            "SELECT k.key, k.article FROM wanted w CROSS JOIN copy_key k ON k.key = w.key"
        ):
            found.setdefault(key, []).append(article)
        return found

    def _of(self, article: int) -> Shingles:
        if article not in self._shingles:
            version = self._catalog.execute("SELECT version FROM copy WHERE article = ?", (article,)).fetchone()[0]
            self._remember(article, shingles(_text(self._catalog, version)))
        return self._shingles[article]

    def _remember(self, article: int, known: Shingles) -> None:
        self._shingles[article] = known
        if len(self._shingles) > _REMEMBERED:
            self._shingles.popitem(last=False)


def _unclustered(catalog: sqlite3.Connection) -> list[tuple[int, int, str, int | None]]:
    return catalog.execute(
        "SELECT a.row, v.row, v.text, c.version FROM article a "
        "JOIN version v ON v.article = a.row AND v.number = a.latest LEFT JOIN copy c ON c.article = a.row "
        "WHERE c.version IS NOT v.row ORDER BY a.row LIMIT ?",
        (BATCH_ARTICLES,),
    ).fetchall()


def _text(catalog: sqlite3.Connection, version: int) -> str:
    return str(catalog.execute("SELECT text FROM version WHERE row = ?", (version,)).fetchone()[0])
