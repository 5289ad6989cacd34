"""Files of every kind, made in memory: pages, PDFs, Word documents, mails, feeds. All sentences are our own."""

from __future__ import annotations

import io
import json
from email.message import EmailMessage

PARAGRAPHS = (
    "The harbour council of Lindmark asked the ferry company on Monday to lower its winter fares by a fifth.",
    "“We want an answer before the first storm,” said Ida Brandt, who chairs the council, after a meeting of two hours.",
    "The company rejected the request in a letter to the council and offered a discount for school classes instead.",
    "Its director, Olof Hamre, said that fuel had become a third more expensive since the spring and would stay so.",
    "The council will vote on Thursday on whether to ask a second company, Nordlys Line, to run the route from March on.",
)
BODY = "\n".join(PARAGRAPHS)
TITLE = "Lindmark council asks ferry company for lower winter fares"


def page(
    *,
    title: str = TITLE,
    body: str | None = None,
    head: str = "",
    before: str = "",
    after: str = "",
    lang: str = "en",
    paragraphs: tuple[str, ...] = PARAGRAPHS,
) -> str:
    """A news page as outlets make them: navigation, headline, article, footer."""
    text = body if body is not None else "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title} - Lindmark Courier</title>
<meta property="og:site_name" content="Lindmark Courier"><meta property="og:title" content="{title}">{head}</head>
<body><nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>{title}</h1>{before}<div class="article-body">{text}</div>{after}</article></main>
<footer><p>Contact and imprint of the Lindmark Courier, Quay 4</p></footer></body></html>"""


def json_ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **fields})}</script>'


def news_article(**fields: object) -> str:
    return json_ld(**{"@type": "NewsArticle", "headline": TITLE, **fields})


def pdf(*pages: tuple[str, ...], title: str | None = None) -> bytes:
    """A PDF with these lines of text on its pages; a page without lines has a grey box, as a scan has."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for lines in pages:
        shown = "".join(f"({_escaped(line)}) Tj 0 -14 Td " for line in lines)
        drawing = f"BT /F1 11 Tf 40 800 Td {shown}ET" if lines else "0.5 g 50 50 400 600 re f"
        stream = drawing.encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % content
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    info = b""
    if title is not None:
        objects.append(f"<< /Title ({_escaped(title)}) >>".encode("cp1252"))
        info = b"/Info %d 0 R" % len(objects)
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, data in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, data))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, info, start))
    return out.getvalue()


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def docx(*paragraphs: str, title: str | None = None, heading: str | None = None, author: str = "") -> bytes:
    import docx as word

    document = word.Document()
    document.core_properties.title = title or ""
    document.core_properties.author = author
    if heading is not None:
        document.add_heading(heading, level=0)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def mail(
    text: str | None = BODY,
    *,
    html: str | None = None,
    subject: str = TITLE,
    sender: str = "Lindmark Courier <news@example.org>",
    date: str | None = "Mon, 04 Nov 2024 08:30:00 +0100",
    attach: tuple[tuple[bytes, str, str], ...] = (),
) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "reader@example.org", subject
    message["Message-ID"] = "<1@example.org>"
    if date is not None:
        message["Date"] = date
    message.set_content(text or "")
    if html is not None:
        message.add_alternative(html, subtype="html")
    for data, kind, name in attach:
        main, _, sub = kind.partition("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def rss(*items: tuple[str, str, str, str], whole: bool = False) -> str:
    """A feed of (link, title, RFC 822 date, text); with ``whole``, the text as content and not as a summary."""
    tag = "content:encoded" if whole else "description"
    entries = "".join(
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid><pubDate>{date}</pubDate>"
        f"<{tag}><![CDATA[{text}]]></{tag}></item>"
        for link, title, date, text in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>Lindmark Courier</title><link>http://localhost/</link>{entries}</channel></rss>"
    )
