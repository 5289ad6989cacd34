"""Progress on stderr: a bar in a terminal, now and then a line elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

_LINE_EVERY_S = 10.0

Show = Callable[[int, int], None]


@contextmanager
def bar(doing: str, units: str) -> Iterator[Show]:
    """Yields a function that takes how many are done, and of how many."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(doing, units)
        return
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(units),
        _Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(TextColumn(doing), *columns, console=console, transient=True) as progress:
        task = progress.add_task(doing, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


class _Rate(ProgressColumn):
    """How many a second, lately."""

    def render(self, task: Task) -> Text:
        """See ProgressColumn."""
        return Text(f"{task.speed:,.1f} a second," if task.speed else "")


def _lines(doing: str, units: str) -> Show:
    """Progress for a log: a line every ten seconds, with the rate and the time left."""
    start = last = time.monotonic()

    def show(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _LINE_EVERY_S and done:
            last = now
            rate = done / (now - start)
            left = (total - done) / rate
            sys.stderr.write(f"{doing}: {done:,} of {total:,} {units}, {rate:.1f} a second, {left:.0f} s left\n")

    return show
