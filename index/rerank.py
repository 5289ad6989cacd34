"""Cross-encoders: how well a text answers a query, read together; passages ranked by them, most in brief."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from corpus.sentences import sentence_spans
from corpus.span import Span
from corpus.title import under_heading
from index.fuse import K
from index.keywords import terms
from index.onnx_encoder import Floats, OnnxEncoder
from index.packaged import CROSS_ENCODER, model_folder
from index.reader import HIDDEN, Reader
from index.remembered import Remembered
from index.search import Hit

MAX_TOKENS = 256
CANDIDATES = 30  # passages read at all; WHOLE of them more than their likeliest sentence
WHOLE = 8
BRIEF = 0.5
PRIOR = 200.0  # times the reciprocal rank that a passage comes with, added to its score in brief
_BATCH = 4


class Reranker(Protocol):
    """Scores texts against a query."""

    def scores(self, query: str, texts: Sequence[str]) -> Floats:
        """Shape (texts,): higher answers better; an unbounded logit, comparable across queries only roughly."""

    def reads(self, query: str, texts: Sequence[str]) -> Floats:
        """Shape (texts,): above 0 where a text more likely says what is asked than not; comparable across queries."""


class PackagedReranker:
    """ms-marco-MiniLM-L12-v2 with int8 weights (Nogueira & Cho 2019; Apache-2.0), on onnxruntime.

    With the reader (index/reader.py), which shares its lower half. Remembers its last scores. Safe for several threads.
    """

    def __init__(self, *, threads: int = 0) -> None:
        folder = model_folder(CROSS_ENCODER)
        model, tokenizer = folder / CROSS_ENCODER.weights, folder / "tokenizer.json"
        self._encoder = OnnxEncoder(model, tokenizer, max_tokens=MAX_TOKENS, threads=threads)
        lower = OnnxEncoder(model, tokenizer, max_tokens=MAX_TOKENS, threads=threads, output=HIDDEN)
        self._reader = Reader(lower)
        self._relevance, self._answers = Remembered(self._relevance_of), Remembered(self._reader.reads)

    def scores(self, query: str, texts: Sequence[str]) -> Floats:
        """Shape (texts,): logits of relevance."""
        return self._relevance(query, texts)

    def reads(self, query: str, texts: Sequence[str]) -> Floats:
        """Shape (texts,): logits of the reader (index/reader.py)."""
        return self._answers(query, texts)

    def _relevance_of(self, query: str, texts: Sequence[str]) -> Floats:
        scores = np.zeros(len(texts), np.float32)
        for rows, _, output in self._encoder.run([(query, text) for text in texts], batch_size=_BATCH):
            scores[rows] = output[:, 0]
        return scores


def rerank(query: str, hits: Sequence[Hit], reranker: Reranker) -> list[tuple[Hit, float]]:
    """Passages, as found best first, in the order of how they answer under their articles' headings, with scores.

    Each is scored in brief first: by its sentence with most of the query's words. The best ``WHOLE`` are then read
    whole, and come first in the order of that and ``BRIEF`` times the score in brief. On the tune half evidence@1 / 3 /
    10 is .84 / .93 / .97 so; .77 / .90 / .97 where the score of relevance takes the reader's place
    (benchmarks/reranking.py).
    """
    if len(hits) <= WHOLE:
        order, brief = np.arange(len(hits)), np.zeros(len(hits), np.float32)
    else:
        brief = reranker.scores(query, in_brief(query, hits))
        order = np.argsort(-(brief + PRIOR / (K + 1 + np.arange(len(hits)))), kind="stable")
    first = order[:WHOLE]
    whole = reranker.reads(query, [under_heading(hits[n].article, hits[n].span) for n in first]) + BRIEF * brief[first]
    best = [(hits[first[place]], float(whole[place])) for place in np.argsort(-whole, kind="stable")]
    return best + [(hits[n], float(brief[n])) for n in order[WHOLE:]]


def in_brief(query: str, hits: Sequence[Hit]) -> list[str]:
    """For each passage its sentence with most of a query's words, the first of several, under its heading."""
    wanted = set(terms(query))
    return [under_heading(hit.article, _likeliest(wanted, hit)) for hit in hits]


def _likeliest(wanted: set[str], hit: Hit) -> Span:
    sentences = [
        Span(hit.span.article_id, hit.span.start + start, hit.span.start + end)
        for start, end in sentence_spans(hit.text)
    ]
    return max(sentences, key=lambda span: len(wanted & set(terms(span.of(hit.article.text)))), default=hit.span)
