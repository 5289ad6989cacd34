"""Sessions of onnxruntime as every model here is run: on one thread, with the fusions that pay."""

from __future__ import annotations

import onnxruntime

# An addition and the layer normalisation behind it, made one operator, take 6 to 8 times as long as the two: it adds a
# row up one number at a time. Left alone, the tagger takes 13 % less and the cross-encoder 14 % (docs/speed.md).
SLOW_FUSIONS = ["SkipLayerNormFusion"]


def session(model: str | bytes, *, threads: int = 1) -> onnxruntime.InferenceSession:
    """A session of a model, given as its file or its bytes, on so many threads; it says nothing but errors."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        model, options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW_FUSIONS
    )
