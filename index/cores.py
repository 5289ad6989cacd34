"""How many cores there are to use."""

from __future__ import annotations

import os
import sys


def cores() -> int:
    """How many cores this process may use; a container or taskset may leave it fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
