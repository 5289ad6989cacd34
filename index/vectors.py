"""Nearest vectors: exact search, plain and by FAISS, behind one protocol."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import faiss
import numpy as np
import numpy.typing as npt

from index.errors import IndexDamaged
from index.onnx_encoder import Floats

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_TIES = 16  # copies of one story have equal vectors


class VectorStore(Protocol):
    """Unit vectors by row, searched by dot product."""

    def search(self, query: Floats, k: int, allowed: Mask | None = None) -> tuple[Rows, Floats]:
        """The ``k`` rows nearest to a query of shape (dimension,), best first, ties by row, and their cosines.

        ``allowed`` has shape (rows,); rows where it is False are not found.
        """

    def cosines(self, query: Floats, rows: Rows) -> Floats:
        """The cosine of a query to each of some rows."""


class ExactVectors:
    """A plain array: the oracle that other stores are held against."""

    def __init__(self, vectors: Floats) -> None:
        self._vectors = vectors

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

    @classmethod
    def read(cls, path: Path) -> FaissVectors:
        """From a file. Raises IndexDamaged if FAISS cannot read it."""
        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:
            raise IndexDamaged(f"{path.name}: FAISS cannot read it") from error

    def write(self, path: Path) -> None:
        """To a file."""
        faiss.write_index(self._index, str(path))

    def search(self, query: Floats, k: int, allowed: Mask | None = None) -> tuple[Rows, Floats]:
        """See VectorStore."""
        parameters = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]  # faiss's stubs lack its wrappers
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        depth = k + _TIES
        while True:  # FAISS orders equal scores as it likes, so go on until no tie is cut in two
            depth = min(depth, self._index.ntotal)
            scores, rows = self._index.search(query[np.newaxis], depth, params=parameters)
            found = rows[0] >= 0
            best_rows, best_scores = rows[0][found], scores[0][found]
            if len(best_rows) < depth or depth == self._index.ntotal or best_scores[-1] < best_scores[k - 1]:
                break
            depth *= 2
        order = np.lexsort((best_rows, -best_scores))[:k]
        return best_rows[order], best_scores[order]

    def cosines(self, query: Floats, rows: Rows) -> Floats:
        """See VectorStore."""
        if not len(rows):
            return np.zeros(0, np.float32)
        cosines: Floats = self._index.reconstruct_batch(rows) @ query
        return cosines
