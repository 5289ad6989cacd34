"""Times beside a name, or in place of one: “Last Friday Boeing”, “In 2018, Gov. Ann Lee”, “CNN Monday”, “late Tuesday”.

An adverb of time before a subject, or behind it, often has no comma (a newspaper's “the union Tuesday rejected …”), and
a weekday is written like a name.
"""

from __future__ import annotations

import re

from corpus.times.days import MONTHS, WEEKDAYS

_DAY = rf"(?:{'|'.join(day.capitalize() for day in WEEKDAYS)})"
_MONTH = rf"(?:{'|'.join(month.capitalize() for month in MONTHS)}|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.)"
_YEAR = r"(?:19|20)\d\d"
_DATE = rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:, {_YEAR})?|{_MONTH},? {_YEAR}|\d{{1,2}} {_MONTH}(?: {_YEAR})?)"
_SHIFT = r"(?:[Ee]arlier this|[Ll]ater this|[Tt]his past|[Ll]ast|[Nn]ext|[Tt]his|[Ee]arly|[Ll]ate|[Tt]hat|[Pp]ast)"
_UNIT = r"(?:day|week|weekend|month|year|spring|summer|fall|autumn|winter|morning|afternoon|evening|night)"
_AFTER_DAY = r"(?: (?:morning|afternoon|evening|night))?"
_BARE = rf"(?:{_DAY}{_AFTER_DAY}(?:, {_DATE})?|{_DATE}|[Yy]esterday{_AFTER_DAY}|[Tt]onight|[Tt]omorrow{_AFTER_DAY})"
_SHIFTED = rf"{_SHIFT} (?:{_BARE}|{_MONTH}|{_UNIT})"
_WHEN = rf"(?:{_SHIFTED}|{_BARE})"
_AT = r"(?:[Oo]n|[Ii]n|[Ss]ince|[Dd]uring|[Bb]y|[Uu]ntil|[Bb]efore|[Aa]fter|[Aa]t)"
_DETERMINER = r"(?:the|an?|his|her|its|their|some|many|several|both|two|three)\s"
_PARTICIPLE = r"(?!feed|need|seed|speed|breed|red\b|bed\b)[a-z]+ed"

_GIVEN_NAMES = frozenset(["April", "May", "June", "August"])  # months that alone are as likely somebody
_ALONE = re.compile(
    rf"(?:[Aa]n? )?(?:(?:{_AT} )?{_WHEN}|{_MONTH}|{_SHIFT}|(?:[Ss]pring|[Ss]ummer|[Ff]all|[Aa]utumn|[Ww]inter) {_YEAR})"
)
_OWNING = re.compile(rf"(?:{_WHEN}|[Tt]oday)[’']s\s+")
_LEADING = re.compile(  # a day right before a name may be part of it (“Saturday Night Live”): see runs.py
    rf"(?:{_AT} (?:{_WHEN}|{_MONTH}|{_YEAR})|{_SHIFTED}|{_DATE}|[Yy]esterday),?\s+(?=[^\W\d_a-z]|{_DETERMINER})"
    rf"|{_WHEN},?\s+(?={_DETERMINER})"
)
_INTRODUCING = re.compile(rf"{_AT}\b[^,]*\b(?:{_DAY}|{_MONTH}|{_YEAR}|{_UNIT})\b[^,]*,\s+")
_GOES_ON = re.compile(rf"(?:{_AT}|when|while|as|where|amid|following|\w+ing)\b|{_YEAR}\b")
_TRAILING = re.compile(
    rf",?(?:\s+{_PARTICIPLE})?(?:\s+(?:on|in|at|since|from))?(?<!\bto)(?<!\bfor)(?<!\bof)(?<!\band)(?<!\bby)\s+{_WHEN}$"
)
_LAST_DAY = re.compile(rf"\s+{_DAY}$")


def is_time(words: str) -> bool:
    """Whether words are a time and nothing else, so nobody.

    >>> [is_time(words) for words in ("late Wednesday", "March 2023", "Friday", "a Jan. 21, 2005", "this year")]
    [True, True, True, True, True]
    >>> [is_time(words) for words in ("Friday prayers", "April", "Wednesday Addams", "2018")]
    [False, False, False, False]
    """
    words = " ".join(words.split())
    return words not in _GIVEN_NAMES and _ALONE.fullmatch(words) is not None


def without_times(phrase: str) -> tuple[int, int]:
    """The range of a phrase without the times before and behind the one who is meant; empty if there is but a time.

    >>> def left(phrase): return phrase[slice(*without_times(phrase))]
    >>> left("Last Friday Norbank"), left("In 2018, Gov. Ann Lee"), left("Tuesday’s report from Norbank")
    ('Norbank', 'Gov. Ann Lee', 'report from Norbank')
    >>> left("a poll released Thursday"), left("the union late Monday night"), left("Friday")
    ('a poll', 'the union', '')
    >>> left("viewers of a live feed Thursday"), left("the delay to May 17"), left("Saturday Night Live")
    ('viewers of a live feed', 'the delay to May 17', 'Saturday Night Live')
    >>> left("April Walker"), left("March court filings"), left("At least 80 workers")
    ('April Walker', 'March court filings', 'At least 80 workers')
    """
    if is_time(phrase):
        return 0, 0
    start = _introduction(phrase)
    for lead in (_OWNING, _LEADING):
        found = lead.match(phrase, start)
        start = found.end() if found else start
    found = _TRAILING.search(phrase, start)
    return start, found.start() if found and found.start() > start else len(phrase)


def _introduction(phrase: str) -> int:
    """Where a phrase goes on behind what introduces it: “At a stop in March, ”, “In 1988, after the vote, ”."""
    found = _INTRODUCING.match(phrase)
    at = found.end() if found else 0
    while at and _GOES_ON.match(phrase, at):
        at = phrase.find(", ", at) + 2 if ", " in phrase[at:] else 0
    return at


def last_day(run: str) -> int:
    """Where the weekday at the end of capitalised words begins, else their length.

    >>> last_day("CNN Friday"), last_day("Monday")
    (3, 6)
    """
    found = _LAST_DAY.search(run)
    return found.start() if found else len(run)
