"""PDFs, Word documents, mails, feeds, and how a file's kind is told."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pytest

from corpus.article import Article
from corpus.errors import UnreadableArticle
from corpus.formats.feed import Entry, links, read_feed
from corpus.formats.mail import read_eml, read_mbox
from corpus.formats.pdf import paragraphs, read_pdf
from corpus.formats.sniff import kind_of
from corpus.formats.stubs import why_no_article
from corpus.formats.word import read_docx
from tests.making import BODY, PARAGRAPHS, TITLE, docx, mail, page, pdf, rss

DATE = "Mon, 04 Nov 2024 08:30:00 +0100"


def articles(items: Iterable[Article | UnreadableArticle]) -> list[Article]:
    found = list(items)
    assert all(isinstance(item, Article) for item in found), found
    return [item for item in found if isinstance(item, Article)]


def test_a_pdf_has_no_date_of_publication() -> None:
    (article,) = articles(read_pdf(pdf((TITLE, "", *PARAGRAPHS), title="Ferry fares"), "a.pdf"))
    assert (article.title, article.published) == ("Ferry fares", None)
    assert dict(article.provenance)["title"] == "PDF properties"
    assert article.text.split() == f"{TITLE} {BODY}".split()


def test_a_pdf_named_after_its_file_takes_its_first_line_as_title() -> None:
    (article,) = articles(read_pdf(pdf((TITLE, "", *PARAGRAPHS), title="fares_final2.docx"), "a.pdf"))
    assert (article.title, dict(article.provenance)["title"]) == (TITLE, "first line")


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [("Lindmark Courier 4 November", text, f"Page {number}") for number, text in enumerate(PARAGRAPHS, 1)]
    (article,) = articles(read_pdf(pdf(*pages), "a.pdf"))
    assert article.text.split() == BODY.split()


def test_lines_of_print_become_paragraphs() -> None:
    rows = [
        "The council asked the com-",
        "pany to lower its fares, and the com-",
        "pany said that it would not do so.",
        "",
        "It was late.",
    ]
    assert paragraphs(rows) == [
        "The council asked the company to lower its fares, and the company said that it would not do so.",
        "It was late.",
    ]


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4", b"%PDF-1.4\n%%EOF", pdf(PARAGRAPHS)[:300], b"%PDF-" + bytes(range(256)) * 9]
)
def test_a_damaged_pdf(data: bytes) -> None:
    with pytest.raises(UnreadableArticle, match="damaged PDF|a scan"):
        list(read_pdf(data, "a.pdf"))


def test_a_word_document() -> None:
    (article,) = articles(read_docx(docx(*PARAGRAPHS, heading=TITLE, author="Ann Lee"), "a.docx"))
    assert (article.title, article.authors, article.published) == (TITLE, ("Ann Lee",), None)
    assert article.text == f"{TITLE}\n{BODY}"


def test_the_cells_of_a_table_are_read() -> None:
    import docx as word

    document = word.Document()
    document.add_paragraph(BODY)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Child", "four crowns"
    out = io.BytesIO()
    document.save(out)
    (article,) = articles(read_docx(out.getvalue(), "a.docx"))
    assert article.text.endswith("Child four crowns")


def test_a_mail() -> None:
    (article,) = articles(read_eml(mail(f"{BODY}\n\n-- \nAnn Lee\nQuay 4"), "a.eml"))
    assert (article.title, article.publisher) == (TITLE, "Lindmark Courier")
    assert (article.published, article.text) == ("2024-11-04T08:30:00+01:00", BODY)
    assert dict(article.provenance)["published"] == "mail header"


@pytest.mark.parametrize("date", [None, "yesterday", "99 Foo 2024", ""])
def test_a_mail_without_a_date_has_none(date: str | None) -> None:
    (article,) = articles(read_eml(mail(date=date), "a.eml"))
    assert article.published is None


def test_a_newsletter_is_read_from_its_page() -> None:
    data = mail("View this email in your browser", html=page(after="<p>Unsubscribe from this list at any time</p>"))
    (article,) = articles(read_eml(data, "a.eml"))
    assert article.text == BODY


def test_what_is_attached_is_read_too() -> None:
    inner = mail("\n".join(PARAGRAPHS[::-1]), subject="Forwarded")
    attach = (
        (pdf(PARAGRAPHS), "application/pdf", "a.pdf"),
        (inner, "application/octet-stream", "x"),
        (b"%PDF-x", "application/pdf", "b.pdf"),
    )
    items = list(read_eml(mail(BODY, attach=attach), "a.eml"))
    assert [item.id for item in items if isinstance(item, Article)] == ["a.eml", "a.eml#1"]
    assert [item.where for item in items if isinstance(item, UnreadableArticle)] == ["a.eml#3"]


def test_a_mailbox_is_read_mail_by_mail() -> None:
    box = b"".join(
        b"From a@b Mon Nov  4 08:30:00 2024\n" + data + b"\n"
        for data in (mail(), mail(""), mail(f">From the quay. {BODY}"))
    )
    assert kind_of(box, "archive") == "mbox"
    items = list(read_mbox(box, "m"))
    assert [(type(item).__name__, getattr(item, "id", "")) for item in items] == [
        ("Article", "m#1"), ("UnreadableArticle", ""), ("Article", "m#3"),
    ]  # fmt: skip


def test_a_feed_lists_and_holds_articles() -> None:
    data = rss(
        ("http://a.example/1", "One", DATE, f"<p>{BODY}</p>"),
        ("http://a.example/2", "Two", DATE, "A summary."),
        whole=True,
    ).encode()
    first, second = list(read_feed(data, "f.xml"))
    assert isinstance(first, Article)
    assert (first.id, first.title, first.published, first.publisher, first.url, first.text) == (
        "f.xml#http://a.example/1", "One", "2024-11-04T08:30:00+01:00", "Lindmark Courier", "http://a.example/1", BODY,
    )  # fmt: skip
    assert isinstance(second, UnreadableArticle)
    assert "only a summary" in second.reason
    assert [entry.url for entry in links(data, "f.xml")] == ["http://a.example/1", "http://a.example/2"]


def test_atom_and_sitemaps() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>C</title><entry><title>One</title><link href="http://a.example/1"/>'
        "<published>2024-11-04T08:30:00Z</published><updated>2024-11-05T08:30:00Z</updated></entry></feed>"
    )
    assert list(links(atom.encode(), "f")) == [
        Entry("http://a.example/1", "page", "One", "2024-11-04T08:30:00+00:00", "2024-11-05T08:30:00+00:00")
    ]
    news = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    )
    sitemap = (
        f"<urlset {news}><url><loc>http://a.example/1</loc><lastmod>2024-11-05</lastmod><n:news><n:title>One</n:title>"
        "<n:publication_date>2024-11-04</n:publication_date></n:news></url><url><loc>file:///etc/passwd</loc></url></urlset>"
    )
    assert list(links(sitemap.encode(), "f")) == [
        Entry("http://a.example/1", "page", "One", "2024-11-04", "2024-11-05")
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"nothing", b"<rss", b"<urlset><url>", b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><rss version='2.0'/>",
        "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE x [<!ENTITY a 'b'>]><rss/>".encode("utf-16"),
    ],
)  # fmt: skip
def test_broken_feeds(data: bytes) -> None:
    with pytest.raises(UnreadableArticle):
        list(links(data, "f"))


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"\xef\xbb\xbf<!doctype HTML>", "a", "html"), (b"<!-- saved from url=x --><html>", "a.txt", "html"),
        ("<html>".encode("utf-16"), "a", "html"), (b"<?xml version='1.0'?>\n<!-- x -->\n<rss version='2.0'>", "a.html", "feed"),
        (b"<?xml version='1.0'?><html xmlns='x'>", "a", "html"), (b"<feed xmlns='x'>", "a", "feed"), (b"\n\n%PDF-1.4", "a.txt", "pdf"),
        (b"\x00\x01HEAD\x00%PDF-1.4", "a", "pdf"), (b"junk %PDF-1.4", "a.pdf", "pdf"),
        (b'{"text": "A file begins with %PDF-1.7."}', "a.jsonl", "jsonl"), (b"A PDF begins with %PDF-1.7.", "a.txt", "txt"),
        (b"<!doctype html><title>What %PDF-1.7 means", "a.txt", "html"), (b"---\ntitle: On %PDF-\n---\nTalks", "a.md", "md"),
        (b"From: a\nTo: b\nMessage-ID: <1@x>\nSubject: x\n\ntext", "a", "eml"), (b"From: a\nTo: b\nSubject: x\n\ntext", "a.txt", "txt"),
        (b"Talks fail. <html> is a tag", "a.txt", "txt"), (b'{"text": "<html>"}', "a.jsonl", "jsonl"), (b"<p>Hi", "a.HTM", "html"),
        (b"# Title", "a.markdown", "md"), (b"", "a.txt", "txt"),
    ],
)  # fmt: skip
def test_kinds(head: bytes, name: str, kind: str) -> None:
    assert kind_of(head, name) == kind


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"{BODY} Subscribe to continue reading." * 3,
        "The council said no.",
        "He asked them to register to vote before Monday.",
    ],
)
def test_what_is_an_article(text: str) -> None:
    assert why_no_article(text) is None


def test_no_real_article_is_taken_for_a_stub(data: object) -> None:
    import json
    from pathlib import Path

    lines = (Path(str(data)) / "news2024" / "articles.jsonl").read_text("utf-8").splitlines()
    assert [line[:80] for line in lines if why_no_article(json.loads(line)["text"])] == []
