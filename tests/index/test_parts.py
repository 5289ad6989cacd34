"""Growth: what is added becomes a part, what is gone leaves no trace, and answers are those of an index made anew."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from index import parts
from index.catalog import open_catalog
from index.embed import Embedder
from index.filters import ALL, Filters
from index.generations import current_name, open_generation, publish
from index.removal import remove, restore
from index.search import Hit, Index
from index.update import update

QUERIES = ("Who rejected the harbour toll?", "Norway", "crane 7", "xyzzy")


@pytest.fixture(autouse=True)
def _parts_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SMALL", 3)


def write(path: Path, numbers: range, verb: str = "rejected") -> None:
    lines = [
        {"id": f"a{number}", "publisher": f"Post {number % 3}", "published": f"2031-01-{number % 28 + 1:02}",
         "text": f"Norway {verb} the harbour toll of {number} crowns. A crane {number} fell in Turku."}
        for number in numbers
    ]  # fmt: skip
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")


def shape(directory: Path) -> list[int]:
    """The number of rows of each part."""
    return [len(part.rows) for part in open_generation(directory / (current_name(directory) or "")).parts]


def found(directory: Path, embedder: Embedder, filters: Filters = ALL) -> list[list[tuple[str, str, float]]]:
    """What each query finds: article, text and keyword score, by article."""
    index = Index(directory, embedder)

    def told(hit: Hit) -> tuple[str, str, float]:
        return hit.article.id, hit.text, round(hit.keyword, 4)

    return [sorted(map(told, index.search(query, 1_000, filters))) for query in QUERIES]


def test_a_day_is_added_as_a_part_and_answers_are_those_of_an_index_made_anew(
    tmp_path: Path, embedder: Embedder
) -> None:
    directory, corpus = tmp_path / "index", tmp_path / "news.jsonl"
    for last in (20, 25, 27, 28, 29):
        write(corpus, range(last))
        assert update([corpus], directory, embedder).passages_embedded > 0
        generation = open_generation(directory / (current_name(directory) or ""))
        assert generation.manifest.passages == int(generation.alive.sum()) == last
    assert shape(directory) == [20, 5, 4]
    grown = [found(directory, embedder, filters) for filters in (ALL, Filters(publisher="Post 1"))]
    publish(directory, embedder.dimension)
    assert shape(directory) == [29]
    anew = [found(directory, embedder, filters) for filters in (ALL, Filters(publisher="Post 1"))]
    assert grown == anew


def test_a_part_is_taken_over_as_the_same_file(tmp_path: Path, embedder: Embedder) -> None:
    directory, corpus = tmp_path / "index", tmp_path / "news.jsonl"
    write(corpus, range(20))
    update([corpus], directory, embedder)
    before = (directory / "gen-000001" / "part-000" / "vectors.faiss").stat()
    write(corpus, range(24))
    update([corpus], directory, embedder)
    assert (directory / "gen-000002" / "part-000" / "vectors.faiss").stat().st_ino == before.st_ino


def test_without_hard_links_it_is_copied(tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: object, place: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr("os.link", refuse)
    directory, corpus = tmp_path / "index", tmp_path / "news.jsonl"
    for last in (20, 24):
        write(corpus, range(last))
        update([corpus], directory, embedder)
    assert shape(directory) == [20, 4]
    assert len(Index(directory, embedder).search("toll", 100)) == 24


def test_what_is_changed_or_gone_is_not_found_though_its_part_stays(tmp_path: Path, embedder: Embedder) -> None:
    directory, corpus = tmp_path / "index", tmp_path / "news.jsonl"
    write(corpus, range(20))
    update([corpus], directory, embedder)
    remove(["a3", "a4"], directory, embedder.dimension)
    assert shape(directory) == [20]
    lines = corpus.read_text().splitlines()
    lines[7] = lines[7].replace("rejected", "welcomed")
    corpus.write_text("\n".join(line for number, line in enumerate(lines) if number not in (3, 4)))
    assert update([corpus], directory, embedder).changed == ["a7"]
    assert shape(directory) == [20, 1]
    hits = Index(directory, embedder).search("harbour toll", 1_000)
    assert sorted(hit.article.id for hit in hits) == sorted(
        f"a{number}" for number in range(20) if number not in (3, 4)
    )
    assert next(hit.text for hit in hits if hit.article.id == "a7").startswith("Norway welcomed")
    grown = found(directory, embedder)
    publish(directory, embedder.dimension)
    assert found(directory, embedder) == grown


def test_a_part_with_many_gone_is_made_anew(tmp_path: Path, embedder: Embedder) -> None:
    directory, corpus = tmp_path / "index", tmp_path / "news.jsonl"
    write(corpus, range(20))
    update([corpus], directory, embedder)
    remove([f"a{number}" for number in range(5)], directory, embedder.dimension)
    assert shape(directory) == [20]  # a quarter
    remove(["a5"], directory, embedder.dimension)
    assert shape(directory) == [14]


def test_what_was_removed_and_comes_back_is_not_there_twice(tmp_path: Path, embedder: Embedder) -> None:
    directory, corpus = tmp_path / "index", tmp_path / "news.jsonl"
    write(corpus, range(20))
    update([corpus], directory, embedder)
    before = found(directory, embedder)
    remove(["a3"], directory, embedder.dimension)
    restore(["a3"], directory, embedder.dimension)
    assert found(directory, embedder) == before
    assert shape(directory) == [20]


def test_a_damaged_part_is_made_again_whole(tmp_path: Path, embedder: Embedder) -> None:
    directory, corpus = tmp_path / "index", tmp_path / "news.jsonl"
    for last in (20, 24):
        write(corpus, range(last))
        update([corpus], directory, embedder)
    sound = found(directory, embedder)
    path = directory / "gen-000002" / "part-001" / "vectors.faiss"
    data = bytearray(path.read_bytes())
    data[-5] ^= 1
    path.write_bytes(data)
    warnings: list[str] = []
    Index(directory, embedder, warn=warnings.append)
    assert len(warnings) == 1
    assert shape(directory) == [24]
    assert found(directory, embedder) == sound


def test_old_versions_stay_in_the_catalog(tmp_path: Path, embedder: Embedder) -> None:
    directory, corpus = tmp_path / "index", tmp_path / "news.jsonl"
    write(corpus, range(6))
    update([corpus], directory, embedder)
    write(corpus, range(6), "welcomed")
    update([corpus], directory, embedder)
    with open_catalog(directory) as catalog:
        assert catalog.execute("SELECT count(*) FROM passage").fetchone() == (12,)
    assert shape(directory) == [6]


@pytest.mark.parametrize("seed", range(20))
def test_parts_stay_few_and_amortise(seed: int) -> None:
    """Over a thousand days of random sizes: few parts, and each passage is made anew few times."""
    random = np.random.default_rng(seed)
    sizes: list[int] = []
    made = total = 0
    for _ in range(1_000):
        added = int(random.integers(1, 400))
        kept = parts.parts_to_keep([np.ones(size, np.bool_) for size in sizes], added)
        new = added + sum(sizes) - sum(sizes[number] for number in kept)
        sizes = [*(sizes[number] for number in kept), new]
        made, total = made + new, total + added
    assert sum(sizes) == total
    assert len(sizes) <= 20
    assert made <= 16 * total
