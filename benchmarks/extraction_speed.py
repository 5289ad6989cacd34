"""Words a second of the whole extraction on one core: outline, parse, tagger, statements, and who is meant.

python -m benchmarks.extraction_speed --data ../shared/data [--articles 200]
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from corpus.actors.resolve import resolve
from corpus.article import Article
from corpus.attribution.parse import parser as pipeline
from corpus.attribution.statements import statements_of
from corpus.attribution.tagger import tagger
from corpus.attribution.units import outline
from corpus.load import load


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=200)
    arguments = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    pipeline()
    tagger()
    read = [found for found in load(arguments.data / "news2024" / "articles.jsonl") if isinstance(found, Article)]
    articles = read[:: max(1, len(read) // arguments.articles)]
    list(statements_of(articles[:2]))
    words = sum(len(article.text.split()) for article in articles)
    began = time.perf_counter()
    drawn = [outline(article.text) for article in articles]
    outlined = time.perf_counter() - began
    began = time.perf_counter()
    busy = time.process_time()
    found = sum(len(resolve(*pair)) for pair in zip(articles, statements_of(articles), strict=True))
    busy = time.process_time() - busy
    seconds = time.perf_counter() - began
    parsed = sum(len(unit.text.split()) for one in drawn for unit in one.units)
    print(
        f"{words:,} words, {len(articles)} articles, {found:,} statements in {seconds:.1f} s: "
        f"{words / seconds:,.0f} words/s ({words / busy:,.0f} by processor time, if others share the core)"
    )
    print(f"outline {outlined:.1f} s; {parsed / words:.0%} of the words parsed")


if __name__ == "__main__":
    main()
