"""Statements in the catalog: stored with their article's version, found by passage, actor, act, day and words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from corpus.actors.identity import same_actor
from corpus.actors.nobody import is_nobody
from corpus.article import Article
from corpus.horoscope import is_horoscope
from corpus.language import is_foreign
from corpus.span import Span
from corpus.statement import Act, Modality, Polarity, Statement
from index.catalog import StoredPassage, passages_by_id
from index.editions import left_out
from index.filters import ALL, Filters
from index.keywords import words
from index.other_names import names_of, read_other_names

_SPANS = ("sentence", "cue", "source", "addressee", "condition")
_PLAIN = ("verbatim", "source_named", "actor", "addressee_actor", "confidence")
_LIVE = (
    "FROM statement s JOIN version v ON v.row = s.version "
    "JOIN article a ON a.row = v.article AND a.latest = v.number AND a.deleted = 0"
)
_REPEATED = (  # an earlier article of the cluster that has all that the statement's passage says
    "SELECT 1 FROM copy_passage mark JOIN copy_passage earlier ON earlier.cluster = mark.cluster "
    "AND earlier.member < mark.member AND (mark.hosts >> earlier.member) & 1 "
    "JOIN passage p ON p.id = earlier.passage JOIN version hv ON hv.row = p.version "
    "JOIN article host ON host.row = hv.article WHERE mark.passage = s.passage AND mark.hosts <> 0"
)


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """A statement, the passage that holds its cue, and the article version that it is in."""

    id: int
    statement: Statement
    passage: int
    article: Article


def put_statements(
    catalog: sqlite3.Connection, article: Article, passages: Sequence[tuple[int, Span]], statements: Iterable[Statement]
) -> None:
    """Store the statements of an article version whose passages, with their ids, are already stored."""
    for statement in statements:
        passage = next(name for name, span in passages if span.overlaps(statement.cue))
        values = (passage, passage, statement.act, statement.actor, statement.addressee_actor, _pack(statement))
        row = catalog.execute(
            "INSERT INTO statement (version, passage, act, actor, addressee_actor, data) "
            "VALUES ((SELECT version FROM passage WHERE id = ?), ?, ?, ?, ?, ?)",
            values,
        ).lastrowid
        texts = statement_texts(statement, article.text)
        catalog.execute(
            "INSERT INTO statement_text (rowid, source, content, addressee) VALUES (?, ?, ?, ?)", (row, *texts)
        )


def believable(article: Article, spans: Sequence[Span], said: Iterable[Statement]) -> Iterator[Statement]:
    """The statements that may be believed: not those of horoscopes and captions, nor of passages in another language
    than English, which the parser was not made for."""
    if is_horoscope(article.text):
        return
    for statement in said:
        passage = next(span for span in spans if span.overlaps(statement.cue))
        if not article.is_aside(passage.start) and not is_foreign(passage.of(article.text)):
            yield statement


def statements_of_passages(catalog: sqlite3.Connection, passages: Sequence[int]) -> list[StoredStatement]:
    """The statements whose cue is in one of the passages, whichever version these are of, by id."""
    marks = ",".join("?" * len(passages))
    rows = catalog.execute(
        f"SELECT id, passage, data FROM statement WHERE passage IN ({marks}) ORDER BY id", list(passages)
    )
    return _stored(catalog, rows.fetchall())


def find_statements(
    catalog: sqlite3.Connection,
    *,
    actor: str | None = None,
    acts: Sequence[Act] = (),
    topic: str | None = None,
    filters: Filters = ALL,
    limit: int = -1,
) -> list[StoredStatement]:
    """The statements of the latest versions that fit all that is given.

    With a topic: those with a word of it in source, content or addressee, best first by BM25; else in the order of
    articles and text. A negative limit is none.
    """
    where, values = _conditions(catalog, acts, filters)
    if actor is not None:
        names = actors_like(catalog, actor)
        where += f" AND s.actor IN ({','.join('?' * len(names))})"
        values += names
    if topic is not None:
        match = " OR ".join(f'"{word}"' for word in words(topic))
        if not match:
            return []
        query = f"{_LIVE} JOIN statement_text ON statement_text.rowid = s.id WHERE statement_text MATCH ? AND {where}"
        order = "ORDER BY bm25(statement_text), s.id LIMIT ?"
        rows = catalog.execute(f"SELECT s.id, s.passage, s.data {query} {order}", [match, *values, limit])
    else:
        query = f"SELECT s.id, s.passage, s.data {_LIVE} WHERE {where} ORDER BY a.id, s.id LIMIT ?"
        rows = catalog.execute(query, [*values, limit])
    return _stored(catalog, rows.fetchall())


def actors_like(catalog: sqlite3.Connection, name: str) -> list[str]:
    """The names under which the statements have an actor, by whatever name he is asked for."""
    rows = catalog.execute("SELECT DISTINCT actor FROM statement WHERE actor IS NOT NULL")
    names = names_of(name, read_other_names(catalog))
    return [actor for (actor,) in rows if any(same_actor(actor, one) for one in names)]


def frequent_actors(catalog: sqlite3.Connection, count: int) -> list[str]:
    """Who acts most often in the articles that answers may use, by name, the most frequent first.

    “experts” and “officials” act often, but are nobody in particular; nor are “Some” and “A”, which older indexes hold.
    """
    rows = catalog.execute(
        f"SELECT s.actor {_LIVE} WHERE s.actor IS NOT NULL AND s.actor GLOB '*[^a-z -]*' "
        "GROUP BY s.actor ORDER BY count(*) DESC, s.actor"
    )
    return list(islice((name for (name,) in rows if not is_nobody(name)), count))


def passages_of_actor(catalog: sqlite3.Connection, name: str) -> list[int]:
    """The ids of the passages that hold a statement of an actor, by whatever name."""
    names = actors_like(catalog, name)
    marks = ",".join("?" * len(names))
    return [
        row for (row,) in catalog.execute(f"SELECT DISTINCT passage FROM statement WHERE actor IN ({marks})", names)
    ]


def _conditions(catalog: sqlite3.Connection, acts: Sequence[Act], filters: Filters) -> tuple[str, list[Any]]:
    passes, values = _passes(catalog, filters, "a", "v")
    once, more = _passes(catalog, filters, "host", "hv")
    parts = [passes, f"NOT EXISTS ({_REPEATED} AND {once})"]
    values += more
    if acts:
        parts.append(f"s.act IN ({','.join('?' * len(acts))})")
        values += acts
    return " AND ".join(parts), values


def _passes(catalog: sqlite3.Connection, filters: Filters, article: str, version: str) -> tuple[str, list[Any]]:
    """SQL that says whether an article, with its version, is used and passes the filters but for ``actor``."""
    parts, values = [f"{article}.deleted = 0"], list[Any]()
    rows = sorted(left_out(catalog, filters))
    if rows:
        parts.append(f"{article}.row NOT IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(rows))
    for day, sign in ((filters.since, ">="), (filters.last_day, "<=")):
        if day is not None:
            parts.append(f"date({version}.published) {sign} ?")
            values.append(day)
    if filters.publisher is not None:
        wanted = filters.publisher.casefold()
        found = catalog.execute("SELECT DISTINCT publisher FROM version WHERE publisher IS NOT NULL")
        names = [name for (name,) in found if name.casefold() == wanted]
        parts.append(f"{version}.publisher IN ({','.join('?' * len(names))})")
        values += names
    return " AND ".join(parts), values


def statement_texts(statement: Statement, text: str) -> tuple[str, str, str]:
    """What keyword search finds a statement by: source, content and addressee."""
    source = f"{statement.actor or ''} {statement.source.of(text) if statement.source else ''}"
    addressee = f"{statement.addressee_actor or ''} {statement.addressee.of(text) if statement.addressee else ''}"
    return source, " ".join(span.of(text) for span in statement.content), addressee


def _pack(statement: Statement) -> str:
    data: dict[str, Any] = {name: _ends(getattr(statement, name)) for name in _SPANS}
    data |= {name: getattr(statement, name) for name in _PLAIN}
    data |= {"reported_by": statement.reported_by, "content": [_ends(span) for span in statement.content]}
    data |= {"act": statement.act, "polarity": statement.polarity, "modality": statement.modality}
    return json.dumps(data, ensure_ascii=False)


def unpack_statement(packed: str, article_id: str) -> Statement:
    """A statement of an article from its stored form."""
    data = json.loads(packed)

    def span(name: str) -> Span | None:
        return Span(article_id, *data[name]) if data[name] else None

    return Statement(
        sentence=Span(article_id, *data["sentence"]),
        cue=Span(article_id, *data["cue"]),
        act=Act(data["act"]),
        source=span("source"),
        content=tuple(Span(article_id, *ends) for ends in data["content"]),
        addressee=span("addressee"),
        condition=span("condition"),
        polarity=Polarity(data["polarity"]),
        modality=Modality(data["modality"]),
        reported_by=tuple(data["reported_by"]),
        **{name: data[name] for name in _PLAIN},
    )


def _ends(span: Span | None) -> tuple[int, int] | None:
    return None if span is None else (span.start, span.end)


def _stored(catalog: sqlite3.Connection, rows: Sequence[tuple[int, int, str]]) -> list[StoredStatement]:
    ids = sorted({passage for _, passage, _ in rows})
    passages: dict[int, StoredPassage] = {found.id: found for found in passages_by_id(catalog, ids)}
    return [
        StoredStatement(name, unpack_statement(data, passages[passage].article.id), passage, passages[passage].article)
        for name, passage, data in rows
    ]
