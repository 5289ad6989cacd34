"""The truth of an index: articles, their versions, passages and vectors, in one SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.article import Article
from corpus.span import Span
from index.errors import IndexDamaged, IndexMismatch, IndexMissing
from index.onnx_encoder import Floats

FORMAT = "3"
FILE = "catalog.sqlite"
IN_USE, GONE, REMOVED = 0, 1, 2  # an article's state: its corpus no longer has it; someone took it out by hand
_REMEDY = "restore the index from a copy, or remove it and index the corpus again"
_WAL_IS_SOUND = sqlite3.sqlite_version_info >= (3, 51, 3)  # before, a checkpoint could lose a write
_MADE_SINCE = (  # what older indexes of this format lack
    "CREATE INDEX IF NOT EXISTS article_removed ON article (row) WHERE deleted = 2",
    "CREATE TABLE IF NOT EXISTS also_known (version INTEGER NOT NULL REFERENCES version (row), name TEXT NOT NULL, "
    "other TEXT NOT NULL, PRIMARY KEY (version, other, name)) STRICT, WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS other_name (other TEXT PRIMARY KEY, name TEXT NOT NULL, article TEXT NOT NULL) "
    "STRICT, WITHOUT ROWID",
)
_VERSION_FIELDS = "title, publisher, authors, published, url, language, text, provenance, aside"


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalog has of an article id."""

    row: int
    digest: str
    corpus: str
    file: str
    state: int

    @property
    def deleted(self) -> bool:
        """Whether answers may not use it."""
        return self.state != IN_USE


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with the article version that it is a slice of."""

    id: int
    span: Span
    article: Article


@contextmanager
def open_catalog(directory: Path, *, write: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection to the catalog of an index directory.

    Raises:
        IndexMissing: there is none.
        IndexDamaged: SQLite cannot read it.
        IndexMismatch: it has another format.
    """
    path = directory / FILE
    if not path.is_file():
        raise IndexMissing(f"{directory}: no index here; make one with: demarche index CORPUS --index {directory}")
    try:
        # a reader may have to roll back what a killed writer left, so it too opens for writing, where it may
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=30)
        try:
            _check_format(connection, directory)
            _set_pragmas(connection, write=write)
            yield connection
        finally:
            connection.close()
    except (sqlite3.DatabaseError, UnicodeDecodeError, OverflowError) as error:  # the last two: of damaged rows
        raise IndexDamaged(f"{path}: {error}; {_REMEDY}") from error


def create_catalog(directory: Path, model: str) -> None:
    """An empty catalog for vectors of one model's fingerprint. Does nothing if there is a catalog."""
    path = directory / FILE
    if path.exists():
        return
    directory.mkdir(parents=True, exist_ok=True)
    made = path.with_suffix(".new")
    made.unlink(missing_ok=True)
    connection = sqlite3.connect(made)
    connection.executescript(files("index").joinpath("schema.sql").read_text("utf-8"))
    values = {"format": FORMAT, "model": model, "revision": "0"}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", values.items())
    connection.commit()
    connection.close()
    made.replace(path)


def read_meta(catalog: sqlite3.Connection) -> Mapping[str, str]:
    """Format, model and revision of the catalog."""
    return dict(catalog.execute("SELECT key, value FROM meta"))


def require_model(catalog: sqlite3.Connection, fingerprint: str, directory: Path) -> None:
    """Raise IndexMismatch if the vectors were made by another model."""
    made_by = read_meta(catalog)["model"]
    if made_by != fingerprint:
        raise IndexMismatch(
            f"{directory}: made by the model {made_by}, not {fingerprint}; "
            f"use that model, or index into another folder with --index"
        )


def known_articles(catalog: sqlite3.Connection) -> dict[str, Known]:
    """Every article id with its latest digest and where it came from."""
    rows = catalog.execute(
        "SELECT a.id, a.row, v.digest, a.corpus, a.file, a.deleted FROM article a "
        "JOIN version v ON v.article = a.row AND v.number = a.latest"
    )
    return {row[0]: Known(row[1], row[2], row[3], row[4], row[5]) for row in rows}


def put_article(
    catalog: sqlite3.Connection, article: Article, corpus: str, spans: Sequence[Span], vectors: Floats
) -> list[int]:
    """Add an article, or a new version of it, with its passages and their vectors of shape (passages, dimension).

    Returns the ids of the passages.
    """
    row = catalog.execute("SELECT row, latest FROM article WHERE id = ?", (article.id,)).fetchone()
    number = 1 if row is None else row[1] + 1
    if row is None:
        cursor = catalog.execute(
            "INSERT INTO article (id, corpus, file, latest) VALUES (?, ?, ?, 1)", (article.id, corpus, article.file)
        )
    else:
        catalog.execute(
            "UPDATE article SET latest = ?, corpus = ?, file = ?, deleted = 0 WHERE row = ?",
            (number, corpus, article.file, row[0]),
        )
    version = _put_version(catalog, _inserted(cursor) if row is None else row[0], number, article)
    return [_put_passage(catalog, version, span, vector) for span, vector in zip(spans, vectors, strict=True)]


