"""Bad input on the command line: one clear line each (issue 2, point 5)."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from index.catalog import FILE
from tests.commands import Demarche, generation_files, refused
from tests.conftest import SAMPLE


@pytest.mark.parametrize("name", ["nowhere", "x" * 5_000, "two\nlines"])
def test_a_missing_folder(tmp_path: Path, demarche: Demarche, name: str) -> None:
    assert refused(demarche("index", tmp_path / name, "--index", tmp_path / "i"), 2, name[:3])
    assert not (tmp_path / "i").exists()


def test_an_empty_folder(tmp_path: Path, demarche: Demarche) -> None:
    (tmp_path / "c").mkdir()
    assert refused(demarche("index", tmp_path / "c", "--index", tmp_path / "i"), 2, "empty")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"", ("a.txt", "empty")),
        ("a.txt", b"\x00\x01\x02\x03", ("a.txt", "binary")),
        ("a.jsonl", b"", ("a.jsonl", "empty")),
        ("a.jsonl", b"{broken", ("a.jsonl:1", "not JSON")),
        ("a.md", b"---\ntitle: [\n---\nHe said no.", ("a.md", "front matter")),
        ("a.exe", b"MZ", ("a.exe", ".txt")),
    ],
)
def test_a_bad_file(tmp_path: Path, demarche: Demarche, name: str, content: bytes, words: tuple[str, ...]) -> None:
    (tmp_path / name).write_bytes(content)
    assert refused(demarche("index", tmp_path / name, "--index", tmp_path / "i"), 2, *words)


def test_a_broken_line_is_named_by_its_number_and_the_others_are_indexed(tmp_path: Path, demarche: Demarche) -> None:
    good = json.dumps({"text": "Egypt asked Israel to withdraw."})
    (tmp_path / "a.jsonl").write_text(f"{good}\n\n{{broken\n{good}\n")
    run = demarche("index", tmp_path / "a.jsonl", "--index", tmp_path / "i")
    assert run.status == 2
    assert len(run.lines) == 1
    assert "a.jsonl:3: not JSON" in run.err
    assert run.out.startswith("added 2, changed 0, unchanged 0, removed 0, skipped 1")


def test_bad_files_in_a_folder_do_not_stop_the_run(tmp_path: Path, demarche: Demarche) -> None:
    corpus = tmp_path / "c"
    corpus.mkdir()
    for name, content in {
        "good.txt": b"Egypt asked Israel to withdraw.",
        "empty.txt": b"",
        "binary.txt": b"\x00",
        "x.png": b"x",
    }.items():
        (corpus / name).write_bytes(content)
    run = demarche("index", corpus, "--index", tmp_path / "i")
    assert run.status == 0
    assert run.out.startswith("added 1, changed 0, unchanged 0, removed 0, skipped 3")
    assert [line.split(": ")[1] for line in run.lines] == ["skipped binary.txt", "skipped empty.txt", "skipped x.png"]


QUESTIONS = (
    ("ask", "Who rejected the offer?"), ("ask", "Who rejected the offer?", "--json"), ("lookup", "offer"), ("articles",),
    ("articles", "remove", "a"),
)  # fmt: skip


@pytest.mark.parametrize("command", QUESTIONS, ids=" ".join)
def test_no_index(tmp_path: Path, demarche: Demarche, command: tuple[str, ...]) -> None:
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "nowhere", tmp_path, tmp_path / "file"):
        assert refused(demarche(*command, "--index", place), 3, "no index here", "demarche index")


@pytest.mark.parametrize("command", (*QUESTIONS[:3], ("index", str(SAMPLE))), ids=" ".join)
def test_an_index_of_another_model(sample_index: Path, demarche: Demarche, command: tuple[str, ...]) -> None:
    run = demarche(*command, "--index", sample_index, "--model", "bge-small-en-v1.5")
    assert refused(run, 3, "all-MiniLM-L6-v2", "bge-small-en-v1.5")


def test_a_model_that_is_not_here(sample_index: Path, demarche: Demarche) -> None:
    assert refused(demarche("ask", "Who?", "--index", sample_index, "--model", "no/such"), 3, "no/such")


def test_damaged_files_of_the_generation(sample_index: Path, tmp_path: Path, demarche: Demarche) -> None:
    """Each file: the question is answered as before, with one line of warning; and the damage is mended.

    Here one kind of damage a file, in turn; tests/index/test_generations.py has every kind for every file.
    """
    question = ("ask", "Who rejected the wage offer?", "--json")
    sound = demarche(*question, "--index", sample_index).json
    for number, file in enumerate(generation_files(sample_index)):
        directory = Path(shutil.copytree(sample_index, tmp_path / str(number)))
        target = directory / file.relative_to(sample_index)
        data = bytearray(target.read_bytes())
        if number % 3 == 0:
            data[len(data) // 2] ^= 1
            target.write_bytes(data)
        elif number % 3 == 1:
            target.write_bytes(data[: len(data) // 2])
        else:
            target.unlink()
        run = demarche(*question, "--index", directory)
        assert run.status == 0
        assert len(run.lines) == 1, run.err
        assert file.name in run.err or "manifest" in run.err
        assert (run.json["answer"], run.json["citations"]) == (sound["answer"], sound["citations"])
    assert demarche(*question, "--index", directory).err == ""


@pytest.mark.parametrize("damage", ["head", "empty", "text", "cut"])
def test_a_damaged_catalog(sample_index: Path, tmp_path: Path, demarche: Demarche, damage: str) -> None:
    directory = Path(shutil.copytree(sample_index, tmp_path / "i"))
    catalog = directory / FILE
    data = catalog.read_bytes()
    changed = {
        "head": b"x" * 100 + data[100:], "empty": b"", "text": data.replace(b" said ", b" sang "), "cut": data[: len(data) // 3],
    }  # fmt: skip
    catalog.write_bytes(changed[damage])
    for command in QUESTIONS[:4]:
        assert refused(demarche(*command, "--index", directory), 3, "catalog")


def test_no_flipped_byte_of_the_catalog_makes_a_traceback(
    sample_index: Path, tmp_path: Path, demarche: Demarche
) -> None:
    directory = Path(shutil.copytree(sample_index, tmp_path / "i"))
    sound = (directory / FILE).read_bytes()
    places = random.Random(5)
    for _ in range(12):
        data = bytearray(sound)
        data[places.randrange(len(data))] ^= 0xFF
        (directory / FILE).write_bytes(data)
        run = demarche("lookup", "Who rejected the offer?", "-k", "3", "--json", "--index", directory)
        assert run.status == 0 or refused(run, 3)


def test_an_index_of_another_format(sample_index: Path, tmp_path: Path, demarche: Demarche) -> None:
    import sqlite3

    directory = Path(shutil.copytree(sample_index, tmp_path / "i"))
    connection = sqlite3.connect(directory / FILE)
    connection.execute("UPDATE meta SET value = '0' WHERE key = 'format'")
    connection.commit()
    connection.close()
    assert refused(demarche("ask", "Who?", "--index", directory), 3, "format 0")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), ("required",)), (("nonsense",), ("nonsense",)), (("ask",), ("QUESTION",)), (("ask", "Who?", "--batch", "x"), ("one of them",)),
        (("ask", " "), ("empty",)), (("ask", "x" * 3_000), ("3,000 characters",)), (("ask", "Who?", "--since", "Tuesday"), ("Tuesday",)),
        (("ask", "Who?", "--since", "2024-02-01", "--until", "2024-01-01"), ("after",)), (("lookup", "x", "-k", "0"), ("'0'",)),
        (("ask", "--batch", "/nowhere.jsonl"), ("/nowhere.jsonl",)), (("ask", "--batch", "/dev/null"), ("no questions",)),
        (("ask", "--batch", "/"), ("cannot be read",)), (("ask", "Who?", "--nonsense"), ("--nonsense",)), (("index",), ("CORPUS",)),
    ],
    ids=lambda value: " ".join(value)[:40],
)  # fmt: skip
def test_bad_usage(
    sample_index: Path,
    demarche: Demarche,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    words: tuple[str, ...],
) -> None:
    monkeypatch.setenv("DEMARCHE_INDEX", str(sample_index))
    assert refused(demarche(*arguments), 2, *words)
