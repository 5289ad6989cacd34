"""Export trained upper layers to int8 ONNX: python -m benchmarks.reader.export RUN/upper.pt index/reader.onnx

Needs torch, transformers, onnx and onnxruntime. Prints how far its scores are from those of the floats.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from benchmarks.reader.upper import WIDTH, Upper, load

OPSET = 17


def main() -> None:
    """Write the file and compare it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    upper = Upper()
    load(upper, given.weights)
    export(upper.eval(), given.out)
    content = given.out.read_bytes()
    print(f"{given.out}: {len(content):,} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}")
    hidden, mask = torch.randn(4, 40, WIDTH), torch.ones(4, 40)
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    with torch.no_grad():
        floats = upper(hidden, mask)
    for one, small in zip(floats, session.run(None, {"hidden": hidden.numpy(), "mask": mask.numpy()}), strict=True):
        print(f"largest difference {np.abs(small - one.numpy()).max():.3f}")


def export(upper: Upper, out: Path) -> None:
    """Hidden states and mask in, one score a pair and one a token out."""
    with tempfile.TemporaryDirectory() as folder:
        floats = Path(folder) / "floats.onnx"
        torch.onnx.export(
            upper,
            (torch.randn(2, 8, WIDTH), torch.ones(2, 8)),
            str(floats),
            input_names=["hidden", "mask"],
            output_names=["score", "tokens"],
            dynamic_axes={
                "hidden": {0: "pairs", 1: "tokens"},
                "mask": {0: "pairs", 1: "tokens"},
                "score": {0: "pairs"},
                "tokens": {0: "pairs", 1: "tokens"},
            },
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(floats, out, per_channel=True, weight_type=QuantType.QInt8)


if __name__ == "__main__":
    main()
