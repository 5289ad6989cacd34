"""Scores of texts for a query that need not be made twice."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np

from index.onnx_encoder import Floats

MOST = 4_096


class Remembered:
    """A function of a query and texts that makes no score again that it made lately. Safe for several threads."""

    def __init__(self, score: Callable[[str, Sequence[str]], Floats], *, most: int = MOST) -> None:
        self._score, self._most = score, most
        self._known: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, query: str, texts: Sequence[str]) -> Floats:
        """Shape (texts,): the function's scores; it is given each new text once."""
        with self._lock:
            known = {text: self._known[query, text] for text in texts if (query, text) in self._known}
        new = list(dict.fromkeys(text for text in texts if text not in known))
        known |= dict(zip(new, self._score(query, new).tolist(), strict=True))
        with self._lock:
            self._known |= {(query, text): known[text] for text in new}
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return np.array([known[text] for text in texts], np.float32)
