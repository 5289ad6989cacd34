"""What kind of file some bytes are: by what they are, and by the name only where that does not tell."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from corpus.errors import UnreadableArticle

HEAD = 8_192  # bytes that are looked at
TEXT_KINDS = {".txt": "txt", ".md": "md", ".markdown": "md", ".jsonl": "jsonl", ".ndjson": "jsonl"}
OTHER_KINDS = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf", ".docx": "docx", ".eml": "eml", ".mht": "eml",
    ".mhtml": "eml", ".mbox": "mbox", ".xml": "feed", ".rss": "feed", ".atom": "feed",
}  # fmt: skip

_REFUSED = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls, .ppt, .msg); save it as .docx"),
    (b"\x89PNG", "a picture; recognise its text (OCR) first"),
    (b"\xff\xd8\xff", "a picture; recognise its text (OCR) first"),
    (b"GIF8", "a picture; recognise its text (OCR) first"),
    (b"II*\0", "a picture; recognise its text (OCR) first"),
    (b"MM\0*", "a picture; recognise its text (OCR) first"),
    (b"\x1f\x8b", "compressed (gzip); unpack it first"),
    (b"BZh", "compressed (bzip2); unpack it first"),
    (b"\xfd7zXZ", "compressed (xz); unpack it first"),
    (b"7z\xbc\xaf", "compressed (7z); unpack it first"),
    (b"Rar!", "compressed (rar); unpack it first"),
    (b"{\\rtf", "a rich text file (.rtf); save it as .docx or .txt"),
    (b"%!PS", "a PostScript file; save it as .pdf"),
)
_LEAD = r"\s*(?:<\?xml[^>]{0,300}\?>\s*|<!--.{0,2000}?-->\s*)*"
_HTML = re.compile(_LEAD + r"<(?:!doctype\s+html|html|head|body|title|meta)\b", re.IGNORECASE | re.DOTALL)
_FEED = re.compile(
    _LEAD + r"(?:<\?[^>]{0,500}\?>\s*|<!doctype[^>\[]{0,300}(?:\[.{0,2000}?\])?>\s*|<!--.{0,2000}?-->\s*)*"
    r"<(?:\w{1,20}:)?(?:rss|feed|rdf|urlset|sitemapindex)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL = re.compile(
    r"(?:from|to|cc|date|subject|received|return-path|delivered-to|message-id|mime-version|reply-to|sender|x-[\w-]+|"
    r"content-type|content-transfer-encoding|dkim-signature|list-[\w-]+|arc-[\w-]+|authentication-results|"
    r"snapshot-content-location): ?\S?.*",
    re.IGNORECASE,
)
_MAILBOX = re.compile(r"From \S+ [^\n]{1,200}\d\d:\d\d[^\n]{0,60}\r?\n[A-Za-z][A-Za-z0-9-]*: ")
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SURE_MAIL = re.compile(
    r"^(?:received|return-path|message-id|mime-version|delivered-to):", re.IGNORECASE | re.MULTILINE
)


def kind_of(head: bytes, name: str) -> str:
    """The kind of file: txt, md, jsonl, html, pdf, docx, eml, mbox or feed. ``head`` is its first HEAD bytes.

    Raises:
        UnreadableArticle: a kind that is not read, or one that is not what its name says.

    >>> kind_of(b"<!DOCTYPE html><title>x", "saved.txt"), kind_of(b"%PDF-1.7", "report"), kind_of(b"Talks", "a.txt")
    ('html', 'pdf', 'txt')
    >>> kind_of(b'{"text": "Its first bytes are %PDF-1.7."}', "a.jsonl")
    'jsonl'
    """
    ending = PurePosixPath(name).suffix.lower()
    by_name = TEXT_KINDS.get(ending) or OTHER_KINDS.get(ending)
    if _is_pdf(head[:1024], by_name):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _of_archive(head, ending, name)
    for magic, what in _REFUSED:
        if head.startswith(magic):
            raise UnreadableArticle(name, what)
    if by_name in ("pdf", "docx"):
        raise UnreadableArticle(name, f"its name ends in {ending}, but it is none; remove it or save it again")
    kind = by_name if by_name == "jsonl" else _of_text(_text(head)) or by_name
    if kind is None:
        raise UnreadableArticle(name, f"a {ending or 'file without an ending'} is not read; {kinds()} are")
    return kind


def _is_pdf(head: bytes, by_name: str | None) -> bool:
    """Whether a PDF begins in these bytes: first thing, or after what is no text or stands in a file named so.

    A PDF may have other bytes before its mark; an article may write of the mark.
    """
    before, mark, _ = head.partition(b"%PDF-")
    if not mark:
        return False
    before = before.removeprefix(b"\xef\xbb\xbf").strip()
    return not before or by_name == "pdf" or bool(_NO_TEXT.search(before))


def _of_text(text: str) -> str | None:
    """What the beginning of a text shows it to be, if it shows anything."""
    if _HTML.match(text):
        return "html"
    if _FEED.match(text):
        return "feed"
    if _MAILBOX.match(text):
        return "mbox"
    return "eml" if _is_mail(text) else None


def kinds() -> str:
    """The endings of what is read."""
    return ", ".join(
        sorted({*TEXT_KINDS, *OTHER_KINDS} - {".markdown", ".ndjson", ".htm", ".xhtml", ".mht", ".rss", ".atom"})
    )


def _of_archive(head: bytes, ending: str, name: str) -> str:
    if ending == ".docx" or b"word/" in head or (b"[Content_Types].xml" in head and ending not in (".xlsx", ".pptx")):
        return "docx"
    raise UnreadableArticle(name, "an archive (zip) or another Office file; unpack it, or save its text as .docx")


def _text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore")
    return head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "ignore")


def _is_mail(text: str) -> bool:
    """Whether a text begins with header lines of a mail, one of which only mails have."""
    head = re.split(r"\r?\n\r?\n", text.lstrip(), maxsplit=1)[0]
    rows = [row for row in head.splitlines() if row and not row[0].isspace()]
    known = sum(bool(_MAIL.fullmatch(row)) for row in rows)
    return known >= 3 and known >= 0.6 * len(rows) and bool(_SURE_MAIL.search(head))
