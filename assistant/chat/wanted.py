"""What the reader narrows the archive to: dates, outlet, actor and act. Shared by every tab and by permalinks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from urllib.parse import urlencode

from assistant.question import parse_filters
from assistant.words import say
from corpus.errors import BadInput
from corpus.statement import Act
from index.filters import Filters

_LONGEST = {"since": 10, "until": 10, "publisher": 200, "actor": 200, "act": 20}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters as they were typed, unchecked. An empty string is no filter, as is None."""

    since: str | None = None
    until: str | None = None
    publisher: str | None = None
    actor: str | None = None
    act: str | None = None

    def __bool__(self) -> bool:
        return any((self.since, self.until, self.publisher, self.actor, self.act))

    def filters(self) -> Filters:
        """What the index can filter by. Raises BadInput for a wrong date."""
        given = {"since": self.since, "until": self.until, "publisher": self.publisher, "actor": self.actor}
        return parse_filters({name: value or None for name, value in given.items()}, "the filter")

    def acts(self) -> tuple[Act, ...]:
        """The act, if one is chosen. Raises BadInput if there is no such act."""
        if not self.act:
            return ()
        try:
            return (Act(self.act),)
        except ValueError as error:
            raise BadInput(f"the filter: {self.act!r} is no act; there are {', '.join(Act)}") from error

    def given(self) -> dict[str, str]:
        """Those filters that are set, by name, in a fixed order."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}

    def link(self, **first: object) -> str:
        """A relative URL that has ``first`` and these filters."""
        return "?" + urlencode({**first, **self.given()})


EVERYTHING = Wanted()


def of_link(query: Mapping[str, str]) -> Wanted:
    """The filters of a permalink, cut to what a user could have chosen."""
    return Wanted(**{name: query.get(name, "")[:longest] or None for name, longest in _LONGEST.items()})


def in_words(wanted: Wanted) -> str:
    """What the filters let through, in words; empty if they let all through.

    >>> in_words(Wanted(since="2024-01-01", publisher="AP"))
    'published since 1 January 2024, by AP'
    >>> in_words(Wanted(actor="Boeing", act="reject"))
    'where Boeing acts, that report what is rejected'
    """
    first, last = (_day(day) if day else "" for day in (wanted.since, wanted.until))
    days = say("only.both", first=first, last=last) if first and last else ""
    days = days or (say("only.since", day=first) if first else "") or (say("only.until", day=last) if last else "")
    parts = [say("only.published", days=days)] if days else []
    parts += [say("only.by", outlet=wanted.publisher)] if wanted.publisher else []
    parts += [say("only.acts", who=wanted.actor)] if wanted.actor else []
    parts += [say("only.report", done=_done(wanted.act))] if wanted.act else []
    return ", ".join(parts)


def _done(act: str) -> str:
    return say(f"done.{act}") if act in set(Act) else act


def day_in_words(day: date) -> str:
    """A day as a newspaper writes it.

    >>> day_in_words(date(2024, 1, 5))
    '5 January 2024'
    """
    return say("day", day=day.day, month=say(f"month.{day.month}"), year=day.year)


def _day(text: str) -> str:
    try:
        return day_in_words(date.fromisoformat(text))
    except ValueError:
        return text
