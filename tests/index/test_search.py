from __future__ import annotations

import threading
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.dates import day_number
from corpus.load import load
from index.embed import Embedder, load_embedder
from index.errors import IndexMismatch, IndexMissing
from index.filters import Filters
from index.search import Hit, Index
from index.update import update
from tests.conftest import SAMPLE

QUERIES = [
    "Who rejected the offer?",
    "",
    "?",
    "xyzzy",
    "😀",
    "the of",
    "قالت حماس",
    "a" * 3_000,
    "OR 1=1; --",
    "\x00",
    "\ud800",
]
ARTICLES = {read.id: read for read in load(SAMPLE) if isinstance(read, Article)}


@pytest.fixture(scope="module")
def index(sample_index: Path, embedder: Embedder) -> Index:
    return Index(sample_index, embedder)


def verbatim(hits: list[Hit]) -> bool:
    return all(
        hit.article == ARTICLES[hit.article.id]
        and hit.text == ARTICLES[hit.article.id].text[hit.span.start : hit.span.end]
        for hit in hits
    )


@pytest.mark.parametrize("query", QUERIES)
def test_hits_are_verbatim_distinct_and_at_most_k(index: Index, query: str) -> None:
    hits = index.search(query, 7)
    assert len(hits) == 7
    assert verbatim(hits)
    assert len({hit.passage for hit in hits}) == 7
    assert all(-1.001 <= hit.similarity <= 1.001 and hit.keyword >= 0 for hit in hits)


@pytest.mark.parametrize("k", [1, 3, 100, 10_000])
def test_k(index: Index, k: int) -> None:
    assert len(index.search("Who rejected the offer?", k)) == min(k, len(index.generation().rows))


def test_fewer_hits_are_the_first_of_more(index: Index) -> None:
    assert [hit.passage for hit in index.search("strike", 20)[:5]] == [hit.passage for hit in index.search("strike", 5)]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(since="2024-09-01"), Filters(until="2024-09-01"), Filters(since="2024-09-01", until="2024-10-31"),
        Filters(publisher="usa today (RETOLD)"), Filters(publisher="Nobody"), Filters(since="2999-01-01"),
        Filters(article="dockworkers-reach-wage-deal.md"), Filters(article="nowhere.md"),
        Filters(since="2024-10-01", publisher="USA TODAY (retold)"),
    ],
    ids=str,
)  # fmt: skip
def test_filters_are_exact(index: Index, filters: Filters) -> None:
    """All passages of all articles that pass, and none else: held against a plain look at every article."""

    def passes(article: Article) -> bool:
        day = day_number(article.published)
        return (
            (filters.since is None or (day > 0 and day >= day_number(filters.since)))
            and (filters.until is None or (day > 0 and day <= day_number(filters.until)))
            and (filters.publisher is None or (article.publisher or "").lower() == filters.publisher.lower())
            and (filters.article is None or article.id == filters.article)
        )

    hits = index.search("Who rejected the offer?", 10_000, filters)
    assert {hit.article.id for hit in hits} == {name for name, article in ARTICLES.items() if passes(article)}


def test_undated_articles_are_left_out_and_counted(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "undated.txt").write_text("Egypt asked Israel to withdraw.")
    (tmp_path / "c" / "dated.md").write_text("---\npublished: 2024-10-24\n---\nEgypt asked Israel to withdraw.")
    update([tmp_path / "c"], tmp_path / "i", embedder)
    index = Index(tmp_path / "i", embedder)
    for filters in (Filters(since="2000-01-01"), Filters(until="2030-01-01")):
        assert [hit.article.id for hit in index.search("Egypt", 9, filters)] == ["dated.md"]
        assert index.undated_left_out(filters) == 1
    assert index.undated_left_out(Filters()) == 0
    assert len(index.search("Egypt", 9)) == 2


def test_the_headline_finds_but_is_not_quoted(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "a.md").write_text(
        "---\ntitle: Zanzibar ferry talks\n---\nThe two sides met." + " They talked." * 99
    )
    update([tmp_path / "c"], tmp_path / "i", embedder)
    hits = Index(tmp_path / "i", embedder).search("Zanzibar", 9)
    assert any(hit.keyword > 0 for hit in hits)
    assert all("Zanzibar" not in hit.text for hit in hits)


def test_the_month_and_who_is_meant_find_but_are_not_quoted(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "c").mkdir()
    filler = " ".join(f"The pier of Turku has {number} planks and a lamp." for number in range(20))
    (tmp_path / "c" / "a.md").write_text(
        f"---\npublished: 2031-03-04\n---\nNorway asked Denmark for a loan.\n\n{filler}\n\nIt also rejected the toll."
    )
    update([tmp_path / "c"], tmp_path / "i", embedder)
    index = Index(tmp_path / "i", embedder)
    assert all(hit.keyword > 0 for hit in index.search("March 2031", 9))
    last = max(index.search("toll", 9), key=lambda hit: hit.span.start)
    assert [hit.keyword > 0 for hit in index.search("Norway", 9) if hit.passage == last.passage] == [True]
    assert "Norway" not in last.text
    assert not [hit for hit in index.search("March", 9) if "March" in hit.text]


def test_article(index: Index) -> None:
    assert index.article("turkey-halts-israel-trade.md") == ARTICLES["turkey-halts-israel-trade.md"]
    with pytest.raises(KeyError):
        index.article("nowhere")


def test_no_index(tmp_path: Path, embedder: Embedder) -> None:
    with pytest.raises(IndexMissing):
        Index(tmp_path, embedder)


def test_an_index_of_another_model(sample_index: Path) -> None:
    with pytest.raises(IndexMismatch, match="bge-small"):
        Index(sample_index, load_embedder("bge-small-en-v1.5"))


def test_threads_agree(index: Index) -> None:
    expected = [index.search(query, 5) for query in QUERIES]
    wrong: list[str] = []

    def ask() -> None:
        wrong.extend(query for query, hits in zip(QUERIES, expected, strict=True) if index.search(query, 5) != hits)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
