"""A model with another output: the same numbers, fewer nodes."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from index.onnx_graph import with_output


def model() -> bytes:
    """Three steps: x + 1 = one, one * 2 = two, two - 3 = three; and the branch x * 5 = five."""
    steps = [
        ("Add", "x", "a", "one"),
        ("Mul", "one", "b", "two"),
        ("Mul", "x", "d", "five"),
        ("Sub", "two", "c", "three"),
    ]
    values = {"a": 1.0, "b": 2.0, "c": 3.0, "d": 5.0}
    graph = helper.make_graph(
        [helper.make_node(kind, [left, right], [made]) for kind, left, right, made in steps],
        "steps",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n"])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n"]) for name in ("three", "five")],
        [numpy_helper.from_array(np.array([value], np.float32), name) for name, value in values.items()],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return bytes(made.SerializeToString())


@pytest.mark.parametrize(
    ("name", "result", "nodes"), [("one", 4.0, 1), ("two", 8.0, 2), ("three", 5.0, 3), ("five", 15.0, 1)]
)
def test_a_tensor_within_the_graph_is_its_only_output(name: str, result: float, nodes: int) -> None:
    cut = with_output(model(), name)
    assert len(onnx.load_from_string(cut).graph.node) == nodes
    session = onnxruntime.InferenceSession(cut, providers=["CPUExecutionProvider"])
    assert [output.name for output in session.get_outputs()] == [name]
    assert session.run(None, {"x": np.array([3.0], np.float32)})[0].tolist() == [result]


def test_a_tensor_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no tensor four"):
        with_output(model(), "four")
