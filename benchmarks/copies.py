"""How well copies are found, and what it costs.

python -m benchmarks.copies pairs --data ../shared/data [--half tune]      precision and recall on the labelled pairs
python -m benchmarks.copies scale --data ../shared/data --articles 100000  time to cluster articles made from real ones
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from corpus.article import Article
from corpus.duplicates import Shingles, is_copy, keys, likeness, shingles
from corpus.load import load
from index.catalog import create_catalog, open_catalog, put_article
from index.onnx_encoder import Floats

PAIRS = Path(__file__).parent / "pairs" / "copies.jsonl"


def labelled(half: str) -> list[Mapping[str, Any]]:
    """The labelled pairs of a half: tune (even lines, from 0), report (odd ones) or both."""
    pairs = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    return {"tune": pairs[::2], "report": pairs[1::2], "both": pairs}[half]


def measure_pairs(data: Path, half: str) -> None:
    """Print precision and recall, and each pair that is judged wrong."""
    texts = {
        read.id: shingles(read.text) for read in load(data / "news2024" / "articles.jsonl") if isinstance(read, Article)
    }
    found = dict(zip(texts, map(set, keys(list(texts.values()))), strict=True))
    right = wrong = missed = 0
    for pair in labelled(half):
        one, other = pair["a"], pair["b"]
        judged = is_copy(texts[one], texts[other]) and bool(found[one] & found[other])
        right += judged and pair["copy"]
        wrong += judged and not pair["copy"]
        missed += pair["copy"] and not judged
        if judged != pair["copy"]:
            print(f"{'not found' if pair['copy'] else 'no copy'} ({pair['kind']}): {one} {other}")
            print(f"    {likeness(texts[one], texts[other])}, {len(found[one] & found[other])} keys shared")
    print(f"{half}: precision {right / (right + wrong):.3f}, recall {right / (right + missed):.3f}")
    print(f"({right} right, {wrong} wrong, {missed} missed of {len(labelled(half))} pairs)")
    print(f"clusters among all {len(texts):,} articles: {clusters_in(texts, found)}")


def clusters_in(texts: Mapping[str, Shingles], found: Mapping[str, set[int]]) -> int:
    """How many groups of copies there are, by all candidates."""
    holders = defaultdict(list)
    for name, mine in found.items():
        for key in mine:
            holders[key].append(name)
    candidates = {pair for names in holders.values() for pair in combinations(sorted(names), 2)}
    head = {name: name for name in texts}
    for one, other in candidates:
        if is_copy(texts[one], texts[other]):
            old, new = head[one], head[other]
            head = {name: new if known == old else known for name, known in head.items()}
    return sum(1 for size in Counter(head.values()).values() if size > 1)


def measure_scale(data: Path, count: int, *, seed: int = 7) -> None:
    """Cluster ``count`` articles in a catalog, in four equal steps, and hold the clusters against the families."""
    from index.copies import cluster_articles, clusters

    every = (read for read in load(data / "news2024" / "articles.jsonl") if isinstance(read, Article))
    real = [read for read in every if "#" not in read.id]  # posts of live blogs are too short to cut and vary
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder)
        create_catalog(directory, "none")
        articles = rewritten(real, count, random.Random(seed))
        with open_catalog(directory, write=True) as catalog:
            for step in range(4):
                with catalog:
                    for _, article in zip(range(count // 4), articles, strict=False):
                        put_article(catalog, article, "/made", [], _no_vectors())
                start, cpu = time.perf_counter(), time.process_time()
                cluster_articles(catalog)
                took, cpu = time.perf_counter() - start, time.process_time() - cpu
                print(f"{(step + 1) * count // 4:,} articles: {took:.1f} s for the last quarter, {cpu:.1f} s of CPU")
            groups = clusters(catalog)
            size = catalog.execute("SELECT count(*) FROM copy_key").fetchone()[0]
    print(f"{size:,} keys; {report_families(groups, count)}")


def rewritten(real: Sequence[Article], count: int, chance: random.Random) -> Iterator[Article]:
    """Articles in families of 1 to 13: a rewriting of a real one (half its words swapped), and copies of that.

    A copy is the same, has another beginning, has lost its tail, or has every fortieth word changed. The family is
    the part of the id before the colon.
    """
    vocabulary = sorted({word for article in real[:200] for word in article.text.split()})
    made = family = 0
    while made < count:
        words = chance.choice(real).text.split()
        words = [chance.choice(vocabulary) if chance.random() < 0.5 else word for word in words]
        for member in range(min(count - made, chance.choice((1, 1, 1, 2, 3, 13)))):
            text = " ".join(words if member == 0 else copied(words, vocabulary, chance))
            yield Article(f"{family}:{member}", text, "made.jsonl", published=f"2024-01-{1 + member:02}")
            made += 1
        family += 1


def copied(words: Sequence[str], vocabulary: Sequence[str], chance: random.Random) -> list[str]:
    """The words as another outlet has them."""
    match chance.randrange(4):
        case 0:
            return list(words)
        case 1:
            return [*chance.choices(vocabulary, k=25), *words[20:]]
        case 2:
            return list(words[: max(40, int(len(words) * chance.uniform(0.4, 0.9)))])
    return [chance.choice(vocabulary) if chance.random() < 1 / 40 else word for word in words]


def report_families(groups: Sequence[Sequence[str]], count: int) -> str:
    """Precision and recall over pairs of articles of one family."""
    families = Counter(name.partition(":")[0] for group in groups for name in group)
    right = pairs = 0
    for group in groups:
        here = Counter(name.partition(":")[0] for name in group)
        right += sum(n * (n - 1) // 2 for n in here.values())
        pairs += len(group) * (len(group) - 1) // 2
    true = sum(n * (n - 1) // 2 for n in families.values())
    return f"of {count:,} articles: pairs found {right:,} of {true:,} ({right / true:.4f}), wrong {pairs - right:,}"


def _no_vectors() -> Floats:
    import numpy as np

    return np.zeros((0, 384), np.float32)


def main() -> None:
    """Run one measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("pairs", "scale"))
    parser.add_argument("--data", type=Path, required=True, help="the folder of the shared data")
    parser.add_argument("--half", choices=("tune", "report", "both"), default="report")
    parser.add_argument("--articles", type=int, default=100_000)
    given = parser.parse_args()
    if given.what == "pairs":
        measure_pairs(given.data, given.half)
    else:
        measure_scale(given.data, given.articles)


if __name__ == "__main__":
    main()
