"""Several rankings to one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

K = 60  # as in the paper: how slowly the weight of a rank falls


def fuse(rankings: Sequence[Sequence[int]], *, k: int = K) -> list[int]:
    """Merge rankings of row ids, best first; ties keep the lower id.

    Reciprocal rank fusion: Cormack, Clarke & Buettcher, SIGIR 2009.

    >>> fuse([[7, 3], [3, 9]])
    [3, 7, 9]
    """
    scores: defaultdict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, row in enumerate(ranking, start=1):
            scores[row] += 1 / (k + rank)
    return sorted(scores, key=lambda row: (-scores[row], row))
