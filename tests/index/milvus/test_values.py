"""One suite over exact search, FAISS and Milvus: not that each gives something, but that each gives the same values."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from corpus.statement import Act
from index.archive import Archive, Hit
from index.catalog import live_passages, open_catalog, to_vectors
from index.editions import resolve_citation
from index.embed import Embedder
from index.filters import ALL, Filters
from index.generations import Generation
from index.keywords import terms
from index.milvus.address import parse_address
from index.milvus.archive import MilvusArchive
from index.milvus.engine import Engine
from index.milvus.load import load
from index.search import Index
from index.vectors import ExactVectors
from tests.index.milvus.news import AT, QUOTES, STORY
from tests.index.milvus.server import Server

CLOSE = 1e-5  # between the float32 sums of two engines
QUERIES = [
    "Who rejected the pension offer?", "What did the pilots demand?", "lemons from Sweden", "ferry fares in winter",
    "Who proposed a judge from Skien?", "strike", "envoy Kari Lie proposed", "What did Hamas firmly reject?",
    "the of", "", "?", "xyzzy", "😀", "قالت", "a" * 3_000, "\x00", "\ud800", QUOTES, "' or 1 == 1 or publisher == '",
]  # fmt: skip
FILTERS = [
    ALL, Filters(publisher="brevik POST"), Filters(publisher="Tide Times"), Filters(publisher="O'Hara \"&\" Sons"),
    Filters(publisher="' or 1 == 1 or '"), Filters(publisher="{edition}"), Filters(since="2031-03-04"),
    Filters(until="2031-03-03"), Filters(since="2024-01-01", until="2031-12-31"), Filters(as_of="2031-02-03"),
    Filters(as_of="2031-03-03"), Filters(retracted=True), Filters(actor="Hamas"), Filters(actor="Signe Dahl"),
    Filters(actor="Dahl", publisher="Tide Times"), Filters(actor="nobody'); drop"), Filters(article="cut"),
    Filters(article="no such"), Filters(since="2999-01-01"), Filters(actor="Boeing", since="2024-10-01"),
]  # fmt: skip


class _Exact(Index):
    """An index that compares every vector, in numpy: the oracle. It remembers what it found."""

    def __init__(self, directory: Path, embedder: Embedder) -> None:
        super().__init__(directory, embedder)
        self._remembered: dict[tuple[str, int, Filters], list[Hit]] = {}
        self._exact = self._with_exact_vectors(super().generation())

    def generation(self) -> Generation:
        return self._exact if hasattr(self, "_exact") else super().generation()

    def search(self, query: str, k: int, filters: Filters = ALL) -> list[Hit]:
        asked = (query, k, filters)
        if asked not in self._remembered:
            self._remembered[asked] = super().search(query, k, filters)
        return self._remembered[asked]

    def _with_exact_vectors(self, found: Generation) -> Generation:
        with open_catalog(self.directory) as catalog:
            data = {passage.id: vector for passage, _, vector in live_passages(catalog)}
        dimension = self._embedder.dimension
        vectors = np.zeros((len(found.rows), dimension), np.float32)
        for row, passage in enumerate(found.rows["passage"].tolist()):
            if passage in data:
                vectors[row] = to_vectors([data[passage]], dimension)
        return replace(found, vectors=ExactVectors(vectors))


@pytest.fixture(scope="module")
def exact(news_before: Path, embedder: Embedder) -> Archive:
    return _Exact(news_before, embedder)


@pytest.fixture(scope="module", params=["faiss", "milvus"])
def store(
    request: pytest.FixtureRequest,
    news_before: Path,
    embedder: Embedder,
    server: Server,
    tmp_path_factory: pytest.TempPathFactory,
) -> Archive:
    if request.param == "faiss":
        return Index(news_before, embedder)
    engine = Engine(server.address("values"))
    load(news_before, engine, embedder.dimension)
    return MilvusArchive(engine, embedder, tmp_path_factory.mktemp("notes"))


def same_ranking(one: list[Hit], other: list[Hit]) -> bool:
    """Whether two rankings have the same passages with the same scores in the same order, but for ties."""
    scores = [{hit.passage: (hit.similarity, hit.keyword) for hit in hits} for hits in (one, other)]
    if scores[0].keys() != scores[1].keys():
        return False
    if not all(np.allclose(scores[0][name], scores[1][name], atol=CLOSE) for name in scores[0]):
        return False
    return all(
        a.passage == b.passage or np.allclose((a.similarity, a.keyword), (b.similarity, b.keyword), atol=CLOSE)
        for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_search(exact: Archive, store: Archive, filters: Filters) -> None:
    for query in QUERIES if filters in (ALL, FILTERS[-1]) else QUERIES[:4]:
        wanted, found = exact.search(query, 40, filters), store.search(query, 40, filters)
        assert same_ranking(wanted, found), query
        assert all(hit.text == hit.article.text[hit.span.start : hit.span.end] for hit in found)
        assert {hit.passage: (hit.span, hit.article) for hit in wanted} == {
            hit.passage: (hit.span, hit.article) for hit in found
        }


def test_the_comparison_sees_a_difference(exact: Archive) -> None:
    hits = exact.search("Who rejected the pension offer?", 9)
    assert same_ranking(hits, hits)
    assert not same_ranking(hits, hits[:-1])
    assert not same_ranking(hits, [*hits[:-1], replace(hits[-1], similarity=hits[-1].similarity + 0.01)])
    assert not same_ranking(hits, [hits[1], hits[0], *hits[2:]])


@pytest.mark.parametrize("k", [1, 3, 10_000])
def test_k(exact: Archive, store: Archive, k: int) -> None:
    assert same_ranking(exact.search("Who rejected the offer?", k), store.search("Who rejected the offer?", k))


def test_copies_are_hidden_behind_what_they_repeat_and_only_then(store: Archive) -> None:
    def found(filters: Filters) -> set[str]:
        return {hit.article.id for hit in store.search("pilots of Brevik rejected the pension offer", 60, filters)}

    assert {"agency", "post"} <= found(ALL)
    assert "cut" not in found(ALL)
    assert found(Filters(publisher="Tide Times")) >= {"cut"}
    assert [one.id for one in store.also_in(["agency"])["agency"]] == ["post", "cut"]


def test_passages_and_statements_of_them(exact: Archive, store: Archive) -> None:
    ids = [hit.passage for hit in exact.search("Who rejected the offer?", 50)]
    assert store.passages(ids) == exact.passages(ids)
    assert store.passages([]) == []
    assert store.statements_of(ids) == exact.statements_of(ids)
    assert exact.statements_of(ids)


@pytest.mark.parametrize("filters", FILTERS[:-1], ids=str)
def test_statements(exact: Archive, store: Archive, filters: Filters) -> None:
    for acts in ((), (Act.DEMAND,), (Act.REJECT, Act.PROPOSE)):
        for limit in (-1, 3):
            wanted = exact.find_statements(actor=filters.actor, acts=acts, filters=filters, limit=limit)
            assert store.find_statements(actor=filters.actor, acts=acts, filters=filters, limit=limit) == wanted


@pytest.mark.parametrize("topic", ["lemons", "pension offer", "Hamas hostages", "wage strike", "the", "' or 1", "zzz"])
def test_statements_on_a_topic(exact: Archive, store: Archive, topic: str) -> None:
    """The same statements; their order is by BM25, which counts other texts in the two stores."""
    wanted, found = exact.find_statements(topic=topic), store.find_statements(topic=topic)
    assert sorted(wanted, key=lambda one: one.id) == sorted(found, key=lambda one: one.id)
    assert store.find_statements(topic=topic, limit=2) == found[:2]


def test_articles(exact: Archive, store: Archive) -> None:
    names = [article.id for article, _, _ in exact.listed()]
    assert list(store.listed()) == list(exact.listed())
    assert len(names) == len(set(names)) > 45
    assert store.standings() == exact.standings()
    assert store.spans([*names, "no such"]) == exact.spans([*names, "no such"])
    assert store.also_in(names) == exact.also_in(names)
    for name in names:
        assert store.article(name) == exact.article(name)
        assert store.edition(name) == exact.edition(name)
        assert store.edition(name, exact.article(name).digest()[:12]) == exact.edition(name)
    for read in (store.article, store.edition):
        with pytest.raises(KeyError):
            read("no such")
    with pytest.raises(KeyError):
        store.edition(names[0], "f" * 64)
    assert {one.id for one in store.some_articles(30)} <= set(names)
    assert len(store.some_articles(30)) >= 10


def test_what_there_is(exact: Archive, store: Archive) -> None:
    assert store.coverage() == exact.coverage()
    assert store.count_passages() == exact.count_passages()
    stems = ["said", "ferri", "zyzzyva", *terms("Who asked for guarantees?")]
    assert store.passages_with(stems) == exact.passages_with(stems)
    assert exact.passages_with(["zyzzyva"]) == {"zyzzyva": 0}
    assert store.actors(10) == exact.actors(10)
    assert store.model == exact.model
    assert store.state() == store.state()
    for filters in (ALL, Filters(since="2031-01-01")):
        assert store.undated_left_out(filters) == exact.undated_left_out(filters)


def test_an_old_address_resolves(exact: Archive, store: Archive) -> None:
    for name in ("fares", "agency", "bread"):
        wanted = resolve_citation(exact.edition, name, None, 4, 30)
        assert resolve_citation(store.edition, name, None, 4, 30) == wanted
    assert resolve_citation(store.edition, "fares", None, 4, 30).latest.article.url == AT
    assert resolve_citation(store.edition, "agency", None, 4, 30).quote == STORY[4:30]


def test_a_file(exact: Archive, news_before: Path, embedder: Embedder, tmp_path: Path) -> None:
    """milvus-lite in this process, over a file."""
    engine = Engine(parse_address(f"milvus+file:{tmp_path / 'news.db'}?name=values"))
    load(news_before, engine, embedder.dimension)
    archive = MilvusArchive(engine, embedder, tmp_path / "notes")
    for filters in (ALL, Filters(actor="Signe Dahl"), Filters(publisher="brevik POST", since="2031-02-01")):
        for query in QUERIES[:3]:
            assert same_ranking(exact.search(query, 40, filters), archive.search(query, 40, filters))
    assert archive.find_statements() == exact.find_statements()
    engine.close()


def test_rankings_fall(store: Archive) -> None:
    for query in QUERIES[:7]:
        keywords = [hit.keyword for hit in store.search(query, 200)]
        assert all(keyword >= 0 for keyword in keywords)
        assert [a.passage != b.passage for a, b in pairwise(store.search(query, 50))].count(False) == 0
