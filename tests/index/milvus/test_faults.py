"""An engine that is away, slow, restarted, full, closed to us, or not what it should be: one clear line each, and then
on as before."""

from __future__ import annotations

import shutil
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from assistant.assistant import Assistant, open_assistant
from assistant.chat.archive import covered
from assistant.chat.talk import Given, Said, talk
from index.embed import DEFAULT_MODEL, Embedder, load_embedder
from index.errors import (
    IndexDamaged,
    IndexMismatch,
    IndexMissing,
    IndexUnusable,
    StoreFull,
    StoreRefused,
    StoreUnavailable,
)
from index.milvus.archive import MilvusArchive
from index.milvus.engine import Engine
from index.milvus.load import load
from index.milvus.tables import table
from index.milvus.where import Where
from index.search import Index
from tests.commands import Demarche
from tests.index.milvus.server import Server, free_port
from tests.index.milvus.test_changes import QUERIES, opened
from tests.index.milvus.test_values import same_ranking

LONG_S = 120.0
SHORT_S = 1.0  # how long a request may take here, on a machine that does one in a tenth of that
T = TypeVar("T")


def one_line(error: object) -> bool:
    return 0 < len(str(error)) < 400 and "\n" not in str(error) and "Traceback" not in str(error)


def patiently(ask: Callable[[], T]) -> T:
    """What comes of it once the engine is there."""
    until = time.monotonic() + LONG_S
    while True:
        try:
            return ask()
        except StoreUnavailable:
            assert time.monotonic() < until


def eventually(archive: MilvusArchive, query: str) -> list[str]:
    """What is found once the engine is back."""
    return patiently(lambda: [hit.text for hit in archive.search(query, 9)])


def short(server: Server, embedder: Embedder, directory: Path) -> float:
    """A limit of time for each request that this machine can keep, as busy as it is: from what a search takes now."""
    started = time.monotonic()
    MilvusArchive(Engine(server.address()), embedder, directory).search(QUERIES[0], 9)
    return min(max(SHORT_S, round(5 * (time.monotonic() - started), 1)), 20 * SHORT_S)


@pytest.fixture
def archive(own_server: Server, news_before: Path, embedder: Embedder, tmp_path: Path) -> MilvusArchive:
    load(news_before, Engine(own_server.address()), embedder.dimension)
    engine = Engine(own_server.address(timeout_s=short(own_server, embedder, tmp_path / "notes")))
    return patiently(lambda: MilvusArchive(engine, embedder, tmp_path / "notes"))


def test_an_engine_that_is_away_and_comes_back(own_server: Server, archive: MilvusArchive) -> None:
    before = eventually(archive, QUERIES[0])
    own_server.stop()
    for read in (
        lambda: archive.search(QUERIES[0], 9),
        lambda: archive.find_statements(limit=3),
        lambda: archive.article("agency"),
        lambda: Engine(own_server.address(timeout_s=SHORT_S)).tables(),
    ):
        with pytest.raises(StoreUnavailable, match="does not answer") as told:
            read()
        assert one_line(told.value)
    own_server.start()
    assert eventually(archive, QUERIES[0]) == before


def test_an_engine_that_is_slow(own_server: Server, archive: MilvusArchive) -> None:
    before = eventually(archive, QUERIES[0])
    own_server.send(signal.SIGSTOP)
    try:
        with pytest.raises(StoreUnavailable, match=f"within {archive.engine.address.timeout_s:g} s") as told:
            archive.search(QUERIES[0], 9)
        assert one_line(told.value)
    finally:
        own_server.send(signal.SIGCONT)
    assert eventually(archive, QUERIES[0]) == before


