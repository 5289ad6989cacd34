from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from index.catalog import next_revision, open_catalog
from index.embed import Embedder
from index.errors import IndexDamaged
from index.generations import CURRENT, MANIFEST, Manifest, current_name, newest_first, open_generation, publish
from index.search import Index, open_current

FILES = (
    "manifest.json", "publishers.json", "alive.npy", "part-000/rows.npy", "part-000/vectors.faiss",
    "part-000/keywords/counts.npy", "part-000/keywords/lengths.npy", "part-000/keywords/rows.npy",
    "part-000/keywords/starts.npy", "part-000/keywords/vocabulary.json",
)  # fmt: skip


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x01
    path.write_bytes(data)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def delete(path: Path) -> None:
    path.unlink()


DAMAGES = (flip, truncate, empty, delete)


def current(directory: Path) -> Path:
    return directory / (current_name(directory) or "")


def touch_catalog(directory: Path) -> None:
    """As if an update had changed something and was killed before it published."""
    with open_catalog(directory, write=True) as catalog, catalog:
        next_revision(catalog)


def test_the_files_are_those_tested(sample_index: Path) -> None:
    folder = current(sample_index)
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()) == sorted(FILES)
    assert sorted(open_generation(folder).manifest.files) == sorted(set(FILES) - {MANIFEST})


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("file", FILES)
def test_damage_is_seen_at_opening(index_copy: Path, file: str, damage: object) -> None:
    assert callable(damage)
    damage(current(index_copy) / file)
    with pytest.raises(IndexDamaged, match=file.rpartition("/")[2].removesuffix(".json")):
        open_generation(current(index_copy))


def test_every_flipped_byte_of_a_manifest_is_seen(index_copy: Path) -> None:
    path = current(index_copy) / MANIFEST
    sound = path.read_bytes()
    for place in range(len(sound)):
        data = bytearray(sound)
        data[place] ^= 0x01
        path.write_bytes(data)
        if bytes(data).split() == sound.split():
            continue
        try:
            generation = open_generation(path.parent)
        except IndexDamaged:
            continue
        path.write_bytes(sound)  # white space between two fields
        assert generation.manifest == open_generation(path.parent).manifest


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("file", FILES)
def test_a_damaged_generation_is_made_again_with_one_warning(
    index_copy: Path, embedder: Embedder, file: str, damage: object
) -> None:
    sound = Index(index_copy, embedder).search("Who rejected the offer?", 5)
    assert callable(damage)
    damage(current(index_copy) / file)
    warnings: list[str] = []
    assert Index(index_copy, embedder, warn=warnings.append).search("Who rejected the offer?", 5) == sound
    assert len(warnings) == 1
    assert "gen-000001" in warnings[0]
    assert Index(index_copy, embedder, warn=warnings.append).search("Who rejected the offer?", 5) == sound
    assert len(warnings) == 1
    assert current_name(index_copy) == "gen-000002"


def test_a_sound_generation_that_holds_as_much_takes_the_place_of_a_damaged_one(
    index_copy: Path, embedder: Embedder
) -> None:
    publish(index_copy, embedder.dimension)
    flip(index_copy / "gen-000002" / "part-000" / "vectors.faiss")
    warnings: list[str] = []
    assert open_current(index_copy, embedder.dimension, warnings.append).name == "gen-000001"
    assert len(warnings) == 1


@pytest.mark.parametrize("content", [None, "", "gen-000009", "gen-../..", "/etc", "\xff", "gen-000002"])
def test_a_damaged_pointer_does_no_harm(index_copy: Path, embedder: Embedder, content: str | None) -> None:
    sound = Index(index_copy, embedder).search("Who rejected the offer?", 5)
    if content is None:
        (index_copy / CURRENT).unlink()
    else:
        (index_copy / CURRENT).write_text(content, "latin-1")
    warnings: list[str] = []
    index = Index(index_copy, embedder, warn=warnings.append)
    assert index.search("Who rejected the offer?", 5) == sound
    assert index.generation() is index.generation()
    assert len(warnings) <= 1


