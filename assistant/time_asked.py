"""The month or year that a question names, and whether an article is of that time."""

from __future__ import annotations

import re

from corpus.article import Article

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
MOST_AHEAD = 6  # months: an article that names a month without its year means the next one at the most so far ahead
MOST_BACK = 12  # months: … or the last one so far back
_DATE = re.compile(rf"\b(?:({'|'.join(MONTHS)})\b(?: \d{{1,2}},?)? ?)?((?:19|20)\d\d)\b", re.IGNORECASE)


def month_fits(question: str, article: Article) -> float:
    """Whether a month or year of a question is near the article's date or in its text; 1 if it names none."""
    return float(is_of_time_asked(question, article) is not False)


def is_of_time_asked(question: str, article: Article) -> bool | None:
    """The same; None if the article has no date, and its text has no year of the question: then nothing is known.

    >>> told = Article("a", "Norway asked Denmark for a loan.", "a")
    >>> is_of_time_asked("What did Norway want in May 2019?", told) is None
    True
    >>> is_of_time_asked("What did Norway want?", told)
    True
    """
    dates = [(month.lower(), year) for month, year in _DATE.findall(question)]
    if not dates:
        return True
    if article.published is None:
        return True if any(year in article.text for _, year in dates) else None
    published = int(article.published[:4]) * 12 + int(article.published[5:7]) - 1
    return any(_near(month, year, published, article.text) for month, year in dates)


def _near(month: str, year: str, published: int, text: str) -> bool:
    if not month:
        return str(published // 12) == year or year in text
    since = published - int(year) * 12 - MONTHS.index(month)
    return (
        0 <= since <= 1
        or f"{month} {year}" in text.lower()
        or (-MOST_AHEAD <= since <= MOST_BACK and re.search(rf"\b{month.capitalize()}\b", text) is not None)
    )
