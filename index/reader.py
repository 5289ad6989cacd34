"""A reader: how surely a text says what a question takes for granted and asks for.

A cross-encoder ranks by likeness and forgives an exchanged party or a detail that is not there. The reader is its lower
half, as packaged, and an upper half of our own, trained on questions that a text answers and that it nearly answers
(benchmarks/reader, docs/reader.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

import numpy as np

from corpus.onnx_session import session
from index.onnx_encoder import Floats, OnnxEncoder

HIDDEN = "/bert/encoder/layer.5/output/LayerNorm/Add_1_output_0"  # what the packaged model's first six layers give
_BATCH = 4


class Reader:
    """Reads texts for a question. ``lower``: the packaged cross-encoder up to ``HIDDEN``. Safe for several threads."""

    def __init__(self, lower: OnnxEncoder) -> None:
        self._upper = session(files("index").joinpath("reader.onnx").read_bytes())
        self._lower = lower

    def reads(self, question: str, texts: Sequence[str]) -> Floats:
        """Shape (texts,): logits, above 0 where a text more likely answers the question than not."""
        scores = np.zeros(len(texts), np.float32)
        pairs = [(question, text) for text in texts]
        for rows, mask, hidden in self._lower.run(pairs, batch_size=_BATCH):
            scores[rows] = self._upper.run(None, {"hidden": hidden, "mask": mask})[0]
        return scores
