"""A reader: how surely a text, and each sentence of it, says what a question takes for granted and asks for.

A cross-encoder ranks by likeness and forgives an exchanged party or a detail that is not there. The reader is its lower
half, as packaged, and an upper half of our own, trained on questions that a text answers and that it nearly answers
(benchmarks/reader, docs/reader.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from corpus.onnx_session import session
from index.onnx_encoder import OnnxEncoder
from index.sentence_tokens import sentence_tokens

HIDDEN = "/bert/encoder/layer.5/output/LayerNorm/Add_1_output_0"  # what the packaged model's first six layers give
CUT_OFF = -20.0  # the score of a sentence of which nothing is read, as the text is too long
_BATCH = 1  # texts: of few, more in a batch keep one core waiting (a question 343 ms with 4, 317 with 1)


@dataclass(frozen=True, slots=True)
class Text:
    """What is read: a text, and its sentences as half-open ranges of its characters."""

    text: str
    sentences: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Logits, above 0 where the text, or a sentence of it read in its place, more likely answers than not."""

    score: float
    sentences: tuple[float, ...] = ()


class Reader:
    """Reads texts for a question. Safe for several threads.

    ``lower`` is the packaged cross-encoder up to ``HIDDEN``, ``upper`` the name of the file with what comes above it.
    """

    def __init__(self, lower: OnnxEncoder, upper: str = "reader.onnx") -> None:
        self._upper = session(files("index").joinpath(upper).read_bytes())
        self._lower = lower

    def reads(self, question: str, texts: Sequence[Text]) -> list[Reading]:
        """One reading a text, in their order."""
        readings: dict[int, Reading] = {}
        encodings = self._lower.encode([(question, text.text) for text in texts])
        for rows, mask, hidden in self._lower.run_encoded(encodings, batch_size=_BATCH):
            scores, tokens = self._upper.run(None, {"hidden": hidden, "mask": mask})
            for row, score, of_tokens in zip(rows.tolist(), scores.tolist(), tokens, strict=True):
                ranges = sentence_tokens(encodings[row], texts[row].sentences)
                means = (float(np.mean(of_tokens[a:b])) if a < b else CUT_OFF for a, b in ranges)
                readings[row] = Reading(score, tuple(means))
        return [readings[row] for row in range(len(texts))]
