"""What a catalog has of the archive that goes to Milvus: its identity, its documents, and what tells a change."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from corpus.corrections import Note, NoteKind
from corpus.span import Span
from index.catalog import read_version
from index.errors import IndexMissing
from index.milvus.documents import Document

LISTED = "(SELECT value FROM json_each(?))"
FROM = (  # versions with their article, what replaces it, and the cluster of its copies if there are some
    "FROM version v JOIN article a ON a.row = v.article LEFT JOIN article b ON b.row = a.superseded "
    "LEFT JOIN version bv ON bv.article = b.row AND bv.number = b.latest LEFT JOIN copy c ON c.article = a.row "
    "AND EXISTS (SELECT 1 FROM copy other WHERE other.cluster = c.cluster AND other.article <> c.article)"
)


def identity(catalog: sqlite3.Connection) -> str:
    """What tells an archive from others: the first version that it took in, and when. Copies of it have it too.

    Raises IndexMissing if there is none.
    """
    first = catalog.execute("SELECT digest, indexed FROM version ORDER BY row LIMIT 1").fetchone()
    if first is None:
        raise IndexMissing("the index has no articles; add some first: demarche index CORPUS")
    return hashlib.blake2b(json.dumps(first).encode("ascii"), digest_size=16).hexdigest()


def stamps(catalog: sqlite3.Connection) -> dict[int, int]:
    """For each version a number that changes with anything that is kept of it: its text and metadata never change,
    whether it is current, superseded, a copy, and of what, may."""
    hosts = _all_hosts(catalog)
    rows = catalog.execute(
        "SELECT v.row, v.digest, v.number, a.latest, a.deleted, a.corpus, a.file, b.id, bv.published, c.cluster "
        f"{FROM} ORDER BY v.row"
    )
    return {row[0]: _hash([*row[1:], hosts.get(row[0], ())]) for row in rows}


def outlets(catalog: sqlite3.Connection, known: Sequence[str] = ()) -> list[str]:
    """The publishers of all versions, those that are known first: their numbers stay."""
    rows = catalog.execute(
        "SELECT publisher FROM version WHERE publisher IS NOT NULL GROUP BY publisher ORDER BY min(row)"
    )
    return list(dict.fromkeys([*known, *(name for (name,) in rows)]))


def documents(catalog: sqlite3.Connection, versions: Sequence[int]) -> list[Document]:
    """The documents of some versions, in their order."""
    listed = json.dumps(list(versions))
    spans: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for passage, version, start, end in catalog.execute(
        f'SELECT id, version, "start", "end" FROM passage WHERE version IN {LISTED} ORDER BY id', (listed,)
    ):
        spans[version].append((passage, start, end))
    notes: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    for version, kind, start, end in catalog.execute(
        f'SELECT version, kind, "start", "end" FROM note WHERE version IN {LISTED} ORDER BY version, "start"',
        (listed,),
    ):
        notes[version].append((kind, start, end))
    rows = catalog.execute(
        "SELECT v.row, a.row, v.number, a.latest, a.deleted, b.id, c.cluster, a.corpus, v.digest, v.indexed "
        f"{FROM} WHERE v.row IN {LISTED} ORDER BY v.row",
        (listed,),
    )
    return [_document(catalog, row, spans[row[0]], notes[row[0]]) for row in rows.fetchall()]


def _document(
    catalog: sqlite3.Connection,
    row: tuple[int, int, int, int, int, str | None, int | None, str, str, str],
    spans: Sequence[tuple[int, int, int]],
    notes: Sequence[tuple[str, int, int]],
) -> Document:
    version, article_row, number, latest, state, superseded_by, cluster, corpus, digest, indexed = row
    article = read_version(catalog, version)
    return Document(
        version, article_row, number, latest, state, superseded_by, cluster or 0, corpus, digest, indexed,
        article,
        tuple((name, Span(article.id, start, end)) for name, start, end in spans),
        tuple(Note(NoteKind(kind), Span(article.id, start, end)) for kind, start, end in notes),
    )  # fmt: skip


def members_of(catalog: sqlite3.Connection, cluster: int) -> list[tuple[int, str]]:
    """The articles with the same report as a cluster, by their bit in the marks of its passages."""
    return catalog.execute(
        "SELECT DISTINCT mark.member, a.id FROM copy_passage mark JOIN passage p ON p.id = mark.passage "
        "JOIN version v ON v.row = p.version JOIN article a ON a.row = v.article WHERE mark.cluster = ? "
        "ORDER BY mark.member",
        (cluster,),
    ).fetchall()


def _all_hosts(catalog: sqlite3.Connection) -> dict[int, list[tuple[int, int, int]]]:
    """What is marked of the passages of each version."""
    found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    members = {
        cluster: _hash(members_of(catalog, cluster))
        for (cluster,) in catalog.execute("SELECT DISTINCT cluster FROM copy_passage").fetchall()
    }
    for version, passage, cluster, hosts in catalog.execute(
        "SELECT p.version, mark.passage, mark.cluster, mark.hosts FROM copy_passage mark "
        "JOIN passage p ON p.id = mark.passage WHERE mark.hosts <> 0 ORDER BY mark.passage"
    ):
        found[version].append((passage, hosts, members[cluster]))
    return found


def _hash(value: object) -> int:
    text = json.dumps(value, ensure_ascii=True).encode("ascii")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest()) >> 2


def batched(items: Sequence[int], size: int) -> Iterator[list[int]]:
    """The items in their order, so many at a time.

    >>> list(batched([1, 2, 3], 2))
    [[1, 2], [3]]
    """
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
