"""A cross-encoder: how well a text answers a query, read together; and passages ranked by it, most of them in brief."""

from __future__ import annotations

import threading
from collections import OrderedDict
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
from index.search import Hit

MAX_TOKENS = 256
CANDIDATES = 30  # passages read at all; WHOLE of them more than their likeliest sentence
WHOLE = 8
PRIOR = 200.0  # times the reciprocal rank that a passage comes with, added to its score in brief
_BATCH = 4
_REMEMBERED = 4_096


class Reranker(Protocol):
    """Scores texts against a query."""

    def scores(self, query: str, texts: Sequence[str]) -> Floats:
        """Shape (texts,): higher answers better; an unbounded logit, comparable across queries only roughly."""

    def reads(self, query: str, texts: Sequence[str]) -> Floats:
        """Shape (texts,): above 0 where a text more likely says what is asked than not; comparable across queries."""


class PackagedReranker:
    """ms-marco-MiniLM-L12-v2 with int8 weights (Nogueira & Cho 2019; Apache-2.0), on onnxruntime.

    Remembers its last scores: a sentence that stood for its passage is not read again when sentences are ranked. Safe
    for several threads.
    """

    def __init__(self, *, threads: int = 0) -> None:
        folder = model_folder(CROSS_ENCODER)
        model, tokenizer = folder / CROSS_ENCODER.weights, folder / "tokenizer.json"
        self._encoder = OnnxEncoder(model, tokenizer, max_tokens=MAX_TOKENS, threads=threads, inner=[HIDDEN])
        self._reader = Reader(self._encoder)
        self._known: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._remembering = threading.Lock()

    def scores(self, query: str, texts: Sequence[str]) -> Floats:
        """Shape (texts,): logits of relevance."""
        with self._remembering:
            known = {text: self._known[query, text] for text in texts if (query, text) in self._known}
        new = list(dict.fromkeys(text for text in texts if text not in known))
        for rows, _, output in self._encoder.run([(query, text) for text in new], batch_size=_BATCH):
            known |= {new[row]: float(score) for row, score in zip(rows, output[:, 0], strict=True)}
        with self._remembering:
            self._known |= {(query, text): known[text] for text in new}
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return np.array([known[text] for text in texts], np.float32)

    def reads(self, query: str, texts: Sequence[str]) -> Floats:
        """Shape (texts,): logits of the reader (index/reader.py)."""
        return self._reader.reads(query, texts)


def rerank(query: str, hits: Sequence[Hit], reranker: Reranker) -> list[tuple[Hit, float]]:
    """Passages, as found best first, in the order of their scores under their articles' headings, with these.

    Each is read in brief first: by its sentence with most of the query's words. The best ``WHOLE`` are then read whole;
    they come first. On the tune half evidence@1 / 3 / 10 is .82 / .90 / .97 so, and .82 / .91 / .97 with all of
    ``CANDIDATES`` read whole, which takes a third longer; .79 / .88 / .94 with 20 whole (benchmarks/reranking.py).
    """
    if len(hits) <= WHOLE:
        order, brief = list(range(len(hits))), np.zeros(len(hits), np.float32)
    else:
        brief = reranker.scores(query, in_brief(query, hits))
        prior = PRIOR / (K + 1 + np.arange(len(hits)))
        order = np.argsort(-(brief + prior), kind="stable").tolist()
    first = [hits[place] for place in order[:WHOLE]]
    whole = reranker.scores(query, [under_heading(hit.article, hit.span) for hit in first])
    best = [(first[place], float(whole[place])) for place in np.argsort(-whole, kind="stable")]
    return best + [(hits[place], float(brief[place])) for place in order[WHOLE:]]


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
