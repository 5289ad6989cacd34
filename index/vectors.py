"""Nearest vectors: exact search, plain and by FAISS, behind one protocol."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import faiss
import numpy as np
import numpy.typing as npt

from index.cores import cores
from index.errors import IndexDamaged
from index.onnx_encoder import Floats

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

FILE = "vectors.faiss"
_TIES = 16  # copies of one story have equal vectors


class VectorStore(Protocol):
    """Unit vectors by row, searched by dot product."""

    def __len__(self) -> int:
        """The number of rows."""

    def search(self, query: Floats, k: int, allowed: Mask | None = None) -> tuple[Rows, Floats]:
        """The ``k`` rows nearest to a query of shape (dimension,), best first, ties by row, and their cosines.

        ``allowed`` has shape (rows,); rows where it is False are not found.
        """

    def cosines(self, query: Floats, rows: Rows) -> Floats:
        """The cosine of a query to each of some rows."""


class WrittenVectors(VectorStore, Protocol):
    """A store that can be kept."""

    def write(self, folder: Path) -> None:
        """To files in a folder."""


class ExactVectors:
    """A plain array: the oracle that other stores are held against."""

    def __init__(self, vectors: Floats) -> None:
        self._vectors = vectors

    def __len__(self) -> int:
        return len(self._vectors)

    def search(self, query: Floats, k: int, allowed: Mask | None = None) -> tuple[Rows, Floats]:
        """See VectorStore."""
        scores = self._vectors @ query
        rows = np.arange(len(scores)) if allowed is None else np.flatnonzero(allowed)
        best = rows[np.argsort(-scores[rows], kind="stable")[:k]]
        return best, scores[best]

    def cosines(self, query: Floats, rows: Rows) -> Floats:
        """See VectorStore."""
        cosines: Floats = self._vectors[rows] @ query
        return cosines


class FaissVectors:
    """A FAISS index on disk or in memory: exact (flat, inner product)."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Floats) -> FaissVectors:
        """From vectors of shape (rows, dimension)."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def write(self, folder: Path) -> None:
        """See VectorStore."""
        faiss.write_index(self._index, str(folder / FILE))

    def search(self, query: Floats, k: int, allowed: Mask | None = None) -> tuple[Rows, Floats]:
        """See VectorStore."""
        parameters = None
        if allowed is not None:
            parameters = faiss.SearchParameters(sel=selector(allowed))  # type: ignore[call-arg]
        on_one_thread()
        depth = k + _TIES
        while True:  # FAISS orders equal scores as it likes, so go on until no tie is cut in two
            depth = min(depth, self._index.ntotal)
            scores, rows = self._index.search(query[np.newaxis], depth, params=parameters)
            found = rows[0] >= 0
            best_rows, best_scores = rows[0][found], scores[0][found]
            if len(best_rows) < depth or depth == self._index.ntotal or best_scores[-1] < best_scores[k - 1]:
                break
            depth *= 2
        return ranked(best_rows, best_scores, k)

    def cosines(self, query: Floats, rows: Rows) -> Floats:
        """See VectorStore."""
        if not len(rows):
            return np.zeros(0, np.float32)
        cosines: Floats = self._index.reconstruct_batch(rows) @ query
        return cosines


class JoinedVectors:
    """Several stores, their rows numbered through."""

    def __init__(self, parts: Sequence[VectorStore]) -> None:
        self._parts = parts
        self._first = np.cumsum([0, *map(len, parts)])

    def __len__(self) -> int:
        return int(self._first[-1])

    def search(self, query: Floats, k: int, allowed: Mask | None = None) -> tuple[Rows, Floats]:
        """See VectorStore."""
        found = []
        for part, first in zip(self._parts, self._first, strict=False):
            rows, scores = part.search(query, k, None if allowed is None else allowed[first : first + len(part)])
            found.append((rows + first, scores))
        return ranked(np.concatenate([rows for rows, _ in found]), np.concatenate([scores for _, scores in found]), k)

    def cosines(self, query: Floats, rows: Rows) -> Floats:
        """See VectorStore."""
        cosines = np.zeros(len(rows), np.float32)
        owner = np.searchsorted(self._first, rows, side="right") - 1
        for number, part in enumerate(self._parts):
            here = owner == number
            if here.any():
                cosines[here] = part.cosines(query, rows[here] - self._first[number])
        return cosines


def on_one_thread() -> None:
    """One query is searched on the thread that asks: FAISS shares out queries, and more would only wait."""
    faiss.omp_set_num_threads(1)


def on_all_threads() -> None:
    """What is built is built on every core."""
    faiss.omp_set_num_threads(cores())


def selector(allowed: Mask) -> faiss.IDSelector:
    """What FAISS may find."""
    bits = np.packbits(allowed, bitorder="little")
    return faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]  # faiss's stubs lack its wrappers


def ranked(rows: Rows, scores: Floats, k: int) -> tuple[Rows, Floats]:
    """The ``k`` best, best first, ties by row."""
    order = np.lexsort((rows, -scores))[:k]
    return rows[order], scores[order]


def read_faiss(path: Path, flags: int = 0) -> faiss.Index:
    """A FAISS index from a file. Raises IndexDamaged if FAISS cannot read it."""
    try:
        return faiss.read_index(str(path), flags)
    except RuntimeError as error:
        raise IndexDamaged(f"{path.name}: FAISS cannot read it") from error
