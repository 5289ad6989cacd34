"""The measurements that the docs quote, one after the other: ``make bench``.

python -m benchmarks --data ../shared/data            all, about half an hour on 2 cores
python -m benchmarks --data ../shared/data polnear    one
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

INDEX = Path("var/news2024")


def commands(data: Path) -> Mapping[str, Sequence[str]]:
    """Each measurement's command line, after ``python -m``."""
    news = data / "news2024"
    return {
        "index": ("assistant", "index", f"{news}/articles.jsonl", "--index", f"{INDEX}"),
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
            "benchmarks.peers", "--peers", "var/peers/bin/python",
            "--corpus", f"{news}/articles.jsonl", "--qa", f"{news}/qa.jsonl",
        ),
        "speed-page": ("benchmarks.speed_page",),
        "kill": ("benchmarks.kill",),
    }  # fmt: skip


def main() -> int:
    """Run the named measurements, or all; the status is 1 if one failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the shared data")
    parser.add_argument("name", nargs="*", help="which; all if none is named")
    given = parser.parse_args()
    all_of_them = commands(given.data)
    unknown = [name for name in given.name if name not in all_of_them]
    if unknown:
        parser.error(f"no measurement {unknown[0]!r}; there are: {', '.join(all_of_them)}")
    failed = 0
    for name in given.name or all_of_them:
        print(f"\n## {name}: python -m {' '.join(all_of_them[name])}\n", flush=True)
        failed |= subprocess.run([sys.executable, "-m", *all_of_them[name]], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
