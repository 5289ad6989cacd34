"""A system under test as a process: one JSON object a line in, one out. Imports nothing of the project."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol


class System(Protocol):
    """What is measured."""

    def add(self, path: str) -> None:
        """Index what is in a file."""

    def ask(self, question: str, k: int, *, rerank: bool) -> list[Any]:
        """What identifies the best passages, best first."""


def serve(start: Callable[[], System]) -> None:
    """Make a system and answer commands until the input ends."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print is no answer
    begun = time.perf_counter()
    system = start()
    print(json.dumps({"start_s": time.perf_counter() - begun}), file=out, flush=True)
    for line in sys.stdin:
        given = json.loads(line)
        before, processor = time.perf_counter(), _processor_s()
        found: list[Any] = []
        if given["do"] == "add":
            system.add(given["path"])
        else:
            found = system.ask(given["question"], given["k"], rerank=given["rerank"])
        seconds = time.perf_counter() - before
        told = {"s": seconds, "processor_s": _processor_s() - processor, "found": found, "memory_mb": _peak_mb()}
        print(json.dumps(told), file=out, flush=True)


def _processor_s() -> float:
    """CPU time of this process and of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _peak_mb() -> int:
    """The most memory that was resident since this program began."""
    told = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in told if line.startswith("VmHWM"))
