"""Statements in the catalog: what goes in comes out, and is found by actor, act, day, publisher and words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.actors.resolve import resolve
from corpus.article import Article
from corpus.attribution.statements import statements
from corpus.passages import passages
from corpus.statement import Act, Statement
from index.catalog import create_catalog, list_articles, open_catalog, put_article
from index.embed import Embedder
from index.filters import Filters
from index.removal import remove, restore
from index.search import Index
from index.statements import (
    StoredStatement,
    actors_like,
    find_statements,
    passages_of_actor,
    put_statements,
    statements_of_passages,
)
from index.update import update

ARTICLES = [
    {"id": "loan", "published": "2031-03-04", "publisher": "Fjord Post",
     "text": "Norway asked Denmark for a loan of 40 million crowns. The money is for a ferry, Anna Berg said."},
    {"id": "no", "published": "2031-04-10T06:00:00+00:00", "publisher": "Cod Gazette",
     "text": "Denmark rejected the loan.\n\nAnna Berg urged the Danish cabinet to think again. Berg warned of a strike."},
    {"id": "pier", "text": "The harbour club of Turku demanded a new pier, a longer quay and a crane from Finland."},
]  # fmt: skip


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "news.jsonl"
    write(path, ARTICLES)
    return path


@pytest.fixture
def directory(corpus: Path, tmp_path: Path, embedder: Embedder) -> Path:
    update([corpus], tmp_path / "index", embedder)
    return tmp_path / "index"


def write(path: Path, articles: list[dict[str, str]]) -> None:
    path.write_text("\n".join(map(json.dumps, articles)), "utf-8")


def find(directory: Path, **wanted: Any) -> list[StoredStatement]:
    with open_catalog(directory) as catalog:
        return find_statements(catalog, **wanted)


def told(found: list[StoredStatement]) -> list[tuple[str, str, str]]:
    """Article, source and act of each."""
    return [
        (one.article.id, one.statement.source.of(one.article.text) if one.statement.source else "", one.statement.act)
        for one in found
    ]


ALL_TOLD = [
    ("loan", "Norway", "request"),
    ("loan", "Anna Berg", "state"),
    ("no", "Denmark", "reject"),
    ("no", "Anna Berg", "request"),
    ("no", "Berg", "warn"),
    ("pier", "The harbour club of Turku", "demand"),
]


def test_all_in_the_order_of_articles_and_text(directory: Path) -> None:
    assert told(find(directory)) == ALL_TOLD


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        ({"actor": "Norway"}, [0]),
        ({"actor": "Denmark"}, [2]),
        ({"actor": "Copenhagen"}, [2]),
        ({"actor": "Anna Berg"}, [1, 3, 4]),
        ({"actor": "Berg"}, [1, 3, 4]),
        ({"actor": "Carl Berg"}, []),
        ({"actor": "Portugal"}, []),
        ({"acts": (Act.REJECT,)}, [2]),
        ({"acts": (Act.REQUEST, Act.WARN)}, [0, 3, 4]),
        ({"acts": (Act.ACCUSE,)}, []),
        ({"actor": "Anna Berg", "acts": (Act.REQUEST,)}, [3]),
        ({"filters": Filters(since="2031-04-01")}, [2, 3, 4]),
        ({"filters": Filters(since="2031-04-10", until="2031-04-10")}, [2, 3, 4]),
        ({"filters": Filters(until="2031-03-04")}, [0, 1]),
        ({"filters": Filters(until="2031-03-03")}, []),
        ({"filters": Filters(publisher="fjord post")}, [0, 1]),
        ({"filters": Filters(publisher="Fjord")}, []),
        ({"topic": "pier"}, [5]),
        ({"topic": "Turku"}, [5]),
        ({"topic": "Denmark", "acts": (Act.REQUEST,)}, [0]),
        ({"topic": "loan", "filters": Filters(publisher="Cod Gazette")}, [2]),
        ({"topic": "loan", "actor": "Norway"}, [0]),
        ({"topic": "submarine"}, []),
        ({"topic": ""}, []),
        ({"topic": '" OR NOT NEAR( *'}, []),
        ({"topic": "'; DROP TABLE statement; --"}, []),
        ({"limit": 2}, [0, 1]),
        ({"limit": 0}, []),
    ],
    ids=str,
)
def test_found(directory: Path, wanted: dict[str, Any], rows: list[int]) -> None:
    assert sorted(told(find(directory, **wanted))) == sorted(ALL_TOLD[row] for row in rows)


def test_with_a_topic_the_best_comes_first(directory: Path) -> None:
    found = find(directory, topic="crane quay strike")
    assert told(found) == [ALL_TOLD[5], ALL_TOLD[4]]
    assert found[:1] == find(directory, topic="crane quay strike", limit=1)


def test_what_goes_in_comes_out(tmp_path: Path, embedder: Embedder) -> None:
    """Every field of every statement: conditions, polarity, chains, lists, several passages."""
    text = "\n\n".join(
        [
            "Officials told the Evening Post that the ministry had turned down the bid.",
            "“The roof leaks in places,” said Zoë Müller. “We have waited for years.”",
            "The union says it will not end the strike until the fund is refilled. 😀 Denmark refused to promise aid.",
            "The students set out their demands, which include lower fees, a longer loan, and a seat on the board.",
        ]
    )
    article = Article("a", text, "a.txt")
    made: list[Statement] = list(resolve(article, statements(article)))
    spans = passages(article)
    create_catalog(tmp_path, "model/1")
    with open_catalog(tmp_path, write=True) as catalog, catalog:
        vectors = embedder.embed_passages([span.of(text) for span in spans])
        ids = put_article(catalog, article, "/corpus", spans, vectors)
        put_statements(catalog, article, list(zip(ids, spans, strict=True)), made)
        found = find_statements(catalog)
        of_passages = statements_of_passages(catalog, ids)
    assert [one.statement for one in found] == made
    assert len(made) >= 5
    assert of_passages == found
    where = dict(zip(ids, spans, strict=True))
    for one in found:
        assert one.article.text == text
        assert where[one.passage].overlaps(one.statement.cue)


def test_statements_of_no_passages(directory: Path) -> None:
    with open_catalog(directory) as catalog:
        assert statements_of_passages(catalog, []) == []
        assert statements_of_passages(catalog, [987_654]) == []


def test_actors_and_their_passages(directory: Path) -> None:
    with open_catalog(directory) as catalog:
        assert actors_like(catalog, "Oslo") == ["Norway"]
        assert actors_like(catalog, "Portugal") == []
        assert passages_of_actor(catalog, "Portugal") == []
        ids = passages_of_actor(catalog, "Anna Berg")
        assert {one.passage for one in find_statements(catalog, actor="Anna Berg")} == set(ids)
        assert {one.article.id for one in statements_of_passages(catalog, ids)} == {"loan", "no"}


@pytest.mark.parametrize(
    ("actor", "articles"), [("Norway", {"loan"}), ("Anna Berg", {"loan", "no"}), ("Portugal", set()), (None, None)]
)
def test_search_keeps_to_passages_of_an_actor(
    directory: Path, embedder: Embedder, actor: str | None, articles: set[str] | None
) -> None:
    hits = Index(directory, embedder).search("loan", 10, Filters(actor=actor))
    assert {hit.article.id for hit in hits} == (articles if articles is not None else {"loan", "no", "pier"})


def test_a_changed_article_keeps_only_its_new_statements(corpus: Path, directory: Path, embedder: Embedder) -> None:
    with open_catalog(directory) as catalog:
        before = passages_of_actor(catalog, "Norway")
    write(corpus, [{**ARTICLES[0], "text": "Sweden offered Norway a loan."}, *ARTICLES[1:]])
    update([corpus], directory, embedder)
    assert "Norway" not in [source for _, source, _ in told(find(directory))]
    assert told(find(directory))[-4:] == ALL_TOLD[-4:]
    with open_catalog(directory) as catalog:
        old = statements_of_passages(catalog, before)
    assert [one.statement.actor for one in old][:1] == ["Norway"]
    assert old[0].article.text == ARTICLES[0]["text"]
    assert Index(directory, embedder).search("loan", 10, Filters(actor="Norway")) == []


def test_a_removed_article_tells_nothing_until_it_is_back(directory: Path, embedder: Embedder) -> None:
    remove(["no"], directory, embedder.dimension)
    assert {article for article, _, _ in told(find(directory))} == {"loan", "pier"}
    assert find(directory, topic="strike") == []
    restore(["no"], directory, embedder.dimension)
    assert told(find(directory)) == ALL_TOLD


def test_every_span_over_the_sample_is_in_its_article(sample_index: Path) -> None:
    found = find(sample_index)
    assert len(found) > 100
    with open_catalog(sample_index) as catalog:
        ids = {article.id for article, _, _ in list_articles(catalog)}
    for one in found:
        told_of = one.statement
        spans = (told_of.sentence, told_of.cue, told_of.source, told_of.addressee, told_of.condition, *told_of.content)
        for span in spans:
            assert span is None or (span.article_id == one.article.id and 0 <= span.start < span.end)
            assert span is None or span.end <= len(one.article.text)
    assert {one.article.id for one in found} <= ids
