"""The same archive in a folder and in Milvus: are the answers the same, how fast is either, what does loading cost.

    python -m benchmarks.engine --index INDEX --store milvus://127.0.0.1:19530/bench --qa QA.jsonl [--answers]

Loads the index into the store under a name that must be free, asks both for the 50 best passages of each question, with
``--answers`` also for the answer, and counts what differs. Bytes are what the rows hold, without the engine's indexes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from assistant.assistant import open_assistant
from assistant.question import Question, parse_question
from benchmarks.results import keep, percentiles
from index.archive import Archive
from index.catalog import open_catalog
from index.embed import DEFAULT_MODEL, load_embedder
from index.migrate import to_store
from index.milvus.address import parse_address
from index.milvus.rows import Weights, rows_of
from index.milvus.source import batched, outlets, stamps
from index.milvus.tables import KINDS

K = 50


def main() -> None:
    """Load, compare, measure, keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--store", required=True)
    parser.add_argument("--qa", type=Path, required=True)
    parser.add_argument("--answers", action="store_true")
    given = parser.parse_args()
    questions = [parse_question(json.loads(line), "QA") for line in given.qa.read_text("utf-8").splitlines() if line]
    with tempfile.TemporaryDirectory() as temporary:
        directory = Path(shutil.copytree(given.index, Path(temporary) / "index"))
        store = parse_address(given.store)
        started = time.perf_counter()
        loaded = to_store(directory, store, load_embedder().dimension, replace=False, progress=lambda *_: None)
        seconds = time.perf_counter() - started
        assistants = [
            open_assistant(directory, DEFAULT_MODEL),
            open_assistant(Path(temporary) / "notes", DEFAULT_MODEL, store=store),
        ]
        data: dict[str, Any] = {
            "passages": loaded.passages, "written": loaded.written, "load_s": round(seconds, 1),
            "passages_a_second": round(loaded.passages / seconds),
            "bytes_a_passage": _bytes(directory, loaded.passages),
            **_searches([one.index for one in assistants], questions),
        }  # fmt: skip
        if given.answers:
            told = [[_told(one.ask(question).to_json()) for one in assistants] for question in questions]
            data["answers_same"] = sum(one == other for one, other in told)
    print(json.dumps(data, indent=1))
    keep("engine", data)


def _searches(archives: list[Archive], questions: list[Question]) -> dict[str, Any]:
    """How many rankings differ, by how much scores do, and the milliseconds of each archive."""
    spent: list[list[float]] = [[], []]
    differing, furthest = 0, 0.0
    for question in questions:
        found = []
        for archive, times in zip(archives, spent, strict=True):
            started = time.perf_counter()
            found.append(archive.search(question.question, K, question.filters))
            times.append(1000 * (time.perf_counter() - started))
        differing += [hit.passage for hit in found[0]] != [hit.passage for hit in found[1]]
        scores = [{hit.passage: (hit.similarity, hit.keyword) for hit in hits} for hits in found]
        for name in scores[0].keys() & scores[1].keys():
            furthest = max(furthest, float(np.abs(np.subtract(scores[0][name], scores[1][name])).max()))
    return {
        "questions": len(questions), "rankings_differ": differing, "furthest_score": furthest,
        "folder_ms": percentiles(spent[0]), "store_ms": percentiles(spent[1]),
        "mean_ms": [round(statistics.mean(times), 1) for times in spent],
    }  # fmt: skip


def _told(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "timing_ms"}


def _bytes(directory: Path, passages: int) -> dict[str, float]:
    """What the rows of each collection hold, by passage."""
    sizes: Counter[str] = Counter()
    with open_catalog(directory) as catalog:
        stamped = stamps(catalog)
        weights = Weights(60.0, 20.0, {name: code for code, name in enumerate(outlets(catalog))})
        for batch in batched(list(stamped), 64):
            rows = rows_of(catalog, batch, 1, weights, stamped)
            for kind in KINDS[:3]:
                sizes[kind] += sum(_size(value) for row in getattr(rows, kind) for value in row.values())
    return {kind: round(size / passages) for kind, size in sizes.items()}


def _size(value: Any) -> int:
    if isinstance(value, str):
        return len(value.encode("utf-8"))
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    return 8 * len(value) if isinstance(value, list | dict) else 8


if __name__ == "__main__":
    main()
