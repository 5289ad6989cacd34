from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.errors import Refusal, UnreadableCorpus
from corpus.load import article_files, load
from tests.conftest import ROOT, SAMPLE

BODY = "Egypt asked Israel to withdraw, officials said."


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(BODY)


def ids(corpus: Path) -> list[str]:
    return [read.id for read in load(corpus) if isinstance(read, Article)]


def refusals(corpus: Path) -> list[Refusal]:
    return [read for read in load(corpus) if isinstance(read, Refusal)]


def test_folders_are_walked_sorted(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.md", "a/b/c.txt", "A.TXT")
    assert ids(tmp_path) == ["A.TXT", "a/b/c.txt", "a/z.md", "b.txt"]


def test_a_single_file(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt")
    assert ids(tmp_path / "b.txt") == ["b.txt"]


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path / ".corpus", "a.txt", ".b.txt", ".git/c.txt", "d/.e/f.txt")
    assert ids(tmp_path / ".corpus") == ["a.txt"]
    assert not refusals(tmp_path / ".corpus")


def test_a_folder_named_like_a_file(tmp_path: Path) -> None:
    write(tmp_path, "x.txt/a.txt")
    assert ids(tmp_path) == ["x.txt/a.txt"]


def test_links_that_go_round(tmp_path: Path) -> None:
    write(tmp_path, "sub/a.txt")
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    assert ids(tmp_path) == ["sub/a.txt"]


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    write(tmp_path, "elsewhere/a.txt")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "b.txt").symlink_to(tmp_path / "elsewhere" / "a.txt")
    assert ids(tmp_path / "corpus") == ["b.txt"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "b.txt")
    assert ids(tmp_path) == ["a.txt"]
    with pytest.raises(UnreadableCorpus, match="neither a folder nor a file"):
        list(load(tmp_path / "b.txt"))


@pytest.mark.parametrize(
    "name",
    [
        "two\nlines.txt",
        "tab\t.txt",
        "café “x”.txt",
        "x" * 251 + ".txt",
        " .txt",
        "-rf.txt",
        "a\u2028b.txt",
        "\x1b[31m.txt",
    ],
)
def test_odd_names(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)
    (identity,) = ids(tmp_path)
    assert identity.splitlines() == [identity]
    assert identity == name or not name.isprintable()


def test_names_that_are_no_unicode(tmp_path: Path) -> None:
    for name in (b"caf\xe9.txt", b"caf\xe8.txt"):
        (tmp_path / os.fsdecode(name)).write_text(BODY)
    (tmp_path / os.fsdecode(b"\xff.bin")).write_text(BODY)
    assert sorted(ids(tmp_path)) == ["caf\\udce8.txt", "caf\\udce9.txt"]
    assert [refusal.file for refusal in refusals(tmp_path)] == ["\\udcff.bin"]


def test_other_kinds_are_refused_by_name(tmp_path: Path) -> None:
    write(tmp_path, "a.docm", "Makefile", "b.txt")
    assert ids(tmp_path) == ["b.txt"]
    assert [(refusal.file, "not read" in refusal.reason) for refusal in refusals(tmp_path)] == [
        ("Makefile", True),
        ("a.docm", True),
    ]


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    (refusal,) = load(tmp_path, max_bytes=10)
    assert isinstance(refusal, Refusal)
    assert "47 bytes, limit 10" in refusal.reason


@pytest.mark.parametrize(
    ("name", "reason"),
    [("nowhere", "no such folder or file"), ("empty", "the folder is empty"), ("x" * 5_000, "too long")],
)
def test_no_corpus(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableCorpus, match=reason):
        article_files(tmp_path / name)


def test_what_may_not_be_read_is_refused(tmp_path: Path) -> None:
    """As another user where the tests run as root, who may read everything."""
    write(tmp_path, "corpus/a.txt", "corpus/b.txt", "corpus/shut/c.txt", "corpus/blind/d.txt")
    (tmp_path / "corpus/a.txt").chmod(0)
    (tmp_path / "corpus/shut").chmod(0)
    for folder in (tmp_path, *list(tmp_path.parents)[:2]):
        folder.chmod(0o755)
    code = (
        "import os, sys; from pathlib import Path; from corpus.load import load; from corpus.errors import BadInput\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "print([str(getattr(read, 'reason', read.file)) for read in load(Path(sys.argv[1]))])\n"
        "os.stat(sys.argv[1])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "corpus"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    (tmp_path / "corpus/shut").chmod(0o755)
    assert run.stdout == "['cannot be read (Permission denied)', 'b.txt', 'blind/d.txt']\n", run.stderr


def test_a_folder_that_may_be_listed_but_not_entered(tmp_path: Path) -> None:
    write(tmp_path, "corpus/blind/d.txt")
    (tmp_path / "corpus/blind").chmod(0o444)
    for folder in (tmp_path, *list(tmp_path.parents)[:2]):
        folder.chmod(0o755)
    code = (
        "import os, sys; from pathlib import Path; from corpus.load import load; from corpus.errors import BadInput\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "try: list(load(Path(sys.argv[1])))\n"
        "except BadInput as error: print(error)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "corpus"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    (tmp_path / "corpus/blind").chmod(0o755)
    assert run.stdout.endswith("cannot be read (Permission denied)\n"), run.stderr
    assert "blind" in run.stdout


def test_the_sample_has_what_it_must() -> None:
    articles = [read for read in load(SAMPLE) if isinstance(read, Article)]
    assert len(articles) >= 30
    assert all(article.title for article in articles)
    assert not refusals(SAMPLE)
