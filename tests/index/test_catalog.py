from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.article import Article
from corpus.span import Span
from index import catalog as module
from index.catalog import (
    FILE,
    GONE,
    create_catalog,
    known_articles,
    list_articles,
    live_passages,
    open_catalog,
    passages_by_id,
    put_article,
    read_article,
    read_meta,
    require_model,
    set_state,
    to_vectors,
)
from index.errors import IndexDamaged, IndexMismatch, IndexMissing

ARTICLE = Article("a", "He said no. She left.", "a.txt", "T", "P", ("A", "B"), "2024-10-24", "u", "en")
VECTORS = np.array([[0.5, -0.25], [1, 0]], np.float32)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    create_catalog(tmp_path, "model/1")
    return tmp_path


def put(directory: Path, article: Article) -> None:
    with open_catalog(directory, write=True) as catalog, catalog:
        put_article(catalog, article, "/corpus", [Span(article.id, 0, 11), Span(article.id, 12, 21)], VECTORS)


def test_an_article_comes_back_as_it_was(directory: Path) -> None:
    put(directory, ARTICLE)
    with open_catalog(directory) as catalog:
        assert read_article(catalog, "a") == ARTICLE
        live = list(live_passages(catalog))
    assert [passage.span.of(passage.article.text) for passage, _, _ in live] == ["He said no.", "She left."]
    np.testing.assert_array_equal(to_vectors([data for _, _, data in live], 2), VECTORS)


def test_a_new_version_replaces_the_old_but_old_passages_resolve(directory: Path) -> None:
    put(directory, ARTICLE)
    put(directory, replace(ARTICLE, text="He said yes. She left."))
    with open_catalog(directory) as catalog:
        assert [(article.text, version, count) for article, version, count in list_articles(catalog)] == [
            ("He said yes. She left.", 2, 2)
        ]
        assert [passage.id for passage, _, _ in live_passages(catalog)] == [3, 4]
        old, new = passages_by_id(catalog, [1, 3])
    assert old.span.of(old.article.text) == "He said no."
    assert new.article.text.startswith("He said yes.")


def test_removed_articles_are_out_of_answers(directory: Path) -> None:
    put(directory, ARTICLE)
    with open_catalog(directory, write=True) as catalog, catalog:
        set_state(catalog, ["a"], GONE)
    with open_catalog(directory) as catalog:
        assert not list(live_passages(catalog))
        assert not list(list_articles(catalog))
        assert known_articles(catalog)["a"].deleted
        with pytest.raises(KeyError):
            read_article(catalog, "a")
        assert passages_by_id(catalog, [2])[0].article == ARTICLE


def test_readers_cannot_write(directory: Path) -> None:
    with pytest.raises(IndexDamaged, match="readonly"), open_catalog(directory) as catalog:
        catalog.execute("DELETE FROM meta")


def test_no_catalog(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(IndexMissing, match="demarche index CORPUS"), open_catalog(folder):
            pass


def test_another_format_is_refused(directory: Path) -> None:
    connection = sqlite3.connect(directory / FILE)
    connection.execute("UPDATE meta SET value = '0' WHERE key = 'format'")
    connection.commit()
    connection.close()
    with pytest.raises(IndexMismatch, match="format 0, this version reads format"), open_catalog(directory):
        pass


def test_another_model_is_refused(directory: Path) -> None:
    with open_catalog(directory) as catalog:
        require_model(catalog, "model/1", directory)
        with pytest.raises(IndexMismatch, match="made by the model model/1, not model/2"):
            require_model(catalog, "model/2", directory)


@pytest.mark.parametrize("column", ["text", "title", "published", "authors", "digest", "url"])
def test_an_altered_article_is_damage(directory: Path, column: str) -> None:
    put(directory, ARTICLE)
    connection = sqlite3.connect(directory / FILE)
    connection.execute(f"UPDATE version SET {column} = 'x'")
    connection.commit()
    connection.close()
    with pytest.raises(IndexDamaged, match="not what was written"), open_catalog(directory) as catalog:
        read_article(catalog, "a")


@pytest.mark.parametrize("data", [b"", b"x", b"SQLite format 3\x00" + b"x" * 500])
def test_what_is_no_database_is_damage(directory: Path, data: bytes) -> None:
    (directory / FILE).write_bytes(data)
    with pytest.raises(IndexDamaged, match="restore"), open_catalog(directory) as catalog:
        read_meta(catalog)


def test_flipped_bytes_are_damage_or_do_no_harm(directory: Path) -> None:
    """No byte of the file, flipped, makes anything but the typed refusal, or an article that was never written."""
    put(directory, ARTICLE)
    sound = (directory / FILE).read_bytes()
    refused = 0
    for place in range(0, len(sound), 97):
        flipped = bytearray(sound)
        flipped[place] ^= 0xFF
        (directory / FILE).write_bytes(flipped)
        try:
            with open_catalog(directory) as catalog:
                found = {article for article, _, _ in list_articles(catalog)}
                passages_by_id(catalog, [1, 2])
            assert found <= {ARTICLE}
        except (IndexDamaged, IndexMismatch):
            refused += 1
    assert refused > 3


def test_a_writer_killed_while_it_wrote_leaves_a_catalog_that_reads(directory: Path) -> None:
    """Its half-written pages are rolled back by the next reader, which must be able to write for that."""
    put(directory, ARTICLE)
    code = (
        "import os, signal, sqlite3, sys\n"
        "catalog = sqlite3.connect(sys.argv[1])\n"
        "catalog.execute('PRAGMA cache_size = 5')\n"
        "catalog.execute('BEGIN')\n"
        "catalog.execute('UPDATE version SET text = ?', ('x' * 100_000,))\n"
        "catalog.executemany('INSERT INTO meta VALUES (?, ?)', [(f'k{n}', 'v' * 2_000) for n in range(1_000)])\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    child = subprocess.run([sys.executable, "-c", code, directory / FILE], check=False)
    assert child.returncode == -signal.SIGKILL
    assert (directory / f"{FILE}-journal").stat().st_size > 0
    with open_catalog(directory) as catalog:
        assert read_article(catalog, "a") == ARTICLE
        assert set(read_meta(catalog)) == {"format", "model", "revision"}


def test_a_catalog_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / FILE).with_suffix(".new").write_bytes(b"left by a killed run")
    create_catalog(tmp_path, "model/1")
    with open_catalog(tmp_path) as catalog:
        assert read_meta(catalog) == {"format": module.FORMAT, "model": "model/1", "revision": "0"}
    create_catalog(tmp_path, "model/2")
    with open_catalog(tmp_path) as catalog:
        assert read_meta(catalog)["model"] == "model/1"


def test_a_read_only_copy_can_be_read(directory: Path, tmp_path: Path) -> None:
    put(directory, ARTICLE)
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(directory / FILE, copy / FILE)
    (copy / FILE).chmod(0o444)
    copy.chmod(0o555)
    with open_catalog(copy) as catalog:
        assert read_article(catalog, "a") == ARTICLE
    copy.chmod(0o755)
