"""Worker processes for statements: the same as one process, whatever happens to the workers."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.load import load
from index.catalog import open_catalog
from index.embed import Embedder
from index.extraction import extract, extraction
from index.update import update
from tests.conftest import ROOT, SAMPLE

ARTICLES = [read for read in load(SAMPLE) if isinstance(read, Article)]
PATIENCE_S = 120.0
TABLES = ("* FROM article", "row, article, digest FROM version", "* FROM passage", "* FROM vector", "* FROM statement")


def gone(process: int) -> bool:
    """Whether a process has ended, waiting for it as long as a slow machine may take."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_workers_find_what_one_process_finds() -> None:
    batches = [ARTICLES[:5], ARTICLES[5:9], [], ARTICLES[9:12]]
    with extraction(2) as begin:
        waiting = [begin(batch) for batch in batches]
        assert [wait() for wait in waiting] == [extract(batch) for batch in batches]


def test_one_process_starts_no_other() -> None:
    with extraction(1) as begin:
        assert begin(ARTICLES[:2])() == extract(ARTICLES[:2])
        assert not multiprocessing.active_children()


def test_killed_workers_lose_nothing() -> None:
    """What the dead had is read here, and new workers take the next."""
    with extraction(2) as begin:
        waiting = [begin(ARTICLES[:3]), begin(ARTICLES[3:6])]
        dead = multiprocessing.active_children()
        assert len(dead) == 2
        for child in dead:
            child.kill()
        assert [wait() for wait in waiting] == [extract(ARTICLES[:3]), extract(ARTICLES[3:6])]
        assert begin(ARTICLES[6:9])() == extract(ARTICLES[6:9])
        assert {child.pid for child in multiprocessing.active_children()}.isdisjoint(child.pid for child in dead)
    assert all(gone(child.pid) for child in dead if child.pid)


def test_an_interrupt_ends_the_workers() -> None:
    with pytest.raises(KeyboardInterrupt), extraction(2) as begin:
        for _ in range(2):
            begin(ARTICLES * 10)
        children = [child.pid for child in multiprocessing.active_children()]
        raise KeyboardInterrupt
    assert len(children) == 2
    assert all(gone(child) for child in children if child)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_workers_of_a_killed_process_end_with_it() -> None:
    code = (
        "import multiprocessing, sys\n"
        "from pathlib import Path\n"
        "from corpus.load import load\n"
        "from index.extraction import extraction\n"
        "with extraction(2) as begin:\n"
        "    waiting = [begin(list(load(Path(sys.argv[1]))) * 50) for _ in range(2)]\n"
        "    print(*[child.pid for child in multiprocessing.active_children()], flush=True)\n"
        "    waiting[0]()\n"
    )
    command = [sys.executable, "-c", code, str(SAMPLE)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        children = [int(word) for word in process.stdout.readline().split()]
        process.send_signal(signal.SIGKILL)
    assert len(children) == 2
    assert all(gone(child) for child in children)


def test_the_same_index_with_and_without_workers(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.batches.BATCH_PASSAGES", 16)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for path in islice(sorted(SAMPLE.iterdir()), 12):
        (corpus / path.name).write_bytes(path.read_bytes())
    done: list[tuple[int, int]] = []
    for processes in (1, 2):
        summary = update(
            [corpus],
            tmp_path / str(processes),
            embedder,
            processes=processes,
            progress=lambda articles, passages: done.append((articles, passages)),
        )
        assert done[-1] == (12, summary.passages_embedded)
        assert all(0 <= articles <= 12 for articles, _ in done)
    rows = []
    for processes in (1, 2):
        with open_catalog(tmp_path / str(processes)) as catalog:
            rows.append([catalog.execute(f"SELECT {table} ORDER BY 1").fetchall() for table in TABLES])
    assert rows[0] == rows[1]
    assert len(rows[0][1]) == 12


def test_cores_are_at_least_one() -> None:
    from index.cores import cores

    assert 1 <= cores() <= (os.cpu_count() or 1)
