"""A folder as an archive has it: every kind of file, twenty of them broken, each in its own way."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from assistant.index_summary import OTHER, kind_of_refusal
from corpus.errors import Refusal
from index.catalog import list_articles, open_catalog
from tests.commands import Demarche
from tests.making import PARAGRAPHS, docx, mail, news_article, page, pdf, rss

DATE = "Mon, 04 Nov 2024 08:30:00 +0100"


def _story(place: str) -> tuple[str, ...]:
    return tuple(text.replace("Lindmark", place) for text in PARAGRAPHS)


def _mailbox(*mails: bytes) -> bytes:
    return b"".join(b"From news@example.org Mon Nov  4 08:30:00 2024\n" + data + b"\n" for data in mails)


def _archive(page_data: bytes) -> bytes:
    """A page as browsers save it with all that belongs to it (.mhtml)."""
    head = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://lindmark.example/a\r\nSubject: Fares\r\n"
        b"Date: Mon, 4 Nov 2024 08:30:00 +0100\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="----x"\r\n\r\n'
    )
    part = b"------x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: https://lindmark.example/a\r\n\r\n"
    return head + part + page_data + b"\r\n------x--\r\n"


def _zip(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


GOOD = {
    "wire/fares.txt": "\n\n".join(_story("Alvik")).encode(),
    "wire/fares.md": f"---\ntitle: Fares\npublished: 2024-11-04\n---\n{chr(10).join(_story('Borgeby'))}\n".encode(),
    "wire/desk.jsonl": "\n".join(
        json.dumps({"id": place, "text": "\n".join(_story(place))}) for place in ("Dalsland", "Edsvik")
    ).encode(),
    "web/fares.html": page(head=news_article(datePublished="2024-11-04"), paragraphs=_story("Falkvik")).encode(),
    "web/saved.mhtml": _archive(page(paragraphs=_story("Granvik")).encode()),
    "web/feed.xml": rss(("https://lindmark.example/h", "Fares in Hamnvik", DATE, "".join(f"<p>{text}</p>" for text in _story("Hamnvik"))), whole=True).encode(),
    "office/fares.pdf": pdf(_story("Isvik")),
    "office/fares.docx": docx(*_story("Jarvik")),
    "mail/fares.eml": mail("\n".join(_story("Kalvik"))),
    "mail/box.mbox": _mailbox(mail("\n".join(_story("Lervik"))), mail("\n".join(_story("Morvik")), subject="More")),
}  # fmt: skip

BROKEN = {
    "wire/binary.txt": bytes(range(256)) * 8,
    "wire/empty.txt": b"",
    "wire/furniture.txt": b"Source link\n\nLeave a Comment\nName *\n",
    "wire/matter.md": b"---\ntitle: [Fares\n---\nThe council asked.",
    "wire/when.md": b"---\npublished: the day after\n---\nThe council asked the company to wait.",
    "wire/half.jsonl": b'{"id": "cut", "text": "The council of Nor',
    "wire/nameless.jsonl": b'{"id": "7", "body": "The council asked the company to wait."}\n[1, 2]\n',
    "web/stub.html": page(paragraphs=(PARAGRAPHS[0], "Subscribe to continue reading.")).encode(),
    "web/gone.html": page(title="Page not found", body="<p>The page could not be found.</p>").encode(),
    "web/script.html": b"<html><body><div id=app></div><script>start()</script></body></html>",
    "web/feed-of-links.xml": rss(("https://lindmark.example/1", "Fares", DATE, "A summary.")).encode(),
    "web/cut.mhtml": _archive(page().encode())[:700],
    "office/scan.pdf": pdf((), ()),
    "office/cut.pdf": pdf(PARAGRAPHS)[:200],
    "office/page.pdf": b"this is no PDF",
    "office/cut.docx": docx(*PARAGRAPHS)[:2_000],
    "office/table.xlsx": _zip(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}),
    "office/old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "mail/empty.eml": mail("", subject="Nothing"),
    "photo.jpg": b"\xff\xd8\xff\xe0" + bytes(600),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in (GOOD | BROKEN).items():
        path = tmp_path / "archive" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "archive"


def test_what_can_be_read_is_searchable_and_the_summary_says_the_rest(
    folder: Path, tmp_path: Path, demarche: Demarche
) -> None:
    index = tmp_path / "index"
    run = demarche("index", folder, "--index", index)
    counts, told, *kinds = run.out.splitlines()
    assert run.status == 0
    assert counts == f"added 12, changed 0, unchanged 0, removed 0, skipped 21 (12 passages embedded) in {index}"
    assert told == "12 articles can be asked about; 20 files could not be read, wholly or in part (reasons above):"
    assert kinds == [
        "  9  with nothing to read (empty, a scan, a picture, an error page): mail/empty.eml, office/scan.pdf, photo.jpg and 6 more",
        "  5  to be mended (a field, a line, an id): wire/half.jsonl:1, wire/matter.md, wire/nameless.jsonl:1 and 2 more",
        "  3  damaged, or not what the name says: office/cut.docx, office/cut.pdf, office/page.pdf",
        "  3  of a kind that is not read: office/old.doc, office/table.xlsx, wire/binary.txt",
        "  1  behind a paywall or locked: web/stub.html",
    ]
    # each of the twenty is named on a line of its own with its reason
    lines = [line.removeprefix("demarche: skipped ") for line in run.err.splitlines()]
    assert {line.split(": ")[0].split("#")[0].split(".jsonl:")[0].removesuffix(".jsonl") for line in lines} == {
        name.removesuffix(".jsonl") for name in BROKEN
    }
    assert all(len(line) < 200 for line in lines)
    with open_catalog(index) as catalog:
        texts = [article.text for article, _, _ in list_articles(catalog)]
    places = ("Alvik", "Borgeby", "Dalsland", "Edsvik", "Falkvik", "Granvik", "Hamnvik", "Isvik", "Jarvik", "Kalvik", "Lervik", "Morvik")  # fmt: skip
    assert sorted(place for text in texts for place in places if f"harbour council of {place} asked" in text) == sorted(
        places
    )
    hit = demarche("lookup", "harbour council of Isvik", "-k", "1", "--index", index, "--json").json[0]
    assert (hit["article"], hit["language"]) == ("office/fares.pdf", "en")
    again = demarche("index", folder, "--index", index)
    assert again.out.startswith("added 0, changed 0, unchanged 12, removed 0, skipped 21 (0 passages embedded)")


def test_what_was_removed_by_hand_and_a_folder_that_was_emptied_are_said(tmp_path: Path, demarche: Demarche) -> None:
    folder, index = tmp_path / "news", tmp_path / "index"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"Norway asked Denmark for loan {name}.")
    demarche("index", folder, "--index", index)
    assert demarche("articles", "remove", "a.txt", "--index", index).out.startswith("removed 1")
    told = demarche("index", folder, "--index", index)
    assert told.out.splitlines() == [
        f"added 0, changed 0, unchanged 1, removed 0, skipped 0 (0 passages embedded) in {index}",
        "kept out, as removed by hand: a.txt; to have one again: demarche articles restore ID",
    ]
    assert [row["id"] for row in demarche("articles", "--removed", "--json", "--index", index).json] == ["a.txt"]
    again = demarche("articles", "restore", "b.txt", "--index", index)
    assert (again.status, len(again.err.splitlines())) == (2, 1)
    assert demarche("articles", "restore", "a.txt", "--index", index).out == "restored 1\n"
    assert len(demarche("articles", "--json", "--index", index).json) == 2
    for path in folder.iterdir():
        path.unlink()
    told = demarche("index", folder, "--index", index)
    assert (told.status, told.out.splitlines()[1]) == (
        0,
        f"{folder}: empty now; its articles come back when its files do",
    )


REASONS = (
    "32 pages, limit 10; split it", "locked by a password; save it without", "reading it took more than 30 s and was stopped",
    "the reader crashed on it (SIGSEGV)", "the server answered 500", "its site's robots.txt asks not to fetch it",
    "its address 10.0.0.1 is not public; if you mean it, allow it with --allow-private",
    "the id 'a' is taken by an article of /b; rename one of them", "a .png is not read; .txt are",
    "its byte-order mark says utf-16, its bytes do not", "it declares entities, which can expand without end; not read",
)  # fmt: skip


def test_each_reason_is_of_a_kind() -> None:
    assert [reason for reason in REASONS if kind_of_refusal(Refusal("a", "a", reason)) == OTHER] == []
