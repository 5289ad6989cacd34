"""An archive in Milvus back into a folder: the same catalog, with the same ids, and search files made from it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.catalog import FILE, create_catalog, open_catalog, read_meta
from index.errors import IndexMismatch, StoreFailed
from index.generations import publish
from index.milvus.documents import Document
from index.milvus.engine import Row
from index.milvus.manifest import Manifest
from index.milvus.reader import MilvusReader
from index.milvus.source import ACT_OF
from index.milvus.sweep import sweep
from index.milvus.tables import table
from index.milvus.where import Where
from index.other_names import put_other_names
from index.statements import statement_texts, unpack_statement
from index.update import arrange
from index.writing import locked

WINDOW = 128  # versions taken together, some 1,500 passages
PARTIAL = ".fetching"  # the folder in the index's folder where the catalog grows; nobody reads it there

Progress = Callable[[int, int], None]


def fetch(
    reader: MilvusReader, directory: Path, dimension: int, *, progress: Progress = lambda done, total: None
) -> Manifest:
    """Make an index's folder of what the store serves now, with its ids. Run again, it goes on where it was stopped.

    Raises:
        IndexMismatch: there is an index in the folder.
        StoreFailed: the store was changed meanwhile.
        StoreUnavailable, StoreRefused, IndexMissing, IndexDamaged, IndexBusy.
    """
    manifest = reader.manifest()
    with locked(directory):
        if (directory / FILE).exists():
            raise IndexMismatch(f"{directory}: there is an index here; name another folder")
        partial = directory / PARTIAL
        if (partial / FILE).exists() and _source(partial) != _name(manifest):
            shutil.rmtree(partial)  # of another edition
        create_catalog(partial, manifest.model)
        with open_catalog(partial, write=True) as catalog:
            with catalog:
                catalog.execute("INSERT OR REPLACE INTO meta VALUES ('fetching', ?)", (_name(manifest),))
            _fill(catalog, reader, manifest, progress)
            _verify(catalog, reader, manifest)
            arrange(catalog)
            with catalog:
                catalog.execute("UPDATE meta SET value = ? WHERE key = 'revision'", (str(manifest.revision),))
                catalog.execute("DELETE FROM meta WHERE key = 'fetching'")
        publish(partial, dimension)
        for path in sorted(partial.iterdir(), key=lambda path: path.name == FILE):  # the catalog last
            path.replace(directory / path.name)
        partial.rmdir()
    return manifest


def _source(folder: Path) -> str | None:
    with open_catalog(folder) as catalog:
        return read_meta(catalog).get("fetching")


def _name(manifest: Manifest) -> str:
    return f"{manifest.archive}-{manifest.generation}-{manifest.edition}"


def _fill(catalog: sqlite3.Connection, reader: MilvusReader, manifest: Manifest, progress: Progress) -> None:
    done = catalog.execute("SELECT max(row), count(*) FROM version").fetchone()
    count = done[1]
    progress(count, manifest.versions)
    for first in range((done[0] or 0) + 1, manifest.last_version + 1, WINDOW):
        window = Where("version >= {first} and version < {end}", {"first": first, "end": first + WINDOW})
        found = sorted(reader.documents(manifest, window), key=lambda one: one.version)
        vectors = _by_version(reader, manifest, "passages", window, ("version", "passage", "vector"))
        said = _by_version(reader, manifest, "statements", window, ("version", "statement", "passage", "act", "data"))
        with catalog:
            for document in found:
                _put(catalog, document, vectors[document.version], said[document.version])
        count += len(found)
        progress(count, manifest.versions)


def _by_version(
    reader: MilvusReader, manifest: Manifest, kind: str, window: Where, fields: Sequence[str]
) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    name = table(reader.engine.address.name, manifest.generation, kind)
    for row in sweep(reader.engine, name, "version", manifest.last_version + 1, fields, window & manifest.visible()):
        found[row["version"]].append(row)
    return found


def _put(catalog: sqlite3.Connection, one: Document, vectors: Sequence[Row], said: Sequence[Row]) -> None:
    article = one.article
    catalog.execute(
        "INSERT INTO article (row, id, corpus, file, latest, deleted) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (one.row, article.id, one.corpus, article.file, one.latest, one.state),
    )
    told = (json.dumps(article.authors), json.dumps(article.provenance))
    catalog.execute(
        "INSERT INTO version (row, article, number, digest, title, publisher, authors, published, url, language, "
        "provenance, aside, text, indexed) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (one.version, one.row, one.number, one.digest, article.title, article.publisher, told[0], article.published,
         article.url, article.language, told[1], article.aside, article.text, one.indexed),
    )  # fmt: skip
    catalog.executemany(
        "INSERT INTO passage VALUES (?, ?, ?, ?)",
        [(name, one.version, span.start, span.end) for name, span in one.passages],
    )
    catalog.executemany(
        "INSERT INTO vector VALUES (?, ?)",
        [(row["passage"], np.asarray(row["vector"], np.float32).astype("<f2").tobytes()) for row in vectors],
    )
    catalog.executemany(
        "INSERT INTO note VALUES (?, ?, ?, ?)",
        [(one.version, note.kind, note.span.start, note.span.end) for note in one.notes],
    )
    if one.passages:
        put_other_names(catalog, article, one.passages[0][0])
    for row in sorted(said, key=lambda row: int(row["statement"])):
        statement = unpack_statement(row["data"], article.id)
        values = (row["statement"], one.version, row["passage"], ACT_OF[row["act"]].value)
        catalog.execute(
            "INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*values, statement.actor, statement.addressee_actor, row["data"]),
        )
        catalog.execute(
            "INSERT INTO statement_text (rowid, source, content, addressee) VALUES (?, ?, ?, ?)",
            (row["statement"], *statement_texts(statement, article.text)),
        )


def _verify(catalog: sqlite3.Connection, reader: MilvusReader, manifest: Manifest) -> None:
    versions, vectors, statements = catalog.execute(
        "SELECT (SELECT count(*) FROM version), (SELECT count(*) FROM passage) - (SELECT count(*) FROM vector), "
        "(SELECT count(*) FROM statement)"
    ).fetchone()
    if (versions, vectors, statements) != (manifest.versions, 0, manifest.statements):
        raise StoreFailed(f"{reader.place}: it was changed meanwhile, or is not whole; run this again")
