"""The child process: reads one file after the other from its standard input, answers on its standard output.

Started by ``corpus.sandbox.sandbox``; ``python -m corpus.sandbox.worker MEMORY_MB SECONDS``. A request is a line of
JSON (task, file, size, and what the task takes) and then the file's bytes; an answer is 8 bytes of length and JSON.
It may not connect, start programs or write files.
"""

from __future__ import annotations

import json
import math
import os
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any, BinaryIO
from xml.sax import SAXException

from lxml.etree import LxmlError

from corpus.article import Article
from corpus.errors import UnreadableArticle
from corpus.language import load_model

BROKEN = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError, LxmlError, SAXException, struct.error, zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error,
)  # fmt: skip  # what libraries raise on a broken file; RecursionError is a RuntimeError
_FORBIDDEN = (
    "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "subprocess.Popen",
    "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.remove", "os.rename",
)  # fmt: skip
_RECURSION = 3_000  # frames: page libraries recurse into nested elements


def main() -> None:
    """Serve requests until the input ends."""
    memory_mb, seconds = int(sys.argv[1]), float(sys.argv[2])
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints must not get among the answers
    sys.dont_write_bytecode = True
    sys.setrecursionlimit(_RECURSION)
    load_model()  # which unpacks it through a temporary file: forbidden from here on
    _limit_memory(memory_mb)
    sys.addaudithook(_forbid)
    _send(answers, {"ready": True})
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request.pop("size"))
        _limit_seconds(seconds)
        answer = _answer(request, data)
        _send(answers, answer)
        if answer.get("error") == "memory":
            return  # what is left of it cannot be trusted


def _answer(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    task = request.pop("task")
    try:
        return {"items": [_as_json(item) for item in _task(task)(data, **request)]}
    except UnreadableArticle as refused:
        return {"refused": [refused.where, refused.reason]}
    except MemoryError:
        return {"error": "memory"}
    except BROKEN as error:
        if isinstance(error.__cause__ or error.__context__, MemoryError):
            return {"error": "memory"}
        return {"error": "broken", "detail": f"{type(error).__name__}: {error}"[:200]}


def _task(name: str) -> Callable[..., Iterable[Any]]:
    """The reader for a kind of file, imported when first needed."""
    if name == "html":
        from corpus.formats.page import read_html

        return read_html
    if name == "pdf":
        from corpus.formats.pdf import read_pdf

        return read_pdf
    if name == "docx":
        from corpus.formats.word import read_docx

        return read_docx
    if name == "eml":
        from corpus.formats.mail import read_eml

        return read_eml
    if name == "mbox":
        from corpus.formats.mail import read_mbox

        return read_mbox
    from corpus.formats import feed

    return {"feed": feed.read_feed, "links": feed.links}[name]


def _as_json(item: Any) -> dict[str, Any]:
    if isinstance(item, UnreadableArticle):
        return {"refused": [item.where, item.reason]}
    return {"article": asdict(item)} if isinstance(item, Article) else {"link": asdict(item)}


def _send(answers: BinaryIO, answer: dict[str, Any]) -> None:
    data = json.dumps(answer).encode("ascii")
    answers.write(struct.pack(">Q", len(data)) + data)
    answers.flush()


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if writes or event in _FORBIDDEN:
        raise PermissionError(f"a reader may not do this: {event}")


def _limit_memory(megabytes: int) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_seconds(seconds: float) -> None:
    """End this process should it compute for longer, even if its parent is gone."""
    if sys.platform != "win32":
        import resource

        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used + seconds) + 1, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
