"""BM25 in Milvus, with the same scores as index/keywords.py.

BM25 is a sum over the terms of a query: how rare the term is, times how much of it a text has, given its length. The
second factor is stored with the text as a sparse vector, the first is the query's vector, and the engine's inner
product is the score. Milvus's own BM25 function is not used: it counts anew in each segment of milvus-lite, has other
stems than ours, and is not there before version 2.5.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable

from index.keywords import terms
from index.milvus.engine import Engine
from index.milvus.manifest import Manifest
from index.milvus.tables import table, term_number
from index.milvus.where import Where


def query_words(engine: Engine, manifest: Manifest, text: str) -> dict[int, float]:
    """The terms of a query, each with its weight by how rare it is in passages."""
    wanted = Counter(term_number(term) for term in terms(text))
    having = _having(engine, manifest, wanted)
    return {
        number: times * math.log1p((manifest.passages - having[number] + 0.5) / (having[number] + 0.5))
        for number, times in wanted.items()
    }


def passages_with(engine: Engine, manifest: Manifest, wanted: Collection[str]) -> dict[str, int]:
    """How many passages have each of some terms."""
    numbers = {term: term_number(term) for term in wanted}
    having = _having(engine, manifest, numbers.values())
    return {term: having[number] for term, number in numbers.items()}


def _having(engine: Engine, manifest: Manifest, numbers: Iterable[int]) -> dict[int, int]:
    """How many passages have each of some terms, by the terms' numbers."""
    wanted = sorted(frozenset(numbers))
    if not wanted:
        return {}
    name = table(engine.address.name, manifest.generation, "terms")
    rows = engine.query(name, Where("key in {terms}", {"terms": wanted}), ("term", "having"))
    return dict.fromkeys(wanted, 0) | {row["term"]: row["having"] for row in rows}
