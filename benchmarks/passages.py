"""Passage size and overlap: evidence recall of the fused search on the tune half, for several limits.

    python -m benchmarks.passages --corpus NEWS/articles.jsonl --qa NEWS/qa.jsonl

Embeds the corpus anew for each setting (some minutes each on 2 cores). Recall at k favours long passages, so their mean
length is shown beside it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.evaluation.qa_set import QaItem, half, read_qa_set
from assistant.evaluation.retrieval_metrics import evidence_recall
from assistant.followup import stand_alone
from corpus.article import Article
from corpus.context import in_context
from corpus.load import load
from corpus.passages import passages
from corpus.sentences import sentence_spans
from corpus.span import Span
from corpus.tokens import count_tokens
from index.embed import Embedder, load_embedder
from index.fuse import fuse
from index.keywords import Keywords
from index.search import DEPTH
from index.vectors import ExactVectors

SETTINGS = ((96, False), (128, False), (128, True))


def main() -> None:
    """One line a setting."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--qa", type=Path, required=True)
    given = parser.parse_args()
    articles = [item for item in load(given.corpus) if isinstance(item, Article)]
    by_id = {article.id: article for article in articles}
    items = [
        item for item in read_qa_set(given.qa, by_id.__getitem__).items if item.answerable and half(item.id) == "tune"
    ]
    embedder = load_embedder()
    print("| limit, tokens | overlap | passages | mean tokens | recall@1 | @3 | @10 |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for limit, overlap in SETTINGS:
        print(_measure(articles, items, embedder, limit, overlap=overlap), flush=True)


def _measure(
    articles: Sequence[Article], items: Sequence[QaItem], embedder: Embedder, limit: int, *, overlap: bool
) -> str:
    cut = [(article, span) for article in articles for span in _passages(article, limit, overlap=overlap)]
    texts = [in_context(article, span) for article, span in cut]
    vectors, keywords = ExactVectors(embedder.embed_passages(texts)), Keywords.build(texts)
    recalls = []
    for item in items:
        question = stand_alone(item.question.question, item.question.turns)
        dense, _ = vectors.search(embedder.embed_query(question), DEPTH)
        sparse, _ = keywords.search(question, DEPTH)
        spans = [cut[row][1] for row in fuse([dense.tolist(), sparse.tolist()])]
        recalls.append([evidence_recall(item.evidence, spans[:k]) or 0.0 for k in (1, 3, 10)])
    tokens = np.mean([count_tokens(span.of(article.text)) for article, span in cut[::20]])
    at = " | ".join(f"{recall:.3f}" for recall in np.mean(recalls, axis=0))
    return f"| {limit} | {'a sentence' if overlap else 'none'} | {len(cut):,} | {tokens:.0f} | {at} |"


def _passages(article: Article, limit: int, *, overlap: bool) -> list[Span]:
    """Passages; with overlap, each begins with the sentence before it."""
    cut = passages(article, limit_tokens=limit)
    if not overlap:
        return cut
    starts = [start for start, _ in sentence_spans(article.text)]
    return [Span(article.id, max((s for s in starts if s < span.start), default=span.start), span.end) for span in cut]


if __name__ == "__main__":
    main()
