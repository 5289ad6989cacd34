"""Derived files in generation folders: published whole, verified at opening, thrown away when superseded.

A generation ``gen-000123/`` holds what search needs and can be made again from the catalog: vectors.faiss, bm25/,
rows of passages, and manifest.json with format, model, catalog revision, counts, and each file's size and SHA-256. It
is built in a temporary folder, synced, renamed, verified by reopening, and only then named in ``CURRENT``.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.dates import day_number
from corpus.title import under_heading
from index.catalog import FORMAT, live_passages, open_catalog, read_meta, to_vectors
from index.errors import IndexDamaged, ModelUnavailable
from index.keywords import Keywords
from index.packaged import sha256_of
from index.vectors import FaissVectors

CURRENT = "CURRENT"
MANIFEST = "manifest.json"
_VECTORS = "vectors.faiss"
_KEYWORDS = "bm25"
_ROWS = "rows.npy"
_PUBLISHERS = "publishers.json"
_ROW = np.dtype([("passage", "<i8"), ("article", "<i8"), ("day", "<i4"), ("publisher", "<i4")])


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds. ``files`` maps names to (bytes, SHA-256)."""

    format: str
    model: str
    revision: int
    articles: int
    passages: int
    files: dict[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Generation:
    """An opened generation. Row ``i`` of each part is the same passage.

    ``rows`` has the fields passage (id), article (row in the catalog), day (ordinal, 0 unknown) and publisher (a
    position in ``publishers``, -1 unknown).
    """

    name: str
    manifest: Manifest
    rows: npt.NDArray[np.void]
    publishers: tuple[str, ...]
    vectors: FaissVectors | None
    keywords: Keywords | None


def publish(directory: Path, dimension: int) -> Generation:
    """Build a generation from the catalog and make it the current one. The caller holds the index's lock."""
    name = f"gen-{_last_number(directory) + 1:06d}"
    working = directory / f".tmp-{name}"
    shutil.rmtree(working, ignore_errors=True)
    working.mkdir()
    _build(directory, working, dimension)
    _sync_tree(working)
    working.replace(directory / name)
    _sync(directory)
    generation = open_generation(directory / name)
    previous = current_name(directory)
    _set_current(directory, name)
    _remove_others(directory, keep=(name, previous))
    return generation


def open_generation(folder: Path) -> Generation:
    """Open a generation after checking every file against the manifest.

    Raises:
        IndexDamaged: a file is missing or is not what was written.
    """
    manifest = _read_manifest(folder)
    for name, (size, digest) in manifest.files.items():
        _verify(folder, name, size, digest)
    empty = manifest.passages == 0
    return Generation(
        folder.name,
        manifest,
        np.load(folder / _ROWS, mmap_mode=None if empty else "r", allow_pickle=False),
        tuple(json.loads((folder / _PUBLISHERS).read_text("utf-8"))),
        None if empty else FaissVectors.read(folder / _VECTORS),
        None if empty else Keywords.read(folder / _KEYWORDS, manifest.passages),
    )


def current_name(directory: Path) -> str | None:
    """The name of the current generation, None if none was ever published."""
    try:
        name = (directory / CURRENT).read_text("ascii", "replace").strip()
    except OSError:
        return None
    return name if name.startswith("gen-") and "/" not in name else None


def newest_first(directory: Path) -> list[Path]:
    """The folders of all generations, the current one first, then by number, newest first."""
    current = current_name(directory)
    folders = sorted(directory.glob("gen-[0-9]*"), key=lambda folder: folder.name, reverse=True)
    return sorted(folders, key=lambda folder: folder.name != current)


def _build(directory: Path, folder: Path, dimension: int) -> None:
    rows: list[tuple[int, int, int, int]] = []
    texts: list[str] = []
    data: list[bytes] = []
    publishers: dict[str, int] = {}
    with open_catalog(directory) as catalog:
        catalog.execute("BEGIN")
        meta = read_meta(catalog)
        for passage, article_row, vector in live_passages(catalog):
            article = passage.article
            code = publishers.setdefault(article.publisher, len(publishers)) if article.publisher else -1
            rows.append((passage.id, article_row, day_number(article.published), code))
            texts.append(under_heading(article, passage.span))
            data.append(vector)
    np.save(folder / _ROWS, np.array(rows, _ROW), allow_pickle=False)
    _write(folder / _PUBLISHERS, json.dumps(list(publishers)))
    if rows:
        FaissVectors.build(to_vectors(data, dimension)).write(folder / _VECTORS)
        Keywords.build(texts).write(folder / _KEYWORDS)
    files = {name: ((folder / name).stat().st_size, sha256_of(folder / name)) for name in _files(folder)}
    articles = len({row[1] for row in rows})
    manifest = Manifest(FORMAT, meta["model"], int(meta["revision"]), articles, len(rows), files)
    written = asdict(manifest)
    _write(folder / MANIFEST, json.dumps({**written, "sha256": _checksum(written)}, indent=1))


def _read_manifest(folder: Path) -> Manifest:
    try:
        fields = json.loads((folder / MANIFEST).read_text("utf-8"))
        if fields.pop("sha256") != _checksum(fields):
            raise ValueError("its checksum is wrong")
        fields["files"] = {name: (int(size), str(digest)) for name, (size, digest) in fields["files"].items()}
        manifest = Manifest(**fields)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexDamaged(f"{folder.name}: its manifest cannot be read ({error})") from error
    if manifest.format != FORMAT:
        raise IndexDamaged(f"{folder.name}: of format {manifest.format}, this version reads {FORMAT}")
    return manifest


def _checksum(fields: Mapping[str, object]) -> str:
    """SHA-256 of a manifest's fields: a flipped count must not be believed."""
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode("ascii")).hexdigest()


def _verify(folder: Path, name: str, size: int, digest: str) -> None:
    path = folder / name
    try:
        sound = path.stat().st_size == size and sha256_of(path) == digest
    except (OSError, ModelUnavailable):
        sound = False
    if not sound:
        raise IndexDamaged(f"{folder.name}/{name} is not what was written")


def _files(folder: Path) -> Sequence[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _last_number(directory: Path) -> int:
    numbers = (folder.name.removeprefix("gen-") for folder in directory.glob("gen-[0-9]*"))
    return max((int(number) for number in numbers if number.isdigit()), default=0)


def _set_current(directory: Path, name: str) -> None:
    working = directory / f".{CURRENT}"
    _write(working, name)
    _sync(working)
    working.replace(directory / CURRENT)
    _sync(directory)


def _remove_others(directory: Path, keep: Sequence[str | None]) -> None:
    """Remove superseded generations, but the one before, and what a killed run left behind."""
    for folder in (*directory.glob("gen-[0-9]*"), *directory.glob(".tmp-gen-*")):
        if folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def _sync_tree(folder: Path) -> None:
    for path in _tree(folder):
        _sync(path)


def _tree(folder: Path) -> Iterator[Path]:
    yield from folder.rglob("*")
    yield folder


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
