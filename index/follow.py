"""Addresses to what an update takes in: articles, what is refused, and what stays because it has not changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from corpus.article import Article
from corpus.errors import Refusal, UnreadableCorpus
from corpus.sandbox.sandbox import Sandbox
from corpus.web.follow import Follower, Kept
from corpus.web.memory import FILE, open_memory
from corpus.web.polite import PoliteFetcher


class Addresses:
    """The addresses of one update. ``known`` are the files (page addresses) that the index has articles of.

    Raises:
        BadInput: what was remembered of earlier updates, beside the index, cannot be read.
    """

    def __init__(
        self, directory: Path, sandbox: Sandbox, known: Collection[str], fetcher: PoliteFetcher | None
    ) -> None:
        self._memory = open_memory(directory / FILE)
        self._follower = Follower(fetcher or PoliteFetcher(), sandbox, self._memory, known)

    def read(self, url: str) -> Iterator[Article | Refusal | Kept]:
        """What an address gives; one that cannot be fetched is refused, as a file is that cannot be read."""
        try:
            yield from self._follower.follow(url)
        except UnreadableCorpus as error:
            where, _, reason = str(error).partition(": ")
            yield Refusal(url, where, reason)

    def remember(self) -> None:
        """Keep what servers said of what was taken in, so that the next update asks only for what is new."""
        self._memory.save()
