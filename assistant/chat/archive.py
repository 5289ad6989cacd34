"""What the archive covers: said on the first page and with every abstention."""

from __future__ import annotations

from assistant.chat.wanted import day_in_words
from index.archive import Archive, Coverage
from index.errors import IndexUnusable


def survey(index: Archive) -> Coverage:
    """What an archive covers now."""
    return index.coverage()


def covered(index: Archive) -> str:
    """What an index covers, in words, or that this cannot be told."""
    try:
        return described(survey(index))
    except IndexUnusable:
        return "an archive that cannot be read just now"


def described(archive: Coverage) -> str:
    """What an archive covers, in words.

    >>> from datetime import date
    >>> described(Coverage(40, 3, ("AP", "Reuters"), date(2024, 1, 5), date(2024, 10, 24)))
    '40 articles from 2 outlets, 5 January 2024 to 24 October 2024; 3 undated'
    """
    outlets = f" from {_counted(len(archive.outlets), 'outlet')}" if archive.outlets else ""
    return _counted(archive.articles, "article") + outlets + _dates(archive)


def _dates(archive: Coverage) -> str:
    if archive.first is None or archive.last is None:
        return ", all undated" if archive.articles else ""
    span = f", {day_in_words(archive.first)}"
    if archive.last != archive.first:
        span += f" to {day_in_words(archive.last)}"
    return span + (f"; {archive.undated:,} undated" if archive.undated else "")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
