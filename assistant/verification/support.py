"""Whether a sentence is about what its quotes say at all, by a cross-encoder as it judges passages for questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.verification.problem import Fault, Problem, Quote
from index.onnx_encoder import Floats

Likeness = Callable[[str, Sequence[str]], Floats]  # from a sentence and texts to a score of each
LEAST = 4.0  # of 100 free rewordings the least alike scores 4.3, of 20 inventions 18 score less: benchmarks/gate.py


def unsupported(sentence: str, quotes: Sequence[Quote], likeness: Likeness) -> Problem | None:
    """A problem if neither any of the quotes nor all of them together are like the sentence."""
    texts = [quote.text for quote in quotes]
    together = [" ".join(texts)] if len(texts) > 1 else []
    scores = likeness(sentence, [*texts, *together])
    return None if scores.max() >= LEAST else Problem(Fault.UNSUPPORTED, sentence)
