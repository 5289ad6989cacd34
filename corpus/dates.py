"""Dates as articles and users give them, to ISO 8601. What cannot be read is an error, never a guess."""

from __future__ import annotations

from datetime import UTC, date, datetime

_FORMATS = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%Y/%m/%d")


def parse_date(value: object) -> str | None:
    """An ISO 8601 date or date-time for what a file gives as its date, None for nothing.

    Raises:
        ValueError: the value is there, but is no date that can be told without guessing.

    >>> parse_date("2024-10-24"), parse_date("24 October 2024"), parse_date("")
    ('2024-10-24', '2024-10-24', None)
    >>> parse_date("2024-10-24T06:00:00Z")
    '2024-10-24T06:00:00+00:00'
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if not isinstance(value, str):
        raise ValueError(f"not a date: {value!r}")
    return _parse_text(value.strip())


def _parse_text(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(value).isoformat()
    except ValueError:
        pass
    for form in _FORMATS:
        try:
            return datetime.strptime(value, form).date().isoformat()
        except ValueError:
            continue
    raise ValueError(f"not a date: {value!r}; write it as YYYY-MM-DD")


def day_number(published: str | None) -> int:
    """The proleptic Gregorian ordinal of the day (UTC where a zone is given); 0 for unknown.

    >>> day_number("2024-10-24") - day_number("2024-10-23T23:30:00+00:00"), day_number(None)
    (1, 0)
    """
    if published is None:
        return 0
    moment = datetime.fromisoformat(published)
    try:
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date().toordinal()
    except OverflowError:  # the first or the last day of the calendar, in a zone where UTC is beyond it
        return moment.date().toordinal()
