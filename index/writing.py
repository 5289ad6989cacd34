"""Who may write an index, and what is published when they are done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexDamaged, IndexUnusable
from index.generations import current_name, open_generation, publish
from index.search import LOCK


class IndexBusy(IndexUnusable):
    """Another process is writing the index."""


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """One writer at a time. Raises IndexBusy if another process is one."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise IndexUnusable(f"{directory}: no folder can be made here ({error.strerror}); choose another") from error
    try:
        with FileLock(directory / LOCK, timeout=0):
            yield
    except Timeout as error:
        raise IndexBusy(f"{directory}: another process is writing this index; try again when it is done") from error


def publish_if_behind(directory: Path, revision: int, dimension: int) -> None:
    """Publish a generation, on top of the current one if that is sound, unless that holds all the catalog has."""
    name, current = current_name(directory), None
    if name is not None:
        try:
            current = open_generation(directory / name)
        except IndexDamaged:
            pass  # all of it is made anew
        else:
            if current.manifest.revision == revision:
                return
    publish(directory, dimension, base=current)