def _put_passage(catalog: sqlite3.Connection, version: int, span: Span, vector: Floats) -> int:
    passage = _inserted(
        catalog.execute(
            'INSERT INTO passage (version, "start", "end") VALUES (?, ?, ?)', (version, span.start, span.end)
        )
    )
    catalog.execute("INSERT INTO vector VALUES (?, ?)", (passage, vector.astype("<f2").tobytes()))
    return passage


def _inserted(cursor: sqlite3.Cursor) -> int:
    """The id of the row that an INSERT made."""
    if cursor.lastrowid is None:
        raise AssertionError("no row was inserted")
    return cursor.lastrowid


def _put_version(catalog: sqlite3.Connection, article_row: int, number: int, article: Article) -> int:
    values = (article.title, article.publisher, json.dumps(article.authors), article.published, article.url)
    told = json.dumps(article.provenance)
    return _inserted(
        catalog.execute(
            f"INSERT INTO version (article, number, digest, {_VERSION_FIELDS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (article_row, number, article.digest(), *values, article.language, article.text, told, article.aside),
        )
    )


def set_state(catalog: sqlite3.Connection, ids: Iterable[str], state: int) -> None:
    """Take articles out of answers (GONE, REMOVED), or put them back (IN_USE)."""
    catalog.executemany("UPDATE article SET deleted = ? WHERE id = ?", [(state, name) for name in ids])


def move_articles(catalog: sqlite3.Connection, places: Mapping[str, tuple[str, str]]) -> None:
    """Record that articles, by id, are now found at (corpus, file)."""
    rows = [(corpus, file, name) for name, (corpus, file) in places.items()]
    catalog.executemany("UPDATE article SET corpus = ?, file = ? WHERE id = ?", rows)


def next_revision(catalog: sqlite3.Connection) -> None:
    """Mark that what answers may use has changed."""
    catalog.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'")


def live_ids(catalog: sqlite3.Connection) -> npt.NDArray[np.int64]:
    """The ids of the passages that answers may use, ascending."""
    rows = catalog.execute(
        "SELECT p.id FROM passage p JOIN version v ON v.row = p.version "
        "JOIN article a ON a.row = v.article AND a.latest = v.number WHERE a.deleted = 0 ORDER BY p.id"
    )
    return np.fromiter((row for (row,) in rows), np.int64)


def live_passages(
    catalog: sqlite3.Connection, ids: Sequence[int] | None = None
) -> Iterator[tuple[StoredPassage, int, bytes]]:
    """Every passage that answers may use, by id, with its article's row and its vector as float16 bytes.

    With ``ids``, only those of them.
    """
    only, values = ("", []) if ids is None else (" AND p.id IN (SELECT value FROM json_each(?))", [json.dumps(ids)])
    rows = catalog.execute(
        'SELECT p.id, p."start", p."end", a.row, x.data, v.row FROM passage p '
        "JOIN version v ON v.row = p.version JOIN article a ON a.row = v.article AND a.latest = v.number "
        f"JOIN vector x ON x.passage = p.id WHERE a.deleted = 0{only} ORDER BY p.id",
        values,
    )
    version_row, article = -1, None
    for passage, start, end, article_row, data, version in rows:
        if article is None or version != version_row:
            version_row, article = version, read_version(catalog, version)
        yield StoredPassage(passage, Span(article.id, start, end), article), article_row, data


def actors_of_passages(catalog: sqlite3.Connection, ids: Sequence[int] | None = None) -> dict[int, list[str]]:
    """Who is meant in the statements of each passage, as source or addressee, each once; of all, or of some by id."""
    only, values = (
        ("", []) if ids is None else (" WHERE passage IN (SELECT value FROM json_each(?))", [json.dumps(ids)])
    )
    found: dict[int, dict[str, None]] = {}
    for passage, *actors in catalog.execute(
        f"SELECT passage, actor, addressee_actor FROM statement{only} ORDER BY id", values
    ):
        found.setdefault(passage, {}).update(dict.fromkeys(filter(None, actors)))
    return {passage: list(names) for passage, names in found.items()}


