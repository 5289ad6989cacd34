"""Which tokens of a question and a text, read together, are those of each sentence of the text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding

_TEXT = 1  # the tokenizer's number for the second of two texts
Ranges = npt.NDArray[np.int64]


def sentence_tokens(encoding: Encoding, sentences: Sequence[tuple[int, int]]) -> Ranges:
    """Shape (sentences, 2): of each, a half-open range of characters of the text, its first token and the one behind.

    The two are equal for a sentence that was cut off.
    """
    places = [place for place, kind in enumerate(encoding.sequence_ids) if kind == _TEXT]
    begins = np.array([encoding.offsets[place][0] for place in places], np.int64)
    first = places[0] if places else 0
    bounds = np.searchsorted(begins, np.array(sentences, np.int64).reshape(-1, 2), side="left")
    return bounds + first
