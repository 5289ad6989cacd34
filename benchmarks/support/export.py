"""Write trained weights as the int8 model of the product: python -m benchmarks.support.export --base BASE WEIGHTS

BASE is the folder of all-mpnet-base-v2 (docs/support.md). Needs torch, transformers, onnx and onnxruntime. The weights
go into files of less than 50 MB each. Prints how far the scores of pairs that it was not smoothed by are from those of
the floats.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx.external_data_helper import set_external_data
from onnxruntime.quantization import QuantType, quantize_dynamic

from benchmarks.support.model import Model, Pair, smooth, tokenizer_of
from index.support import FOLDER, Support

OPSET = 17
SENTENCES = Path(__file__).parents[2] / "corpus" / "sample"
MOST_BYTES = 50_000_000  # of one file
SMALL = 1024  # bytes of a tensor that stays in the graph


def main() -> None:
    """Write the folder and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    given = parser.parse_args()
    out = Path(__file__).parents[2] / "index" / FOLDER
    model, tokenizer = Model(given.base), tokenizer_of(given.base)
    model.load_state_dict(torch.load(given.weights, weights_only=True))
    model.eval()
    seen, kept = pairs()
    with torch.no_grad():
        floats = [float(model(*_ids(tokenizer.encode(*pair).ids))) for pair in kept]
    smooth(model, seen, tokenizer)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    export(model, out / "model.onnx")
    shutil.copy(given.base / "tokenizer.json", out / "tokenizer.json")
    small = [float(Support().scores(asked, [text])[0]) for asked, text in kept]
    off = np.array(small) - np.array(floats)
    alike = np.corrcoef(small, floats)[0, 1]
    print(f"{len(kept)} pairs: off by {np.sqrt(np.mean(off**2)):.3f} root mean square, correlation {alike:.4f}")


def pairs() -> tuple[list[Pair], list[Pair]]:
    """Questions about the samples with paragraphs of the reports: to smooth by, and to compare."""
    questions = Path(__file__).parents[1] / "questions" / "sample.jsonl"
    asked = [json.loads(line)["question"] for line in questions.read_text("utf-8").splitlines()]
    texts = [part for path in sorted(SENTENCES.glob("*.md")) for part in path.read_text("utf-8").split("\n\n")[1:4]]
    every = list(zip(asked, texts, strict=False))
    return every[::2], every[1::2]


def export(model: Model, out: Path) -> None:
    """Token ids and mask in, a score a pair out; the weights beside the graph."""
    with tempfile.TemporaryDirectory() as folder:
        floats, small = Path(folder) / "floats.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            model,
            (torch.full((2, 8), 9), torch.ones(2, 8, dtype=torch.long)),
            str(floats),
            input_names=["input_ids", "attention_mask"],
            output_names=["score"],
            dynamic_axes={
                "input_ids": {0: "pairs", 1: "tokens"},
                "attention_mask": {0: "pairs", 1: "tokens"},
                "score": {0: "pairs"},
            },
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(floats, small, per_channel=True, weight_type=QuantType.QInt8)
        _split(onnx.load(small), out)


def _split(model: onnx.ModelProto, out: Path) -> None:
    """Save a model with its large tensors in files beside it, each filled up to MOST_BYTES."""
    number = size = 0
    for tensor in model.graph.initializer:
        content = tensor.raw_data
        if len(content) < SMALL:
            continue
        if size + len(content) > MOST_BYTES:
            number, size = number + 1, 0
        name = f"weights-{number}.bin"
        with (out.parent / name).open("ab") as file:
            file.write(content)
        set_external_data(tensor, name, offset=size, length=len(content))
        tensor.ClearField("raw_data")
        tensor.data_location = onnx.TensorProto.EXTERNAL
        size += len(content)
    out.write_bytes(model.SerializeToString())


def _ids(row: list[int]) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.tensor([row]), torch.ones(1, len(row), dtype=torch.long)


if __name__ == "__main__":
    main()
