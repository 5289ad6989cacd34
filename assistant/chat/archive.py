"""What the archive covers: said on the first page and with every abstention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from assistant.chat.wanted import day_in_words
from assistant.chat.words import say
from index.errors import IndexUnusable
from index.search import Index


@dataclass(frozen=True, slots=True)
class Archive:
    """How much there is to answer from. Days are those of dated articles; None if no article is dated."""

    articles: int
    undated: int
    outlets: tuple[str, ...]
    first: date | None
    last: date | None


def survey(index: Index) -> Archive:
    """What the current generation of an index covers."""
    generation = index.generation()
    _, firsts = np.unique(generation.rows["article"], return_index=True)
    days = generation.rows["day"][firsts]
    dated = days[days > 0]
    return Archive(
        articles=len(firsts),
        undated=len(days) - len(dated),
        outlets=tuple(sorted(generation.publishers, key=str.casefold)),
        first=date.fromordinal(int(dated.min())) if len(dated) else None,
        last=date.fromordinal(int(dated.max())) if len(dated) else None,
    )


def covered(index: Index) -> str:
    """What an index covers, in words, or that this cannot be told."""
    try:
        return described(survey(index))
    except IndexUnusable:
        return say("archive.unreadable")


def described(archive: Archive) -> str:
    """What an archive covers, in words.

    >>> described(Archive(40, 3, ("AP", "Reuters"), date(2024, 1, 5), date(2024, 10, 24)))
    '40 articles from 2 outlets, 5 January 2024 to 24 October 2024; 3 undated'
    """
    what = _counted(archive.articles, "article")
    if archive.outlets:
        what = say("archive.from", articles=what, outlets=_counted(len(archive.outlets), "outlet"))
    return _dated(what, archive)


def _dated(what: str, archive: Archive) -> str:
    if archive.first is None or archive.last is None:
        return say("archive.all_undated", what=what) if archive.articles else what
    days = {"first": day_in_words(archive.first), "last": day_in_words(archive.last)}
    what = say("archive.on" if archive.first == archive.last else "archive.between", what=what, **days)
    return say("archive.undated", what=what, count=f"{archive.undated:,}") if archive.undated else what


def _counted(number: int, noun: str) -> str:
    return say(f"archive.{noun}" if number == 1 else f"archive.{noun}s", count=f"{number:,}")
