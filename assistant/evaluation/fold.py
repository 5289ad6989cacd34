"""Text as the scores compare it: without case, kinds of quote marks and dashes, and widths of white space."""

from __future__ import annotations

_QUOTE_MARKS = "\"'`´‘’‚‛“”„‟«»‹›′″"
_DASHES = "-‐‑‒–—―−﹘﹣－"
_SAME = str.maketrans(dict.fromkeys(_QUOTE_MARKS, "'") | dict.fromkeys(_DASHES, "-"))


def fold(text: str) -> str:
    """The folded text, stripped.

    >>> fold(" “We’re   ready” —\\u00a0NOW ")
    "'we're ready' - now"
    """
    return " ".join(text.translate(_SAME).casefold().split())


def locate(quote: str, text: str) -> list[tuple[int, int]]:
    """Where a quote stands in a text, as half-open ranges of code points; empty if nowhere.

    Every verbatim occurrence; if there is none, every one that is the same when folded. Occurrences do not overlap.

    >>> locate("said “No”", 'She said  "no" twice.'), locate("Yes", "no")
    ([(4, 14)], [])
    """
    return _verbatim(quote, text) or _folded(quote, text)


def _verbatim(quote: str, text: str) -> list[tuple[int, int]]:
    found, start = [], text.find(quote) if quote else -1
    while start >= 0:
        found.append((start, start + len(quote)))
        start = text.find(quote, start + len(quote))
    return found


def _folded(quote: str, text: str) -> list[tuple[int, int]]:
    folded, origins = _with_origins(text)
    found = _verbatim(fold(quote), folded)
    return [(origins[start], origins[end - 1] + 1) for start, end in found]


def _with_origins(text: str) -> tuple[str, list[int]]:
    """The folded text, not stripped, and for each of its characters the position in the text that it came from.

    Case folding may make several characters of one (ß → ss), and white space one of several.
    """
    letters: list[str] = []
    origins: list[int] = []
    for position, character in enumerate(text.translate(_SAME)):  # one character each, so positions hold
        for letter in " " if character.isspace() else character.casefold():
            if not (letter == " " and letters and letters[-1] == " "):
                letters.append(letter)
                origins.append(position)
    return "".join(letters), origins
