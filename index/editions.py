"""Versions of articles: which one answers use, what they say of themselves, and what became of one that was cited."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from corpus.article import Article
from corpus.corrections import Note, NoteKind, notes
from corpus.dates import day_number
from corpus.duplicates import likeness, shingles
from corpus.span import Span
from index.catalog import IN_USE, read_version
from index.filters import ALL, Filters

SAME_PAGE = 0.2  # share of the shorter text in the longer; under it, an address is a section page and not one article
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref|cmpid)=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Edition:
    """What the catalog knows of an article version besides its text.

    ``number`` counts the versions of its id from 1; ``updated`` says that there is a later one, or that a later article
    stands at its address, whose id is then ``superseded_by``; ``indexed`` is when it was taken in (ISO 8601, UTC);
    ``future`` says that it was dated after that day.
    """

    article: Article
    number: int
    updated: bool
    removed: bool
    superseded_by: str | None
    indexed: str
    notes: tuple[Note, ...]

    @property
    def retracted(self) -> bool:
        """Whether it says of itself that it was withdrawn."""
        return any(note.kind is NoteKind.RETRACTION for note in self.notes)

    @property
    def future(self) -> bool:
        """Whether its date was still to come when it was indexed, in every time zone."""
        return is_future(self.article.published, self.indexed)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A citation looked up again: its quote, the version it is of, and where the latest version has the same words."""

    quote: str
    edition: Edition
    latest: Edition
    still_at: Span | None


def put_notes(catalog: sqlite3.Connection, article: Article, passage: int) -> None:
    """Store what an article version, which one of its passages names, says of itself."""
    catalog.executemany(
        "INSERT INTO note VALUES ((SELECT version FROM passage WHERE id = ?), ?, ?, ?)",
        [(passage, note.kind, note.span.start, note.span.end) for note in notes(article)],
    )


def supersede(catalog: sqlite3.Connection) -> None:
    """Mark the articles whose address a later one has: the same page, taken in under another id.

    The later one is that of the later date, else the one that was taken in later.
    """
    at: dict[str, list[tuple[int, int]]] = defaultdict(list)
    rows = catalog.execute(
        "SELECT a.row, v.row, v.url, v.published FROM article a JOIN version v ON v.article = a.row "
        "AND v.number = a.latest WHERE a.deleted = 0 AND v.url IS NOT NULL"
    ).fetchall()
    published = {article: date for article, _, _, date in rows}
    for article, version, url, _ in rows:
        name = address(url)
        if name is not None:
            at[name].append((article, version))
    old = dict(catalog.execute("SELECT row, superseded FROM article WHERE superseded IS NOT NULL"))
    new: dict[int, int] = {}
    for here in at.values():
        if len(here) > 1:
            ordered = sorted(here, key=lambda pair: (day_number(published[pair[0]]), pair[1]))
            new |= _superseded(catalog, ordered)
    changes = [(new.get(row), row) for row in old.keys() | new.keys() if old.get(row) != new.get(row)]
    catalog.executemany("UPDATE article SET superseded = ? WHERE row = ?", changes)


