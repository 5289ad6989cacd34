"""Sentences that may answer a question, best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Article
from corpus.sentences import sentence_spans
from corpus.span import Span
from corpus.title import under_heading
from index.filters import Filters
from index.rerank import Reranker
from index.search import Hit, Index

PASSAGES = 20  # reranked; more find little and cost time
PASSAGES_READ = 8  # whose sentences are ranked


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
    """The sentences of the best passages, best first.

    A sentence is scored under its article's heading, and its passage's score is added: alone it rarely says what it is
    about. On the tune half the best sentence is right in .69 of the questions so, in .41 without heading and passage.
    """
    hits = index.search(question, PASSAGES, filters)
    best = sorted(rerank(question, hits, reranker), key=lambda scored: -scored[1])[:PASSAGES_READ]
    return sorted(_rank_sentences(question, best, reranker), key=lambda evidence: -evidence.score)


def rerank(question: str, hits: Sequence[Hit], reranker: Reranker) -> list[tuple[Hit, float]]:
    """Each passage with the cross-encoder's score for it under its article's heading, in the same order."""
    scores = reranker.scores(question, [under_heading(hit.article, hit.span) for hit in hits])
    return [(hit, float(score)) for hit, score in zip(hits, scores, strict=True)]


def _rank_sentences(question: str, hits: Sequence[tuple[Hit, float]], reranker: Reranker) -> list[Evidence]:
    found = [(hit, score, span) for hit, score in hits for span in _sentences(hit)]
    texts = [under_heading(hit.article, span) for hit, _, span in found]
    return [
        Evidence(hit.article, hit.passage, span, passage_score + float(score))
        for (hit, passage_score, span), score in zip(found, reranker.scores(question, texts), strict=True)
    ]


def _sentences(hit: Hit) -> list[Span]:
    return [Span(hit.span.article_id, hit.span.start + a, hit.span.start + b) for a, b in sentence_spans(hit.text)]
