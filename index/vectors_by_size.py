"""The store that fits the number of vectors: exact, then a graph, then inverted lists; each chosen by the count alone.

benchmarks/scale.py measures all three against exact search; docs/speed.md has its tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from index.errors import IndexDamaged
from index.onnx_encoder import Floats
from index.vectors import (
    FILE,
    FaissVectors,
    Mask,
    Rows,
    VectorStore,
    WrittenVectors,
    on_all_threads,
    on_one_thread,
    ranked,
    read_faiss,
    selector,
)

HALVES = "vectors.npy"
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Sizes:
    """From how many vectors on a store is used, and how hard it searches.

    ``exact_to``: up to so many, and for filters that leave no more than ``scan_to``, or than the share ``scan_share``
    of all, every vector that is allowed is compared.
    ``graph_to``: up to so many, HNSW (Malkov & Yashunin 2018); beyond, inverted lists (IVF), memory-mapped. Both have
    their vectors in 8 bits a number, and the best ``refined`` times k are compared again in full.
    """

    exact_to: int = 200_000
    graph_to: int = 500_000
    scan_to: int = 20_000
    scan_share: float = 0.05
    neighbours: int = 32
    reach_building: int = 100
    reach_searching: int = 128
    probes: int = 48
    refined: int = 4


SIZES = Sizes()


def build_vectors(vectors: Floats, sizes: Sizes = SIZES) -> WrittenVectors:
    """The store for vectors of shape (rows, dimension)."""
    if len(vectors) <= sizes.exact_to:
        return FaissVectors.build(vectors)
    on_all_threads()
    index = _graph(vectors, sizes) if len(vectors) <= sizes.graph_to else _lists(vectors)
    return ApproximateVectors(index, vectors.astype(np.float16), sizes)


def read_vectors(folder: Path, sizes: Sizes = SIZES) -> VectorStore:
    """The store that was written to a folder. Raises IndexDamaged if it cannot be read."""
    if not (folder / HALVES).exists():
        return FaissVectors(read_faiss(folder / FILE))
    try:
        halves = np.load(folder / HALVES, mmap_mode="r", allow_pickle=False)
    except (OSError, EOFError, ValueError) as error:
        raise IndexDamaged(f"{HALVES}: it cannot be read ({error})") from error
    return ApproximateVectors(read_faiss(folder / FILE, faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY), halves, sizes)


class ApproximateVectors:
    """A FAISS index that finds candidates, and the vectors in 16 bits, on disk, that decide between them."""

    def __init__(self, index: faiss.Index, halves: npt.NDArray[np.float16], sizes: Sizes) -> None:
        self._index = index
        self._halves = halves
        self._sizes = sizes

    def __len__(self) -> int:
        return len(self._halves)

    def write(self, folder: Path) -> None:
        """See VectorStore."""
        faiss.write_index(self._index, str(folder / FILE))
        np.save(folder / HALVES, self._halves, allow_pickle=False)

    def search(self, query: Floats, k: int, allowed: Mask | None = None) -> tuple[Rows, Floats]:
        """See VectorStore.

        Which of the allowed rows are nearest is exact if they are few; that no other is found, and as many as there
        are up to ``k``, always.
        """
        there = len(self) if allowed is None else int(np.count_nonzero(allowed))
        depth = max(k * self._sizes.refined, k + 16)
        if there > max(self._sizes.scan_to, depth, len(self) * self._sizes.scan_share):
            on_one_thread()
            parameters = self._parameters(depth, allowed, len(self) / there)
            _, rows = self._index.search(query[np.newaxis], depth, params=parameters)
            found = rows[0][rows[0] >= 0]
            if len(found) >= k:
                return ranked(found, self.cosines(query, found), k)
        return self._scan(query, k, np.arange(len(self)) if allowed is None else np.flatnonzero(allowed))

    def cosines(self, query: Floats, rows: Rows) -> Floats:
        """See VectorStore."""
        cosines: Floats = self._halves[rows].astype(np.float32) @ query
        return cosines

    def _scan(self, query: Floats, k: int, rows: Rows) -> tuple[Rows, Floats]:
        """Exact: every one of some rows."""
        chunks = [rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK)]
        scores = np.concatenate([self.cosines(query, chunk) for chunk in chunks] or [np.zeros(0, np.float32)])
        return ranked(rows, scores, k)

    def _parameters(self, depth: int, allowed: Mask | None, effort: float) -> faiss.SearchParameters:
        """``effort`` grows as fewer rows are allowed: more must be looked at to see as many of them."""
        only = {} if allowed is None else {"sel": selector(allowed)}
        sizes = self._sizes
        if isinstance(self._index, faiss.IndexHNSW):
            reach = int(max(sizes.reach_searching, depth) * effort)
            parameters: faiss.SearchParameters = faiss.SearchParametersHNSW(efSearch=reach, **only)  # type: ignore[attr-defined]
            return parameters
        return faiss.SearchParametersIVF(nprobe=int(sizes.probes * effort), **only)  # type: ignore[call-arg]


def _graph(vectors: Floats, sizes: Sizes) -> faiss.Index:
    kind, metric = faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    index = faiss.IndexHNSWSQ(vectors.shape[1], kind, sizes.neighbours, metric)  # type: ignore[arg-type]
    index.hnsw.efConstruction = sizes.reach_building
    index.train(vectors[:: max(1, len(vectors) // 50_000)])
    index.add(vectors)
    return index


def _lists(vectors: Floats) -> faiss.Index:
    """As many lists as four times the root of the count, centred by k-means on 50 vectors a list."""
    dimension = vectors.shape[1]
    count = max(1, int(4 * len(vectors) ** 0.5))
    sample = np.random.default_rng(0).choice(len(vectors), min(len(vectors), 50 * count), replace=False)
    centres = faiss.IndexFlatIP(dimension)
    index = faiss.IndexIVFScalarQuantizer(
        centres, dimension, count, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    index.cp.spherical = True
    index.train(np.ascontiguousarray(vectors[np.sort(sample)]))
    for start in range(0, len(vectors), _CHUNK):
        index.add(np.ascontiguousarray(vectors[start : start + _CHUNK]))
    return index
