"""Stopping an answer: what each reader has asked last, and whether it is to go on."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

Made = TypeVar("Made")

_LOOK_S = 0.05  # how soon a stop is seen
# Answers that nobody waits for any more still keep their thread: no more of them than there are cores.
_WORKERS = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="answer")


@dataclass
class Going:
    """One question that is being answered. ``stop`` ends it."""

    stop: threading.Event = field(default_factory=threading.Event)
    is_replaced: bool = False  # by the same reader's next question, which has the page now


class Readers:
    """What each reader is being answered, by session. Safe for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._none_asks = threading.Condition(self._lock)
        self._going: dict[str, Going] = {}

    @contextmanager
    def asking(self, session: str) -> Iterator[Going]:
        """A new question of a reader; the one before it, if it still goes on, is stopped."""
        mine = Going()
        with self._lock:
            before = self._going.get(session)
            self._going[session] = mine
            if before is not None:
                before.is_replaced = True
                before.stop.set()
        try:
            yield mine
        finally:
            with self._lock:
                if self._going.get(session) is mine:
                    del self._going[session]
                self._none_asks.notify_all()

    def is_asking(self, session: str) -> bool:
        """Whether a reader is being answered."""
        with self._lock:
            return session in self._going

    def wait_until_none_asks(self, longest_s: float) -> None:
        """Return when nobody is being answered, at the latest after so many seconds."""
        with self._lock:
            self._none_asks.wait_for(lambda: not self._going, longest_s)

    def stop(self, session: str) -> None:
        """Stop what a reader is being answered, if there is anything."""
        with self._lock:
            going = self._going.get(session)
        if going is not None:
            going.stop.set()


class Stopped(Exception):
    """The reader does not wait for it any more."""


def unless_stopped(going: Going, make: Callable[[], Made]) -> Made:
    """What ``make`` gives, made in another thread. Raises Stopped as soon as that is asked for, else what it raises."""
    making: Future[Made] = _WORKERS.submit(make)
    while not wait([making], _LOOK_S).done:
        if going.stop.is_set():
            making.cancel()
            raise Stopped
    return making.result()
