"""Sentences that may answer a question, best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Article
from corpus.sentences import sentence_spans
from corpus.span import Span
from index.filters import Filters
from index.rerank import Reranker
from index.search import Hit, Index

PASSAGES = 20  # reranked; more find little and cost time: benchmarks/evidence.py
PASSAGES_READ = 5  # whose sentences are ranked


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence, the passage that it stands in, and the cross-encoder's score for it."""

    article: Article
    passage: int
    span: Span
    score: float

    @property
    def text(self) -> str:
        """The sentence as it stands in the article."""
        return self.span.of(self.article.text)


def find_evidence(question: str, index: Index, reranker: Reranker, filters: Filters) -> list[Evidence]:
    """The sentences of the best passages, by the cross-encoder's score, best first."""
    hits = rerank(question, index.search(question, PASSAGES, filters), reranker)
    return rank_sentences(question, hits[:PASSAGES_READ], reranker)


def rerank(question: str, hits: Sequence[Hit], reranker: Reranker) -> list[Hit]:
    """The same passages, best first by the cross-encoder."""
    scores = reranker.scores(question, [hit.text for hit in hits])
    order = sorted(range(len(hits)), key=lambda position: (-float(scores[position]), position))
    return [hits[position] for position in order]


def rank_sentences(question: str, hits: Sequence[Hit], reranker: Reranker) -> list[Evidence]:
    """The sentences of some passages, best first."""
    found = [(hit, span) for hit in hits for span in _sentences(hit)]
    scores = reranker.scores(question, [span.of(hit.article.text) for hit, span in found])
    evidence = [
        Evidence(hit.article, hit.passage, span, float(score)) for (hit, span), score in zip(found, scores, strict=True)
    ]
    return sorted(evidence, key=lambda item: -item.score)


def _sentences(hit: Hit) -> list[Span]:
    return [Span(hit.span.article_id, hit.span.start + a, hit.span.start + b) for a, b in sentence_spans(hit.text)]
