"""The measurements that the docs quote, one after the other: ``make bench``.

python -m benchmarks --data ../shared/data            all, about an hour and a half on 2 cores, half an hour of it peers
python -m benchmarks --data ../shared/data polnear    one; with make: make bench ONLY="stages growth"

What a measurement needs and does not find is said before the first one starts; the others are run. Those of an index
need var/news2024, which the first, index, makes; peers need an environment of their own (benchmarks/peers).
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

INDEX = Path("var/news2024")
PEERS = Path("var/peers/bin/python")
MAKE_PEERS = "python -m venv var/peers; var/peers/bin/pip install -r benchmarks/peers/requirements.txt"


def commands(data: Path) -> Mapping[str, Sequence[str]]:
    """Each measurement's command line, after ``python -m``."""
    news = data / "news2024"
    return {
        "index": ("assistant", "index", f"{news}/articles.jsonl", "--index", f"{INDEX}"),
        "again": ("assistant", "index", f"{news}/articles.jsonl", "--index", f"{INDEX}"),  # nothing is new
        "ask": ("assistant", "ask", "Who rejected the offer?", "--index", f"{INDEX}"),  # cold, a process of its own
        "answers": (
            "assistant", "evaluate", f"{news}/qa.jsonl",
            "--index", f"{INDEX}", "--out", "var/evaluation/news2024",
        ),
        "five": (
            "assistant", "evaluate", "benchmarks/questions/five.jsonl",
            "--corpus", f"{data}/articles", "--out", "var/evaluation/five",
        ),
        "sample": (
            "assistant", "evaluate", "benchmarks/questions/sample.jsonl",
            "--corpus", "corpus/sample", "--out", "var/evaluation/sample",
        ),
        "statements": ("benchmarks.statements", "--data", f"{data}", "--half", "report"),
        "polnear": ("benchmarks.polnear", "--data", f"{data}/polnear", "--split", "dev"),
        "plover": ("benchmarks.plover", "--train", f"{data}/plover/PLV_train.tsv"),
        "pairs": ("benchmarks.actors", "pairs", "--half", "report"),
        "extraction": ("benchmarks.extraction_speed", "--data", f"{data}"),
        "passages": ("benchmarks.passages", "--corpus", f"{news}/articles.jsonl", "--qa", f"{news}/qa.jsonl"),
        "copies": ("benchmarks.copies", "pairs", "--data", f"{data}"),
        "copies-scale": ("benchmarks.copies", "scale", "--data", f"{data}"),
        "times": ("benchmarks.times", "--data", f"{data}"),
        "pages": ("benchmarks.pages", "--data", f"{data}"),
        "broken": ("benchmarks.broken",),
        "context": ("benchmarks.context", "--index", f"{INDEX}", "--qa", f"{news}/qa.jsonl"),
        "reranking": ("benchmarks.reranking", "--index", f"{INDEX}", "--qa", f"{news}/qa.jsonl"),
        "stages": (
            "benchmarks.stages", "--index", f"{INDEX}",
            "--corpus", f"{news}/articles.jsonl", "--qa", f"{news}/qa.jsonl",
        ),
        "growth": ("benchmarks.growth", "--index", f"{INDEX}", "--corpus", f"{news}/articles.jsonl"),
        "scale": ("benchmarks.scale", "--index", f"{INDEX}"),
        "peers": (
            "benchmarks.peers", "--peers", f"{PEERS}",
            "--corpus", f"{news}/articles.jsonl", "--qa", f"{news}/qa.jsonl",
        ),
        "speed-page": ("benchmarks.speed_page",),
        "kill": ("benchmarks.kill",),
    }  # fmt: skip


def lacking(command: Sequence[str], data: Path, *, indexed: bool) -> Iterator[str]:
    """What a measurement needs and is not there, each with where it comes from; ``indexed``: the index will be."""
    for part in command:
        path = Path(part)
        if path == INDEX and not indexed and not (INDEX / "catalog.sqlite").exists():
            yield f"the index {INDEX} is not there; make it: python -m benchmarks --data {data} index"
        elif path == PEERS and not PEERS.exists():
            yield f"the peers' environment is not there; make it: {MAKE_PEERS}"
        elif path.is_relative_to(data) and not path.exists():
            yield f"{path} is not there; it belongs to the shared data"


def measure(name: str, command: Sequence[str]) -> bool:
    """Run one and tell its time, that of its processes too; whether it ended well."""
    print(f"\n## {name}: python -m {shlex.join(command)}\n", flush=True)
    start, before = time.perf_counter(), os.times()
    done = subprocess.run([sys.executable, "-m", *command], check=False)
    after = os.times()
    processor = sum(after[place] - before[place] for place in (2, 3))  # of children, in them and for them
    print(f"{name}: {time.perf_counter() - start:.1f} s, {processor:.1f} s of CPU", flush=True)
    return done.returncode == 0


def main() -> int:
    """Run the named measurements, or all; the status is 1 if one failed or could not be run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the shared data")
    parser.add_argument("name", nargs="*", help="which; all if none is named")
    given = parser.parse_args()
    all_of_them = commands(given.data)
    unknown = [name for name in given.name if name not in all_of_them]
    if unknown:
        parser.error(f"no measurement {unknown[0]!r}; there are: {', '.join(all_of_them)}")
    if not given.data.is_dir():
        parser.error(f"{given.data}: no such folder; name that of the shared data (make bench DATA=FOLDER)")
    ready: list[str] = []
    failed: list[str] = []
    indexed = False
    for name in given.name or all_of_them:
        indexed |= name == "index"
        needs = list(lacking(all_of_them[name], given.data, indexed=indexed))
        if needs:
            print(f"{name} cannot be run: {'; '.join(needs)}", file=sys.stderr, flush=True)
        (failed if needs else ready).append(name)
    failed += [name for name in ready if not measure(name, all_of_them[name])]
    if failed:
        print(f"not measured: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
