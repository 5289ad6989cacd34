"""Another output for a serialized ONNX model, without the onnx package.

Protocol buffers: https://protobuf.dev/programming-guides/encoding/. In onnx.proto3 a model's graph is field 7, and a
graph's outputs are fields 12, each with its name in field 1.
"""

from __future__ import annotations

from collections.abc import Iterator

_GRAPH, _NODE, _OUTPUT, _NAME = 7, 1, 12, 1
_NODE_INPUT, _NODE_OUTPUT = 1, 2
_BYTES = 2  # wire types: 0 varint, 1 eight bytes, 2 bytes with their length before them, 5 four bytes
_FIXED = {1: 8, 5: 4}


def with_output(model: bytes, name: str) -> bytes:
    """The model with one output, the tensor of that name, and only the nodes that make it.

    onnxruntime runs every node of a graph, whether its result is wanted or not. Raises ValueError if there is no such
    tensor.
    """
    parts = [
        _field(_GRAPH, _graph_with_output(model[body:end], name)) if field == _GRAPH else model[start:end]
        for field, start, body, end in _fields(model)
    ]
    return b"".join(parts)


def _graph_with_output(graph: bytes, name: str) -> bytes:
    wanted, kept = {name.encode()}, []
    for field, start, body, end in reversed(list(_fields(graph))):  # nodes stand behind those whose results they need
        if field == _NODE:
            node = graph[body:end]
            if wanted.isdisjoint(_values(node, _NODE_OUTPUT)):
                continue
            wanted |= _values(node, _NODE_INPUT)
        if field != _OUTPUT:
            kept.append(graph[start:end])
    if len(wanted) == 1:
        raise ValueError(f"the model has no tensor {name}")
    return b"".join([*reversed(kept), _field(_OUTPUT, _field(_NAME, name.encode()))])


def _values(message: bytes, wanted: int) -> set[bytes]:
    return {message[body:end] for field, _, body, end in _fields(message) if field == wanted}


def _fields(message: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Of each field: its number, where it starts, where its value starts, and where it ends."""
    at = 0
    while at < len(message):
        start = at
        key, at = _varint(message, at)
        kind = key & 7
        if kind == _BYTES:
            length, at = _varint(message, at)
            end = at + length
        elif kind in _FIXED:
            end = at + _FIXED[kind]
        else:
            _, end = _varint(message, at)
        yield key >> 3, start, at, end
        at = end


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """A number and where it ends."""
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _field(number: int, value: bytes) -> bytes:
    length, digits = len(value), bytearray()
    while length > 0x7F:
        digits.append(length & 0x7F | 0x80)
        length >>= 7
    return bytes([number << 3 | _BYTES, *digits, length]) + value
