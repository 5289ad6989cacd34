from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.bombs import BOMBS
from benchmarks.mutations import mutated
from corpus.article import Article
from corpus.errors import Refusal, UnreadableArticle
from corpus.load import load, read
from corpus.sandbox.limits import MAX_TEXT, MB, Limits
from corpus.sandbox.sandbox import Sandbox
from tests.making import BODY, docx, mail, page, pdf, rss


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox(Limits(seconds=20)) as sandbox:
        yield sandbox


def texts(box: Sandbox, data: bytes, name: str) -> list[str]:
    return [item.text if isinstance(item, Article) else str(item) for item in read(data, name, box)]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (page().encode(), "a.html"),
        (page().encode(), "a.txt"),
        (page().encode(), "download"),
        (pdf(tuple(BODY.split("\n"))), "a.pdf"),
        (pdf(tuple(BODY.split("\n"))), "a.html"),
        (docx(*BODY.split("\n")), "a.docx"),
        (docx(*BODY.split("\n")), "attachment"),
        (mail(), "a.eml"),
        (mail(), "12345."),
        (
            rss(("http://localhost/1", "T", "Mon, 04 Nov 2024 08:30:00 +0100", f"<p>{BODY}</p>"), whole=True).encode(),
            "a.xml",
        ),
    ],
)
def test_every_kind_is_read_by_what_it_is(box: Sandbox, data: bytes, name: str) -> None:
    assert [text.split() for text in texts(box, data, name)] == [BODY.split()]


SOME = ("deep-divs.html", "laughs.docx", "inflating.docx", "looping-form.pdf", "parts-in-parts.eml", "laughs.xml")


@pytest.mark.parametrize("name", SOME)
def test_a_bomb_costs_one_file(box: Sandbox, name: str) -> None:
    """Some of the forty; all are run by benchmarks/broken.py."""
    items = list(read(BOMBS[name](), name, box))
    assert items
    assert all(len(item.text) <= MAX_TEXT if isinstance(item, Article) else item.file == name for item in items)
    assert texts(box, page().encode(), "next.html") == [BODY]


def test_a_reader_that_hangs_is_stopped() -> None:
    with Sandbox() as box:
        box.read("html", page().encode(), "first.html")  # with time for what it imports
        box.limits = Limits(seconds=0.2)
        slow = page(paragraphs=tuple(f"{BODY} {number}" for number in range(20_000))).encode()
        with pytest.raises(UnreadableArticle, match=r"slow\.html: reading it took more than 0\.2 s"):
            box.read("html", slow, "slow.html")
        box.limits = Limits()
        assert box.read("html", page().encode(), "next.html")


def test_a_reader_that_crashes_costs_one_file(box: Sandbox) -> None:
    box.read("html", page().encode(), "first.html")
    assert box._child is not None
    os.kill(box._child.pid, signal.SIGSEGV)
    with pytest.raises(UnreadableArticle, match="crashed on it .SIGSEGV"):
        box.read("html", page().encode(), "crash.html")
    assert box.read("html", page().encode(), "next.html")


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on memory there")
def test_a_reader_that_takes_too_much_memory_is_stopped() -> None:
    with Sandbox(Limits(memory_mb=700, seconds=60)) as box:
        assert box.read("html", page().encode(), "first.html")
        large = page(body="<i>a</i>" * 3_000_000).encode()
        with pytest.raises(UnreadableArticle, match="memory|crashed|no HTML|damaged"):
            box.read("html", large, "large.html")
        assert box.read("html", page().encode(), "next.html")


def test_a_file_that_is_too_large_is_not_sent() -> None:
    with Sandbox(Limits(input_mb=1)) as box:
        with pytest.raises(UnreadableArticle, match="limit 1,048,576"):
            box.read("html", b" " * (MB + 1), "a.html")
        assert box._child is None


def test_what_a_mail_carries_is_of_its_file(box: Sandbox) -> None:
    data = mail(attach=((pdf(tuple(BODY.split("\n"))), "application/pdf", "x.pdf"),))
    found = [(item.id, item.file) for item in read(data, "a.eml", box) if isinstance(item, Article)]
    assert found == [("a.eml", "a.eml"), ("a.eml#1", "a.eml")]


def test_what_expands_too_far_is_refused() -> None:
    with Sandbox(Limits(reply_mb=1)) as box:
        many = tuple(f"{number} {BODY}" for number in range(3_000))
        with pytest.raises(UnreadableArticle, match="expands to more than 1 MB"):
            box.read("eml", mail("\n\n".join(many)), "a.eml")


def test_a_reader_may_not_connect_start_programs_or_write(box: Sandbox) -> None:
    from corpus.sandbox import worker

    for event, arguments in (("socket.connect", ()), ("subprocess.Popen", ()), ("open", ("a", "w", os.O_WRONLY))):
        with pytest.raises(PermissionError):
            worker._forbid(event, arguments)
    worker._forbid("open", ("a", "r", os.O_RDONLY))


def test_a_folder_of_every_kind_with_broken_files(tmp_path: Path) -> None:
    """The summary of a mixed folder: what can be read is read, all else is named with a reason."""
    good = {
        "a.html": page().encode(), "b.pdf": pdf(tuple(BODY.split("\n"))), "c.docx": docx(*BODY.split("\n")), "d.eml": mail(),
        "e.txt": BODY.encode(), "f.md": f"---\ntitle: T\n---\n{BODY}".encode(),
    }  # fmt: skip
    broken = {
        "broken.pdf": b"%PDF-1.7 nothing", "broken.docx": b"PK\x03\x04 nothing", "half.docx": good["c.docx"][:900],
        "empty.html": b"", "empty.pdf": b"", "empty.txt": b"", "scan.pdf": pdf(()), "no.pdf": b"just text", "old.doc":
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "photo.png": b"\x89PNG\r\n", "photo.jpg": b"\xff\xd8\xff\xe0", "a.zip": b"PK\x03\x04",
        "a.gz": b"\x1f\x8b\x08", "binary.txt": b"\0" * 99, "menu.html": page(body="").encode(), "Makefile": b"all:",
        "stub.html": page(body="<p>Subscribe to continue reading this article about ferries and fares in winter.").encode(),
        "404.html": page(title="Page not found", body="<p>Sorry, the page could not be found. Try the search.").encode(),
        "broken.xml": b"<rss><channel><item>", "broken.jsonl": b"{\n",
    }  # fmt: skip
    assert len(broken) == 20
    for name, data in {**good, **broken}.items():
        (tmp_path / name).write_bytes(data)
    items = list(load(tmp_path))
    assert [item.id for item in items if isinstance(item, Article)] == sorted(good)
    refused = {item.file: item.reason for item in items if isinstance(item, Refusal)}
    assert sorted(refused) == sorted(broken)
    assert all(reason and "\n" not in reason and len(reason) < 200 for reason in refused.values())


def test_mutated_files_neither_crash_nor_hang(box: Sandbox) -> None:
    """A slice of the ten thousand of benchmarks/broken.py."""
    for number in range(0, 10_000, 80):
        name, data = mutated(number)
        for item in read(data, name, box):
            assert isinstance(item, Article) or "\n" not in str(item)
            assert not isinstance(item, Refusal) or not {"crashed", "stopped"} & set(item.reason.split()), number
