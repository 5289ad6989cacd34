"""Which articles a search may look at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corpus.dates import day_number
from index.generations import Generation
from index.vectors import Mask


@dataclass(frozen=True, slots=True)
class Filters:
    """Days are ISO 8601 dates, both ends included; an undated article is left out by either."""

    since: str | None = None
    until: str | None = None
    publisher: str | None = None
    article: str | None = None
    actor: str | None = None

    def __bool__(self) -> bool:
        return any((self.since, self.until, self.publisher, self.article, self.actor))


ALL = Filters()


def allowed_rows(
    generation: Generation, filters: Filters, deleted: frozenset[int], article_row: int | None
) -> Mask | None:
    """Which rows of a generation pass, as a mask of shape (rows,); None if all do.

    ``deleted`` and ``article_row`` are rows of articles in the catalog: those removed since the generation was
    built, and the one that ``filters.article`` names.
    """
    rows = generation.rows
    allowed = generation.alive & _allowed_days(rows["day"], filters)
    if deleted:
        allowed &= ~np.isin(rows["article"], list(deleted))
    if filters.publisher is not None:
        wanted = filters.publisher.casefold()
        codes = [code for code, name in enumerate(generation.publishers) if name.casefold() == wanted]
        allowed &= np.isin(rows["publisher"], codes)
    if filters.article is not None:
        allowed &= rows["article"] == (-1 if article_row is None else article_row)
    return None if allowed.all() else allowed


def undated_left_out(generation: Generation, filters: Filters) -> int:
    """How many articles a date filter leaves out because their date is unknown."""
    if not (filters.since or filters.until):
        return 0
    return len(np.unique(generation.rows["article"][generation.alive & (generation.rows["day"] == 0)]))


def _allowed_days(days: Mask, filters: Filters) -> Mask:
    allowed = np.ones(len(days), np.bool_)
    if filters.since:
        allowed &= days >= day_number(filters.since)
    if filters.until:
        allowed &= (days <= day_number(filters.until)) & (days > 0)
    return allowed
