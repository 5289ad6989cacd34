"""This project's index under the same protocol: python -m benchmarks.peers.own FOLDER [embed].

With ``embed``, what is added is only embedded and kept in FAISS, as the peers do, from the same passages.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.protocol import serve
from index.embed import load_embedder
from index.rerank import CANDIDATES, PackagedReranker, rerank
from index.search import Index
from index.update import update
from index.vectors import FaissVectors


class Whole:
    """All that `demarche index` does: statements, actors, catalog, keywords, vectors."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._embedder = load_embedder()
        self._reranker = PackagedReranker()
        self._index: Index | None = None

    def add(self, path: str) -> None:
        """See System; the file has articles."""
        update([Path(path)], self._folder, self._embedder)

    def ask(self, question: str, k: int, *, rerank: bool) -> list[Any]:
        """See System."""
        self._index = self._index or Index(self._folder, self._embedder)
        hits = self._index.search(question, max(k, CANDIDATES if rerank else 0))
        best = [one.hit for one in _reranked(question, hits, self._reranker)] if rerank else hits
        return [[hit.span.article_id, hit.span.start, hit.span.end] for hit in best[:k]]


_reranked = rerank


class EmbeddingAlone:
    """The vectors alone."""

    def __init__(self) -> None:
        self._embedder = load_embedder()
        self._names: list[str] = []
        self._vectors = np.zeros((0, self._embedder.dimension), np.float32)

    def add(self, path: str) -> None:
        """See System; the file has passages."""
        with Path(path).open(encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        self._names += [row["id"] for row in rows]
        made = self._embedder.embed_passages([row["text"] for row in rows])
        self._vectors = np.concatenate([self._vectors, made])

    def ask(self, question: str, k: int, *, rerank: bool) -> list[Any]:
        """See System."""
        rows, _ = FaissVectors.build(self._vectors).search(self._embedder.embed_query(question), k)
        return [self._names[row] for row in rows]


if __name__ == "__main__":
    serve(EmbeddingAlone if sys.argv[2:] else lambda: Whole(Path(sys.argv[1])))
