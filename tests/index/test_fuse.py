from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from index.fuse import fuse

rankings = st.lists(st.lists(st.integers(0, 30), unique=True, max_size=20), max_size=4)


@given(rankings)
def test_against_exact_arithmetic(given_: list[list[int]]) -> None:
    scores: defaultdict[int, Fraction] = defaultdict(Fraction)
    for ranking in given_:
        for rank, row in enumerate(ranking, 1):
            scores[row] += Fraction(1, 60 + rank)
    fused = fuse(given_)
    assert sorted(fused) == sorted(scores)
    for better, worse in zip(fused, fused[1:], strict=False):
        assert scores[better] > scores[worse] or (scores[better] == scores[worse] and better < worse)


def test_ties_keep_the_lower_id() -> None:
    assert fuse([[9, 1], [1, 9]]) == [1, 9]


def test_one_ranking_stays_as_it_is() -> None:
    assert fuse([[5, 2, 9]]) == [5, 2, 9]
