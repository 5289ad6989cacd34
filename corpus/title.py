"""Whether the first line of a text is its headline."""

from __future__ import annotations

MAX_WORDS = 30
_ENDS_OF_PROSE = (".", ",", ";", ":", "…")


def headline(text: str) -> str | None:
    r"""The first line if it looks like a headline, else None: unknown stays unknown.

    A headline is short, begins like one, does not end as prose does, and something longer follows it.

    >>> headline("Israel seeks help for talks\n\nIsrael is reportedly in direct contact with officials.")
    'Israel seeks help for talks'
    >>> headline("The group said on Tuesday that it wants assurances.\nIt was the second day.") is None
    True
    """
    first, _, rest = text.partition("\n")
    words = first.split()
    if not 2 <= len(words) <= MAX_WORDS or first.rstrip("\"'”’»").endswith(_ENDS_OF_PROSE):
        return None
    if first[0].islower() or not any(character.isalpha() for character in first):
        return None
    longest = max((len(line) for line in rest.split("\n")), default=0)
    return first if longest > len(first) else None
