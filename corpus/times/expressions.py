"""“Tuesday”, “last week”, “a day earlier”, “on Oct. 27”: found in a text, and the days they mean.

What is relative is resolved against the day of publication, as a reader of that day would, and only where that day is
known; what hangs on an event (“two days after the vote”) is not resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.article import Article
from corpus.span import Span
from corpus.times.days import MONTHS, WEEKDAYS, Days, around, month, one, year
from corpus.times.tense import Tense, tense_at

_BEFORE = 400  # characters read before a span, for the day that “a day earlier” starts from
_BEHIND = 40  # and after it: a sentence may have been split behind “Tuesday, Oct.”
_FAR, _NEAR = 245, 120  # days: between them, a date without a year may be of this year or of another

_MONTH = (
    r"(?P<{0}>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)|apr(?:il|\.)|may|june?\.?|july?\.?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_WEEKDAY = rf"(?P<{{0}}>{'|'.join(WEEKDAYS)})\b(?!s\b)"
_COUNT = "a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_COUNTS = {"a": 1, "an": 1} | {word: n for n, word in enumerate(_COUNT.split("|")[2:], 1)}
_PERIOD = r"week|weekend|month|year|spring|summer|fall|autumn|winter"
_SHIFTS = {"last": -1, "this": 0, "next": 1, "earlier this": 0, "later this": 0}

_EXPRESSION = re.compile(
    r"\b(?:"
    rf"(?:{_WEEKDAY.format('named')}(?: (?:morning|afternoon|evening|night))?,? (?:the )?)?"
    rf"(?:{_MONTH.format('md')} (?P<dm>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:\d|,\d)"
    rf"|(?P<dd>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH.format('mm')}\b)(?:[,.]? (?P<yd>(?:19|20)\d\d)\b(?!,\d))?"
    r"|(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b"
    rf"|{_MONTH.format('my')} (?:of )?(?P<ym>(?:19|20)\d\d)\b"
    rf"|(?:(?P<how>last|next|this|early|late|earlier|later) (?:on )?)?{_WEEKDAY.format('day')}"
    r"|(?P<deictic>yesterday|today|tonight|tomorrow|this (?:morning|afternoon|evening))\b"
    rf"|(?P<shift>(?:earlier |later )?this|last|next) (?P<unit>{_PERIOD})\b"
    rf"|(?P<count>{_COUNT}|\d{{1,3}}) (?P<ago_unit>day|week|month|year)s? (?P<way>ago|earlier|later)\b"
    r"|the (?P<step>previous|next|following) day\b|the (?P<eve>day before)(?=[,.;]|\s+and\b)"
    rf"|(?P<prep>in|since|until|by|last|next|this|early|late|mid-)\s?(?:early |late |mid-)?{_MONTH.format('m')}"
    r"(?!\w|,? (?:of )?\d)"
    r"|(?:in|since|by|until|during) (?P<year>(?:19|20)\d\d)\b(?![,-]\d)"
    r")",
    re.IGNORECASE,
)
_OF_AN_EVENT = re.compile(r" (?:after|before|following|of|in|between)\b", re.IGNORECASE)
_OF_THAT_YEAR = re.compile(r",? (?:of )?(?:that|the same|the following|the previous) year", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Time:
    """An expression of time, and the days that it means, None where that cannot be told."""

    span: Span
    text: str
    days: Days | None


def times_in(article: Article, span: Span) -> list[Time]:
    """The expressions of time in a range of an article, in order."""
    start = max(0, span.start - _BEFORE)
    published = date.fromisoformat(article.published[:10]) if article.published else None
    return [
        Time(Span(article.id, begin, end), article.text[begin:end], days)
        for begin, end, days in _resolved(article.text[start : span.end + _BEHIND], published, start)
        if span.start <= begin < span.end
    ]


def _resolved(text: str, published: date | None, offset: int) -> Iterator[tuple[int, int, Days | None]]:
    anchor: date | None = None
    for found in _EXPRESSION.finditer(text):
        try:
            days = _days(found, text, published, anchor)
        except (ValueError, OverflowError):  # “Feb. 30”, or a year beyond the calendar
            days = None
        if days is not None and days.single:
            anchor = days.first
        yield offset + found.start(), offset + found.end(), days


def _days(found: re.Match[str], text: str, published: date | None, anchor: date | None) -> Days | None:
    absolute = _absolute(found)
    if absolute is not None or published is None:
        return absolute
    tense = tense_at(text, found.start(), found.end())
    if _hangs_on_an_event(found, text):
        return None
    if found["md"] or found["mm"] or found["day"]:
        return one((_weekday if found["day"] else _near)(found, published, tense))
    if found["shift"]:
        return _period(found["shift"].lower(), found["unit"].lower(), published)
    if found["m"]:
        return _month_near(found, published, tense)
    return _counted(found, published, anchor)


def _hangs_on_an_event(found: re.Match[str], text: str) -> bool:
    """“For the last year”, “the Sunday after the holiday”, “in May of that year”."""
    with_the = text[max(0, found.start() - 4) : found.start()].lower() == "the "
    if found["shift"]:
        return with_the
    if found["day"]:
        return with_the and _OF_AN_EVENT.match(text, found.end()) is not None
    return bool(found["m"]) and _OF_THAT_YEAR.match(text, found.end()) is not None


def _absolute(found: re.Match[str]) -> Days | None:
    if found["iso"]:
        return one(date.fromisoformat(found["iso"]))
    if found["yd"]:
        return one(date(int(found["yd"]), *_day_of_month(found)))
    if found["ym"]:
        return month(int(found["ym"]), _number(found["my"]))
    return year(int(found["year"])) if found["year"] else None


def _near(found: re.Match[str], published: date, tense: Tense) -> date:
    """A date without its year: the nearest; halfway between two, the one that the tense tells; a weekday decides."""
    days = [date(of, *_day_of_month(found)) for of in range(published.year - 1, published.year + 2) if _is(of, found)]
    if found["named"]:
        wanted = WEEKDAYS.index(found["named"].lower())
        days = [day for day in days if day.weekday() == wanted] or days
    best = min(days, key=lambda day: abs((day - published).days))
    distance = (best - published).days
    other = min((day for day in days if day != best), key=lambda day: abs((day - published).days), default=best)
    apart = abs((other - published).days)
    if tense is Tense.PAST and distance > 1:  # a year that is left out is the current one
        return other if other.year == published.year or apart < _FAR else best
    if tense is Tense.FUTURE and distance < -_NEAR:
        return other if apart < _FAR else best
    return best


def _is(of: int, found: re.Match[str]) -> bool:
    """Whether a year has the day: Feb. 29."""
    number, day = _day_of_month(found)
    return not (number == 2 and day == 29) or month(of, 2).last.day == 29


def _weekday(found: re.Match[str], published: date, tense: Tense) -> date:
    """The last one, today included; the coming one where the words tell of what is to come."""
    wanted, how = WEEKDAYS.index(found["day"].lower()), (found["how"] or "").lower()
    back = (published.weekday() - wanted) % 7
    if how == "next":
        return published - timedelta(published.weekday()) + timedelta(7 + wanted)
    if how == "last":
        return published - timedelta(back or 7)
    if how == "this" and tense is not Tense.PAST:
        return published + timedelta(-back % 7)
    return published + timedelta(-back % 7) if tense is Tense.FUTURE else published - timedelta(back)


def _period(shift: str, unit: str, published: date) -> Days:
    days = around(unit, published, _SHIFTS[shift])
    if shift.startswith("earlier"):
        return Days(days.first, min(published, days.last))
    return Days(max(published, days.first), days.last) if shift.startswith("later") else days


def _month_near(found: re.Match[str], published: date, tense: Tense) -> Days:
    """A month without its year: the last, this or the next one by the tense; else the nearest."""
    ahead = (_number(found["m"]) - published.month) % 12
    how = found["prep"].lower()
    if how == "last":
        return month(published.year, published.month + (ahead - 12))
    if how == "next":
        return month(published.year, published.month + (ahead or 12))
    future = ahead <= 5 if tense is Tense.NONE else tense is Tense.FUTURE
    return month(published.year, published.month + (ahead if future or ahead == 0 else ahead - 12))


def _counted(found: re.Match[str], published: date, anchor: date | None) -> Days | None:
    """“Yesterday”, “two days ago”, from publication; “a day earlier”, “the next day”, from the last day named."""
    if found["deictic"]:
        return around("day", published, {"yesterday": -1, "tomorrow": 1}.get(found["deictic"].lower(), 0))
    if found["way"] and found["way"].lower() == "ago":
        return around(found["ago_unit"].lower(), published, -_count(found["count"]))
    if found["way"]:
        later = found["way"].lower() == "later"
        unit, count = found["ago_unit"].lower(), _count(found["count"])
    else:
        later = (found["step"] or "").lower() in ("next", "following")
        unit, count = "day", 1
    if anchor is None and later:
        return None
    start = anchor or published
    if unit == "week":
        return one(start + timedelta(7 * count if later else -7 * count))
    return around(unit, start, count if later else -count)


def _count(word: str) -> int:
    return int(word) if word.isdecimal() else _COUNTS[word.lower()]


def _day_of_month(found: re.Match[str]) -> tuple[int, int]:
    """Month and day, as numbers."""
    return _number(found["md"] or found["mm"]), int(found["dm"] or found["dd"])


def _number(name: str) -> int:
    return next(n for n, full in enumerate(MONTHS, 1) if full.startswith(name.lower().rstrip(".")[:3]))
