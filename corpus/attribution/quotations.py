"""Quotations: what stands between quote marks, over as many sentences and paragraphs as it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BOTH = ('"', "''")
_MARKS = re.compile(r"''|[“”\"„«»]|(?<!\w)‘(?=\w)|(?<=[\w.,!?…])’(?!\w)")
_CLOSING = {"“": ("”", '"'), '"': ('"', "”"), "''": ("''",), "„": ("“", "”"), "«": ("»",), "‘": ("’",)}


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation: the range with its marks, and the range inside them, in one paragraph.

    ``continues`` tells that the paragraph ended before the quotation did, and the next one takes it up.
    """

    start: int
    end: int
    inner: tuple[int, int]
    continues: bool = False


def quotations(text: str) -> list[Quotation]:
    """The outermost quotations of a text, in order. A mark left open runs to the end of its paragraph.

    >>> text = 'He said: “No. “Never” is long,” and left.'
    >>> [text[slice(*found.inner)] for found in quotations(text)]
    ['No. “Never” is long,']
    """
    found: list[Quotation] = []
    start = 0
    for paragraph in text.split("\n"):
        found.extend(_in_paragraph(paragraph, start))
        start += len(paragraph) + 1
    return found


def _in_paragraph(paragraph: str, offset: int) -> Iterator[Quotation]:
    position = 0
    while (opening := _opening(paragraph, position)) is not None:
        begin, mark = opening
        inner = begin + len(mark)
        close = _close(paragraph, inner, mark)
        if close is None:
            if mark != "‘" and paragraph[inner : inner + 1].strip():
                end = len(paragraph)
                yield Quotation(offset + begin, offset + end, (offset + inner, offset + end), continues=True)
            return
        yield Quotation(offset + begin, offset + close[1], (offset + inner, offset + close[0]))
        position = close[1]


def _opening(paragraph: str, position: int) -> tuple[int, str] | None:
    for match in _MARKS.finditer(paragraph, position):
        mark = match.group()
        if mark in _CLOSING and not (mark in _BOTH and _closes(paragraph, match)):
            return match.start(), mark
    return None


def _closes(paragraph: str, mark: re.Match[str]) -> bool:
    """Whether a straight mark looks like a closing one that nothing opened: inch marks, stray ends."""
    before, after = paragraph[mark.start() - 1 : mark.start()], paragraph[mark.end() : mark.end() + 1]
    return bool(before.strip()) and before not in "([—–-" and not after.strip()


def _close(paragraph: str, position: int, mark: str) -> tuple[int, int] | None:
    """Where the closing mark stands, passing over quotations of the same kind inside."""
    depth = 0
    for match in _MARKS.finditer(paragraph, position):
        found = match.group()
        if found == mark and mark not in _CLOSING[mark]:
            depth += 1
        elif found in _CLOSING[mark]:
            if depth == 0:
                return match.span()
            depth -= 1
    return None