def test_a_pointer_to_the_generation_before_does_not_bring_back_old_answers(
    index_copy: Path, embedder: Embedder
) -> None:
    touch_catalog(index_copy)
    publish(index_copy, embedder.dimension)
    (index_copy / CURRENT).write_text("gen-000001")
    assert open_current(index_copy, embedder.dimension, lambda line: None).name == "gen-000002"


def crash(directory: Path, step: str, dimension: int) -> None:
    """What a run killed at a step of publishing leaves behind."""
    touch_catalog(directory)
    before = (directory / CURRENT).read_text()
    publish(directory, dimension)
    (directory / CURRENT).write_text(before)
    made, working = directory / "gen-000002", directory / ".tmp-gen-000002"
    if step == "renamed":
        return
    made.rename(working)
    if step == "built":
        return
    (working / MANIFEST).unlink()
    if step == "no manifest":
        return
    shutil.rmtree(working / "part-000" / "keywords")
    truncate(working / "part-000" / "vectors.faiss")
    if step == "half of a file":
        return
    shutil.rmtree(working)
    (directory / f".{CURRENT}").write_text("gen-0")


@pytest.mark.parametrize("step", ["renamed", "built", "no manifest", "half of a file", "half of the pointer"])
def test_a_crash_at_any_step_leaves_an_index_that_answers_and_can_go_on(
    index_copy: Path, embedder: Embedder, step: str
) -> None:
    crash(index_copy, step, embedder.dimension)
    warnings: list[str] = []
    assert Index(index_copy, embedder, warn=warnings.append).search("Who rejected the offer?", 5)
    assert not warnings
    publish(index_copy, embedder.dimension)
    assert Index(index_copy, embedder, warn=warnings.append).search("Who rejected the offer?", 5)
    assert not warnings
    assert not [path for path in index_copy.iterdir() if path.name.startswith(".tmp")]


def test_before_anything_was_published_it_is_made_from_the_catalog(index_copy: Path, embedder: Embedder) -> None:
    shutil.rmtree(current(index_copy))
    (index_copy / CURRENT).unlink()
    warnings: list[str] = []
    assert Index(index_copy, embedder, warn=warnings.append).search("Who rejected the offer?", 5)
    assert len(warnings) == 1


def test_two_generations_are_kept(index_copy: Path, embedder: Embedder) -> None:
    for _ in range(3):
        publish(index_copy, embedder.dimension)
    assert [folder.name for folder in newest_first(index_copy)] == ["gen-000004", "gen-000003"]


def test_another_format_is_not_opened(index_copy: Path) -> None:
    from index.generations import _checksum

    path = current(index_copy) / MANIFEST
    fields = json.loads(path.read_text())
    del fields["sha256"]
    fields["format"] = "0"
    path.write_text(json.dumps({**fields, "sha256": _checksum(fields)}))
    with pytest.raises(IndexDamaged, match="of format 0"):
        open_generation(path.parent)


def test_an_open_index_follows_what_is_published(index_copy: Path, embedder: Embedder) -> None:
    index = Index(index_copy, embedder)
    first = index.generation()
    publish(index_copy, embedder.dimension)
    publish(index_copy, embedder.dimension)  # the generation that the reader holds is now removed from the disk
    assert first.keywords is not None
    assert len(first.keywords.search("offer", 5)[0])
    assert index.generation().name == "gen-000003"
    assert index.search("Who rejected the offer?", 5)


def test_the_manifest_counts(sample_index: Path) -> None:
    generation = open_generation(current(sample_index))
    assert isinstance(generation.manifest, Manifest)
    assert generation.manifest.articles == len(set(generation.rows["article"].tolist()))
    assert generation.manifest.passages == len(generation.rows) == len(set(generation.rows["passage"].tolist()))
