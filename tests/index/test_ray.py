"""Indexing on Ray: a real one on this machine, whose workers and whose driver are killed on the way."""

from __future__ import annotations

import ipaddress
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.errors import Refusal
from corpus.load import File, files, read_files
from corpus.sandbox.sandbox import Sandbox
from index.catalog import FILE
from index.embed import DEFAULT_MODEL, Embedder
from index.portions import portions
from index.ray_workers import ray_workers
from index.update import Summary, update
from tests.commands import Demarche
from tests.index.ray_processes import descendants, listening
from tests.making import PARAGRAPHS, page

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")
TABLES = (
    "SELECT id, corpus, file, latest, deleted FROM article ORDER BY row",
    "SELECT article, number, digest, text FROM version ORDER BY row",
    'SELECT id, version, "start", "end" FROM passage ORDER BY id', "SELECT passage, data FROM vector ORDER BY passage",
    "SELECT version, passage, act, actor, addressee_actor, data FROM statement ORDER BY id",
)  # fmt: skip


def text(number: int) -> str:
    told = (
        line.replace("Lindmark", f"Town {number}").replace("a fifth", f"{number + 2} crowns") for line in PARAGRAPHS
    )
    return "\n".join(told)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    rows = [json.dumps({"id": f"row {number}", "text": text(number)}) for number in range(24)]
    (folder / "desk.jsonl").write_text("\n".join([*rows[:9], '{"id": "cut', "", *rows[9:]]))
    for number in range(24, 32):
        (folder / f"{number}.txt").write_text(text(number))
        (folder / f"{number}.html").write_text(page(paragraphs=tuple(text(number + 40).split("\n"))))
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    return folder


def catalog(directory: Path) -> list[list[tuple[object, ...]]]:
    with sqlite3.connect(directory / FILE) as connection:
        return [connection.execute(query).fetchall() for query in TABLES]


def counts(summary: Summary) -> tuple[int, int, list[str]]:
    return len(summary.added), summary.passages_embedded, [str(refusal) for refusal in summary.skipped]


def wait_until(holds: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_killed_worker_costs_nothing_and_the_result_is_that_of_one_process(
    corpus: Path,
    tmp_path: Path,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("index.batches.BATCH_PASSAGES", 16)
    alone = update([corpus], tmp_path / "alone", embedder, processes=1)
    monkeypatch.setattr("index.portions.PORTION_BYTES", 4_000)
    environment = dict(os.environ)
    killed: list[str] = []
    addresses: set[str] = set()

    def progress(_: int, passages: int) -> None:
        below = descendants(os.getpid())
        busy = [pid for pid, name in below.items() if name.startswith(("ray::extract", "ray::embed_step"))]
        if passages and busy and not killed:
            killed.append(below[busy[0]])
            os.kill(busy[0], signal.SIGKILL)
        addresses.update(listening({pid for pid, name in below.items() if "ray" in name}))

    begin = partial(ray_workers, model=DEFAULT_MODEL, processes=2)
    spread = update([corpus], tmp_path / "spread", embedder, progress=progress, workers=begin)
    assert killed
    assert counts(spread) == counts(alone)
    assert catalog(tmp_path / "spread") == catalog(tmp_path / "alone")
    assert addresses
    assert all(ipaddress.ip_address(address).is_loopback for address in addresses), addresses
    wait_until(lambda: not any("ray" in name for name in descendants(os.getpid()).values()))
    assert dict(os.environ) == environment
    assert capfd.readouterr().out == ""  # stdout is for results


def test_a_killed_run_goes_on_and_leaves_no_process(corpus: Path, tmp_path: Path, embedder: Embedder) -> None:
    script = "import sys; from index import batches; batches.BATCH_PASSAGES = 4; from assistant.cli import main; main(sys.argv[1:])"
    index = tmp_path / "index"
    command = [sys.executable, "-c", script, "index", str(corpus), "--index", str(index), "--workers", "ray"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        wait_until(lambda: (index / FILE).exists() and run.poll() is None and len(catalog(index)[0]) > 0)
        # Ray's agents, which hold nothing of ours, notice after a minute
        below = {pid for pid, name in descendants(run.pid).items() if "Agent" not in name}
        run.kill()
    assert len(below) > 2
    wait_until(lambda: not any(map(_lives, below)))
    done = len(catalog(index)[0])
    assert 0 < done < 40
    again = update([corpus], index, embedder, processes=1)
    assert (len(again.unchanged), len(again.added)) == (done, 40 - done)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_without_the_extra_it_is_named(
    corpus: Path, tmp_path: Path, demarche: Demarche, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    run = demarche("index", corpus, "--index", tmp_path / "index", "--workers", "ray")
    assert (run.status, run.out, len(run.err.splitlines())) == (2, "", 1)
    assert "pip install -c constraints.txt -e '.[ray]'" in run.err


@pytest.mark.parametrize("workers", ["0", "-1", "many", "ray://", "ray://host", "ray:/h:1", "http://h:1"])
def test_workers_that_are_none(workers: str, corpus: Path, tmp_path: Path, demarche: Demarche) -> None:
    run = demarche("index", corpus, "--index", tmp_path / "index", "--workers", workers)
    assert (run.status, len(run.err.splitlines())) == (2, 1)
    assert "ray://HOST:PORT" in run.err
    assert not (tmp_path / "index").exists()


ODD = {
    "marked": b"\xef\xbb\xbf" + b'{"id": "a", "text": "The council said no to the new fare."}\n' * 40,
    "latin": '{"id": "a", "text": "Der Rat von Möln sagte nein."}\n'.encode("cp1252") * 40,
    "with a NUL": b'{"id": "a", "text": "The council said no to the new fare."}\n' * 40 + b"\0\n",
    "like a PDF": b'{"id": "a", "text": "The council said no to the new fare."}\n' * 40 + b'{"id": "a", "text": "%PDF- is how such a file begins."}\n' * 40,
    "empty lines": b'{"id": "a", "text": "The council said no to the new fare."}\n' * 9 + b"  \n" * 900 + b'{"x": 1}\n' + b"\n" * 999,
    "one line": b'{"id": "a", "text": "' + b"The council said no. " * 90 + b'"}',
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_a_file_in_parts_is_read_as_a_whole(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_bytes(ODD[name])
    (tmp_path / "b.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "c.txt").write_text("The council said no.")
    monkeypatch.setattr("index.portions.PORTION_BYTES", 500)

    def read(found: list[File | Refusal]) -> list[Article | Refusal]:
        with Sandbox() as sandbox:
            return list(read_files(found, sandbox))

    parted = [item for portion in portions(files(tmp_path)) for item in read(portion)]
    assert parted == read(list(files(tmp_path)))
    if name in ("like a PDF", "empty lines"):
        assert len(list(portions(files(tmp_path)))) > 3