def _superseded(catalog: sqlite3.Connection, ordered: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Of the articles at one address, oldest first, those that are like the last one, each with its row."""
    last, version = ordered[-1]
    latest = shingles(read_version(catalog, version).text)
    return {
        article: last
        for article, version in ordered[:-1]
        if likeness(shingles(read_version(catalog, version).text), latest).shorter >= SAME_PAGE
    }


def address(url: str) -> str | None:
    """What two URLs of one page have in common; None for a front page, which is no article.

    >>> address("https://www.fjordpost.example/2031/ferry/?utm_source=x#top"), address("http://fjordpost.example/")
    ('fjordpost.example/2031/ferry', None)
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("amp.")
    except ValueError:
        return None
    query = "&".join(sorted(part for part in parts.query.split("&") if part and not _TRACKING.match(part)))
    path = parts.path.rstrip("/")
    return f"{host}{path}{f'?{query}' if query else ''}" if host and (path or query) else None


def left_out(catalog: sqlite3.Connection, filters: Filters = ALL) -> frozenset[int]:
    """Rows of the articles that no answer uses: removed, superseded, or retracted, unless these are asked for.

    As of a day, an article is not yet superseded by a later one.
    """
    rows = [row for (row,) in catalog.execute(_DELETED)]
    later = catalog.execute(
        "SELECT a.row, v.published FROM article a JOIN article b ON b.row = a.superseded "
        "JOIN version v ON v.article = b.row AND v.number = b.latest WHERE a.superseded IS NOT NULL"
    )
    rows += [row for row, date in later if filters.as_of is None or day_number(date) <= day_number(filters.as_of)]
    if not filters.retracted:
        rows += [row for (row,) in catalog.execute(_RETRACTED, (NoteKind.RETRACTION,))]
    return frozenset(rows)


# two searches, for each has an index of its own
_DELETED = "SELECT row FROM article WHERE deleted = 1 UNION ALL SELECT row FROM article WHERE deleted = 2"
_RETRACTED = (
    "SELECT a.row FROM note n JOIN version v ON v.row = n.version "
    "JOIN article a ON a.row = v.article AND a.latest = v.number WHERE n.kind = ?"
)


def read_edition(catalog: sqlite3.Connection, name: str, digest: str | None = None) -> Edition:
    """A version of an article, by the beginning of its digest, else the latest. Raises KeyError if there is none."""
    row = catalog.execute(
        "SELECT v.row, v.number, a.latest, a.deleted, b.id, v.indexed "
        "FROM article a JOIN version v ON v.article = a.row LEFT JOIN article b ON b.row = a.superseded "
        "WHERE a.id = ? AND substr(v.digest, 1, ?) = ? "
        "ORDER BY v.number DESC LIMIT 1",
        (name, len(digest or ""), digest or ""),
    ).fetchone()
    if row is None:
        raise KeyError(name if digest is None else f"{name} {digest}")
    version, number, latest, deleted, superseded_by, indexed = row
    stored = catalog.execute(
        'SELECT kind, "start", "end" FROM note WHERE version = ? ORDER BY "start"', (version,)
    ).fetchall()
    return Edition(
        read_version(catalog, version),
        number,
        number < latest or superseded_by is not None,
        bool(deleted),
        superseded_by,
        indexed,
        tuple(Note(NoteKind(kind), Span(name, start, end)) for kind, start, end in stored),
    )


ReadEdition = Callable[[str, str | None], Edition]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a listing says of an article besides its metadata.

    When its version was taken in (UTC), whether it is dated after that day, whether it was withdrawn, which later
    article stands at its address, and how many copies of it there are.
    """

    indexed: str
    future: bool
    retracted: bool
    superseded_by: str | None
    copies: int


def standings(catalog: sqlite3.Connection, state: int = IN_USE) -> dict[str, Standing]:
    """The standing of every article in a state, else of those that were not removed, by id."""
    rows = catalog.execute(
        "SELECT a.id, v.indexed, v.published, "
        "EXISTS (SELECT 1 FROM note n WHERE n.version = v.row AND n.kind = ?), b.id, "
        "(SELECT count(*) FROM copy me JOIN copy c ON c.cluster = me.cluster AND c.article <> me.article "
        " JOIN article other ON other.row = c.article AND other.deleted = 0 WHERE me.article = a.row) "
        "FROM article a JOIN version v ON v.article = a.row AND v.number = a.latest "
        "LEFT JOIN article b ON b.row = a.superseded WHERE a.deleted = ?",
        (NoteKind.RETRACTION, state),
    )
    return {
        name: Standing(indexed, is_future(published, indexed), bool(retracted), later, copies)
        for name, indexed, published, retracted, later, copies in rows
    }


def is_future(published: str | None, indexed: str) -> bool:
    """Whether a date was still to come at a moment, in every time zone."""
    return day_number(published) > day_number(indexed) + 1


def resolve_citation(read: ReadEdition, name: str, digest: str | None, start: int, end: int) -> Resolved:
    """Look a citation up again: article id, version digest (or its beginning) and offsets. ``read`` is read_edition
    over an archive.

    Raises:
        KeyError: no such article or version.
        IndexError: the offsets are beyond the version's text.
    """
    cited = read(name, digest)
    latest = read(name, None)
    while latest.superseded_by is not None and latest.superseded_by != name:
        latest = read(latest.superseded_by, None)
    if not 0 <= start < end <= len(cited.article.text):
        raise IndexError(f"{start}:{end}")
    quote = cited.article.text[start:end]
    same = latest.article == cited.article
    at = start if same else latest.article.text.find(quote)
    still = Span(latest.article.id, at, at + len(quote)) if at >= 0 else None
    return Resolved(quote, cited, latest, still)
