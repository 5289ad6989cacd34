"""How surely a sentence by itself says what a question asks for: a larger model of our own.

all-mpnet-base-v2 (Song et al. 2020; Apache-2.0) without its two last layers, trained further on questions that a
sentence answers or nearly answers, and on sentences that a quotation bears out or nearly does (benchmarks/support,
docs/support.md). It reads four times as slowly as the reader (index/reader.py), so it is given only what that found.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files

import numpy as np

from index.onnx_encoder import Floats, OnnxEncoder
from index.remembered import Remembered

MAX_TOKENS = 192
FOLDER = "support_model"


class Support:
    """Remembers its last scores. Safe for several threads."""

    def __init__(self) -> None:
        with as_file(files("index").joinpath(FOLDER)) as folder:
            self._encoder = OnnxEncoder(folder / "model.onnx", folder / "tokenizer.json", max_tokens=MAX_TOKENS)
        self._scores = Remembered(self._scores_of)

    def scores(self, asked: str, texts: Sequence[str]) -> Floats:
        """Shape (texts,): logits, above 0 where a text more likely says it all than not."""
        return np.array(self._scores(asked, texts), np.float32)

    def _scores_of(self, asked: str, texts: Sequence[str]) -> list[float]:
        scores = np.zeros(len(texts), np.float32)
        for rows, _, output in self._encoder.run([(asked, text) for text in texts], batch_size=1):
            scores[rows] = output
        return scores.tolist()


@cache
def packaged_support() -> Support:
    """The one of this process: its weights take 100 MB."""
    return Support()