def test_an_engine_restarted_in_mid_query(own_server: Server, archive: MilvusArchive) -> None:
    """Whatever was asked meanwhile gets the whole answer or a typed error, never a part; and who asks on is answered."""
    before = eventually(archive, QUERIES[0])
    wrong: list[object] = []
    answered, done = threading.Event(), threading.Event()

    def ask() -> None:
        while not done.is_set():
            try:
                found = [hit.text for hit in archive.search(QUERIES[0], 9)]
                answered.set() if found == before else wrong.append(found)
            except StoreUnavailable:
                pass
            except Exception as error:  # noqa: BLE001 # it is what the test looks for
                wrong.append(error)

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(2):
            assert answered.wait(LONG_S)
            own_server.stop()
            answered.clear()
            own_server.start()
        assert answered.wait(LONG_S)
        assert eventually(archive, QUERIES[0]) == before
    finally:
        done.set()
    for thread in threads:
        thread.join(LONG_S)
    assert not wrong


def test_the_disk_of_an_engine_is_full(
    own_server: Server, archive: MilvusArchive, news_before: Path, news_after: Path, embedder: Embedder
) -> None:
    """What was served is served still; when there is room again, the same command goes on."""
    before = eventually(archive, QUERIES[0])
    own_server.fill_disk(0)
    with pytest.raises(StoreFull, match="no room for more") as told:
        load(news_after, Engine(own_server.address()), embedder.dimension)
    assert one_line(told.value)
    assert eventually(archive, QUERIES[0]) == before
    own_server.free_disk()
    own_server.stop()
    own_server.start()
    assert eventually(archive, QUERIES[0]) == before
    load(news_after, Engine(own_server.address()), embedder.dimension)
    archive = opened(own_server, "news", embedder, archive.directory)
    assert list(archive.listed()) == list(Index(news_after, embedder).listed())


def test_credentials(
    news_before: Path, embedder: Embedder, tmp_path: Path, demarche: Demarche, monkeypatch: pytest.MonkeyPatch
) -> None:
    guarded = Server(tmp_path / "guarded", guarded=True)
    guarded.start()
    try:
        load(news_before, Engine(guarded.address()), embedder.dimension)
        archive = MilvusArchive(Engine(guarded.address()), embedder, tmp_path)
        assert same_ranking(Index(news_before, embedder).search(QUERIES[0], 9), archive.search(QUERIES[0], 9))
        for token in ("", "reader:wr0ng-s3cret"):
            monkeypatch.setenv("DEMARCHE_STORE_TOKEN", token)
            run = demarche("ask", "Who?", "--store", guarded.store())
            assert (run.status, run.out) == (3, "")
            assert "refuses the credentials" in run.err
            assert "s3cret" not in run.err
        with pytest.raises(StoreRefused) as told:
            Engine(guarded.address(token="reader:wr0ng-s3cret")).tables()
        assert one_line(told.value)
        assert "s3cret" not in repr(guarded.address(token="reader:wr0ng-s3cret"))
    finally:
        guarded.stop()


def test_names_and_models(server: Server, name: str, news_before: Path, embedder: Embedder, tmp_path: Path) -> None:
    engine = Engine(server.address(name))
    load(news_before, engine, embedder.dimension)
    with pytest.raises(IndexMissing, match=f"no such archive; there are .*{name}") as told:
        MilvusArchive(Engine(server.address("nobody")), embedder, tmp_path)
    assert one_line(told.value)
    with pytest.raises(IndexMismatch, match="bge-small"):
        MilvusArchive(engine, load_embedder("bge-small-en-v1.5"), tmp_path)
    engine.point("photos", table(name, 1, "terms"))
    with pytest.raises(IndexMismatch, match="no archive of Demarche"):
        MilvusArchive(Engine(server.address("photos")), embedder, tmp_path)
    with pytest.raises(IndexMismatch, match="no archive of Demarche"):
        load(news_before, Engine(server.address("photos")), embedder.dimension)


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda data: data.replace('"passages": ', '"passages": 1', 1), "checksum"),
        (lambda data: data.replace('"format": "milvus-1"', '"format": "milvus-9"', 1), "milvus-9"),
        (lambda data: data[:-9], "cannot be read"),
        (lambda data: "[]", "cannot be read"),
    ],
)
def test_a_manifest_that_is_not_what_was_written(
    server: Server, name: str, news_before: Path, embedder: Embedder, tmp_path: Path, damage: object, told: str
) -> None:
    engine = Engine(server.address(name))
    load(news_before, engine, embedder.dimension)
    manifest = Where("version == {none} and born == {one}", {"none": 0, "one": 1})
    (row,) = engine.query(table(name, 1, "documents"), manifest, ("*",))
    assert callable(damage)
    engine.put(table(name, 1, "documents"), [{**row, "data": damage(row["data"])}])
    with pytest.raises((IndexDamaged, IndexMismatch), match=told) as raised:
        MilvusArchive(engine, embedder, tmp_path)
    assert one_line(raised.value)


