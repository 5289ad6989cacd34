"""A corpus on disk to its articles, in a fixed order, and what had to be skipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.article import Article
from corpus.errors import EmptyCorpus, Refusal, UnreadableArticle, UnreadableCorpus
from corpus.formats.sniff import HEAD, kind_of, kinds
from corpus.readers import READERS
from corpus.sandbox.sandbox import Sandbox

MAX_BYTES = 256 * 2**20  # of a .jsonl, which holds many articles
MAX_BYTES_OF_ONE = 64 * 2**20  # of any other file
_CONTROLS = frozenset(map(chr, (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)))


def load(corpus: Path, *, max_bytes: int = MAX_BYTES, sandbox: Sandbox | None = None) -> Iterator[Article | Refusal]:
    """Every article of a folder (recursively, sorted by path) or of a single file.

    The id of an article is its file's path relative to the corpus, with ``/``, or the id that a JSONL line
    gives. Hidden files and folders are passed over; a file of another kind is refused by name.

    Raises:
        UnreadableCorpus: there is no such folder or file, or no file in it.
    """
    with Sandbox() if sandbox is None else nullcontext(sandbox) as box:
        yield from read_files(files(corpus, max_bytes=max_bytes), box)


@dataclass(frozen=True, slots=True)
class File:
    """The bytes of a file, its name relative to the corpus, and its kind where that is known."""

    name: str
    data: bytes
    kind: str | None = None


def files(corpus: Path, *, max_bytes: int = MAX_BYTES) -> Iterator[File | Refusal]:
    """The files of a corpus, sorted by path, as they are; refused if they cannot be had. Raises UnreadableCorpus."""
    paths = article_files(corpus)
    root = corpus if corpus.is_dir() else corpus.parent
    for path in paths:
        name = printable(path.relative_to(root).as_posix())
        try:
            yield _opened(path, name, max_bytes)
        except UnreadableArticle as refused:
            yield Refusal(name, refused.where, refused.reason)


def read_files(found: Iterable[File | Refusal], sandbox: Sandbox) -> Iterator[Article | Refusal]:
    """What files hold, in their order."""
    for file in found:
        if isinstance(file, Refusal):
            yield file
        else:
            yield from read(file.data, file.name, sandbox, kind=file.kind)


def read(
    data: bytes,
    file: str,
    sandbox: Sandbox,
    *,
    kind: str | None = None,
    url: str | None = None,
    charset: str | None = None,
) -> Iterator[Article | Refusal]:
    """What some bytes hold, whatever they are: the one way in for files, downloads, pasted and uploaded texts.

    ``file`` is the name that they came with; its ending decides only where the content does not, unless the ``kind`` is
    known.
    """
    try:
        kind = kind or kind_of(data[:HEAD], file)
        items = READERS[kind](data, file) if kind in READERS else _in_child(kind, data, file, sandbox, url, charset)
        for item in items:
            if isinstance(item, Article):
                yield (
                    item if item.file == file else replace(item, file=file)
                )  # what a mail carries is of the mail's file
            else:
                yield Refusal(file, item.where, item.reason)
    except UnreadableArticle as refused:
        yield Refusal(file, refused.where, refused.reason)


def _in_child(
    kind: str, data: bytes, file: str, sandbox: Sandbox, url: str | None, charset: str | None
) -> list[Article | UnreadableArticle]:
    options = {"url": url, "charset": charset} if kind == "html" else {}
    return sandbox.read(kind, data, file, **options)


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
        raise EmptyCorpus(f"{corpus}: the folder is empty; put {kinds()} files in it")
    return found


def _opened(path: Path, file: str, max_bytes: int) -> File:
    try:
        size = path.stat().st_size
        if size > max_bytes:
            raise UnreadableArticle(file, f"{size:,} bytes, limit {max_bytes:,}; split it")
        with path.open("rb") as opened:
            head = opened.read(HEAD)
            kind = kind_of(head, file)  # refuses by name before the rest is read
            limit = max_bytes if kind == "jsonl" else min(max_bytes, MAX_BYTES_OF_ONE)
            if size > limit:
                raise UnreadableArticle(file, f"{size:,} bytes, limit {limit:,} for this kind; split it")
            return File(file, head + opened.read(), kind)
    except OSError as error:
        raise UnreadableArticle(file, f"cannot be read ({error.strerror})") from error


def _hidden(path: Path, corpus: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(corpus).parts)
