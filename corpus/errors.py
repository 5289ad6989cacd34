"""What can go wrong with what a user gives us: one clear line each."""

from __future__ import annotations

from dataclasses import dataclass


class BadInput(Exception):
    """What the user gave cannot be used; the message says what, which and what to do."""


class UnreadableCorpus(BadInput):
    """The corpus itself is not there or holds nothing that can be read."""


class EmptyCorpus(UnreadableCorpus):
    """The folder is there, and there is no file in it."""


class UnreadableArticle(Exception):
    """One file, or one line of it, is not an article; the run goes on without it."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was skipped, and why. ``file`` is relative to the corpus; ``where`` may name a line of it."""

    file: str
    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"