def passages_by_id(catalog: sqlite3.Connection, ids: Sequence[int]) -> list[StoredPassage]:
    """Passages in the order of their ids, whichever version of their article they belong to."""
    marks = ",".join("?" * len(ids))
    rows = catalog.execute(f'SELECT id, version, "start", "end" FROM passage WHERE id IN ({marks})', list(ids))
    found = {row[0]: row[1:] for row in rows}
    articles = {version: read_version(catalog, version) for version, _, _ in found.values()}
    if len(found) < len(set(ids)):
        raise IndexDamaged(f"passages are missing from the catalog; {_REMEDY}")
    stored = []
    for name in ids:
        version, start, end = found[name]
        stored.append(StoredPassage(name, Span(articles[version].id, start, end), articles[version]))
    return stored


def read_article(catalog: sqlite3.Connection, name: str) -> Article:
    """The latest version of an article. Raises KeyError if there is none or it was removed."""
    row = catalog.execute(
        "SELECT v.row FROM article a JOIN version v ON v.article = a.row AND v.number = a.latest "
        "WHERE a.id = ? AND a.deleted = 0",
        (name,),
    ).fetchone()
    if row is None:
        raise KeyError(name)
    return read_version(catalog, row[0])


def spans_of_articles(catalog: sqlite3.Connection, names: Sequence[str]) -> dict[str, list[Span]]:
    """The passages of the latest versions of some articles, by article id; none of an article that is not there."""
    found: dict[str, list[Span]] = {}
    for name in names:
        rows = catalog.execute(
            'SELECT p."start", p."end" FROM article a JOIN version v ON v.article = a.row AND v.number = a.latest '
            'JOIN passage p ON p.version = v.row WHERE a.id = ? AND a.deleted = 0 ORDER BY p."start"',
            (name,),
        )
        found[name] = [Span(name, start, end) for start, end in rows]
    return found


def list_articles(catalog: sqlite3.Connection, state: int = IN_USE) -> Iterator[tuple[Article, int, int]]:
    """The articles in a state, else those that answers may use, by id: (article, version number, passages)."""
    rows = catalog.execute(
        "SELECT v.row, v.number, (SELECT count(*) FROM passage p WHERE p.version = v.row) FROM article a "
        "JOIN version v ON v.article = a.row AND v.number = a.latest WHERE a.deleted = ? ORDER BY a.id",
        (state,),
    ).fetchall()
    for version, number, count in rows:
        yield read_version(catalog, version), number, count


def read_version(catalog: sqlite3.Connection, version: int) -> Article:
    """An article version, checked against its digest. Raises IndexDamaged if it is not what was written."""
    row = catalog.execute(
        f"SELECT a.id, a.file, v.digest, {_VERSION_FIELDS} FROM version v JOIN article a ON a.row = v.article "
        "WHERE v.row = ?",
        (version,),
    ).fetchone()
    if row is None:
        raise IndexDamaged(f"an article's version {version} is missing from the catalog; {_REMEDY}")
    name, file, digest, title, publisher, authors, published, url, language, text, told, aside = row
    try:
        provenance = tuple((field, where) for field, where in json.loads(told))
        known = (title, publisher, tuple(json.loads(authors)), published, url, language, provenance, aside)
        article = Article(name, text, file, *known)
        sound = article.digest() == digest
    except (ValueError, TypeError):
        sound = False
    if not sound:
        raise IndexDamaged(f"what the catalog has of {name} is not what was written; {_REMEDY}")
    return article


def to_vectors(data: Sequence[bytes], dimension: int) -> Floats:
    """Stored vectors as an array of shape (vectors, dimension)."""
    joined = np.frombuffer(b"".join(data), "<f2").reshape(len(data), dimension)
    return joined.astype(np.float32)


def _check_format(catalog: sqlite3.Connection, directory: Path) -> None:
    meta = read_meta(catalog)
    if not {"format", "model", "revision"} <= meta.keys() or not meta["revision"].isdecimal():
        raise IndexDamaged(f"{directory}: the catalog's head is not what was written; {_REMEDY}")
    if meta["format"] != FORMAT:
        raise IndexMismatch(
            f"{directory}: an index of format {meta['format']}, this version reads format {FORMAT}; "
            f"index the corpus again into another folder"
        )


def _set_pragmas(catalog: sqlite3.Connection, *, write: bool) -> None:
    catalog.execute("PRAGMA foreign_keys = ON")
    catalog.execute(f"PRAGMA query_only = {'OFF' if write else 'ON'}")
    if write:
        catalog.execute(f"PRAGMA journal_mode = {'WAL' if _WAL_IS_SOUND else 'DELETE'}")
        catalog.execute("PRAGMA synchronous = FULL")
        for made in _MADE_SINCE:
            catalog.execute(made)
