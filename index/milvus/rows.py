"""The rows of the collections in Milvus: documents, passages, statements and actors, as a catalog has them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.dates import day_number
from corpus.statement import Act
from index.catalog import actors_of_passages, read_version
from index.keywords import K1, B, terms
from index.milvus.documents import Document, pack
from index.milvus.engine import Row
from index.milvus.source import FROM, LISTED, documents, members_of
from index.milvus.tables import (
    MOST_ACTORS,
    MOST_HOSTS,
    NEVER,
    NOTHING,
    document_number,
    key,
    number_of,
    term_number,
)
from index.parts import keyword_text
from index.statements import statement_texts, unpack_statement

ACTS = {act: number for number, act in enumerate(Act, 1)}
ACT_OF = {number: act for act, number in ACTS.items()}
_UNFINDABLE = {0: 1.0}  # the keywords of what has none, and of what is not searched: no term has the number 0
_PARTED = re.compile(r"[.,]")
_SAMPLE = 5_000  # statements whose mean length is taken for all


@dataclass(frozen=True, slots=True)
class Weights:
    """What the keyword weights and numbers of rows depend on: mean lengths, and the outlets in the order of their
    numbers."""

    mean_terms: float
    mean_said: float
    outlets: Mapping[str, int]


def mean_said(catalog: sqlite3.Connection) -> float:
    """About how many terms a statement has."""
    rows = catalog.execute("SELECT data, version FROM statement ORDER BY id LIMIT ?", (_SAMPLE,)).fetchall()
    articles = {version: read_version(catalog, version) for version in {version for _, version in rows}}
    lengths = [
        len(terms_said(" ".join(statement_texts(unpack_statement(data, articles[of].id), articles[of].text))))
        for data, of in rows
    ]
    return sum(lengths) / max(len(lengths), 1)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of some versions, by collection."""

    documents: list[Row]
    passages: list[Row]
    statements: list[Row]
    actors: list[Row]


def rows_of(
    catalog: sqlite3.Connection, versions: Sequence[int], edition: int, weights: Weights, stamped: Mapping[int, int]
) -> Rows:
    """The rows of some versions as an edition writes them."""
    found = documents(catalog, versions)
    later = _later_days(catalog, versions)
    status = {one.version: _status(one, edition, later.get(one.version, NEVER), weights) for one in found}
    hosts = _hosts(catalog, versions)
    by_version = {one.version: one for one in found}
    statements, actors, acting = _statements(catalog, versions, by_version, status, hosts, weights)
    return Rows(
        [
            {
                **status[one.version], "key": key(document_number(one.version, part), edition), "part": part,
                "parts": len(pieces), "number": one.number, "cluster": one.cluster, "stamp": stamped[one.version],
                "nothing": NOTHING, "data": piece,
            }
            for one in found
            for pieces in (pack(one),)
            for part, piece in enumerate(pieces)
        ],
        _passages(catalog, found, status, hosts, acting, weights),
        statements,
        [{"key": number, "actor": number, "data": name, "nothing": NOTHING} for name, number in actors.items()],
    )  # fmt: skip


def _status(one: Document, edition: int, superseded: int, weights: Weights) -> Row:
    publisher = one.article.publisher
    return {
        "name": number_of(one.article.id), "version": one.version, "born": edition, "current": int(one.current),
        "day": day_number(one.article.published), "publisher": -1 if not publisher else weights.outlets[publisher],
        "superseded": superseded, "retracted": int(one.retracted),
    }  # fmt: skip


