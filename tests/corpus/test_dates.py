from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import day_number, parse_date


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (None, None), ("", None), ("  \n", None), ("2024-10-24", "2024-10-24"), (" 2024-10-24 ", "2024-10-24"),
        (date(2024, 10, 24), "2024-10-24"), (datetime(2024, 10, 24, 6, tzinfo=UTC), "2024-10-24T06:00:00+00:00"),
        ("2024-10-24 06:00", "2024-10-24T06:00:00"), ("24 Oct 2024", "2024-10-24"), ("October 24, 2024", "2024-10-24"),
        ("2024/10/24", "2024-10-24"),
    ],
)  # fmt: skip
def test_dates_are_read(given_: object, expected: str | None) -> None:
    assert parse_date(given_) == expected


@pytest.mark.parametrize(
    "given_", ["Tuesday", "2024-13-45", "10/11/2024", "last week", 20241024, True, 1.5, [], {}, "\ud800"]
)
def test_what_would_have_to_be_guessed_is_refused(given_: object) -> None:
    with pytest.raises(ValueError, match="not a date"):
        parse_date(given_)


@given(st.datetimes(timezones=st.none() | st.timezones()))
def test_every_date_read_has_a_day(moment: datetime) -> None:
    published = parse_date(moment.isoformat())
    assert abs(day_number(published) - moment.toordinal()) <= 1


@pytest.mark.parametrize("edge", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_the_ends_of_the_calendar_have_a_day(edge: str) -> None:
    assert day_number(edge) == date.fromisoformat(edge[:10]).toordinal()
