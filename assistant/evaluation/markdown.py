"""Tables in Markdown that also read well in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

NONE = "–"


def number(value: float | None, digits: int = 2) -> str:
    """A figure; a dash if there is none.

    >>> number(0.5), number(None)
    ('0.50', '–')
    """
    return NONE if value is None else f"{value:.{digits}f}"


def text(value: str, limit: int = 160) -> str:
    """Text for one cell: one line of at most ``limit`` characters, without a link, a tag or a column mark in it.

    >>> text("a | b\\n<img>[x](y)", 30)
    'a \\\\| b &lt;img>[x]\\\\(y)'
    """
    line = " ".join(value.split())
    line = line if len(line) <= limit else f"{line[: limit - 1]}…"
    for mark, safe in (("\\", "\\\\"), ("|", "\\|"), ("<", "&lt;"), ("`", "'"), ("](", "]\\(")):
        line = line.replace(mark, safe)
    return line


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns padded to equal width: the first to the left, the others to the right.

    >>> print(table(["score", "mean"], [["recall", "0.5"]]))
    | score  | mean |
    | :----- | ---: |
    | recall |  0.5 |
    """
    widths = [max(2, *(len(row[column]) for row in (header, *rows))) for column in range(len(header))]
    rule = [":" + "-" * (widths[0] - 1), *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(_row(row, widths) for row in (header, rule, *rows))


def plain_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of words: nothing padded, all to the left."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = zip(cells, widths, strict=True)
    padded = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
    return f"| {' | '.join(padded)} |"
