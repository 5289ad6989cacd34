"""What the page reads of an index besides answers: passages, the statements in them, and who there is to ask about."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.span import Span
from corpus.statement import Act
from index.catalog import StoredPassage, open_catalog, passages_by_id
from index.errors import IndexDamaged
from index.search import Index
from index.statements import StoredStatement, statements_of_passages

ACTORS_OFFERED = 300

# Those of the articles that answers may use. “experts” and “officials” act often, but are nobody in particular.
_ACTORS = (
    "SELECT s.actor FROM statement s JOIN version v ON v.row = s.version "
    "JOIN article a ON a.row = v.article AND a.latest = v.number AND a.deleted = 0 "
    "WHERE s.actor IS NOT NULL AND s.actor GLOB '*[^a-z -]*' GROUP BY s.actor ORDER BY count(*) DESC, s.actor LIMIT ?"
)


def read_passage(index: Index, passage: int) -> StoredPassage:
    """A passage with the version of its article that it was cited from, though the article may have changed since."""
    with open_catalog(index.directory) as catalog:
        return passages_by_id(catalog, [passage])[0]


def read_statements(index: Index, passage: int) -> Sequence[StoredStatement]:
    """The statements of a passage."""
    with open_catalog(index.directory) as catalog:
        return statements_of_passages(catalog, [passage])


def linked_source(index: Index, passage: str, start: str, end: str) -> tuple[StoredPassage, Span] | None:
    """The passage and the quote that a permalink names, None if there is no such place in this index."""
    if not all(one.isdecimal() and len(one) < 16 for one in (passage, start, end)):
        return None
    try:
        stored = read_passage(index, int(passage))
    except IndexDamaged:  # no such passage
        return None
    within = int(start) < int(end) <= len(stored.article.text)
    return (stored, Span(stored.article.id, int(start), int(end))) if within else None


def actors(index: Index) -> list[str]:
    """Who acts most often in the archive, by name, the most frequent first."""
    with open_catalog(index.directory) as catalog:
        return [name for (name,) in catalog.execute(_ACTORS, [ACTORS_OFFERED])]


ACTS = tuple(act.value for act in Act)
