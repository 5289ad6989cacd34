"""New articles in batches: begun with the workers, and written to the catalog when done, each batch whole."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from corpus.article import Article
from corpus.context import in_context
from corpus.passages import passages
from corpus.span import Span
from index.catalog import next_revision, put_article
from index.editions import put_notes
from index.extraction import Start, Stated
from index.onnx_encoder import Floats
from index.other_names import put_other_names
from index.statements import believable, put_statements
from index.workers import Workers

BATCH_PASSAGES = 256  # embedded and committed together


@dataclass(frozen=True, slots=True)
class _Read:
    """An article that is new or changed, the corpus that it is of, and its passages."""

    article: Article
    root: str
    spans: list[Span]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Articles that are being worked on: what waits for the vectors of their passages, and for what they state."""

    read: list[_Read]
    vectors: Callable[[], Floats]
    statements: Callable[[], Stated]


class Batches:
    """The batches of one update. ``told`` is called after each that was written.

    ``passages`` counts those whose vectors were begun.
    """

    def __init__(self, catalog: sqlite3.Connection, workers: Workers, told: Callable[[], None]) -> None:
        self._catalog = catalog
        self._workers = workers
        self._told = told
        self._waiting: list[_Read] = []
        self._begun: deque[_Batch] = deque()
        self.passages = 0

    @property
    def articles(self) -> int:
        """How many articles are not written yet."""
        return len(self._waiting) + sum(len(batch.read) for batch in self._begun)

    def add(self, article: Article, root: str) -> None:
        """Take in a new or changed article of a corpus."""
        self._waiting.append(_Read(article, root, passages(article)))
        if sum(len(read.spans) for read in self._waiting) >= BATCH_PASSAGES:
            self._begin(self._workers.state)

    def finish(self) -> None:
        """Write all that there is."""
        self._begin(self._workers.state if self._begun else self._workers.state_rest)
        self._write(left=0)

    def _begin(self, state: Start) -> None:
        if not self._waiting:
            return
        statements = state([read.article for read in self._waiting])
        texts = [in_context(read.article, span) for read in self._waiting for span in read.spans]
        self._begun.append(_Batch(self._waiting, self._workers.embed(texts), statements))
        self.passages += len(texts)
        self._waiting = []
        self._write(left=self._workers.ahead)

    def _write(self, left: int) -> None:
        """Commit the batches that were begun first, each whole, until so many are left."""
        while len(self._begun) > left:
            batch = self._begun.popleft()
            every, stated = batch.vectors(), batch.statements()
            with self._catalog:
                start = 0
                for read, statements in zip(batch.read, stated, strict=True):
                    vectors = every[start : start + len(read.spans)]
                    ids = put_article(self._catalog, read.article, read.root, read.spans, vectors)
                    put_notes(self._catalog, read.article, ids[0])
                    put_other_names(self._catalog, read.article, ids[0])
                    said = believable(read.article, read.spans, statements)
                    put_statements(self._catalog, read.article, list(zip(ids, read.spans, strict=True)), said)
                    start += len(read.spans)
                next_revision(self._catalog)
            self._told()
