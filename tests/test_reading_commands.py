"""The command line over every kind of file, and over a site on loopback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.cli import main
from tests.corpus.web.site import serve
from tests.making import BODY, docx, mail, news_article, page, pdf, rss


def test_a_mixed_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    corpus, index = tmp_path / "corpus", str(tmp_path / "index")
    files = {
        "a.html": page(head=news_article(datePublished="2024-11-04", author="Ann Lee")).encode(),
        "b.pdf": pdf(tuple(BODY.split("\n"))), "c.docx": docx(*BODY.split("\n")), "d.eml": mail(), "scan.pdf": pdf(()),
        "photo.jpg": b"\xff\xd8\xff", "stub.html": page(body="<p>Subscribe to continue reading.</p>").encode(),
    }  # fmt: skip
    corpus.mkdir()
    for name, data in files.items():
        (corpus / name).write_bytes(data)
    assert main(["index", str(corpus), "--index", index]) == 0
    told = capsys.readouterr()
    assert "added 4, changed 0, unchanged 0, removed 0, skipped 3" in told.out
    skipped = [line for line in told.err.splitlines() if "skipped" in line]
    assert [line.split(": ")[1] for line in skipped] == ["skipped photo.jpg", "skipped scan.pdf", "skipped stub.html"]
    assert main(["articles", "--json", "--index", index]) == 0
    listed = {item["id"]: item for item in json.loads(capsys.readouterr().out)}
    assert (listed["a.html"]["published"], listed["a.html"]["provenance"]["published"]) == ("2024-11-04", "JSON-LD")
    assert (listed["b.pdf"]["published"], listed["d.eml"]["provenance"]["published"]) == (None, "mail header")
    assert main(["articles", "--index", index]) == 0
    shown = capsys.readouterr().out
    assert all(
        told in shown for told in ("2024-11-04 (JSON-LD)", "fares (visible)", "Courier (meta)", "fares (mail header)")
    ), shown
    assert main(["index", str(corpus), "--index", index]) == 0
    assert "added 0, changed 0, unchanged 4, removed 0, skipped 3 (0 passages" in capsys.readouterr().out


def test_a_feed_by_its_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index = str(tmp_path / "index")
    with serve() as site:
        site.put("/a", page())
        site.put("/feed", rss((site.url("/a"), "T", "Mon, 04 Nov 2024 08:30:00 +0100", "x")), "application/rss+xml")
        (tmp_path / "list.txt").write_text(f"{site.url('/feed')}\n")
        command = ["index", str(tmp_path / "list.txt"), "--index", index, "--delay", "0"]
        assert main(command) == 2
        assert "--allow-private" in capsys.readouterr().err
        assert main([*command, "--allow-private"]) == 0
        assert "added 1" in capsys.readouterr().out
        assert main([*command, "--allow-private"]) == 0
        assert "unchanged 1" in capsys.readouterr().out


@pytest.mark.parametrize("delay", ["-1", "x", "99", "nan"])
def test_a_delay_that_is_none(delay: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index", "x", "--delay", delay]) == 2
    assert "seconds" in capsys.readouterr().err
