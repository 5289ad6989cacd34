"""How much one file may cost."""

from __future__ import annotations

from dataclasses import dataclass

MB = 2**20
MAX_TEXT = 2_000_000  # characters of one article; the longest of 2,000 real ones has 25,716


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on reading one file in the child process.

    ``seconds`` is wall time, and CPU time too; ``memory_mb`` the child's address space, libraries included;
    ``input_mb`` the file; ``reply_mb`` what it expands to, as articles.
    """

    seconds: float = 30.0
    memory_mb: int = 1_536
    input_mb: int = 64
    reply_mb: int = 32
