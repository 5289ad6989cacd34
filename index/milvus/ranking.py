"""Rankings of the engine made like those of a folder: ties by number, copies hidden behind what they repeat."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.milvus.engine import MOST, Row

TIES = 16  # copies of one story have equal vectors
Present = Callable[
    [Sequence[int]], set[int]
]  # of some articles, by their names' numbers, those that are there and pass
Ask = Callable[[int], list[tuple[Row, float]]]  # the so many best rows


def ranked(ask: Ask, number: str, k: int, present: Present) -> list[tuple[Row, float]]:
    """The ``k`` best rows that do not only repeat an earlier article that is present, best first, ties by ``number``.

    More is asked for until they are there and no tie is cut in two: the engine orders equal scores as it likes.
    """
    depth = min(k + TIES, MOST)
    hosts: dict[int, bool] = {}
    while True:
        found = ask(depth)
        keep = shown([row for row, _ in found], present, hosts)
        kept = {row[number] for row in keep}
        best = sorted(
            ((row, score) for row, score in found if row[number] in kept and score != 0.0),
            key=lambda pair: (-pair[1], pair[0][number]),
        )
        if len(found) < depth or depth == MOST or (len(best) >= k and found[-1][1] < best[k - 1][1]):
            return best[:k]
        depth = min(2 * depth, MOST)


def shown(rows: Sequence[Row], present: Present, known: dict[int, bool] | None = None) -> list[Row]:
    """The rows that do not only repeat an article that is present. ``known`` remembers which are."""
    known = {} if known is None else known
    asked = sorted({host for row in rows for host in row["hosts"]} - known.keys())
    if asked:
        there = present(asked)
        known.update((host, host in there) for host in asked)
    return [row for row in rows if not any(known[host] for host in row["hosts"])]
