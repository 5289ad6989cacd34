"""Means with bootstrap confidence intervals, and a paired test: all with a fixed seed, so that runs agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import bootstrap, permutation_test

SEED = 20261122
RESAMPLES = 2_000
PERMUTATIONS = 9_999
_BATCH = 5_000_000  # values held at once


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over ``count`` questions and its 95 % interval; None of no questions, no interval of one."""

    mean: float | None
    low: float | None
    high: float | None
    count: int


def mean_with_interval(values: Iterable[float | None]) -> Mean:
    """The mean of the values that are not None, with its percentile bootstrap interval (Efron 1979).

    >>> mean_with_interval([1.0, None]), mean_with_interval([None])
    (Mean(mean=1.0, low=None, high=None, count=1), Mean(mean=None, low=None, high=None, count=0))
    """
    known = np.array([value for value in values if value is not None])
    if not len(known):
        return Mean(None, None, None, 0)
    mean = float(known.mean())
    if len(known) == 1:
        return Mean(mean, None, None, 1)
    found = bootstrap(
        (known,),
        np.mean,
        n_resamples=RESAMPLES,
        batch=max(1, _BATCH // len(known)),
        vectorized=True,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return Mean(mean, float(found.low), float(found.high), len(known))


def paired_p(differences: Sequence[float]) -> float | None:
    """Two-sided p of the mean of paired differences being 0: Fisher's permutation test, by changes of sign.

    Exact up to 13 differences that are not 0, which are all that matter. None of fewer than two pairs.

    >>> paired_p([0.5, 0.5, 0.5, 0.5, 0.0]), paired_p([0.0, 0.0]), paired_p([1.0])
    (0.125, 1.0, None)
    """
    if len(differences) < 2:
        return None
    changed = np.array([difference for difference in differences if difference])
    if len(changed) < 2:
        return 1.0  # of one change, either sign is as likely
    tested = permutation_test(
        (changed,),
        np.mean,
        permutation_type="samples",
        vectorized=True,
        n_resamples=PERMUTATIONS,
        batch=max(1, _BATCH // len(changed)),
        rng=np.random.default_rng(SEED),
    )
    return min(1.0, float(tested.pvalue))
