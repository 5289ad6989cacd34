"""A packaged PyTorch encoder exported to ONNX, once a machine.

Needs torch, transformers and onnx only the first time; after that a query starts without them.
"""

from __future__ import annotations

import logging
import os
import tempfile
import warnings
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

from index.errors import ModelUnavailable
from index.packaged import PackagedModel, model_folder, sha256_of

EXPORT_VERSION = 2


def exported(model: PackagedModel, *, quantised: bool) -> Path:
    """The ONNX file of a packaged model, fp32 or with int8 weights, made if it is not there or not what was written.

    It lies in the user's cache folder, or in ``DEMARCHE_CACHE``, named after the weights' SHA-256, with its own
    SHA-256 beside it, and is written whole or not at all.
    """
    folder = Path(os.environ.get("DEMARCHE_CACHE") or user_cache_path("demarche"))
    precision = "int8" if quantised else "fp32"
    path = folder / f"{model.module}-{model.sha256[:16]}-{precision}-v{EXPORT_VERSION}.onnx"
    if not is_sound(path):
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock")):
            if not is_sound(path):
                _export(model_folder(model), path, quantised=quantised)
    return path


def is_sound(path: Path) -> bool:
    """Whether an exported model is there and is what was written."""
    try:
        return path.with_suffix(".sha256").read_text("ascii", "replace") == sha256_of(path)
    except (OSError, ModelUnavailable):
        return False


def _export(source: Path, path: Path, *, quantised: bool) -> None:
    from index.row_norms import normalise_rows

    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        made = Path(folder) / "fp32.onnx"
        _trace(source, made)
        if quantised:
            made = _quantise(made, Path(folder) / "int8.onnx")
        normalise_rows(made)
        noted = Path(folder) / "sha256"
        noted.write_text(sha256_of(made), "ascii")
        noted.replace(path.with_suffix(".sha256"))
        made.replace(path)


def _trace(source: Path, path: Path) -> None:
    """Write the encoder as ONNX: input_ids, attention_mask, token_type_ids to last_hidden_state."""
    import torch
    from transformers import AutoModel
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]

    class HiddenState(torch.nn.Module):
        """The encoder with positional inputs and one output, as the tracer needs it."""

        def __init__(self) -> None:
            super().__init__()
            self.encoder = AutoModel.from_pretrained(source, attn_implementation="eager", dtype=torch.float32)

        def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
            hidden: torch.Tensor = self.encoder(
                input_ids=ids, attention_mask=mask, token_type_ids=types
            ).last_hidden_state
            return hidden

    names = ["input_ids", "attention_mask", "token_type_ids"]
    ones = torch.ones(2, 8, dtype=torch.int64)
    axes = {name: {0: "batch", 1: "tokens"} for name in [*names, "last_hidden_state"]}
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            HiddenState().eval(),
            (ones, ones, torch.zeros_like(ones)),
            str(path),
            input_names=names,
            output_names=["last_hidden_state"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def _quantise(source: Path, path: Path) -> Path:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    logging.disable(logging.WARNING)  # it advises a preparation that this model does not need
    try:
        quantize_dynamic(source, path, per_channel=True, weight_type=QuantType.QInt8)
    finally:
        logging.disable(logging.NOTSET)
    return path
