"""An archive in Milvus, open for answers: index/search.py over an engine."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from corpus.article import Article
from corpus.span import Span
from index.archive import Coverage, Hit
from index.embed import Embedder
from index.filters import ALL, Filters
from index.fuse import fuse
from index.milvus.conditions import article_where
from index.milvus.engine import Engine, Row
from index.milvus.keywords import passages_with, query_words
from index.milvus.manifest import Manifest, require_fitting
from index.milvus.ranking import ranked
from index.milvus.reader import MilvusReader
from index.milvus.tables import table
from index.milvus.where import Where
from index.onnx_encoder import Floats
from index.search import DEPTH

_FOUND = ("passage", "version", "start", "end", "hosts")
_LOOKS = 20  # places of the archive that a sample of articles is from

Ranking = dict[int, tuple[Row, float]]


class MilvusArchive(MilvusReader):
    """See index.archive.Archive.

    Raises (at opening and at each search): IndexMissing, IndexMismatch, StoreUnavailable, StoreRefused, StoreFailed.
    """

    def __init__(self, engine: Engine, embedder: Embedder, directory: Path) -> None:
        super().__init__(engine, directory)
        self.model = embedder.fingerprint
        self._embedder = embedder
        self._pool = ThreadPoolExecutor(8, thread_name_prefix="milvus")
        require_fitting(self.manifest(), self.model, self.place)

    def search(self, query: str, k: int, filters: Filters = ALL) -> list[Hit]:
        """See Archive. Both rankings and the filters are the engine's work; they are fused here."""
        manifest = self.manifest()
        require_fitting(manifest, self.model, self.place)
        if not manifest.passages:
            return []
        vector = self._embedder.embed_query(query)
        of_article = article_where(manifest, filters)
        where = of_article & manifest.visible()
        if filters.actor is not None:
            numbers = self.actor_numbers(manifest, filters.actor)
            where &= Where("array_contains_any(actors, {actors})", {"actors": numbers})
        depth = max(k, DEPTH)
        nearest = self._pool.submit(self._ranking, manifest, "vector", vector, where, of_article, depth)
        words = query_words(self.engine, manifest, query)
        keywords = self._ranking(manifest, "words", words, where, of_article, depth) if words else {}
        dense = nearest.result()
        best = fuse([list(dense), list(keywords)])[:k]
        cosines = {name: score for name, (_, score) in dense.items()}
        cosines |= self._cosines(manifest, vector, [name for name in best if name not in dense])
        rows = [(dense.get(name) or keywords[name])[0] for name in best]
        articles = self.articles(manifest, {row["version"] for row in rows})
        hits = [
            Hit(
                name, Span(articles[row["version"]].id, row["start"], row["end"]), articles[row["version"]],
                cosines[name], keywords[name][1] if name in keywords else 0.0,
            )
            for name, row in zip(best, rows, strict=True)
        ]  # fmt: skip
        return sorted(hits, key=lambda hit: hit.article.is_aside(hit.span.start))  # captions after all that is body

    def undated_left_out(self, filters: Filters) -> int:
        """See Archive."""
        return self.manifest().undated if filters.dated else 0

    def coverage(self) -> Coverage:
        """See Archive."""
        return self.manifest().coverage()

    def count_passages(self) -> int:
        """See Archive."""
        return self.manifest().passages

    def passages_with(self, terms: Collection[str]) -> Mapping[str, int]:
        """See Archive."""
        return passages_with(self.engine, self.manifest(), terms)

    def some_articles(self, count: int) -> list[Article]:
        """See Archive."""
        manifest = self.manifest()
        step = max(1, manifest.last_version // _LOOKS)
        name = table(self.engine.address.name, manifest.generation, "documents")
        versions: set[int] = set()
        for first in range(0, manifest.last_version + 1, step):
            where = Where(
                "version > {first} and version <= {last} and current == {one} and part == {zero}",
                {"first": first, "last": first + step, "one": 1, "zero": 0},
            )
            rows = self.engine.query(name, where & manifest.visible(), ("version",), limit=max(1, count // _LOOKS))
            versions |= {row["version"] for row in rows}
        return list(self.articles(manifest, sorted(versions)).values())

    def _ranking(
        self, manifest: Manifest, field: str, query: Floats | dict[int, float], where: Where, of_article: Where, k: int
    ) -> Ranking:
        """The best passages by their ids, in order, each with its row and score."""
        name = table(self.engine.address.name, manifest.generation, "passages")
        found = ranked(
            lambda depth: self.engine.search(name, field, query, where, _FOUND, limit=depth),
            "passage", k, self.present(manifest, of_article),
        )  # fmt: skip
        return {row["passage"]: (row, score) for row, score in found}

    def _cosines(self, manifest: Manifest, vector: Floats, passages: list[int]) -> dict[int, float]:
        """The cosine of a query to each of some passages."""
        if not passages:
            return {}
        name = table(self.engine.address.name, manifest.generation, "passages")
        where = Where("passage in {passages}", {"passages": passages}) & manifest.visible()
        found = self.engine.search(name, "vector", vector, where, ("passage",), limit=len(passages))
        return {row["passage"]: score for row, score in found}
