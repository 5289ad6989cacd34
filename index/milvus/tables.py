"""The collections of a generation: what their rows have, and how they are indexed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

EDITION_BITS = 20  # of a key: which edition of its generation a row was written in
PART_BITS = 12  # of a document's key: the part of it
NEVER = 2**31 - 1  # no day: what is not superseded
MOST_BYTES = 60_000  # of a text field; Milvus takes 65,535
MOST_HOSTS = 64
MOST_ACTORS = 256
GRAPH_FROM = 200_000  # passages: from here on the engine searches a graph, below it compares all
DISK_FROM = 20_000_000  # passages: from here on the graph is on disk
KINDS = ("documents", "passages", "statements", "terms", "actors")

Make = Callable[[Any], tuple[Any, Any]]


def table(name: str, generation: int, kind: str) -> str:
    """The name of a collection.

    >>> table("news", 3, "passages")
    'news_000003_passages'
    """
    return f"{name}_{generation:06d}_{kind}"


def key(number: int, edition: int) -> int:
    """The key of a row: its own number and the edition that wrote it."""
    return number << EDITION_BITS | edition


def document_number(version: int, part: int) -> int:
    """The number of a part of a document."""
    return version << PART_BITS | part


def number_of(text: str) -> int:
    """A number that stands for a name in filters: 62 bits of its BLAKE2 hash, never 0."""
    return (int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 2) | 1


def term_number(term: str) -> int:
    """The dimension of a term in keyword vectors: 32 bits of its BLAKE2 hash, never 0.

    Of a million terms about a hundred share theirs with another; their counts are then added up.
    """
    return 1 + int.from_bytes(hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=4).digest()) % (
        2**32 - 4
    )


def maker(kind: str, dimension: int, passages: int) -> Make:
    """What makes a collection's schema and indexes; ``passages`` is about how many it will hold."""

    def make(client: Any) -> tuple[Any, Any]:
        from pymilvus import DataType

        schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
        indexes = client.prepare_index_params()
        schema.add_field("key", DataType.INT64, is_primary=True)
        numbers: tuple[str, ...] = _NUMBERS[kind]
        for name in numbers:
            schema.add_field(name, DataType.INT64)
            if name in _INDEXED:
                indexes.add_index(name, index_type="INVERTED")
        for name, most in _LISTS.get(kind, {}).items():
            schema.add_field(name, DataType.ARRAY, element_type=DataType.INT64, max_capacity=most)
        if kind in _TEXT:
            schema.add_field("data", DataType.VARCHAR, max_length=65_535)
        if kind == "passages":
            schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
            indexes.add_index("vector", metric_type="IP", **_vector_index(passages))
        if kind in ("passages", "statements"):
            schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
            indexes.add_index("words", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
        else:  # Milvus wants a vector in each collection
            schema.add_field("nothing", DataType.FLOAT_VECTOR, dim=2)
            indexes.add_index("nothing", index_type="FLAT", metric_type="IP")
        return schema, indexes

    return make


def _vector_index(passages: int) -> dict[str, Any]:
    if passages < GRAPH_FROM:
        return {"index_type": "FLAT"}
    if passages < DISK_FROM:
        return {"index_type": "HNSW", "params": {"M": 32, "efConstruction": 200}}
    return {"index_type": "DISKANN"}


NOTHING = [0.0, 1.0]
_STATUS = ("name", "version", "born", "current", "day", "publisher", "superseded", "retracted")
_NUMBERS: dict[str, tuple[str, ...]] = {
    "documents": (*_STATUS, "part", "parts", "number", "cluster", "stamp"),
    "passages": (*_STATUS, "passage", "start", "end"),
    "statements": (*_STATUS, "passage", "statement", "act", "actor"),
    "terms": ("term", "having"),
    "actors": ("actor",),
}
_INDEXED = frozenset({"name", "version", "day", "publisher", "passage", "cluster", "actor", "term"})
_LISTS = {"passages": {"hosts": MOST_HOSTS, "actors": MOST_ACTORS}, "statements": {"hosts": MOST_HOSTS}}
_TEXT = frozenset({"documents", "statements", "actors"})
