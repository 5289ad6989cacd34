"""Scores are made once, as long as they are remembered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.onnx_encoder import Floats
from index.remembered import Remembered


def test_only_what_is_new_is_scored() -> None:
    made: list[tuple[str, list[str]]] = []

    def lengths(query: str, texts: Sequence[str]) -> Floats:
        made.append((query, list(texts)))
        return np.array([len(text) for text in texts], np.float32)

    scores = Remembered(lengths, most=3)
    assert scores("who", ["a", "bb", "a"]).tolist() == [1.0, 2.0, 1.0]
    assert scores("who", ["bb", "ccc"]).tolist() == [2.0, 3.0]
    assert scores("what", ["a"]).tolist() == [1.0]  # the fourth: the first is forgotten
    assert scores("who", ["ccc", "a"]).tolist() == [3.0, 1.0]
    assert made == [("who", ["a", "bb"]), ("who", ["ccc"]), ("what", ["a"]), ("who", ["a"])]
