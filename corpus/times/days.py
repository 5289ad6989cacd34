"""Runs of days: weeks, months, seasons and years around a day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}  # the month each begins in, up north


@dataclass(frozen=True, slots=True)
class Days:
    """A run of days, both ends included."""

    first: date
    last: date

    @property
    def single(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last


def one(day: date) -> Days:
    """A single day."""
    return Days(day, day)


def week(day: date) -> Days:
    """The week of a day, Monday to Sunday."""
    monday = day - timedelta(day.weekday())
    return Days(monday, monday + timedelta(6))


def weekend(day: date) -> Days:
    """Saturday and Sunday of a day's week."""
    return Days(week(day).last - timedelta(1), week(day).last)


def month(year: int, number: int) -> Days:
    """A month; numbers beyond 1 to 12 run into the years around.

    >>> month(2024, 14).last.isoformat()
    '2025-02-28'
    """
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return Days(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def year(number: int) -> Days:
    """A calendar year."""
    return Days(date(number, 1, 1), date(number, 12, 31))


def season(name: str, of: int) -> Days:
    """A season that begins in a year."""
    begins = SEASONS[name]
    return Days(month(of, begins).first, month(of, begins + 2).last)


def around(unit: str, day: date, shift: int) -> Days:
    """The day, week, weekend, month or year that is ``shift`` of them away from that of a day."""
    match unit:
        case "day":
            return one(day + timedelta(shift))
        case "week":
            return week(day + timedelta(7 * shift))
        case "weekend":
            return weekend(day + timedelta(7 * shift))
        case "month":
            return month(day.year, day.month + shift)
        case "year":
            return year(day.year + shift)
    return _season_around(unit, day, shift)


def _season_around(name: str, day: date, shift: int) -> Days:
    """This season is that of the year, or the one under way; the last one has ended, the next has not begun."""
    all_of_them = [season(name, of) for of in range(day.year - 2, day.year + 3)]
    if shift < 0:
        return [run for run in all_of_them if run.last < day][-1]
    if shift > 0:
        return next(run for run in all_of_them if run.first > day)
    under_way = [run for run in all_of_them if run.first <= day <= run.last]
    return under_way[0] if under_way else season(name, day.year)
