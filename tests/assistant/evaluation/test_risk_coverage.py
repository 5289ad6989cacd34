from __future__ import annotations

from itertools import pairwise, permutations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.risk_coverage import Judged, Point, aurc, auroc, curve, reliability, trust

results = st.lists(st.builds(Judged, st.sampled_from([0.0, 0.25, 0.7, 0.9, 1.0]), st.booleans()), max_size=6)


def test_hand_computed() -> None:
    made = [Judged(0.2, False), Judged(0.9, True), Judged(0.6, False), Judged(0.8, True)]
    assert curve(made) == [Point(0.9, 0.25, 0), Point(0.8, 0.5, 0), Point(0.6, 0.75, 1 / 3), Point(0.2, 1, 0.5)]
    assert aurc(made) == pytest.approx((0 + 0 + 1 / 3 + 1 / 2) / 4)
    assert auroc(made) == 1.0
    assert auroc([Judged(1 - one.confidence, one.right) for one in made]) == 0.0


@given(results)
def test_aurc_is_the_mean_over_all_orders_of_ties(made: list[Judged]) -> None:
    """Oracle: the definition, over every order that sorts by confidence."""
    orders = [o for o in permutations(made) if all(a.confidence >= b.confidence for a, b in pairwise(o))]
    areas = []
    for order in orders:
        wrong = np.cumsum([not one.right for one in order])
        areas.append(float(np.mean(wrong / np.arange(1, len(order) + 1))) if order else 0.0)
    assert aurc(made) == (pytest.approx(np.mean(areas)) if made else None)


@given(results)
def test_auroc_is_the_share_of_pairs_in_order(made: list[Judged]) -> None:
    """Oracle: the definition, over every pair of a right and a wrong result."""
    rights, wrongs = ([one.confidence for one in made if one.right is which] for which in (True, False))
    pairs = [(a > b) + (a == b) / 2 for a, b in product(rights, wrongs)]
    assert auroc(made) == (pytest.approx(np.mean(pairs)) if pairs else None)


@given(results)
def test_the_curve_ends_at_everything(made: list[Judged]) -> None:
    points = curve(made)
    assert len(points) == len({one.confidence for one in made})
    assert [point.coverage for point in points] == sorted(point.coverage for point in points)
    if made:
        assert (points[-1].coverage, points[-1].risk) == (1.0, sum(not one.right for one in made) / len(made))


@given(results)
def test_no_order_beats_the_best(made: list[Judged]) -> None:
    found = trust(made)
    if found.aurc is not None and found.best_aurc is not None:
        assert found.best_aurc <= found.aurc + 1e-12
    assert sum(one.count for one in found.bins) == found.count == len(made)


def test_bins_hold_their_lower_bound_and_the_last_holds_one() -> None:
    made = [Judged(c, right=True) for c in (0.0, 0.1, 0.3, 0.6, 0.7, 0.7999, 0.99, 1.0)]
    assert [(one.low, one.count) for one in reliability(made)] == [
        (0, 1),
        (0.1, 1),
        (0.3, 1),
        (0.6, 1),
        (0.7, 2),
        (0.9, 2),
    ]


def test_calibration_error_by_hand() -> None:
    made = [Judged(0.95, right=True)] * 3 + [Judged(0.95, right=False)] + [Judged(0.15, right=False)] * 4
    assert trust(made).calibration_error == pytest.approx((4 * 0.2 + 4 * 0.15) / 8)


def test_of_nothing_nothing_is_known() -> None:
    found = trust([])
    assert (found.count, found.curve, found.bins) == (0, (), ())
    assert found.aurc is found.best_aurc is found.auroc is found.right is found.calibration_error is None
    assert trust([Judged(0.5, right=True)]).auroc is None
