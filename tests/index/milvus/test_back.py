"""From a folder into a store and back: the same archive, with the same ids."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import BadInput
from index.catalog import FILE, open_catalog
from index.embed import Embedder
from index.errors import IndexMismatch
from index.milvus import fetch as fetching
from index.milvus.address import parse_address
from index.milvus.engine import Engine
from index.milvus.fetch import PARTIAL, fetch
from index.milvus.load import load
from index.milvus.reader import MilvusReader
from index.search import Index
from tests.commands import Demarche
from tests.index.milvus.killing import Killed, kill
from tests.index.milvus.server import Server
from tests.index.milvus.test_changes import QUERIES

TABLES = {
    "article": "row", "version": "row", "passage": "id", "vector": "passage", "statement": "id", "note": "version",
    "copy": "article", "copy_key": "key, article", "copy_passage": "passage",
}  # fmt: skip


def rows(directory: Path) -> dict[str, list[Any]]:
    with open_catalog(directory) as catalog:
        found = {
            name: catalog.execute(f"SELECT * FROM {name} ORDER BY {order}").fetchall() for name, order in TABLES.items()
        }
        found["said"] = catalog.execute(
            "SELECT rowid FROM statement_text WHERE statement_text MATCH 'pilots OR rejected' ORDER BY rowid"
        ).fetchall()
        found["meta"] = catalog.execute("SELECT * FROM meta ORDER BY key").fetchall()
    return found


def test_there_and_back(server: Server, name: str, news_after: Path, embedder: Embedder, tmp_path: Path) -> None:
    """All versions, removed and old ones too; copies and what supersedes what are found again."""
    engine = Engine(server.address(name))
    load(news_after, engine, embedder.dimension)
    fetch(MilvusReader(engine, tmp_path), tmp_path / "index", embedder.dimension)
    wanted, found = rows(news_after), rows(tmp_path / "index")
    for table in wanted:
        assert found[table] == wanted[table], table
    one, other = Index(news_after, embedder), Index(tmp_path / "index", embedder)
    for query in QUERIES:
        assert [hit.passage for hit in other.search(query, 20)] == [hit.passage for hit in one.search(query, 20)]
    assert not load(tmp_path / "index", engine, embedder.dimension).written
    with pytest.raises(IndexMismatch, match="there is an index here"):
        fetch(MilvusReader(engine, tmp_path), tmp_path / "index", embedder.dimension)


def test_a_killed_copy_back_is_not_seen_and_goes_on(
    server: Server, name: str, news_before: Path, embedder: Embedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "WINDOW", 8)
    engine = Engine(server.address(name))
    load(news_before, engine, embedder.dimension)
    with pytest.raises(Killed):
        fetch(MilvusReader(engine, tmp_path), tmp_path / "index", embedder.dimension, progress=kill)
    assert not (tmp_path / "index" / FILE).exists()
    steps: list[int] = []
    fetch(
        MilvusReader(engine, tmp_path),
        tmp_path / "index",
        embedder.dimension,
        progress=lambda done, _: steps.append(done),
    )
    assert steps[0] > 0
    assert rows(tmp_path / "index") == rows(news_before)
    assert not (tmp_path / "index" / PARTIAL).exists()


def test_the_commands(
    server: Server, name: str, sample_index: Path, tmp_path: Path, demarche: Demarche, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What docs/engine.md tells a newcomer to do."""
    store = server.store(name)
    directory = Path(shutil.copytree(sample_index, tmp_path / "index"))
    run = demarche("migrate", directory, store)
    assert (run.status, run.out) == (0, f"{store}: 40 versions of articles, 115 passages; 40 written\n")
    question = "Who asked the United States for guarantees?"
    elsewhere = ("--index", tmp_path / "nothing here", "--store", store)
    wanted, found = (
        demarche("ask", question, "--index", directory, "--json"),
        demarche("ask", question, *elsewhere, "--json"),
    )
    assert {**wanted.json, "timing_ms": 0} == {**found.json, "timing_ms": 0}
    assert wanted.json["citations"]
    for command in (
        ("lookup", "wage offer", "--json"), ("articles", "--json"), ("statements", "--actor", "Hamas", "--csv"),
        ("resolve", "egypt-seeks-us-guarantees.md", "0", "20"),
    ):  # fmt: skip
        assert demarche(*command, "--index", directory).out == demarche(*command, *elsewhere).out != ""
    monkeypatch.setenv("DEMARCHE_STORE", store)
    assert demarche("articles", "--index", tmp_path / "nothing here").status == 0
    assert demarche("articles", "--index", tmp_path / "nothing here", "--store", "none").status == 3
    healthy = demarche("doctor", "--index", tmp_path / "nothing here")
    assert healthy.status == 0, healthy.out
    assert "40 articles, 115 passages" in healthy.out
    new = tmp_path / "crane.jsonl"
    new.write_text(json.dumps({"id": "crane", "text": "The crane drivers of Brevik demanded gloves."}), "utf-8")
    assert demarche("index", new, "--index", directory).status == 0
    assert "crane" in demarche("articles").out
    assert demarche("articles", "remove", "crane", "--index", directory).status == 0
    until = 200
    while "crane" in demarche("articles").out:
        until -= 1
        assert until
    back = demarche("migrate", store, tmp_path / "back")
    assert (back.status, back.err) == (0, back.err)
    assert rows(tmp_path / "back") == rows(directory)
    monkeypatch.delenv("DEMARCHE_STORE")
    again = demarche("ask", question, "--index", tmp_path / "back", "--json")
    assert {**again.json, "timing_ms": 0} == {**wanted.json, "timing_ms": 0}


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("milvus://", "names no host"), ("milvus:///news", "names no host"), ("redis://localhost", "is no store"),
        ("milvus://user:secret@localhost/news", "no password"), ("milvus://localhost/no-such", "no archive's name"),
        ("milvus://localhost/1news", "no archive's name"), ("milvus://localhost/" + "n" * 61, "no archive's name"),
        ("milvus://localhost:99999/news", "is no store"), ("milvus://localhost/news?timeout_s=soon", "timeout_s"),
        ("milvus://localhost/news?timeout_s=-1", "timeout_s"), ("milvus://localhost/news?shards=2", "unknown option"),
        ("milvus+file:news", "ends with .db"), ("milvus://localhost/a/b", "no archive's name"),
    ],
)  # fmt: skip
def test_addresses_that_are_none(address: str, told: str, demarche: Demarche) -> None:
    with pytest.raises(BadInput, match=told) as raised:
        parse_address(address)
    assert "secret" not in str(raised.value)
    run = demarche("ask", "Who?", "--store", address)
    assert (run.status, run.err.count("\n")) == (2, 1)


def test_addresses() -> None:
    assert parse_address("milvus+tls://db.example:443/news").uri == "https://db.example:443"
    assert parse_address("milvus://[::1]:19530/news").uri == "http://[::1]:19530"
    assert parse_address("milvus+file:var/a.db?name=b", "t").name == "b"
    assert "t0ken" not in repr(parse_address("milvus://localhost", "t0ken")) + str(parse_address("milvus://localhost"))


@pytest.mark.parametrize("pair", [("a", "b"), ("milvus://h/a", "milvus://h/b")])
def test_migrate_goes_one_way_or_the_other(pair: tuple[str, str], demarche: Demarche) -> None:
    run = demarche("migrate", *pair)
    assert run.status == 2
    assert "from a folder to a store" in run.err
