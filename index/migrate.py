"""An archive from a folder into a store, and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.milvus.address import Address
from index.milvus.engine import Engine
from index.milvus.fetch import fetch
from index.milvus.load import Loaded, load
from index.milvus.manifest import Manifest
from index.milvus.reader import MilvusReader

Progress = Callable[[int, int], None]


def to_store(directory: Path, store: Address, dimension: int, *, replace: bool, progress: Progress) -> Loaded:
    """See index.milvus.load.load."""
    engine = Engine(store)
    try:
        return load(directory, engine, dimension, replace_other=replace, progress=progress)
    finally:
        engine.close()


def to_folder(store: Address, directory: Path, dimension: int, progress: Progress) -> Manifest:
    """See index.milvus.fetch.fetch."""
    engine = Engine(store)
    try:
        return fetch(MilvusReader(engine, directory), directory, dimension, progress=progress)
    finally:
        engine.close()
