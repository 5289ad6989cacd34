from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.span import Span
from corpus.times.expressions import times_in

THURSDAY = "2024-10-24"


def read(text: str, published: str | None = THURSDAY) -> list[tuple[str, str | None]]:
    """Each expression with its days: “first”, or “first/last”."""
    article = Article("a", text, "a.txt", published=published)
    found = times_in(article, Span("a", 0, len(text)))
    assert all(one.span.of(text) == one.text for one in found)
    return [
        (
            one.text,
            None
            if one.days is None
            else "/".join(dict.fromkeys((one.days.first.isoformat(), one.days.last.isoformat()))),
        )
        for one in found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # weekdays: the last one, today included, unless the words tell of what is to come
        ("Egypt rejected the plan on Tuesday.", [("Tuesday", "2024-10-22")]),
        ("Egypt rejected the plan on Thursday.", [("Thursday", "2024-10-24")]),
        ("Egypt rejected the plan on Friday.", [("Friday", "2024-10-18")]),
        ("Tuesday’s vote was close.", [("Tuesday", "2024-10-22")]),
        ("The envoys will meet in Doha on Saturday.", [("Saturday", "2024-10-26")]),
        ("The envoys are expected to meet Tuesday in Doha.", [("Tuesday", "2024-10-29")]),
        ("On Monday, the council will vote.", [("Monday", "2024-10-28")]),
        ("He said the ferry would sail again on Sunday.", [("Sunday", "2024-10-27")]),
        ("The union announced on Monday that it will strike.", [("Monday", "2024-10-21")]),
        ("The storm is on track to hit the coast Saturday night.", [("Saturday", "2024-10-26")]),
        ("They met last Friday.", [("last Friday", "2024-10-18")]),
        ("They meet next Friday.", [("next Friday", "2024-11-01")]),
        ("Shops open on Mondays.", []),
        ("It happened the Sunday after the holiday.", [("Sunday", None)]),
        # dates without a year
        ("Iran proposed it on Oct. 27.", [("Oct. 27", "2024-10-27")]),
        ("Iran proposed it on Dec. 27.", [("Dec. 27", "2024-12-27")]),
        ("Iran had proposed it on Jan. 3.", [("Jan. 3", "2024-01-03")]),
        ("The fair opens on 3 January.", [("3 January", "2025-01-03")]),
        ("On Tuesday, Oct. 31, the prices fell.", [("Tuesday, Oct. 31", "2023-10-31")]),
        ("It was the 4th of July.", [("4th of July", "2024-07-04")]),
        ("He bought 12 March tickets.", [("12 March", "2024-03-12")]),
        # dates with a year, and years
        ("It fell on Aug. 21, 2017.", [("Aug. 21, 2017", "2017-08-21")]),
        ("It fell on 2017-08-21.", [("2017-08-21", "2017-08-21")]),
        ("It fell in August 2017, and in 2019.", [("August 2017", "2017-08-01/2017-08-31"), ("in 2019", "2019-01-01/2019-12-31")]),
        ("It will be on Feb. 30.", [("Feb. 30", None)]),
        # days, weeks, months, years, seasons
        ("He left yesterday and returns tomorrow.", [("yesterday", "2024-10-23"), ("tomorrow", "2024-10-25")]),
        ("She spoke this morning.", [("this morning", "2024-10-24")]),
        ("They agreed last week.", [("last week", "2024-10-14/2024-10-20")]),
        ("They meet next week.", [("next week", "2024-10-28/2024-11-03")]),
        ("Prices rose last month.", [("last month", "2024-09-01/2024-09-30")]),
        ("He was elected last year.", [("last year", "2023-01-01/2023-12-31")]),
        ("Earlier this month he quit.", [("Earlier this month", "2024-10-01/2024-10-24")]),
        ("She retires later this year.", [("later this year", "2024-10-24/2024-12-31")]),
        ("It opened last summer.", [("last summer", "2024-06-01/2024-08-31")]),
        ("They will vote in November.", [("in November", "2024-11-01/2024-11-30")]),
        ("They voted in November.", [("in November", "2023-11-01/2023-11-30")]),
        ("It closed in March.", [("in March", "2024-03-01/2024-03-31")]),
        ("For the last year he has waited.", [("last year", None)]),
        # so long ago
        ("He resigned two days ago.", [("two days ago", "2024-10-22")]),
        ("He resigned three weeks ago.", [("three weeks ago", "2024-09-30/2024-10-06")]),
        ("He resigned a year ago.", [("a year ago", "2023-01-01/2023-12-31")]),
        # from a day that was named
        ("Israel agreed on Monday. Hamas had refused a day earlier.", [("Monday", "2024-10-21"), ("a day earlier", "2024-10-20")]),
        ("Israel agreed on Monday. The next day, Egypt objected.", [("Monday", "2024-10-21"), ("The next day", "2024-10-22")]),
        ("Hamas refused the plan, and Israel had agreed a day earlier.", [("a day earlier", "2024-10-23")]),
        ("The following day, Egypt objected.", [("The following day", None)]),
        ("He fled two days after the vote.", []),
        ("He fled the day before the vote.", []),
        ("May asked for more. The march may go on; Sun shone.", []),
    ],
)  # fmt: skip
def test_expressions_are_resolved_from_the_day_of_publication(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert [(words.removeprefix("the "), days) for words, days in read(text)] == [
        (words.removeprefix("the "), days) for words, days in expected
    ]


def test_without_a_date_nothing_relative_is_resolved() -> None:
    text = "On Tuesday, last week, Oct. 27, a day earlier, in May, yesterday; but on Aug. 21, 2017, a day earlier."
    found = dict(read(text, published=None))
    assert found.pop("Aug. 21, 2017") == "2017-08-21"
    assert len(found) == 6
    assert set(found.values()) == {None}


def test_the_day_is_the_one_that_the_publisher_wrote() -> None:
    for published in ("2024-10-24T23:30:00-07:00", "2024-10-24T00:10:00+09:00", "2024-10-24"):
        assert read("He left yesterday.", published) == [("yesterday", "2024-10-23")]


def test_only_what_begins_in_the_span_but_read_with_what_is_before() -> None:
    text = "Israel agreed on Monday. Hamas had refused a day earlier. It was a Friday."
    article = Article("a", text, "a", published=THURSDAY)
    span = Span("a", text.index("Hamas"), text.index(" It was"))
    assert [(one.text, one.days.first.isoformat() if one.days else None) for one in times_in(article, span)] == [
        ("a day earlier", "2024-10-20")
    ]


@given(st.text(max_size=80), st.dates())
def test_any_text_and_any_day(text: str, published: date) -> None:
    words = f"{text} Tuesday, next May, 300 years ago, Feb. 29, Dec. 31, last winter, a week later {text}"
    for one in times_in(Article("a", words, "a", published=published.isoformat()), Span("a", 0, len(words))):
        assert one.days is None or one.days.first <= one.days.last


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_within_a_week(published: date, back: int) -> None:
    day = published - timedelta(back)
    ((_, told),) = read(f"They agreed on {day:%A}.", published.isoformat())
    assert told == day.isoformat()
