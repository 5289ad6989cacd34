from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from index.row_norms import normalise_rows

WIDTH = 8


def test_rows_are_normalised_as_by_layer_normalisation(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    onnx.save(_two_norms(), path)
    given = {"x": np.random.default_rng(7).normal(3.0, 5.0, (2, 5, WIDTH)).astype(np.float32)}
    before = onnxruntime.InferenceSession(str(path)).run(None, given)[0]
    normalise_rows(path)
    after = onnxruntime.InferenceSession(str(path)).run(None, given)[0]
    assert "LayerNormalization" not in {node.op_type for node in onnx.load(path).graph.node}
    np.testing.assert_allclose(after, before, rtol=1e-4, atol=1e-5)


def _two_norms() -> onnx.ModelProto:
    drawn = np.random.default_rng(8).normal(size=(2, WIDTH)).astype(np.float32)
    known = [numpy_helper.from_array(row, name) for name, row in zip(("scale", "shift"), drawn, strict=True)]
    nodes = [
        helper.make_node("LayerNormalization", ["x", "scale", "shift"], ["y"], epsilon=1e-5, axis=-1),
        helper.make_node("LayerNormalization", ["y", "scale", "shift"], ["z"], epsilon=1e-5, axis=-1),
    ]
    shape: list[str | int | None] = ["batch", "tokens", WIDTH]
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in ("x", "z")]
    graph = helper.make_graph(nodes, "norms", ends[:1], ends[1:], known)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
