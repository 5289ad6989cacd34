"""An archive in Milvus, open for reading; index/milvus/archive.py adds the search."""

from __future__ import annotations

import threading
import time
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.actors.identity import same_actor
from corpus.article import Article
from corpus.duplicates import canonical_order
from corpus.span import Span
from corpus.statement import Act
from index.catalog import IN_USE, StoredPassage
from index.editions import Edition, Standing, is_future
from index.errors import IndexDamaged
from index.filters import ALL, Filters
from index.keywords import words
from index.milvus.conditions import article_where
from index.milvus.documents import Document, unpack
from index.milvus.engine import MOST, Engine, Row
from index.milvus.keywords import query_words
from index.milvus.manifest import Manifest, require_served
from index.milvus.ranking import Present, ranked, shown
from index.milvus.source import ACTS
from index.milvus.sweep import sweep
from index.milvus.tables import number_of, table
from index.milvus.where import Where
from index.other_names import OtherNames, Told, names_of
from index.statements import StoredStatement, unpack_statement

FRESH_S = 1.0  # how long a manifest is believed: a request asks for several things, and they should fit together
_CACHED = 2_048  # articles kept in memory; versions never change
_VERSIONS, _STATEMENTS = 1_000, 8_000  # asked for at once where all are wanted: some 8 MB
_SAID = ("statement", "passage", "version", "hosts", "data")


