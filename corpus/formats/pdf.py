"""A PDF to its article: text by PDFium, lines joined to paragraphs, running heads and page numbers gone."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.article import Article
from corpus.clean import clean
from corpus.errors import UnreadableArticle
from corpus.formats.finish import finished
from corpus.formats.page_metadata import line

MAX_PAGES = 1_000
MAX_CHARACTERS = 5_000_000
_NO_TITLE = re.compile(r"^(?:microsoft word|untitled|document\d*|.*\.(?:docx?|pdf|indd|qxd|pages)$)", re.IGNORECASE)


def read_pdf(data: bytes, file: str) -> Iterator[Article | UnreadableArticle]:
    """The text of a PDF. Its properties give title and authors; the day it was made is not that of publication.

    Raises:
        UnreadableArticle: damaged, locked by a password, too long, or a scan without text.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise UnreadableArticle(file, "locked by a password; save it without" if locked else "a damaged PDF") from error
    try:
        pages = len(document)
        if pages > MAX_PAGES:
            raise UnreadableArticle(file, f"{pages:,} pages, limit {MAX_PAGES:,}; split it")
        texts = list(_texts(document, pages, file))
        about = document.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        raise UnreadableArticle(file, f"a damaged PDF ({error})") from error
    finally:
        document.close()
    text = clean("\n".join(paragraphs(_without_running_lines(texts))))
    if not any(map(str.isalnum, text)):
        raise UnreadableArticle(file, f"no text in its {pages} pages: a scan; recognise its text (OCR) first")
    title = line(about.get("Title"))
    authors = tuple(filter(None, [line(about.get("Author"))]))
    yield finished(
        file,
        text,
        title=None if title is None or _NO_TITLE.match(title) else title,
        authors=authors,
        where="PDF properties",
    )


def _texts(document: object, pages: int, file: str) -> Iterator[list[str]]:
    """The lines of each page."""
    total = 0
    for number in range(pages):
        page = document[number]  # type: ignore[index]
        text = page.get_textpage().get_text_range()
        total += len(text)
        if total > MAX_CHARACTERS:
            raise UnreadableArticle(file, f"more than {MAX_CHARACTERS:,} characters of text; split it")
        yield [row.strip() for row in re.split(r"\r\n|\r|\n", text.replace("\ufffe", "-"))]


def _without_running_lines(pages: Sequence[list[str]]) -> list[str]:
    """All lines but page numbers, and those that stand at the edge of three pages or more but for their digits."""
    edges = Counter(_bare(row) for rows in pages for row in {*rows[:2], *rows[-2:]})
    return [
        row
        for rows in pages
        for at, row in enumerate(rows)
        if not (
            min(at, len(rows) - 1 - at) < 2 and (edges[_bare(row)] >= 3 or re.fullmatch(r"\W*(?:page )?\d+\W*", row))
        )
    ]


def _bare(row: str) -> str:
    return re.sub(r"\d+", "", row).strip().lower()


def paragraphs(rows: Sequence[str]) -> list[str]:
    """Lines of print joined to paragraphs: a line that is short and ends a sentence ends one, as does an empty line.

    >>> paragraphs(["Talks on the border went on until", "late in the evening of that day.", "", "Nothing was agreed."])
    ['Talks on the border went on until late in the evening of that day.', 'Nothing was agreed.']
    """
    width = statistics.median([len(row) for row in rows if row] or [0])
    made: list[str] = []
    is_open = False
    for row in rows:
        if row and is_open:
            made[-1] = made[-1][:-1] + row if _is_broken_word(made[-1], row) else f"{made[-1]} {row}"
        elif row:
            made.append(row)
        is_open = bool(row) and not _ends(row, width)
    return made


def _is_broken_word(before: str, after: str) -> bool:
    return len(before) > 2 and before[-1] in "-\u00ad\u2010" and before[-2].isalpha() and after[:1].islower()


def _ends(row: str, width: float) -> bool:
    return len(row) < 0.55 * width or (row.rstrip("\"'”’)")[-1:] in ".?!:" and len(row) < 0.9 * width)
