from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.embed import Embedder
from index.update import update
from tests.index.milvus.news import CHANGED, NEWS
from tests.index.milvus.server import Server

pytest.importorskip("pymilvus", reason="needs the extra: pip install -e .[milvus]")
pytest.importorskip("milvus_lite", reason="needs the extra: pip install -e .[milvus]")
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all tests that do it no harm; each takes a name of its own."""
    running = Server(tmp_path_factory.mktemp("milvus"))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """One that a test may stop, kill and hold up."""
    running = Server(tmp_path / "own")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def name() -> str:
    """A name that no other test has."""
    return f"news{next(_numbers)}"


@pytest.fixture(scope="session")
def news_before(sample_index: Path, tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """The sample, and news with copies, a retraction and a later edition; with its corpus beside it."""
    return _indexed(tmp_path_factory.mktemp("before"), sample_index, NEWS, embedder)


@pytest.fixture(scope="session")
def news_after(news_before: Path, tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """The same index after some news were added, changed and removed."""
    return _indexed(tmp_path_factory.mktemp("after"), news_before, CHANGED, embedder)


def _indexed(folder: Path, base: Path, news: list[dict[str, object]], embedder: Embedder) -> Path:
    directory = Path(shutil.copytree(base, folder / "index"))
    corpus = folder.parent / "news.jsonl"  # the same file for both
    corpus.write_text("\n".join(map(json.dumps, news)), "utf-8")
    update([corpus], directory, embedder)
    return directory
