"""A cross-encoder: how well a text answers a query, read together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from index.onnx_encoder import Floats, OnnxEncoder
from index.packaged import CROSS_ENCODER, model_folder

MAX_TOKENS = 256


class Reranker(Protocol):
    """Scores texts against a query."""

    def scores(self, query: str, texts: Sequence[str]) -> Floats:
        """Shape (texts,): higher answers better; an unbounded logit, comparable across queries only roughly."""


class PackagedReranker:
    """ms-marco-MiniLM-L12-v2 with int8 weights (Nogueira & Cho 2019; Apache-2.0), on onnxruntime."""

    def __init__(self, *, threads: int = 0) -> None:
        folder = model_folder(CROSS_ENCODER)
        model, tokenizer = folder / CROSS_ENCODER.weights, folder / "tokenizer.json"
        self._encoder = OnnxEncoder(model, tokenizer, max_tokens=MAX_TOKENS, threads=threads)

    def scores(self, query: str, texts: Sequence[str]) -> Floats:
        """Shape (texts,): logits of relevance."""
        scores = np.zeros(len(texts), np.float32)
        for rows, _, output in self._encoder.run([(query, text) for text in texts], batch_size=8):
            scores[rows] = output[:, 0]
        return scores