class MilvusReader:
    """See index.archive.Reader. ``directory`` is a folder of this machine for what readers say."""

    def __init__(self, engine: Engine, directory: Path) -> None:
        self.engine = engine
        self.directory = directory
        self.place = str(engine.address)
        self._lock = threading.Lock()
        self._read: tuple[float, Manifest] | None = None
        self._articles: OrderedDict[tuple[str, int], Article] = OrderedDict()
        self._names: tuple[str, list[str]] | None = None

    def manifest(self) -> Manifest:
        """What is served now; at most ``FRESH_S`` old."""
        with self._lock:
            read = self._read
        if read is not None and time.monotonic() - read[0] < FRESH_S:
            return read[1]
        manifest = require_served(self.engine)
        with self._lock:
            self._read = (time.monotonic(), manifest)
        return manifest

    def state(self) -> str:
        """The numbers of the generation and of its edition."""
        manifest = self.manifest()
        return f"{manifest.archive[:8]}-{manifest.generation}-{manifest.edition}"

    def article(self, name: str) -> Article:
        """See Reader."""
        for one in self.documents(self.manifest(), Where("name == {name}", {"name": number_of(name)})):
            if one.current and one.article.id == name:
                return one.article
        raise KeyError(name)

    def passages(self, ids: Sequence[int]) -> list[StoredPassage]:
        """See Reader."""
        manifest = self.manifest()
        where = Where("passage in {passages}", {"passages": list(ids)}) & manifest.visible()
        fields = ("passage", "version", "start", "end")
        rows = self._query(manifest, "passages", where, fields) if ids else []
        articles = self.articles(manifest, {row["version"] for row in rows})
        found = {row["passage"]: _stored(row, articles[row["version"]]) for row in rows}
        if len(found) < len(set(ids)):
            raise IndexDamaged(f"{self.place}: passages are missing from the store; load it again")
        return [found[name] for name in ids]

    def spans(self, names: Sequence[str]) -> Mapping[str, list[Span]]:
        """See Reader."""
        found: dict[str, list[Span]] = {name: [] for name in names}
        numbers = [number_of(name) for name in names]
        where = Where("name in {names}", {"names": numbers})
        for one in self.documents(self.manifest(), where) if numbers else ():
            if one.current and one.article.id in found:
                found[one.article.id] = sorted(span for _, span in one.passages)
        return found

    def statements_of(self, passages: Sequence[int]) -> list[StoredStatement]:
        """See Reader."""
        manifest = self.manifest()
        if not passages:
            return []
        where = Where("passage in {passages}", {"passages": list(passages)}) & manifest.visible()
        return self._said(manifest, sorted(self._query(manifest, "statements", where, _SAID), key=_by_statement))

    def find_statements(
        self,
        *,
        actor: str | None = None,
        acts: Sequence[Act] = (),
        topic: str | None = None,
        filters: Filters = ALL,
        limit: int = -1,
    ) -> list[StoredStatement]:
        """See Reader. A topic's words count as much as they are rare in passages. With a limit and no topic, no more
        than 16,384 that fit are looked at: which of more, the engine decides."""
        manifest = self.manifest()
        of_article = article_where(manifest, replace(filters, article=None))
        where = of_article & manifest.visible()
        if actor is not None:
            where &= Where("actor in {actors}", {"actors": self.actor_numbers(manifest, actor)})
        if acts:
            where &= Where("act in {acts}", {"acts": [ACTS[act] for act in acts]})
        present = self.present(manifest, of_article)
        if topic is None:
            return self._in_order(manifest, where, present, limit)
        query = query_words(self.engine, manifest, " ".join(words(topic)))
        if not query:
            return []
        name = table(self.engine.address.name, manifest.generation, "statements")
        found = ranked(
            lambda depth: self.engine.search(name, "words", query, where, _SAID, limit=depth),
            "statement", MOST if limit < 0 else min(limit, MOST), present,
        )  # fmt: skip
        return self._said(manifest, [row for row, _ in found])

    def actors(self, count: int) -> list[str]:
        """See Reader; no more than the manifest has."""
        return list(self.manifest().actors[:count])

    def other_names(self) -> OtherNames:
        """See Reader."""
        told = (line.split("\t") for line in self.manifest().called)
        return {other: Told(name, article) for other, name, article in told}

    def edition(self, name: str, digest: str | None = None) -> Edition:
        """See Reader."""
        found = self.documents(self.manifest(), Where("name == {name}", {"name": number_of(name)}))
        fitting = [one for one in found if one.article.id == name and one.digest.startswith(digest or "")]
        if not fitting:
            raise KeyError(name if digest is None else f"{name} {digest}")
        one = max(fitting, key=lambda document: document.number)
        updated = one.number < one.latest or one.superseded_by is not None
        return Edition(one.article, one.number, updated, one.state != IN_USE, one.superseded_by, one.indexed, one.notes)

    def also_in(self, names: Sequence[str], filters: Filters = ALL) -> dict[str, list[Article]]:
        """See Reader."""
        manifest = self.manifest()
        wanted = Where("name in {names}", {"names": [number_of(name) for name in names]}) & manifest.visible()
        whole = Where("part == {zero}", {"zero": 0})
        rows = self._query(manifest, "documents", wanted & whole, ("name", "cluster")) if names else []
        cluster_of = {row["name"]: row["cluster"] for row in rows if row["cluster"]}
        members: dict[int, list[Article]] = defaultdict(list)
        if cluster_of:
            clusters = Where("cluster in {clusters}", {"clusters": sorted(set(cluster_of.values()))})
            for one in self.documents(manifest, clusters & article_where(manifest, filters)):
                members[one.cluster].append(one.article)
        found = {}
        for name in names:
            others = [one for one in members[cluster_of.get(number_of(name), 0)] if one.id != name]
            found[name] = [others[position] for position in canonical_order(others)]
        return found

    def listed(self, state: int = IN_USE) -> Iterator[tuple[Article, int, int]]:
        """See Reader."""
        for one in self._latest(state):
            yield one.article, one.number, len(one.passages)

    def standings(self, state: int = IN_USE) -> dict[str, Standing]:
        """See Reader."""
        sizes = Counter(one.cluster for one in self._latest(IN_USE) if one.cluster)
        return {
            one.article.id: Standing(
                one.indexed, is_future(one.article.published, one.indexed), one.retracted, one.superseded_by,
                max(sizes[one.cluster] - (state == IN_USE), 0),
            )
            for one in self._latest(state)
        }  # fmt: skip

    def articles(self, manifest: Manifest, versions: Iterable[int]) -> dict[int, Article]:
        """The articles of some versions, from memory where they are there."""
        found: dict[int, Article] = {}
        with self._lock:
            for version in versions:
                article = self._articles.get((manifest.archive, version))
                if article is not None:
                    found[version] = article
        missing = sorted(set(versions) - set(found))
        if missing:
            for one in self.documents(manifest, Where("version in {versions}", {"versions": missing})):
                found[one.version] = one.article
        if not set(versions) <= set(found):
            raise IndexDamaged(f"{self.place}: articles are missing from the store; load it again")
        with self._lock:
            self._articles.update({(manifest.archive, version): found[version] for version in missing})
            while len(self._articles) > _CACHED:
                self._articles.popitem(last=False)
        return found

    def actor_numbers(self, manifest: Manifest, name: str) -> list[int]:
        """The numbers of the names under which the statements have an actor; never none, for that is no list."""
        if self._names is None or self._names[0] != self.state():
            there = table(self.engine.address.name, manifest.generation, "actors")
            rows = sweep(self.engine, there, "actor", 2**62, ("data",))
            self._names = (self.state(), [row["data"] for row in rows])
        names = names_of(name, self.other_names())
        meant = [actor for actor in self._names[1] if any(same_actor(actor, one) for one in names)]
        return [number_of(actor) for actor in meant] or [-1]

    def present(self, manifest: Manifest, of_article: Where) -> Present:
        """What tells which articles, by the numbers of their names, are there and pass."""

        def ask(names: Sequence[int]) -> set[int]:
            where = Where("name in {hosts} and part == {zero}", {"hosts": list(names), "zero": 0})
            rows = self._query(manifest, "documents", where & of_article & manifest.visible(), ("name",))
            return {row["name"] for row in rows}

        return ask

    def _in_order(self, manifest: Manifest, where: Where, present: Present, limit: int) -> list[StoredStatement]:
        name = table(self.engine.address.name, manifest.generation, "statements")
        if limit < 0:
            end = manifest.last_statement + 1
            rows = list(sweep(self.engine, name, "statement", end, _SAID, where, step=_STATEMENTS))
        else:
            rows = self.engine.query(name, where, _SAID)
        said = self._said(manifest, shown(rows, present))
        said.sort(key=lambda one: (one.article.id, one.id))
        return said[:limit] if limit >= 0 else said

    def _said(self, manifest: Manifest, rows: Sequence[Row]) -> list[StoredStatement]:
        articles = self.articles(manifest, {row["version"] for row in rows})
        return [
            StoredStatement(
                row["statement"], unpack_statement(row["data"], articles[row["version"]].id), row["passage"],
                articles[row["version"]],
            )
            for row in rows
        ]  # fmt: skip

    def _latest(self, state: int) -> list[Document]:
        """The latest documents of the articles in a state, by id."""
        manifest = self.manifest()
        values = {"current": int(state == IN_USE), "manifest": 0}
        where = Where("current == {current} and version != {manifest}", values) & manifest.visible()
        name = table(self.engine.address.name, manifest.generation, "documents")
        rows = sweep(self.engine, name, "version", manifest.last_version + 1, _DOCUMENT, where, step=_VERSIONS)
        found = (one for one in _whole(rows) if one.state == state and one.number == one.latest)
        return sorted(found, key=lambda one: one.article.id)

    def documents(self, manifest: Manifest, where: Where) -> list[Document]:
        """The documents that fit, in no order."""
        return _whole(self._query(manifest, "documents", where & manifest.visible(), _DOCUMENT))

    def _query(self, manifest: Manifest, kind: str, where: Where, fields: Sequence[str]) -> list[Row]:
        return self.engine.query(table(self.engine.address.name, manifest.generation, kind), where, fields)


_DOCUMENT = ("version", "part", "parts", "data")


def _whole(rows: Iterable[Row]) -> list[Document]:
    """Documents from their parts. Raises IndexDamaged if a part is missing."""
    parts: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        parts[row["version"]].append(row)
    found = []
    for version, pieces in parts.items():
        pieces.sort(key=lambda row: int(row["part"]))
        if len(pieces) != pieces[0]["parts"]:
            raise IndexDamaged(f"a part of version {version} of an article is missing; load the store again")
        found.append(unpack(version, [row["data"] for row in pieces]))
    return found


def _stored(row: Row, article: Article) -> StoredPassage:
    return StoredPassage(row["passage"], Span(article.id, row["start"], row["end"]), article)


def _by_statement(row: Row) -> int:
    return int(row["statement"])
