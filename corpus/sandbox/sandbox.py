"""The parent's side: hands a file to a child process and waits no longer, and takes in no more, than the limits say."""

from __future__ import annotations

import json
import os
import selectors
import signal
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from corpus.article import Article
from corpus.errors import UnreadableArticle
from corpus.sandbox.limits import MAX_TEXT, MB, Limits

RESTART_AFTER = 1_000  # files: whatever a library leaks stays bounded
_HEAD = struct.Struct(">Q")
_PIECE = 2**16
_START_SECONDS = 60.0  # for the child's imports, on a busy machine; not for the file

Link = dict[str, Any]


class Sandbox:
    """A child process that reads files, started when first needed and again after a failure. Close it, or use ``with``.

    One file at a time: threads wait for each other.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._child: subprocess.Popen[bytes] | None = None
        self._requests = self._answers = -1  # our ends of its pipes, while there is a child
        self._read = 0
        self._lock = threading.Lock()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, kind: str, data: bytes, file: str, **options: Any) -> list[Article | UnreadableArticle]:
        """What the reader of a kind (html, pdf, docx, eml, feed) makes of a file's bytes.

        Raises:
            UnreadableArticle: nothing of it can be read, or reading it went beyond a limit or crashed.
        """
        return [_from_json(item) for item in self._ask(kind, data, file, options)]

    def links(self, data: bytes, file: str) -> list[Link]:
        """The entries of a feed or sitemap, as ``corpus.formats.feed.Entry`` has them. Raises UnreadableArticle."""
        return [item["link"] for item in self._ask("links", data, file, {})]

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._stop()

    def _ask(self, task: str, data: bytes, file: str, options: dict[str, Any]) -> list[dict[str, Any]]:
        if len(data) > self.limits.input_mb * MB:
            raise UnreadableArticle(
                file, f"{len(data):,} bytes, limit {self.limits.input_mb * MB:,} for this kind; split it"
            )
        given = {name: value for name, value in options.items() if value is not None}
        head = json.dumps({"task": task, "file": file, "size": len(data), **given}).encode("ascii") + b"\n"
        with self._lock:
            answer = self._exchange(head, data, file)
        if "refused" in answer:
            raise UnreadableArticle(*answer["refused"])
        if "error" in answer:
            raise UnreadableArticle(file, self._failure(answer))
        return list(answer["items"])

    def _failure(self, answer: dict[str, Any]) -> str:
        if answer["error"] == "memory":
            return f"reading it takes more than {self.limits.memory_mb:,} MB of memory; save its text as .txt"
        return f"damaged, or no file of its kind ({' '.join(str(answer['detail']).split())})"

    def _exchange(self, head: bytes, data: bytes, file: str) -> dict[str, Any]:
        try:
            if self._child is None or self._read >= RESTART_AFTER:
                self._start()
                self._talk(memoryview(b""), file, _START_SECONDS)  # it says that it is ready
            self._read += 1
            answer = self._talk(memoryview(head + data), file, self.limits.seconds)
        except (UnreadableArticle, KeyboardInterrupt):
            self._stop()
            raise
        if answer.get("error") == "memory":
            self._stop()
        return answer

    def _talk(self, message: memoryview, file: str, seconds: float) -> dict[str, Any]:
        """Write a message, if it is not empty, and take in one answer."""
        received = bytearray()
        deadline = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self._answers, selectors.EVENT_READ)
            if message:
                selector.register(self._requests, selectors.EVENT_WRITE)
            while len(received) < _HEAD.size or len(received) < _HEAD.size + self._announced(received, file):
                left = deadline - time.monotonic()
                if left <= 0:
                    raise UnreadableArticle(file, f"reading it took more than {seconds:g} s and was stopped")
                for key, _ in selector.select(left):
                    if key.fd == self._requests:
                        message = self._write(message)
                        if not message:
                            selector.unregister(self._requests)
                    else:
                        piece = os.read(self._answers, _PIECE)
                        if not piece:
                            raise UnreadableArticle(file, self._death())
                        received += piece
        answer: dict[str, Any] = json.loads(received[_HEAD.size :])
        return answer

    def _write(self, message: memoryview) -> memoryview:
        try:
            return message[os.write(self._requests, message[:_PIECE]) :]
        except BlockingIOError:
            return message
        except BrokenPipeError:  # it is gone: the end of its output says so
            return message[:0]

    def _announced(self, received: bytearray, file: str) -> int:
        size = int(_HEAD.unpack(received[: _HEAD.size])[0])
        if size > self.limits.reply_mb * MB:
            raise UnreadableArticle(file, f"it expands to more than {self.limits.reply_mb} MB of text; split it")
        return size

    def _death(self) -> str:
        status = self._child.wait(timeout=10) if self._child is not None else 0
        if status == -signal.SIGXCPU:
            return f"reading it took more than {self.limits.seconds:g} s and was stopped"
        how = signal.Signals(-status).name if -status in set(signal.Signals) else f"status {status}"
        return f"the reader crashed on it ({how})"

    def _start(self) -> None:
        self._stop()
        root = str(Path(__file__).parents[2])
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}
        theirs_in, self._requests = os.pipe()
        self._answers, theirs_out = os.pipe()
        try:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "corpus.sandbox.worker", str(self.limits.memory_mb), str(self.limits.seconds)],
                stdin=theirs_in,
                stdout=theirs_out,
                stderr=subprocess.DEVNULL,
                env={**kept, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            )
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
            if self._child is None:
                self._close_pipes()
        os.set_blocking(self._requests, False)
        self._read = 0

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            self._close_pipes()

    def _close_pipes(self) -> None:
        os.close(self._requests)
        os.close(self._answers)


def _from_json(item: dict[str, Any]) -> Article | UnreadableArticle:
    if "refused" in item:
        return UnreadableArticle(*item["refused"])
    fields = item["article"]
    if len(fields["text"]) > MAX_TEXT:
        reason = f"{len(fields['text']):,} characters of text, limit {MAX_TEXT:,} for one article; split it"
        return UnreadableArticle(fields["id"], reason)
    fields["authors"] = tuple(fields["authors"])
    fields["provenance"] = tuple((name, where) for name, where in fields["provenance"])
    return Article(**fields)
