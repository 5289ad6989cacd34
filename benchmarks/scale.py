"""Vectors from a thousand to a million: time to build, disk, memory, query time, recall against exact search.

    python -m benchmarks.scale --index INDEX [--sizes 1000 10000 100000 1000000]

Real vectors as far as the index has some; beyond, each is drawn around a real one (cosine to it about 0.8, as between
passages of one event). Queries are drawn likewise around real ones that were put aside. Memory and query times are of
a process that opens what was built and does nothing else.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.results import keep, percentiles
from index.catalog import open_catalog, to_vectors
from index.onnx_encoder import Floats
from index.vectors import ExactVectors
from index.vectors_by_size import build_vectors, read_vectors

K = 10
QUERIES = 200
COSINE = 0.8
ADDED = 0.01


def main() -> None:
    """Measure every size, show a table, keep the result."""
    if sys.argv[1:2] == ["--query"]:
        query(Path(sys.argv[2]))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    given = parser.parse_args()
    with open_catalog(given.index) as catalog:
        real = to_vectors([data for (data,) in catalog.execute("SELECT data FROM vector ORDER BY passage")], 384)
    random = np.random.default_rng(0)
    real = real[random.permutation(len(real))]
    queries, real = _around(real[:QUERIES], QUERIES, random), real[QUERIES:]
    rows = []
    print("| vectors | store | build, s | 1 % more, s | disk, MB | memory, MB | p50, ms | p95, ms | recall@10 |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for size in given.sizes:
        vectors = np.concatenate([real[:size], _around(real, max(0, size - len(real)), random)])
        rows.append(_measure(vectors, queries, len(real)))
        print("| " + " | ".join(str(value) for name, value in rows[-1].items() if name != "real") + " |", flush=True)
    keep("scale", {"rows": rows, "cosine_of_drawn": COSINE})


def query(folder: Path) -> None:
    """In a process of its own: open, search, tell times and memory."""
    queries = np.load(folder / "queries.npy")
    start = time.perf_counter()
    store = read_vectors(folder)
    opened = time.perf_counter() - start
    times, found = [], []
    for vector in queries:
        start = time.perf_counter()
        rows, _ = store.search(vector, K)
        times.append(1000 * (time.perf_counter() - start))
        found.append(rows.tolist())
    memory = _peak_mb()
    print(json.dumps({"open_s": opened, "times": times, "found": found, "memory_mb": memory}))


def _measure(vectors: Floats, queries: Floats, real: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as temporary:
        folder, part = Path(temporary), Path(temporary) / "part"
        part.mkdir()
        start = time.perf_counter()
        store = build_vectors(vectors)
        store.write(folder)
        built = time.perf_counter() - start
        start = time.perf_counter()
        build_vectors(vectors[: max(1, int(len(vectors) * ADDED))]).write(part)
        added = time.perf_counter() - start
        disk = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
        np.save(folder / "queries.npy", queries)
        told = subprocess.run(
            [sys.executable, "-m", "benchmarks.scale", "--query", temporary], capture_output=True, check=True, text=True
        )
    measured = json.loads(told.stdout)
    exact = ExactVectors(vectors)
    right = [
        len(set(rows) & set(exact.search(vector, K)[0].tolist()))
        for vector, rows in zip(queries, measured["found"], strict=True)
    ]
    kind = type(getattr(store, "_index", None)).__name__
    return {
        "vectors": len(vectors),
        "store": kind,
        "build_s": round(built, 2),
        "added_s": round(added, 3),
        "disk_mb": round(disk / 2**20, 1),
        "memory_mb": measured["memory_mb"],
        **percentiles(measured["times"]),
        "recall": round(float(np.mean(right)) / min(K, len(vectors)), 4),
        "real": min(real, len(vectors)),
    }


def _peak_mb() -> int:
    """The most memory that was resident since this program began; getrusage has its parent's in it."""
    told = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in told if line.startswith("VmHWM"))


def _around(vectors: Floats, count: int, random: np.random.Generator) -> Floats:
    """Unit vectors, each at about a cosine of ``COSINE`` to one of the given."""
    made = np.empty((count, vectors.shape[1]), np.float32)
    for start in range(0, count, 65_536):
        stop = min(count, start + 65_536)
        noise = random.standard_normal((stop - start, vectors.shape[1]), np.float32)
        noise /= np.linalg.norm(noise, axis=1, keepdims=True)
        seeds = vectors[np.arange(start, stop) % len(vectors)]
        mixed = COSINE * seeds + np.sqrt(1 - COSINE**2) * noise
        made[start:stop] = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
    return made


if __name__ == "__main__":
    main()
