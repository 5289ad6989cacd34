"""A corpus on disk to its articles, in a fixed order, and what had to be skipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus.article import Article
from corpus.errors import Refusal, UnreadableArticle, UnreadableCorpus
from corpus.readers import READERS

MAX_BYTES = 256 * 2**20
_CONTROLS = frozenset(map(chr, (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)))


def load(corpus: Path, *, max_bytes: int = MAX_BYTES) -> Iterator[Article | Refusal]:
    """Every article of a folder (recursively, sorted by path) or of a single file.

    The id of an article is its file's path relative to the corpus, with ``/``, or the id that a JSONL line
    gives. Hidden files and folders are passed over; a file of another kind is refused by name.

    Raises:
        UnreadableCorpus: there is no such folder or file, or no file in it.
    """
    paths = article_files(corpus)
    root = corpus if corpus.is_dir() else corpus.parent
    for path in paths:
        file = printable(path.relative_to(root).as_posix())
        try:
            for read in _read(path, file, max_bytes):
                yield read if isinstance(read, Article) else Refusal(file, read.where, read.reason)
        except UnreadableArticle as refused:
            yield Refusal(file, refused.where, refused.reason)


def printable(path: str) -> str:
    r"""A path as one line of Unicode text: bytes that are no UTF-8, and control characters, as escapes.

    >>> printable("a\n\udce9.txt")
    'a\\n\\udce9.txt'
    """
    escaped = (c.encode("unicode_escape").decode("ascii") if c in _CONTROLS else c for c in path)
    return "".join(escaped).encode("utf-8", "backslashreplace").decode("utf-8")


def article_files(corpus: Path) -> list[Path]:
    """The files of a corpus, sorted by path. Raises UnreadableCorpus if there is none."""
    try:
        return _article_files(corpus)
    except OSError as error:  # a folder that may be listed but not entered, a name that is too long
        name = corpus if error.filename is None else error.filename
        raise UnreadableCorpus(f"{name}: cannot be read ({error.strerror})") from error


def _article_files(corpus: Path) -> list[Path]:
    if corpus.is_file():
        return [corpus]
    if not corpus.exists():
        raise UnreadableCorpus(f"{corpus}: no such folder or file; name a folder of articles or one article file")
    if not corpus.is_dir():
        raise UnreadableCorpus(f"{corpus}: neither a folder nor a file")
    found = sorted(path for path in corpus.rglob("*") if path.is_file() and not _hidden(path, corpus))
    if not found:
        raise UnreadableCorpus(f"{corpus}: the folder is empty; put {_kinds()} files in it")
    return found


def _read(path: Path, file: str, max_bytes: int) -> Iterator[Article | UnreadableArticle]:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableArticle(file, f"a {path.suffix or 'file without an ending'} is not read; {_kinds()} are")
    try:
        size = path.stat().st_size
        if size > max_bytes:
            raise UnreadableArticle(file, f"{size:,} bytes, limit {max_bytes:,}; split it")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableArticle(file, f"cannot be read ({error.strerror})") from error
    yield from reader(data, file)


def _hidden(path: Path, corpus: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(corpus).parts)


def _kinds() -> str:
    return ", ".join(sorted(READERS))
