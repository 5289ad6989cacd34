"""What to put in front of a passage that is embedded and indexed: evidence recall on the tune half.

    python -m benchmarks.context --index INDEX --qa QA.jsonl [--pool 150]

Title, month, and who is meant in the passage's statements without being named there. Keywords are indexed anew over all
passages; embedded anew are those among the ``--pool`` nearest to some question as the index has them, so that a setting
takes half a minute: what context lifts from farther off is not seen.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.evaluation.qa_set import QaItem, half, read_qa_set
from assistant.evaluation.retrieval_metrics import evidence_recall
from assistant.followup import stand_alone
from corpus.article import Article
from corpus.context import month_of
from corpus.span import Span
from corpus.title import under_heading
from index.catalog import actors_of_passages, live_passages, open_catalog, to_vectors
from index.embed import Embedder, load_embedder
from index.fuse import fuse
from index.keywords import Keywords
from index.onnx_encoder import Floats
from index.vectors import FaissVectors

CUTOFFS = (1, 3, 10, 20, 30)
DEPTH = 100


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with who is meant in it and not named."""

    span: Span
    article: Article
    meant: str


SETTINGS: Mapping[str, Callable[[Passage], str]] = {
    "nothing": lambda it: it.span.of(it.article.text),
    "title": lambda it: under_heading(it.article, it.span),
    "title, meant": lambda it: f"{it.meant} {under_heading(it.article, it.span)}",
    "month, title": lambda it: f"{month_of(it.article)}. {under_heading(it.article, it.span)}",
    "month, title, meant": lambda it: f"{month_of(it.article)}. {it.meant} {under_heading(it.article, it.span)}",
}


def main() -> None:
    """A table of every pair of settings: for the vectors and for the keywords."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--qa", type=Path, required=True)
    parser.add_argument("--pool", type=int, default=150)
    given = parser.parse_args()
    embedder = load_embedder()
    passages, vectors = _read(given.index, embedder.dimension)
    by_id = {passage.article.id: passage.article for passage in passages}
    items = [
        item for item in read_qa_set(given.qa, by_id.__getitem__).items if item.answerable and half(item.id) == "tune"
    ]
    questions = [stand_alone(item.question.question, item.question.turns) for item in items]
    asked = [embedder.embed_query(question) for question in questions]
    store = FaissVectors.build(vectors)
    pool = sorted({int(row) for query in asked for row in store.search(query, given.pool)[0]})
    print(f"{len(items)} questions, {len(passages):,} passages, {len(pool):,} of them embedded anew\n")
    print("| in front | ranking |", " | ".join(f"@{k}" for k in CUTOFFS), "|")
    print("| --- | --- |" + " --- |" * len(CUTOFFS))
    sparse = {name: _by_keywords(passages, text, questions) for name, text in SETTINGS.items()}
    for name, text in SETTINGS.items():
        dense = _by_vectors(passages, text, asked, pool, embedder)
        _show(f"{name} | vectors", passages, items, dense)
        _show(f"{name} | keywords", passages, items, sparse[name])
        for other, rankings in sparse.items():
            fused = [fuse(pair) for pair in zip(dense, rankings, strict=True)]
            _show(f"{name} (keywords: {other}) | fused", passages, items, fused)


def _read(directory: Path, dimension: int) -> tuple[list[Passage], Floats]:
    with open_catalog(directory) as catalog:
        actors = actors_of_passages(catalog)
        passages, data = [], []
        for stored, _, vector in live_passages(catalog):
            text = stored.span.of(stored.article.text)
            meant = " ".join(name for name in actors.get(stored.id, ()) if name not in text)
            passages.append(Passage(stored.span, stored.article, meant))
            data.append(vector)
    return passages, to_vectors(data, dimension)


def _by_keywords(
    passages: Sequence[Passage], text: Callable[[Passage], str], questions: Sequence[str]
) -> list[list[int]]:
    keywords = Keywords.build(text(passage) for passage in passages)
    return [keywords.search(question, DEPTH)[0].tolist() for question in questions]


def _by_vectors(
    passages: Sequence[Passage],
    text: Callable[[Passage], str],
    asked: Sequence[Floats],
    pool: Sequence[int],
    embedder: Embedder,
) -> list[list[int]]:
    vectors = embedder.embed_passages([text(passages[row]) for row in pool])
    return [[pool[place] for place in np.argsort(-(vectors @ query))[:DEPTH]] for query in asked]


def _show(name: str, passages: Sequence[Passage], items: Sequence[QaItem], rankings: Sequence[Sequence[int]]) -> None:
    recalls = [
        [evidence_recall(item.evidence, [passages[row].span for row in ranking[:k]]) or 0.0 for k in CUTOFFS]
        for item, ranking in zip(items, rankings, strict=True)
    ]
    print(f"| {name} | " + " | ".join(f"{recall:.3f}" for recall in np.mean(recalls, axis=0)) + " |", flush=True)


if __name__ == "__main__":
    main()
