"""Whether the program, its models and an index are what they should be."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from assistant.settings import Settings
from index.catalog import list_articles, open_catalog, read_meta
from index.embed import load_embedder
from index.errors import IndexUnusable
from index.generations import current_name, open_generation
from index.milvus.address import Address
from index.milvus.engine import Engine
from index.milvus.manifest import verify
from index.milvus.reader import MilvusReader
from index.packaged import CROSS_ENCODER, MINILM, PackagedModel, model_folder

_LIBRARIES = ("demarche", "faiss-cpu", "onnxruntime", "sentence-transformers", "torch", "gradio", "tiktoken")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined."""

    what: str
    sound: bool
    detail: str


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything that an answer depends on, from the outside in."""
    yield Finding("python", True, f"{sys.version.split()[0]}, sqlite {sqlite3.sqlite_version}")
    yield Finding("libraries", True, ", ".join(f"{name} {version(name)}" for name in _LIBRARIES))
    for model in (MINILM, CROSS_ENCODER):
        yield _model(model)
    if settings.store is None:
        yield from _index(settings.index, settings.model)
    else:
        yield from _store(settings.store, settings.index, settings.model)


def _model(model: PackagedModel) -> Finding:
    try:
        model_folder(model)
    except IndexUnusable as error:
        return Finding(model.distribution, False, str(error))
    return Finding(model.distribution, True, f"{model.weights} has the expected SHA-256 {model.sha256[:12]}…")


def _index(directory: Path, model: str) -> Iterator[Finding]:
    try:
        with open_catalog(directory) as catalog:
            meta = read_meta(catalog)
            yield Finding("index", True, f"{directory}, format {meta['format']}, revision {meta['revision']}")
            yield _same_model(meta["model"], model)
            yield _integrity(catalog)
            listed = list(list_articles(catalog))
            passages = sum(count for _, _, count in listed)
            yield Finding("articles", True, f"{len(listed):,} articles, {passages:,} passages, every text as written")
    except IndexUnusable as error:
        yield Finding("index", False, str(error))
        return
    yield _generation(directory, int(meta["revision"]))


def _store(store: Address, directory: Path, model: str) -> Iterator[Finding]:
    engine = Engine(store)
    try:
        reader = MilvusReader(engine, directory)
        manifest = reader.manifest()
        detail = f"{store}, {engine.version()}, format {manifest.format}"
        yield Finding("store", True, f"{detail}, generation {manifest.generation}, edition {manifest.edition}")
        yield _same_model(manifest.model, model)
        verify(engine, manifest)
        listed = list(reader.listed())
        passages = sum(count for _, _, count in listed)
        yield Finding("articles", True, f"{len(listed):,} articles, {passages:,} passages, every text as written")
    except IndexUnusable as error:
        yield Finding("store", False, str(error))
    finally:
        engine.close()


def _same_model(made_by: str, model: str) -> Finding:
    try:
        fingerprint = load_embedder(model).fingerprint
    except IndexUnusable as error:
        return Finding("model", False, str(error))
    return Finding("model", made_by == fingerprint, f"index made by {made_by}, now {fingerprint}")


def _integrity(catalog: sqlite3.Connection) -> Finding:
    result = str(catalog.execute("PRAGMA integrity_check").fetchone()[0])
    return Finding("catalog", result == "ok", f"SQLite integrity check: {result}")


def _generation(directory: Path, revision: int) -> Finding:
    name = current_name(directory)
    if name is None:
        return Finding("search files", False, "none published yet; run demarche index again")
    try:
        manifest = open_generation(directory / name).manifest
    except IndexUnusable as error:
        return Finding("search files", False, f"{error}; they are made again at the next question")
    behind = manifest.revision != revision
    detail = f"{name}, {manifest.articles:,} articles, {manifest.passages:,} passages, checksums right"
    return Finding(
        "search files", not behind, detail + ("; behind the catalog, run demarche index again" if behind else "")
    )
