"""Loading and changing while readers read: they see what was before or what is after, whole, and nothing between."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from index.catalog import GONE, IN_USE, REMOVED, open_catalog
from index.embed import Embedder
from index.errors import IndexMismatch, IndexMissing, StoreFailed
from index.filters import ALL
from index.milvus import load as loading
from index.milvus.archive import MilvusArchive
from index.milvus.engine import Engine
from index.milvus.load import MOST_DRIFT, load
from index.milvus.manifest import served
from index.milvus.tables import table
from index.milvus.where import Where
from index.removal import remove
from index.search import Index
from tests import offline
from tests.conftest import ROOT
from tests.index.milvus.killing import Killed, kill
from tests.index.milvus.news import STORY
from tests.index.milvus.server import Server
from tests.index.milvus.test_values import same_ranking

QUERIES = ["Who rejected the pension offer?", "What did the crane drivers demand?", "new windows for the school"]
LONG_S = 120.0


def opened(server: Server, name: str, embedder: Embedder, notes: Path) -> MilvusArchive:
    return MilvusArchive(Engine(server.address(name)), embedder, notes)


def wait_for(archive: MilvusArchive, edition: tuple[int, int]) -> None:
    until = time.monotonic() + LONG_S
    while (archive.manifest().generation, archive.manifest().edition) != edition:
        assert time.monotonic() < until
        time.sleep(0.05)


def assert_same(archive: MilvusArchive, index: Index) -> None:
    """All that is in a folder is in the store; keyword scores but for the mean length, which a change keeps."""
    for query in QUERIES:
        wanted, found = ({hit.passage: hit for hit in one.search(query, 500)} for one in (index, archive))
        assert wanted.keys() == found.keys()
        for name, hit in wanted.items():
            assert (hit.span, hit.article) == (found[name].span, found[name].article)
            assert hit.similarity == pytest.approx(found[name].similarity, abs=1e-5)
            assert hit.keyword == pytest.approx(found[name].keyword, rel=MOST_DRIFT)
    for state in (IN_USE, GONE, REMOVED):
        assert list(archive.listed(state)) == list(index.listed(state))
        assert archive.standings(state) == index.standings(state)
    assert archive.find_statements() == index.find_statements()
    here, there = index.coverage(), archive.coverage()
    assert replace(there, outlets=here.outlets) == here
    assert set(there.outlets) <= set(here.outlets)  # a folder goes on to name outlets whose articles were removed


def test_what_has_changed_is_loaded_into_what_is_served(
    server: Server, name: str, news_before: Path, news_after: Path, embedder: Embedder, tmp_path: Path
) -> None:
    engine, dimension = Engine(server.address(name)), embedder.dimension
    first = load(news_before, engine, dimension)
    assert (first.anew, first.written) == (True, first.versions)
    assert not load(news_before, engine, dimension).written
    archive, before = opened(server, name, embedder, tmp_path), Index(news_before, embedder)
    cited = before.search("What did the council reject?", 30)
    changed = load(news_after, engine, dimension)
    assert not changed.anew
    assert 0 < changed.written < changed.versions / 4
    wait_for(archive, (1, 2))
    after = Index(news_after, embedder)
    assert_same(archive, after)
    assert archive.state() != before.state()
    assert archive.passages([hit.passage for hit in cited]) == after.passages([hit.passage for hit in cited])
    assert archive.edition("agency").removed
    old = before.edition("windows").article.digest()
    assert archive.edition("windows", old) == after.edition("windows", old)
    assert archive.edition("windows", old).updated
    # and another change: what the last one replaced is deleted now
    directory = Path(shutil.copytree(news_after, tmp_path / "index"))
    remove(["crane"], directory, dimension)
    load(directory, engine, dimension)
    wait_for(archive, (1, 3))
    assert_same(archive, Index(directory, embedder))
    manifest = served(engine)
    assert manifest is not None
    rows = engine.query(
        table(name, 1, "documents"), Where("part == {zero} and version > {zero}", {"zero": 0}), ("version",)
    )
    assert len(rows) == manifest.versions + len(manifest.replaced)
    # loaded anew, keyword scores too are those of the folder again
    engine.drop_alias(name)
    loaded = load(directory, engine, dimension)
    assert loaded.anew
    archive = opened(server, name, embedder, tmp_path)
    for query in QUERIES:
        assert same_ranking(Index(directory, embedder).search(query, 30), archive.search(query, 30))


@pytest.mark.parametrize("anew", [False, True])
def test_readers_see_all_of_before_or_all_of_after(
    server: Server, name: str, news_before: Path, news_after: Path, embedder: Embedder, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, anew: bool,
) -> None:  # fmt: skip
    if anew:
        monkeypatch.setattr(loading, "MOST_CHANGED", 0.0)
    load(news_before, Engine(server.address(name)), embedder.dimension)
    archive = opened(server, name, embedder, tmp_path)
    states = [
        {(hit.passage, hit.article.digest()) for hit in Index(one, embedder).search(QUERIES[0], 500)}
        for one in (news_before, news_after)
    ]
    assert states[0] != states[1]
    seen: list[int] = []
    failed: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set() or seen[-1:] != [1]:
            try:
                found = {(hit.passage, hit.article.digest()) for hit in archive.search(QUERIES[0], 500)}
                seen.append(states.index(found))
            except (ValueError, IndexMissing) as error:
                failed.append(error)
                return

    reader = threading.Thread(target=read)
    reader.start()
    while not seen and reader.is_alive():
        time.sleep(0.01)
    assert load(news_after, Engine(server.address(name)), embedder.dimension).anew is anew
    done.set()
    reader.join(LONG_S)
    assert not reader.is_alive()
    assert not failed
    assert sorted(seen) == seen
    assert set(seen) == {0, 1}


def test_a_killed_load_is_not_seen_and_goes_on(
    server: Server, name: str, news_before: Path, embedder: Embedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "BATCH_VERSIONS", 8)
    engine = Engine(server.address(name))
    with pytest.raises(Killed):
        load(news_before, engine, embedder.dimension, progress=kill)
    with pytest.raises(IndexMissing, match="no such archive"):
        opened(server, name, embedder, tmp_path)
    loaded = load(news_before, engine, embedder.dimension)
    assert 0 < loaded.written < loaded.versions
    archive, index = opened(server, name, embedder, tmp_path), Index(news_before, embedder)
    assert same_ranking(index.search(QUERIES[0], 60), archive.search(QUERIES[0], 60))
    assert archive.find_statements() == index.find_statements()
    assert [one for one in engine.tables() if one.startswith(f"{name}_")] == sorted(
        table(name, 1, kind) for kind in ("documents", "passages", "statements", "terms", "actors")
    )


def test_a_process_killed_while_it_loads(server: Server, name: str, news_before: Path, embedder: Embedder) -> None:
    command = [sys.executable, "-m", "assistant", "migrate", str(news_before), server.store(name)]
    environment = {**os.environ, "PYTHONPATH": f"{Path(offline.__file__).parent}{os.pathsep}{ROOT}"}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE)
    engine, until = Engine(server.address(name)), time.monotonic() + LONG_S
    documents = table(name, 1, "documents")
    while documents not in engine.tables():
        assert process.poll() is None
        assert time.monotonic() < until
    process.send_signal(signal.SIGKILL)
    process.communicate()
    loaded = load(news_before, engine, embedder.dimension)
    manifest = served(engine)
    assert manifest is not None
    with open_catalog(news_before) as catalog:
        count = catalog.execute("SELECT count(*) FROM version").fetchone()[0]
    assert manifest.versions == loaded.versions == count


def test_what_is_not_whole_is_not_served(
    server: Server, name: str, news_before: Path, news_after: Path, embedder: Embedder, tmp_path: Path
) -> None:
    """A passage that the engine lost on the way: the new edition is not switched to, and the old one answers."""
    engine = Engine(server.address(name))
    load(news_before, engine, embedder.dimension)

    class Losing(Engine):
        def put(self, table: str, rows: object) -> None:
            super().put(table, list(rows)[1:] if table.endswith("passages") else list(rows))  # type: ignore[call-overload]

    with pytest.raises(StoreFailed, match=r"passages of .* is served still"):
        load(news_after, Losing(server.address(name)), embedder.dimension)
    archive = opened(server, name, embedder, tmp_path)
    assert_same(archive, Index(news_before, embedder))
    load(news_after, engine, embedder.dimension)
    wait_for(archive, (1, 2))
    assert_same(archive, Index(news_after, embedder))


def test_the_name_of_another_archive(
    server: Server, name: str, news_before: Path, embedder: Embedder, tmp_path: Path, sample_index: Path
) -> None:
    engine, dimension = Engine(server.address(name)), embedder.dimension
    load(news_before, engine, dimension)
    other = Path(shutil.copytree(sample_index, tmp_path / "other"))
    with open_catalog(other, write=True) as catalog, catalog:
        catalog.execute("UPDATE version SET indexed = '2020-01-01T00:00:00Z'")
    with pytest.raises(IndexMismatch, match="another archive"):
        load(other, engine, dimension)
    assert load(other, engine, dimension, replace_other=True).anew
    archive = opened(server, name, embedder, tmp_path)
    assert len(list(archive.listed())) == 40
    assert STORY not in {one.text for one, _, _ in archive.listed()}
    assert archive.search("pilots", 3, ALL)
