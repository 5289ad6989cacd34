"""A mail (.eml) or a mailbox (.mbox) to articles: a newsletter, a press release, and what is attached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from itertools import pairwise

from corpus.article import Article
from corpus.clean import clean
from corpus.errors import UnreadableArticle
from corpus.formats.finish import finished
from corpus.formats.page import read_html
from corpus.formats.page_metadata import line
from corpus.formats.pdf import read_pdf
from corpus.formats.word import read_docx
from corpus.unspaced import count_words

MAX_PARTS = 500
MAX_DEPTH = 5  # mails within mails
MAX_MAILS = 20_000  # of one mailbox
_ENVELOPE = re.compile(rb"^From [^\n]{1,300}\r?\n(?=[A-Za-z][A-Za-z0-9-]*: )", re.MULTILINE)
_MIN_WORDS = 25  # of a plain text part that is more than “see this mail in a browser”
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SIGNATURE = re.compile(r"\n-- ?\n[\s\S]*\Z")
_FURNITURE = re.compile(
    r"(?:view|open|read|see) (?:this|in|it|the)\b.{0,60}\b(?:browser|online)\b.{0,40}|.{0,80}\bunsubscribe\b.{0,80}|"
    r"you (?:are receiving|received) this (?:e-?mail|message|newsletter)\b.{0,200}|"
    r"(?:update|manage) your (?:e-?mail )?preferences.{0,80}|>.*",
    re.IGNORECASE,
)


def read_eml(data: bytes, file: str, *, depth: int = 0) -> Iterator[Article | UnreadableArticle]:
    """A mail's text, dated by its Date line, and each attached page, PDF, document or mail, with ids ``file#number``.

    Raises:
        UnreadableArticle: no mail, too many parts, mails nested too deep, or no text and nothing attached.
    """
    if depth > MAX_DEPTH:
        raise UnreadableArticle(file, f"mails within mails, deeper than {MAX_DEPTH}")
    message = message_from_bytes(data, policy=policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise UnreadableArticle(file, "no mail: it has no header lines")
    parts = []
    for part in message.walk():
        parts.append(part)
        if len(parts) > MAX_PARTS:
            raise UnreadableArticle(file, f"more than {MAX_PARTS} parts")
    attached = list(_attached(message, file, depth))
    try:
        yield _letter(message, file)
    except UnreadableArticle as refused:
        if not attached:
            raise
        yield refused
    yield from attached


def read_mbox(data: bytes, file: str) -> Iterator[Article | UnreadableArticle]:
    """Each mail of a mailbox, with ids ``file#number``. Raises UnreadableArticle: too many mails, or none."""
    starts = [found.start() for found in _ENVELOPE.finditer(data)]
    if not starts or len(starts) > MAX_MAILS:
        raise UnreadableArticle(file, f"{len(starts):,} mails in this mailbox; from 1 to {MAX_MAILS:,} are read")
    for number, (start, end) in enumerate(pairwise([*starts, len(data)]), 1):
        letter = re.sub(rb"^>(>*From )", rb"\1", data[start:end].partition(b"\n")[2], flags=re.MULTILINE)
        try:
            yield from read_eml(letter, f"{file}#{number}")
        except UnreadableArticle as refused:
            yield refused


def _letter(message: EmailMessage, file: str) -> Article:
    title, published = line(_header(message, "subject")), _date(message)
    sender = line(parseaddr(_header(message, "from") or "")[0])
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    text = _plain(_content(plain)) if plain is not None else ""
    if page is not None and count_words(text) < _MIN_WORDS:
        article = next(iter(read_html(_content(page).encode("utf-8", "replace"), file, charset="utf-8")))
        if isinstance(article, UnreadableArticle):
            raise article
        text = _plain(article.text)
    if not any(map(str.isalnum, text)):
        raise UnreadableArticle(file, "no text in this mail")
    return finished(file, text, title=title, publisher=sender, published=published, where="mail header")


def _plain(text: str) -> str:
    kept = (row for row in _SIGNATURE.sub("", text).split("\n") if not _FURNITURE.fullmatch(row.strip()))
    return clean("\n".join(kept))


def _attached(message: EmailMessage, file: str, depth: int) -> Iterator[Article | UnreadableArticle]:
    for number, part in enumerate(message.iter_attachments(), 1):
        kind, name = part.get_content_type(), f"{file}#{number}"
        try:
            if kind == "message/rfc822":
                inner = part.get_content()
                yield from read_eml(inner.as_bytes(), name, depth=depth + 1)
            elif kind in ("application/pdf", _DOCX, "text/html"):
                data = part.get_payload(decode=True)
                read = {"application/pdf": read_pdf, _DOCX: read_docx, "text/html": read_html}[kind]
                yield from read(data if isinstance(data, bytes) else b"", name)
        except UnreadableArticle as refused:
            yield refused


def _content(part: object) -> str:
    """The text of a part, whatever its declared encoding."""
    if not isinstance(part, EmailMessage):
        return ""
    try:
        content = part.get_content()
    except (LookupError, ValueError):
        payload = part.get_payload(decode=True)
        content = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return content if isinstance(content, str) else ""


def _header(message: EmailMessage, name: str) -> str | None:
    value = message.get(name)
    return None if value is None else str(value)


def _date(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(_header(message, "date") or "").isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
