"""Forty files that are small and cost much, or that break what reads them."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from email.message import EmailMessage

from tests.making import BODY, docx, json_ld, mail, news_article, page, pdf, rss

_XML = '<?xml version="1.0"?>'
_LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
)


def _document(xml: bytes, *, more: Mapping[str, bytes] | None = None) -> bytes:
    """A .docx with another document in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx("x"))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, xml if name == "word/document.xml" else old.read(name))
        for name, data in (more or {}).items():
            new.writestr(name, data)
    return out.getvalue()


def _word(inner: str, before: str = "") -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return f"{_XML}{before}<w:document {space}><w:body>{inner}</w:body></w:document>".encode()


def _lying_zip() -> bytes:
    """An archive that says of its document that it is small."""
    data = bytearray(_document(_word("<w:p/>" * 2_000_000)))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml"))
    struct.pack_into("<I", data, at + 24, 1_000)
    return bytes(data)


def _many_parts() -> bytes:
    return _document(_word("<w:p/>"), more={f"word/x{number}.xml": b"<x/>" for number in range(5_000)})


def _pdf(stream: bytes, filters: bytes, extra: bytes = b"") -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R" + extra + b">>endobj\n4 0 obj<</Length %d"
        % len(stream) + filters + b">>stream\n" + stream + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )  # fmt: skip


def _inflating_pdf(times: int) -> bytes:
    stream = b"BT /F1 9 Tf (ha) Tj ET\n" * 3_000_000
    for _ in range(times):
        stream = zlib.compress(stream, 9)
    return _pdf(stream, b"/Filter[" + b"/FlateDecode " * times + b"]")


def _looping_pages() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 99/Kids[2 0 R 2 0 R]/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>"
    )


def _looping_form() -> bytes:
    form = b"5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 5 0 R>>>>/Length 5>>stream\n/A Do\nendstream endobj\n"
    return _pdf(b"/A Do", b"", b"/Resources<</XObject<</A 5 0 R>>>>").replace(b"trailer", form + b"trailer")


def _mails_in_mails(depth: int) -> bytes:
    inner = EmailMessage()
    inner["Subject"], inner["Message-ID"], inner["From"] = "x", "<1@x>", "a@b"
    inner.set_content(BODY)
    data = inner.as_bytes()
    for number in range(depth):
        head = f"From: a@b\nMessage-ID: <{number}@x>\nSubject: x\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n"
        data = head.encode() + data
    return data


def _parts_in_parts(depth: int) -> bytes:
    head = "From: a@b\nSubject: x\nMessage-ID: <1@x>\nMIME-Version: 1.0\n"
    inside = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return f"{head}{inside}Content-Type: text/plain\n\nx\n".encode()


def _many_attachments() -> bytes:
    head = "From: a@b\nSubject: x\nMessage-ID: <1@x>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    return (head + "--b\nContent-Type: text/plain\n\nx\n" * 20_000 + "--b--").encode()


def _feed(text: str) -> bytes:
    return rss(("http://localhost/1", "T", "Mon, 04 Nov 2024 08:30:00 +0100", text), whole=True).encode()


BOMBS: Mapping[str, Callable[[], bytes]] = {
    "deep-divs.html": lambda: page(body="<div>" * 200_000 + BODY).encode(),
    "deep-spans.html": lambda: page(body="<span>" * 100_000 + BODY).encode(),
    "deep-tables.html": lambda: page(body="<table><tr><td>" * 50_000 + BODY).encode(),
    "deep-lists.html": lambda: page(body="<ul><li>" * 50_000 + BODY).encode(),
    "open-tags.html": lambda: page(body="<b><i><u>" * 100_000).encode(),
    "many-attributes.html": lambda: page(body="<p " + "".join(f"a{n}=x " for n in range(200_000)) + f">{BODY}</p>").encode(),
    "long-attribute.html": lambda: page(body=f'<p class="{"post " * 1_000_000}">{BODY}</p>').encode(),
    "many-tables.html": lambda: page(body="<table><tr><td>x</td></tr></table>" * 60_000).encode(),
    "many-images.html": lambda: page(body='<figure><img src="x"><figcaption>A caption of a photo</figcaption></figure>' * 40_000).encode(),
    "entities.html": lambda: page(body="&amp;" * 1_000_000).encode(),
    "one-word.html": lambda: page(body=f"<p>{'a' * 10_000_000}</p>").encode(),
    "doctype.html": lambda: ("<!DOCTYPE html" + " x" * 500_000 + ">" + page()).encode(),
    "comment.html": lambda: ("<!--" + "-" * 1_000_000).encode() + page().encode(),
    "laughs.html": lambda: f"{_XML}{_LAUGHS}<html><body><p>&a9;</p></body></html>".encode(),
    "deep-json.html": lambda: page(head=f'<script type="application/ld+json">{"[" * 100_000}</script>').encode(),
    "wide-json.html": lambda: page(head=json_ld(**{"@graph": [{"@type": "NewsArticle"}] * 60_000})).encode(),
    "long-date.html": lambda: page(head=news_article(datePublished="1" * 1_000_000)).encode(),
    "many-scripts.html": lambda: page(head=news_article(datePublished="2024-11-04") * 3_000).encode(),
    "many-times.html": lambda: page(body=f"<p>{BODY}</p>" + "<time datetime='2024-11-04'>x</time>" * 50_000).encode(),
    "many-posts.html": lambda: page(head=json_ld(**{"@type": "LiveBlogPosting", "liveBlogUpdate": [
        {"@type": "BlogPosting", "articleBody": BODY}] * 20_000})).encode(),
    "inflating.pdf": lambda: _inflating_pdf(1),
    "inflating-twice.pdf": lambda: _inflating_pdf(2),
    "looping-pages.pdf": _looping_pages,
    "looping-form.pdf": _looping_form,
    "huge-count.pdf": lambda: pdf((BODY,)).replace(b"/Count 1", b"/Count 2147483647"),
    "many-pages.pdf": lambda: pdf(*[("x",)] * 2_000),
    "deep-arrays.pdf": lambda: pdf((BODY,)).replace(b"/Type /Catalog", b"/Type /Catalog /X " + b"[" * 200_000),
    "inflating.docx": lambda: _document(_word("<w:p/>" * 20_000_000)),
    "lying.docx": _lying_zip,
    "many-parts.docx": _many_parts,
    "laughs.docx": lambda: _document(_word("<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", _LAUGHS)),
    "deep.docx": lambda: _document(_word("<w:tbl><w:tr><w:tc>" * 50_000)),
    "many-paragraphs.docx": lambda: _document(_word("".join(f"<w:p><w:r><w:t>{n * 7919 % 99991} said no</w:t></w:r></w:p>" for n in range(150_000)))),
    "mails-in-mails.eml": lambda: _mails_in_mails(300),
    "parts-in-parts.eml": lambda: _parts_in_parts(5_000),
    "many-attachments.eml": _many_attachments,
    "html-bomb.eml": lambda: mail("", html=page(body="<div>" * 200_000 + BODY)),
    "laughs.xml": lambda: f"{_XML}{_LAUGHS}<rss version='2.0'><channel><title>&a9;</title></channel></rss>".encode(),
    "deep.xml": lambda: _feed("<div>" * 200_000),
    "gzip.html": lambda: gzip.compress(b"<p>" * 50_000_000),
}  # fmt: skip
assert len(BOMBS) == 40
