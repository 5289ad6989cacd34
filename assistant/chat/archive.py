"""What the archive covers: said on the first page and with every abstention."""

from __future__ import annotations

from assistant.chat.wanted import day_in_words
from assistant.words import say
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
        return say("archive.unreadable")


def described(archive: Coverage) -> str:
    """What an archive covers, in words.

    >>> from datetime import date
    >>> described(Coverage(40, 3, ("AP", "Reuters"), date(2024, 1, 5), date(2024, 10, 24)))
    '40 articles from 2 outlets, 5 January 2024 to 24 October 2024; 3 undated'
    """
    what = _counted(archive.articles, "article")
    if archive.outlets:
        what = say("archive.from", articles=what, outlets=_counted(len(archive.outlets), "outlet"))
    return _dated(what, archive)


def _dated(what: str, archive: Coverage) -> str:
    if archive.first is None or archive.last is None:
        return say("archive.all_undated", what=what) if archive.articles else what
    days = {"first": day_in_words(archive.first), "last": day_in_words(archive.last)}
    what = say("archive.on" if archive.first == archive.last else "archive.between", what=what, **days)
    return say("archive.undated", what=what, count=f"{archive.undated:,}") if archive.undated else what


def _counted(number: int, noun: str) -> str:
    return say(f"archive.{noun}" if number == 1 else f"archive.{noun}s", count=f"{number:,}")
