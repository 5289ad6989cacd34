"""A Word document (.docx) to its article."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from corpus.article import Article
from corpus.clean import clean
from corpus.errors import UnreadableArticle
from corpus.formats.finish import finished
from corpus.formats.page_metadata import line

MAX_ENTRIES = 3_000
MAX_UNPACKED = 128 * 2**20
MAX_RATIO = 150  # unpacked to packed, of what is above 1 MiB; text documents have up to 20
MAX_PARAGRAPHS = 100_000


def read_docx(data: bytes, file: str) -> Iterator[Article | UnreadableArticle]:
    """The paragraphs and table cells of a document, in order. Its properties give title and authors; the day it was
    made is not that of publication.

    Raises:
        UnreadableArticle: damaged, locked, no text, or it would unpack to more than the limits.
    """
    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    _check_archive(data, file)
    try:
        document = docx.Document(io.BytesIO(data))
        properties = document.core_properties
        rows = list(_rows(document, file))
        title, author = line(properties.title), line(properties.author)
    except (OpcError, etree.LxmlError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise UnreadableArticle(file, f"a damaged Word document ({' '.join(str(error).split())[:80]})") from error
    text = clean("\n".join(text for text, _ in rows))
    if not any(map(str.isalnum, text)):
        raise UnreadableArticle(file, "no text in this document")
    heading = next((line(text) for text, style in rows[:5] if style in ("Title", "Heading 1")), None)
    authors = (author,) if author and author != "python-docx" else ()
    yield finished(
        file, text, title=heading or title, authors=authors, where="heading" if heading else "Word properties"
    )


def _rows(document: Any, file: str) -> Iterator[tuple[str, str]]:
    """(text, style) of each paragraph and of each table row."""
    from docx.table import Table

    count = 0
    for block in document.iter_inner_content():
        rows = (
            [("\t".join(dict.fromkeys(cell.text for cell in row.cells)), "") for row in block.rows]
            if isinstance(block, Table)
            else [(block.text, block.style.name if block.style is not None else "")]
        )
        count += len(rows)
        if count > MAX_PARAGRAPHS:
            raise UnreadableArticle(file, f"more than {MAX_PARAGRAPHS:,} paragraphs; split it")
        yield from rows


def _check_archive(data: bytes, file: str) -> None:
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise UnreadableArticle(file, "a damaged Word document: its archive cannot be opened") from error
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES:
        raise UnreadableArticle(file, f"{len(entries):,} parts, limit {MAX_ENTRIES:,}")
    if unpacked > MAX_UNPACKED or (unpacked > 2**20 and unpacked > MAX_RATIO * len(data)):
        raise UnreadableArticle(
            file, f"it would unpack from {len(data):,} to {unpacked:,} bytes; save its text as .txt"
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableArticle(file, "locked by a password; save it without")
