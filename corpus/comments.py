"""Where the comments of readers begin in a text that was copied from a page: nothing in them is the article's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_NEAR = 12  # lines with text below a heading of comments in which their marks must stand
_HEADING = re.compile(
    r"(?:\d{1,6} |one |no |reader |readers[’'] |top |all |recent |user )?"
    r"(?:comments?|replies|reply|responses?|thoughts?)"
    r"(?: ?\(\d{1,6}\))?(?: (?:on|to) .{1,200})?:?",
    re.IGNORECASE,
)
_SAYS = re.compile(r"[^.!?“”\"]{2,40} (?:says|wrote|writes|commented|replied):?")
_DAY = re.compile(
    r"(?:posted |on )*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
    r"(?:[a-z]{3,9}\.? \d{1,2}, \d{4}|\d{1,2}\.? [a-z]{3,9}\.? \d{4}|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4})"
    r"(?:,? (?:at )?\d{1,2}[:.]\d\d.{0,12})?"
    r"|(?:about |an? )?(?:\d{1,3} )?(?:second|minute|hour|day|week|month|year)s? ago",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"(?:log in to )?reply(?: to .{1,40})?|(?:up ?|down ?)?votes?:? ?\d*|likes?:? ?\d*|\d{1,5} likes?"
    r"|report(?: abuse| this comment)?|permalink|flag(?: as .{1,20})?",
    re.IGNORECASE,
)


def comments_start(lines: Sequence[str]) -> int | None:
    """The number of the stripped line at which comments begin, None if none do.

    Told by a heading with the marks of comments below it (who says, a day, “Reply”), or, without a heading, by two
    names that say something, each with its day below.

    >>> comments_start(["Talks fail.", "2 Comments", "Ann Lee says:", "May 7, 2025 at 10:12 am", "I knew it.", "Reply"])
    1
    >>> comments_start(["Talks fail.", "2 Comments", "They talked of fares.", "The mayor said no."])
    """
    told = [number for number, line in enumerate(lines) if line]
    for place, number in enumerate(told):
        below = [lines[other] for other in told[place + 1 : place + 1 + _NEAR]]
        if _HEADING.fullmatch(lines[number]) and sum(map(_is_mark, below)) > 1:
            return number
    spoken = [
        number
        for number, following in pairwise(told)
        if _SAYS.fullmatch(lines[number]) and _DAY.fullmatch(lines[following])
    ]
    return spoken[0] if len(spoken) > 1 else None


def _is_mark(line: str) -> bool:
    return any(pattern.fullmatch(line) for pattern in (_SAYS, _DAY, _BUTTON))
