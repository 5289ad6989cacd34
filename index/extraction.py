"""Statements of batches of articles, read in worker processes while this one embeds and writes.

Reading statements takes about as long as embedding, and neither can use two cores well alone.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection

from corpus.article import Article
from corpus.statement import Statement
from corpus.without_torch import import_thinc

Stated = list[list[Statement]]
Start = Callable[[Sequence[Article]], Callable[[], Stated]]


def extract(articles: Sequence[Article]) -> Stated:
    """The statements of each article, with who is meant in them."""
    import_thinc()
    from corpus.actors.resolve import resolve
    from corpus.attribution.statements import statements_of

    return [list(resolve(article, found)) for article, found in zip(articles, statements_of(articles), strict=True)]


@contextmanager
def extraction(processes: int) -> Iterator[Start]:
    """Yields a function that begins the work on a batch and returns one that waits for its statements.

    The workers are started with the first batch; with fewer than two processes there are none, and the work is done
    when it is waited for. If a worker dies, the batches that it and the others had are read in this process, and
    new workers take the next ones. However this process ends, killed or interrupted, its workers end with it.
    """
    if processes < 2:
        yield lambda articles: lambda: extract(articles)
        return
    workers = _Workers(processes)
    try:
        yield workers.start
    except BaseException:
        workers.kill()
        raise
    finally:
        workers.close()


class _Workers:
    """A pool of processes, replaced when it breaks."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        # spawned: a process with threads must not be forked
        self._context = get_context("spawn")
        self._reader, self._writer = self._context.Pipe(duplex=False)
        self._pool: ProcessPoolExecutor | None = None

    def start(self, articles: Sequence[Article]) -> Callable[[], Stated]:
        batch = list(articles)
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._processes, self._context, _begin, (self._reader,))
        pool = self._pool
        try:
            with _interrupts_later():  # the workers are started here, and inherit it: interrupts are for the parent
                future = pool.submit(extract, batch)
        except BrokenProcessPool:
            self._replace(pool)
            return self.start(batch)
        return lambda: self._result(pool, future, batch)

    def _result(self, pool: ProcessPoolExecutor, future: Future[Stated], batch: Sequence[Article]) -> Stated:
        try:
            return future.result()
        except BrokenProcessPool:
            self._replace(pool)
            return extract(batch)

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        broken.shutdown(wait=False)
        if self._pool is broken:
            self._pool = None

    def kill(self) -> None:
        """End the workers in the middle of what they do."""
        self._writer.close()

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        self._writer.close()
        self._reader.close()


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Interrupts wait until the block is left; a process that is started in it never gets any."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(lifeline: Connection) -> None:
    """In a worker: end when the parent ends.

    ``lifeline`` is a pipe that only the parent writes to, and never does: it can be read when the parent is no more.
    """

    def watch() -> None:
        lifeline.poll(None)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
