"""An archive by its place: a folder of this machine, or a store if one is given."""

from __future__ import annotations

from pathlib import Path

from index.archive import Archive, Reader, Warn
from index.embed import Embedder
from index.folder import Folder
from index.milvus.address import Address
from index.milvus.archive import MilvusArchive
from index.milvus.engine import Engine
from index.milvus.reader import MilvusReader
from index.search import Index


def open_reader(directory: Path, store: Address | None) -> Reader:
    """For reading without a model. ``directory`` holds the index; beside a store, what readers say of answers.

    What is wrong with either is raised when it is read.
    """
    return Folder(directory) if store is None else MilvusReader(Engine(store), directory)


def open_archive(
    directory: Path, store: Address | None, embedder: Embedder, *, warn: Warn = lambda line: None
) -> Archive:
    """For answers. Raises IndexUnusable if it cannot be used."""
    if store is None:
        return Index(directory, embedder, warn=warn)
    return MilvusArchive(Engine(store), embedder, directory)
