"""Files put together, and large ones taken apart, so that each portion is work for some seconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.errors import Refusal
from corpus.load import File

PORTION_BYTES = 2 * 2**20
PORTION_FILES = 64


def portions(found: Iterable[File | Refusal]) -> Iterator[list[File | Refusal]]:
    """Files in portions, in their order; a refusal is a portion by itself.

    The lines of a JSONL file are shared out: reading its parts gives what reading it as a whole does.
    """
    portion: list[File | Refusal] = []
    size = 0
    for item in found:
        if isinstance(item, Refusal):
            if portion:
                yield portion
            yield [item]
            portion, size = [], 0
            continue
        for part in _parts(item):
            if portion and (size + len(part.data) > PORTION_BYTES or len(portion) == PORTION_FILES):
                yield portion
                portion, size = [], 0
            portion.append(part)
            size += len(part.data)
    if portion:
        yield portion


def _parts(file: File) -> Iterator[File]:
    """A large JSONL file as parts of whole lines, each with as many empty lines before them as keep their numbers."""
    if file.kind != "jsonl" or len(file.data) <= PORTION_BYTES or not _is_plain(file.data):
        yield file
        return
    start, lines = 0, 0
    while start < len(file.data):
        end = file.data.find(b"\n", start + PORTION_BYTES) + 1 or len(file.data)
        part = file.data[start:end]
        if part.strip():
            yield File(file.name, b"\n" * lines + part, file.kind)
        lines += file.data.count(b"\n", start, end)
        start = end


def _is_plain(data: bytes) -> bool:
    """Whether it is UTF-8 without mark or NUL: for others, reading goes by the whole file."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not data.startswith(b"\xef\xbb\xbf") and b"\0" not in data
