"""The positions that an archive reports: statements that do more than state, newest first, as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.chat.said import act_in_words, shortened, what_of, who_of, whom_of
from assistant.chat.wanted import Wanted
from assistant.words import say
from corpus.statement import Act
from index.archive import Archive
from index.statements import StoredStatement

POSITIONS = tuple(act for act in Act if act is not Act.STATE)
SHOWN = 500  # rows: more than a reader goes through, few enough for the browser
MOST = 20_000  # read at most
COLUMNS = ("number", "date", "who", "act", "what", "whom", "told_by", "outlet")


def find_positions(index: Archive, wanted: Wanted, topic: str) -> list[StoredStatement]:
    """The positions that fit the filters and have a word of the topic, if there is one, newest first, undated last.

    Raises BadInput for filters that cannot be.
    """
    filters = wanted.filters()
    found = index.find_statements(
        actor=filters.actor, acts=wanted.acts() or POSITIONS, topic=topic.strip() or None, filters=filters, limit=MOST
    )
    return sorted(found, key=lambda one: one.article.published or "", reverse=True)


def one_position(index: Archive, name: int, passage: int) -> StoredStatement | None:
    """A statement by its id and its passage's, None if there is none."""
    return next((one for one in index.statements_of([passage]) if one.id == name), None)


def table(found: Sequence[StoredStatement]) -> list[list[str | int]]:
    """Rows for the table on the page, in the order of COLUMNS."""
    return [_row(number, one) for number, one in enumerate(found, 1)]


def headers() -> list[str]:
    """What stands over the columns."""
    return [say(f"column.{name}") for name in COLUMNS]


def day_of(one: StoredStatement) -> str:
    """The day of publication, empty if it is unknown."""
    return (one.article.published or "")[:10]


def _row(number: int, one: StoredStatement) -> list[str | int]:
    told_by = " → ".join(one.statement.reported_by)
    said = (
        who_of(one) or say("someone"),
        act_in_words(one.statement),
        shortened(what_of(one), 200),
        shortened(whom_of(one), 80),
        told_by,
    )
    return [number, day_of(one), *said, one.article.publisher or ""]
