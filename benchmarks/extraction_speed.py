"""Words a second of the whole extraction on one core: outline, parse, statements.

python -m benchmarks.extraction_speed --data ../shared/data [--articles 200]
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from corpus.article import Article
from corpus.attribution.parse import parser as pipeline
from corpus.attribution.statements import statements_of
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
    read = [found for found in load(arguments.data / "news2024" / "articles.jsonl") if isinstance(found, Article)]
    articles = read[:: max(1, len(read) // arguments.articles)]
    list(statements_of(articles[:2]))
    words = sum(len(article.text.split()) for article in articles)
    began = time.perf_counter()
    drawn = [outline(article.text) for article in articles]
    outlined = time.perf_counter() - began
    began = time.perf_counter()
    found = sum(len(made) for made in statements_of(articles))
    seconds = time.perf_counter() - began
    parsed = sum(len(unit.text.split()) for one in drawn for unit in one.units)
    print(
        f"{words:,} words, {len(articles)} articles, {found:,} statements in {seconds:.1f} s: "
        f"{words / seconds:,.0f} words/s"
    )
    print(f"outline {outlined:.1f} s; {parsed / words:.0%} of the words parsed")


if __name__ == "__main__":
    main()
