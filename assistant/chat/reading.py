"""What the page reads of an index besides answers: passages, the statements in them, and who there is to ask about."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.span import Span
from corpus.statement import Act
from index.archive import Archive
from index.catalog import StoredPassage
from index.errors import IndexDamaged
from index.statements import StoredStatement

ACTORS_OFFERED = 300


def read_passage(index: Archive, passage: int) -> StoredPassage:
    """A passage with the version of its article that it was cited from, though the article may have changed since."""
    return index.passages([passage])[0]


def read_statements(index: Archive, passage: int) -> Sequence[StoredStatement]:
    """The statements of a passage."""
    return index.statements_of([passage])


def linked_source(index: Archive, passage: str, start: str, end: str) -> tuple[StoredPassage, Span] | None:
    """The passage and the quote that a permalink names, None if there is no such place in this index."""
    if not all(one.isdecimal() and len(one) < 16 for one in (passage, start, end)):
        return None
    try:
        stored = read_passage(index, int(passage))
    except IndexDamaged:  # no such passage
        return None
    within = int(start) < int(end) <= len(stored.article.text)
    return (stored, Span(stored.article.id, int(start), int(end))) if within else None


def actors(index: Archive) -> list[str]:
    """Who acts most often in the archive, by name, the most frequent first."""
    return index.actors(ACTORS_OFFERED)


ACTS = tuple(act.value for act in Act)
