"""Sessions of onnxruntime: what they give, and that the fusion they leave out is left out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper

from corpus.onnx_session import SLOW_FUSIONS, session

WIDTH = 8


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Two inputs of shape (batch, tokens, WIDTH), added and normalised by rows."""
    floats = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", "tokens", WIDTH])
        for name in ("one", "other", "out")
    ]
    weights = [
        helper.make_tensor(name, TensorProto.FLOAT, [WIDTH], [value] * WIDTH)
        for name, value in (("by", 2), ("plus", 1))
    ]
    nodes = [
        helper.make_node("Add", ["one", "other"], ["sum"]),
        helper.make_node("LayerNormalization", ["sum", "by", "plus"], ["out"], axis=-1, epsilon=1e-12),
    ]
    graph = helper.make_graph(nodes, "rows", floats[:2], floats[2:], weights)
    path = tmp_path / "rows.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return path


def test_rows_are_added_and_normalised(model: Path) -> None:
    one, other = np.random.default_rng(0).normal(size=(2, 3, 5, WIDTH)).astype(np.float32)
    total = one + other
    wanted = 2 * (total - total.mean(-1, keepdims=True)) / total.std(-1, keepdims=True) + 1
    for given in (str(model), model.read_bytes()):
        found = session(given).run(None, {"one": one, "other": other})[0]
        np.testing.assert_allclose(found, wanted, atol=1e-5)


@pytest.mark.parametrize(("left_out", "fused"), [([], True), (SLOW_FUSIONS, False)])
def test_the_fusion_goes_by_the_name_that_it_is_left_out_by(
    model: Path, tmp_path: Path, left_out: list[str], fused: bool
) -> None:
    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = str(tmp_path / "optimised.onnx")
    onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"], disabled_optimizers=left_out)
    operators = {node.op_type for node in onnx.load(tmp_path / "optimised.onnx").graph.node}
    assert ("SkipLayerNormalization" in operators) is fused
