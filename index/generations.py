"""Derived files in generation folders: published whole, verified at opening, thrown away when superseded.

A generation ``gen-000123/`` holds what search needs and can be made again from the catalog: parts with passages,
vectors and postings (index/parts.py), which of their rows are gone, and manifest.json with format, model, catalog
revision, counts, and each file's size and SHA-256. It is built in a temporary folder, synced, renamed, verified by
reopening, and only then named in ``CURRENT``. Parts of the generation before are taken over as they are.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.catalog import live_ids, open_catalog, read_meta
from index.cores import cores
from index.errors import IndexDamaged, ModelUnavailable
from index.keywords import Keywords
from index.packaged import sha256_of
from index.parts import ROW, Part, PassageRows, alive_in, build_part, parts_to_keep, read_part, take_over
from index.vectors import JoinedVectors, Mask, VectorStore

FORMAT = "parts-1"
CURRENT = "CURRENT"
MANIFEST = "manifest.json"
_PUBLISHERS = "publishers.json"
_ALIVE = "alive.npy"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds: ``passages`` counts those alive, ``files`` maps names to (bytes, SHA-256)."""

    format: str
    model: str
    revision: int
    articles: int
    passages: int
    parts: int
    files: dict[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Generation:
    """An opened generation. Row ``i`` of each field is the same passage, the rows of all parts numbered through.

    ``rows`` has the fields passage (id), article (row in the catalog), day (ordinal, 0 unknown) and publisher (a
    position in ``publishers``, -1 unknown). ``alive`` is False where a passage is of an older version or was removed.
    """

    name: str
    manifest: Manifest
    parts: tuple[Part, ...]
    rows: PassageRows
    alive: Mask
    publishers: tuple[str, ...]
    vectors: VectorStore | None
    keywords: Keywords | None


def publish(directory: Path, dimension: int, *, base: Generation | None = None) -> Generation:
    """Build a generation from the catalog and make it the current one. The caller holds the index's lock.

    ``base`` is a sound generation whose parts are taken over where they can be; without it all is made anew.
    """
    name = f"gen-{_last_number(directory) + 1:06d}"
    working = directory / f".tmp-{name}"
    shutil.rmtree(working, ignore_errors=True)
    working.mkdir()
    _build(directory, working, dimension, base)
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
    with ThreadPoolExecutor(cores()) as pool:  # checksums are made outside the interpreter
        for checked in [pool.submit(_verify, folder, name, *told) for name, told in manifest.files.items()]:
            checked.result()
    parts = tuple(read_part(folder / _part(number)) for number in range(manifest.parts))
    alive = np.load(folder / _ALIVE, allow_pickle=False)
    return Generation(
        folder.name,
        manifest,
        parts,
        np.concatenate([np.zeros(0, ROW), *(part.rows for part in parts)]),
        alive,
        tuple(json.loads((folder / _PUBLISHERS).read_text("utf-8"))),
        JoinedVectors([part.vectors for part in parts]) if len(parts) > 1 else parts[0].vectors if parts else None,
        Keywords([part.postings for part in parts], alive) if parts else None,
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


def _build(directory: Path, folder: Path, dimension: int, base: Generation | None) -> None:
    publishers = {name: code for code, name in enumerate(base.publishers)} if base else {}
    with open_catalog(directory) as catalog:
        catalog.execute("BEGIN")
        meta = read_meta(catalog)
        live = live_ids(catalog)
        kept = _take_over(base, folder, live) if base else []
        held = np.concatenate([np.zeros(0, np.int64), *(part.rows["passage"] for part in kept)])
        missing = np.setdiff1d(live, held, assume_unique=True)
        # all that is alive has no list of ids: the query is simpler, and so is the plan that SQLite makes
        only = missing.tolist() if kept else None
        made = build_part(catalog, folder / _part(len(kept)), only, publishers, dimension)
        articles = catalog.execute("SELECT count(*) FROM article WHERE deleted = 0").fetchone()[0]
    np.save(folder / _ALIVE, np.concatenate([*alive_in(kept, live), np.ones(made, np.bool_)]), allow_pickle=False)
    _write(folder / _PUBLISHERS, json.dumps(list(publishers)))
    files = {name: ((folder / name).stat().st_size, sha256_of(folder / name)) for name in _files(folder)}
    parts = len(kept) + bool(made)
    manifest = Manifest(FORMAT, meta["model"], int(meta["revision"]), articles, len(live), parts, files)
    written = asdict(manifest)
    _write(folder / MANIFEST, json.dumps({**written, "sha256": _checksum(written)}, indent=1))


def _take_over(base: Generation, folder: Path, live: npt.NDArray[np.int64]) -> list[Part]:
    """The parts of another generation that need not be made anew, now in a folder too."""
    alive = alive_in(base.parts, live)
    added = len(live) - sum(int(np.count_nonzero(mask)) for mask in alive)
    kept = [base.parts[number] for number in parts_to_keep(alive, added)]
    for number, part in enumerate(kept):
        take_over(part.folder, folder / _part(number))
    return kept


def _part(number: int) -> str:
    return f"part-{number:03d}"


def _read_manifest(folder: Path) -> Manifest:
    try:
        fields = json.loads((folder / MANIFEST).read_text("utf-8"))
        if fields.pop("sha256") != _checksum(fields):
            raise ValueError("its checksum is wrong")
        if fields["format"] != FORMAT:
            raise IndexDamaged(f"{folder.name}: of format {fields['format']}, this version reads {FORMAT}")
        fields["files"] = {name: (int(size), str(digest)) for name, (size, digest) in fields["files"].items()}
        return Manifest(**fields)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexDamaged(f"{folder.name}: its manifest cannot be read ({error})") from error


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
