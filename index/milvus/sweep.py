"""All rows of a collection that fit, however many: by ranges of a number, each halved until it fits one request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.milvus.engine import MOST, Engine, Row
from index.milvus.where import Where


def sweep(
    engine: Engine,
    table: str,
    number: str,
    end: int,
    fields: Sequence[str],
    where: Where | None = None,
    *,
    step: int | None = None,
) -> Iterator[Row]:
    """The rows whose ``number`` is from 0 to ``end``, by ascending ranges, in no order within one.

    ``number`` is a field of which no single value has more than MOST rows; ``step`` is how much of it is asked for at
    once, where rows are large, else all.
    """
    for start in range(0, end, step or end):
        waiting = [(start, min(start + (step or end), end))]
        while waiting:
            first, last = waiting.pop()
            here = Where(f"{number} >= {{low}} and {number} < {{high}}", {"low": first, "high": last})
            rows = engine.query(table, here if where is None else here & where, fields)
            if len(rows) < MOST or last - first < 2:
                yield from rows
            else:
                middle = (first + last) // 2
                waiting += [(middle, last), (first, middle)]