def _passages(
    catalog: sqlite3.Connection,
    found: Sequence[Document],
    status: Mapping[int, Row],
    hosts: Mapping[int, list[int]],
    acting: Mapping[int, set[int]],
    weights: Weights,
) -> list[Row]:
    ids = [name for one in found for name, _ in one.passages]
    meant = actors_of_passages(catalog, ids)
    data = dict(catalog.execute(f"SELECT passage, data FROM vector WHERE passage IN {LISTED}", (json.dumps(ids),)))
    return [
        {
            **status[one.version], "key": key(name, status[one.version]["born"]), "passage": name,
            "start": span.start, "end": span.end, "hosts": hosts.get(name, []),
            "actors": sorted(acting.get(name, ()))[:MOST_ACTORS],
            "vector": np.frombuffer(data[name], "<f2").astype(np.float32),
            "words": _words(terms(keyword_text(one.article, span, meant.get(name, ()))), weights.mean_terms)
            if one.current
            else _UNFINDABLE,
        }
        for one in found
        for name, span in one.passages
    ]  # fmt: skip


def _statements(
    catalog: sqlite3.Connection,
    versions: Sequence[int],
    found: Mapping[int, Document],
    status: Mapping[int, Row],
    hosts: Mapping[int, list[int]],
    weights: Weights,
) -> tuple[list[Row], dict[str, int], dict[int, set[int]]]:
    """The rows of statements, the numbers of who acts in them, and these for each passage."""
    rows: list[Row] = []
    actors: dict[str, int] = {}
    acting: dict[int, set[int]] = defaultdict(set)
    for name, version, passage, act, actor, data in catalog.execute(
        f"SELECT id, version, passage, act, actor, data FROM statement WHERE version IN {LISTED} ORDER BY id",
        (json.dumps(list(versions)),),
    ):
        number = 0
        if actor is not None:
            number = actors.setdefault(actor, number_of(actor))
            acting[passage].add(number)
        article, current = found[version].article, status[version]
        text = " ".join(statement_texts(unpack_statement(data, article.id), article.text)) if current["current"] else ""
        rows.append({
            **current, "key": key(name, current["born"]), "statement": name, "passage": passage, "act": ACTS[Act(act)],
            "actor": number, "hosts": hosts.get(passage, []), "data": data,
            "words": _words(terms_said(text), weights.mean_said),
        })  # fmt: skip
    return rows, actors, acting


def terms_said(text: str) -> list[str]:
    """The terms of a statement: of a number its parts too, for that is how a folder's index has it.

    >>> terms_said("raised by 6.25 percent")
    ['rais', '6.25', 'percent', '6', '25']
    """
    found = terms(text)
    return [*found, *(part for term in found if _PARTED.search(term) for part in _PARTED.split(term))]


def _words(found: Sequence[str], mean: float) -> dict[int, float]:
    """The terms of a text with their weights in BM25, but for how rare each is: that is the query's part."""
    bag = Counter(found)
    norm = K1 * (1 - B + B * bag.total() / max(mean, 1e-9))
    weighed: dict[int, float] = {}
    for term, times in bag.items():
        number = term_number(term)
        weighed[number] = weighed.get(number, 0.0) + times / (times + norm)
    return weighed or _UNFINDABLE


def _later_days(catalog: sqlite3.Connection, versions: Sequence[int]) -> dict[int, int]:
    """For the versions of articles that a later one replaces, the day of that one, 0 if it is unknown."""
    rows = catalog.execute(
        f"SELECT v.row, bv.published {FROM} WHERE v.row IN {LISTED} AND b.row IS NOT NULL",
        (json.dumps(list(versions)),),
    )
    return {version: day_number(published) for version, published in rows}


def _hosts(catalog: sqlite3.Connection, versions: Sequence[int]) -> dict[int, list[int]]:
    """For the passages that only repeat earlier articles, the numbers of these articles' names."""
    rows = catalog.execute(
        "SELECT mark.passage, mark.cluster, mark.hosts FROM copy_passage mark JOIN passage p ON p.id = mark.passage "
        f"WHERE mark.hosts <> 0 AND p.version IN {LISTED}",
        (json.dumps(list(versions)),),
    ).fetchall()
    members = {cluster: members_of(catalog, cluster) for cluster in {cluster for _, cluster, _ in rows}}
    return {
        passage: [number_of(name) for member, name in members[cluster] if hosts >> member & 1][:MOST_HOSTS]
        for passage, cluster, hosts in rows
    }
