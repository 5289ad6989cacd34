"""Which articles a search may look at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corpus.dates import day_number
from index.generations import Generation
from index.vectors import Mask


@dataclass(frozen=True, slots=True)
class Filters:
    """Days are ISO 8601 dates, both ends included; an undated article is left out by any of them.

    ``as_of`` is the day to look back from: only what had been published by then. ``retracted`` lets in articles that
    were withdrawn, which are left out otherwise.
    """

    since: str | None = None
    until: str | None = None
    publisher: str | None = None
    article: str | None = None
    actor: str | None = None
    as_of: str | None = None
    retracted: bool = False

    def __bool__(self) -> bool:
        return any((self.dated, self.publisher, self.article, self.actor, self.retracted))

    @property
    def dated(self) -> bool:
        """Whether it looks at dates, so that undated articles are left out."""
        return bool(self.since or self.until or self.as_of)

    @property
    def last_day(self) -> str | None:
        """The last day that it lets in, None if there is none."""
        return min((day for day in (self.until, self.as_of) if day), default=None)


ALL = Filters()


def allowed_rows(
    generation: Generation, filters: Filters, left_out: frozenset[int], article_row: int | None
) -> Mask | None:
    """Which rows of a generation pass, as a mask of shape (rows,); None if all do.

    ``left_out`` and ``article_row`` are rows of articles in the catalog: those that no answer uses, and the one that
    ``filters.article`` names.
    """
    rows = generation.rows
    allowed = generation.alive & _allowed_days(rows["day"], filters)
    if left_out:
        allowed &= ~np.isin(rows["article"], list(left_out))
    if filters.publisher is not None:
        wanted = filters.publisher.casefold()
        codes = [code for code, name in enumerate(generation.publishers) if name.casefold() == wanted]
        allowed &= np.isin(rows["publisher"], codes)
    if filters.article is not None:
        allowed &= rows["article"] == (-1 if article_row is None else article_row)
    return None if allowed.all() else allowed


def undated_left_out(generation: Generation, filters: Filters) -> int:
    """How many articles a date filter leaves out because their date is unknown."""
    if not filters.dated:
        return 0
    return len(np.unique(generation.rows["article"][generation.alive & (generation.rows["day"] == 0)]))


def _allowed_days(days: Mask, filters: Filters) -> Mask:
    allowed = np.ones(len(days), np.bool_)
    if filters.since:
        allowed &= days >= day_number(filters.since)
    if filters.last_day:
        allowed &= (days <= day_number(filters.last_day)) & (days > 0)
    return allowed
