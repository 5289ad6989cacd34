"""The program as a user types it, in this process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple


class Run(NamedTuple):
    """What a command ended with."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """What it said on stderr, line by line."""
        return self.err.splitlines()


Demarche = Callable[..., Run]


def refused(run: Run, status: int, *words: str) -> bool:
    """One clear line on stderr, nothing on stdout, the status, and the words in the line."""
    assert run.status == status, run
    assert run.out == "", run
    assert len(run.lines) == 1, run.err
    assert run.err.startswith("demarche: "), run.err
    assert "Traceback" not in run.err
    assert all(word in run.err for word in words), run.err
    return True


def generation_files(directory: Path) -> Iterator[Path]:
    """The files of an index's current generation, sorted."""
    folder = directory / (directory / "CURRENT").read_text().strip()
    yield from sorted(path for path in folder.rglob("*") if path.is_file())
