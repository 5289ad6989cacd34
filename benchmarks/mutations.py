"""Files of every kind, damaged in every way: bytes flipped, cut, doubled, moved, replaced by what readers trip over."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping

from tests.making import BODY, PARAGRAPHS, docx, json_ld, mail, news_article, page, pdf, rss

_DATE = "Mon, 04 Nov 2024 08:30:00 +0100"
SEEDS: Mapping[str, bytes] = {
    "a.txt": BODY.encode(),
    "b.md": f"---\ntitle: Fares\npublished: 2024-11-04\nauthors: [Ann, Bo]\n---\n{BODY}\n".encode(),
    "c.jsonl": "\n".join(json.dumps({"id": str(n), "text": text, "title": "T"}) for n, text in enumerate(PARAGRAPHS)).encode(),
    "d.html": page(head=news_article(datePublished="2024-11-04", author="Ann Lee"), before="<time datetime=2024-11-04>").encode(),
    "e.html": page(head=json_ld(**{"@type": "LiveBlogPosting", "liveBlogUpdate": [
        {"@type": "BlogPosting", "articleBody": text, "datePublished": "2024-11-04T08:30:00Z"} for text in PARAGRAPHS]})).encode(),
    "f.pdf": pdf(PARAGRAPHS, PARAGRAPHS, title="Fares"),
    "g.docx": docx(*PARAGRAPHS, title="Fares", heading="Fares"),
    "h.eml": mail(attach=((pdf(PARAGRAPHS), "application/pdf", "a.pdf"),), html=page()),
    "i.xml": rss(("http://localhost/1", "T", _DATE, f"<p>{BODY}</p>"), ("http://localhost/2", "U", _DATE, BODY), whole=True).encode(),
}  # fmt: skip
_NASTY = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"<", b">", b"<!--", b"-->", b"<![CDATA[", b"&#0;", b"&#x110000;",
    b"<script>", b"</html>", b"<svg><math>", b"%PDF-", b"endobj", b"stream\n", b"PK\x03\x04", b"PK\x05\x06", b"{", b"[" * 999,
    b"---\n", b"\r\r\r", b"\n\n", b"9" * 400, b"-1", b"1e999", b"\xe2\x80\xae", b"=?utf-8?q?=00?=", b"Content-Type: x/y;\n",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"\x1b[2J", b'"' * 99, b"'", b"\\", b"datetime=", b"charset=utf-16", b"<table>" * 99,
)  # fmt: skip


def mutated(number: int) -> tuple[str, bytes]:
    """The name and bytes of one damaged file; the same number gives the same file."""
    chance = random.Random(number)
    name = sorted(SEEDS)[number % len(SEEDS)]
    data = SEEDS[name]
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        data = chance.choice(_WAYS)(data, chance)
    return name, data


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data or b"x")
    for _ in range(chance.choice((1, 3, 30, len(changed) // 50 + 1))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:start] + data[end:] if chance.random() < 0.7 else data[start:end]


def _double(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:end] + data[start:end] * chance.choice((1, 2, 20 if end - start < 2_000 else 1)) + data[end:]


def _move(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    rest = data[:start] + data[end:]
    at = chance.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_NASTY) + data[at:]


def _splice(data: bytes, chance: random.Random) -> bytes:
    other = SEEDS[chance.choice(sorted(SEEDS))]
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other)) :]


_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (_flip, _cut, _double, _move, _insert, _insert, _splice)