def test_an_article_that_is_not_what_was_written(
    server: Server, name: str, news_before: Path, embedder: Embedder, tmp_path: Path
) -> None:
    engine = Engine(server.address(name))
    load(news_before, engine, embedder.dimension)
    archive = MilvusArchive(engine, embedder, tmp_path)
    (version,) = archive.documents(archive.manifest(), Where("version == {one}", {"one": 1}))
    rows = engine.query(table(name, 1, "documents"), Where("version == {one}", {"one": 1}), ("*",))
    engine.put(table(name, 1, "documents"), [{**rows[0], "data": rows[0]["data"].replace("the", "teh", 1)}])
    with pytest.raises(IndexDamaged, match="not what was written"):
        archive.article(version.article.id)
    engine.delete(table(name, 1, "documents"), Where("version == {one}", {"one": 1}))
    archive = MilvusArchive(engine, embedder, tmp_path)
    with pytest.raises(IndexDamaged, match="missing"):
        archive.search(version.article.text[:200], 5)


def test_a_collection_dropped_under_a_reader(
    server: Server, name: str, news_before: Path, embedder: Embedder, tmp_path: Path
) -> None:
    engine = Engine(server.address(name))
    load(news_before, engine, embedder.dimension)
    archive = MilvusArchive(engine, embedder, tmp_path)
    engine.drop(table(name, 1, "passages"))
    with pytest.raises(IndexUnusable) as told:
        archive.search(QUERIES[0], 3)
    assert one_line(told.value)


# the chat


def last(assistant: Assistant, question: str) -> Said:
    *_, said = talk(assistant, [], Given(question))
    return said


def answering(assistant: Assistant, question: str) -> Said:
    """The first reply that is no fault."""
    until = time.monotonic() + LONG_S
    while not (said := last(assistant, question)).turns:
        assert time.monotonic() < until
    return said


@pytest.fixture
def assistant(own_server: Server, news_before: Path, embedder: Embedder, tmp_path: Path) -> Assistant:
    load(news_before, Engine(own_server.address()), embedder.dimension)
    address = own_server.address(timeout_s=short(own_server, embedder, tmp_path / "notes"))
    return patiently(lambda: open_assistant(tmp_path / "notes", DEFAULT_MODEL, store=address))


def test_the_chat_says_so_and_recovers(own_server: Server, assistant: Assistant) -> None:
    question = "What did the pilots of Brevik reject?"
    answered = answering(assistant, question)
    assert answered.turns[-1].answer.citations
    own_server.stop()
    said = last(assistant, question)
    assert "cannot be reached just now" in str(said.messages[-1].content)
    assert "127.0.0.1" not in str(said.messages[-1].content)
    assert said.box == question
    assert covered(assistant.index)
    own_server.start()
    said = answering(assistant, question)
    assert said.turns[-1].answer.answer == answered.turns[-1].answer.answer


def test_commands_without_an_engine(demarche: Demarche, tmp_path: Path, sample_index: Path) -> None:
    store = f"milvus://127.0.0.1:{free_port()}/news?timeout_s=0.5"
    directory = Path(shutil.copytree(sample_index, tmp_path / "index"))
    for command in (
        ("ask", "Who?", "--store", store), ("lookup", "Who?", "--store", store), ("statements", "--store", store),
        ("articles", "--store", store), ("migrate", directory, store), ("migrate", store, tmp_path / "new"),
        ("serve", "--store", store),
    ):  # fmt: skip
        run = demarche(*command)
        assert (run.status, run.out) == (3, ""), command
        assert "does not answer within 0.5 s" in run.err
        assert one_line(run.err.strip().splitlines()[-1])
    assert not (tmp_path / "new" / "catalog.sqlite").exists()
