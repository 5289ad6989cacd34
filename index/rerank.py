"""Cross-encoders: how well a text answers a query, read together; passages ranked by them, most in brief."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from corpus.pointing_back import with_sentence_before
from corpus.sentences import sentence_spans
from corpus.span import Span
from corpus.title import under_heading
from index.fuse import K
from index.keywords import terms
from index.onnx_encoder import Floats, OnnxEncoder
from index.packaged import CROSS_ENCODER, model_folder
from index.reader import HIDDEN, Reader, Reading, Text
from index.remembered import Remembered
from index.search import Hit
from index.support import packaged_support

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

    def reads(self, query: str, texts: Sequence[Text]) -> list[Reading]:
        """How surely each text, and each sentence of it, says what is asked; comparable across queries."""

    def supports(self, query: str, texts: Sequence[str]) -> Floats:
        """Shape (texts,): the same of few texts, by a larger model (index/support.py)."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage with its score; if it was read whole, also its sentences and how each reads in its place."""

    hit: Hit
    score: float
    sentences: tuple[tuple[Span, float], ...] = ()


class PackagedReranker:
    """ms-marco-MiniLM-L12-v2 with int8 weights (Nogueira & Cho 2019; Apache-2.0), on onnxruntime.

    With the reader (index/reader.py), which shares its lower half, and the model of support (index/support.py).
    Remembers its last scores. Safe for several threads.
    """

    def __init__(self, *, threads: int = 0) -> None:
        folder = model_folder(CROSS_ENCODER)
        model, tokenizer = folder / CROSS_ENCODER.weights, folder / "tokenizer.json"
        self._encoder = OnnxEncoder(model, tokenizer, max_tokens=MAX_TOKENS, threads=threads)
        lower = OnnxEncoder(model, tokenizer, max_tokens=MAX_TOKENS, threads=threads, output=HIDDEN)
        self._reader, self._support = Reader(lower), packaged_support()
        self._relevance, self._answers = Remembered(self._relevance_of), Remembered(self._reader.reads)

    def scores(self, query: str, texts: Sequence[str]) -> Floats:
        """Shape (texts,): logits of relevance."""
        return np.array(self._relevance(query, texts), np.float32)

    def reads(self, query: str, texts: Sequence[Text]) -> list[Reading]:
        """One reading a text (index/reader.py)."""
        return self._answers(query, texts)

    def supports(self, query: str, texts: Sequence[str]) -> Floats:
        """Shape (texts,): logits of support."""
        return self._support.scores(query, texts)

    def _relevance_of(self, query: str, texts: Sequence[str]) -> list[float]:
        scores = np.zeros(len(texts), np.float32)
        for rows, _, output in self._encoder.run([(query, text) for text in texts], batch_size=_BATCH):
            scores[rows] = output[:, 0]
        return scores.tolist()


def rerank(query: str, hits: Sequence[Hit], reranker: Reranker) -> list[Ranked]:
    """Passages, as found best first, in the order of how they answer under their articles' headings, with scores.

    Each is scored in brief first: by its sentence with most of the query's words. The best ``WHOLE`` are then read
    whole, and come first in the order of that and ``BRIEF`` times the score in brief. On the tune half evidence@1 / 3 /
    10 is .84 / .93 / .97 so; .77 / .90 / .97 where the score of relevance takes the reader's place
    (benchmarks/reranking.py).
    """
    if len(hits) <= WHOLE:
        order, brief = list(range(len(hits))), np.zeros(len(hits), np.float32)
    else:
        brief = reranker.scores(query, in_brief(query, hits))
        order = np.argsort(-(brief + PRIOR / (K + 1 + np.arange(len(hits)))), kind="stable").tolist()
    first = [hits[n] for n in order[:WHOLE]]
    best = [
        Ranked(
            hit, reading.score + BRIEF * float(brief[n]), tuple(zip(sentences_of(hit), reading.sentences, strict=True))
        )
        for n, hit, reading in zip(order, first, read_whole(query, first, reranker), strict=False)
    ]
    return sorted(best, key=lambda one: -one.score) + [Ranked(hits[n], float(brief[n])) for n in order[WHOLE:]]


def read_whole(query: str, hits: Sequence[Hit], reranker: Reranker) -> list[Reading]:
    """How passages read, and their sentences in their place."""
    texts = [with_sentence_before(hit.article, hit.span) for hit in hits]
    begins = [len(text) - len(hit.text) for text, hit in zip(texts, hits, strict=True)]
    inside = [
        tuple((begin + a, begin + b) for a, b in sentence_spans(hit.text))
        for begin, hit in zip(begins, hits, strict=True)
    ]
    return reranker.reads(query, [Text(text, ranges) for text, ranges in zip(texts, inside, strict=True)])


def sentences_of(hit: Hit) -> list[Span]:
    """The sentences of a passage."""
    return [Span(hit.span.article_id, hit.span.start + a, hit.span.start + b) for a, b in sentence_spans(hit.text)]


def in_brief(query: str, hits: Sequence[Hit]) -> list[str]:
    """For each passage its sentence with most of a query's words, the first of several, under its heading."""
    wanted = set(terms(query))
    return [under_heading(hit.article, _likeliest(wanted, hit)) for hit in hits]


def _likeliest(wanted: set[str], hit: Hit) -> Span:
    return max(
        sentences_of(hit), key=lambda span: len(wanted & set(terms(span.of(hit.article.text)))), default=hit.span
    )
