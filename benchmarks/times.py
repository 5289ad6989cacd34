"""How well expressions of time are resolved: python -m benchmarks.times --data ../shared/data [--half tune]

On benchmarks/gold/times.jsonl: expressions of the news articles, by offsets, with the days that they mean, null where
that cannot be told from the words and the day of publication. Even lines, from 0, are for tuning, odd ones for the
report.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path

from corpus.article import Article
from corpus.load import load
from corpus.sentences import sentence_spans
from corpus.span import Span
from corpus.times.expressions import times_in

GOLD = Path(__file__).parent / "gold" / "times.jsonl"


def main() -> None:
    """Print accuracy, what is wrong, and the speed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the shared data")
    parser.add_argument("--half", choices=("tune", "report", "both"), default="report")
    given = parser.parse_args()
    articles = {read.id: read for read in load(given.data / "news2024" / "articles.jsonl") if isinstance(read, Article)}
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    rows = {"tune": rows[::2], "report": rows[1::2], "both": rows}[given.half]
    counts: Counter[str] = Counter()
    for row in rows:
        article = articles[row["article"]]
        told = judged(article, row["start"], row["end"])
        wanted = None if row["from"] is None else (row["from"], row["to"])
        outcome = (
            ("right" if told == wanted else "wrong" if told else "missed")
            if wanted
            else ("invented" if told else "left open")
        )
        counts[outcome] += 1
        if outcome in ("wrong", "missed", "invented"):
            print(f"{outcome} ({row['kind']}): {article.id} {row['start']}: {told}, not {wanted}")
    resolved = counts["right"] + counts["wrong"] + counts["invented"]
    print(f"{given.half}: {dict(counts)}")
    print(f"right of those resolved {counts['right'] / resolved:.3f}, ", end="")
    print(f"of those that can be {counts['right'] / (counts['right'] + counts['wrong'] + counts['missed']):.3f}")
    start = time.perf_counter()
    found = sum(len(times_in(read, Span(read.id, 0, len(read.text)))) for read in articles.values())
    words = sum(len(read.text.split()) for read in articles.values())
    spent = time.perf_counter() - start
    print(f"{found:,} expressions in {words:,} words, {words / spent:,.0f} words a second")


def judged(article: Article, start: int, end: int) -> tuple[str, str] | None:
    """The days that are told for the expression at a place, None if there is none or it is left open."""
    sentence = next(Span(article.id, a, b) for a, b in sentence_spans(article.text) if a <= start < b)
    for found in times_in(article, sentence):
        if found.span.overlaps(Span(article.id, start, end)) and found.days is not None:
            return found.days.first.isoformat(), found.days.last.isoformat()
    return None


if __name__ == "__main__":
    main()
