"""Whether confidence can be believed: risk against coverage, AURC, AUROC and reliability.

Selective prediction: Geifman & El-Yaniv, NeurIPS 2017; AURC: Geifman, Uziel & El-Yaniv, ICLR 2019; calibration error:
Naeini, Cooper & Hauskrecht, AAAI 2015. Here the loss of a result is 0 if it is right and 1 if it is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from scipy.stats import rankdata

BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A result's confidence in [0, 1] and whether it was right."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Point:
    """Of the results with at least this confidence: their share of all, and the share of them that is wrong."""

    confidence: float
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Results with a confidence in [low, high): how many, their mean confidence, and the share that is right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Trust:
    """What there is to know of a set of results' confidence; None where it is not defined.

    ``aurc`` is the area under the curve (0 best); ``best_aurc`` what a perfect order of the same results would have;
    ``auroc`` the chance that a right result is surer than a wrong one; ``calibration_error`` the mean distance of
    confidence from share right, over the bins.
    """

    count: int
    right: float | None
    aurc: float | None
    best_aurc: float | None
    auroc: float | None
    calibration_error: float | None
    curve: tuple[Point, ...]
    bins: tuple[Bin, ...]


def trust(results: Sequence[Judged]) -> Trust:
    """All measures of some results at once."""
    bins = reliability(results)
    count = len(results)
    return Trust(
        count=count,
        right=sum(result.right for result in results) / count if count else None,
        aurc=aurc(results),
        best_aurc=aurc([Judged(float(result.right), result.right) for result in results]),
        auroc=auroc(results),
        calibration_error=sum(b.count * abs(b.confidence - b.right) for b in bins) / count if count else None,
        curve=tuple(curve(results)),
        bins=tuple(bins),
    )


def curve(results: Sequence[Judged]) -> list[Point]:
    """One point for each confidence at which results can be cut off, surest first.

    >>> curve([Judged(0.9, True), Judged(0.5, False), Judged(0.5, True), Judged(0.1, False)])[1]
    Point(confidence=0.5, coverage=0.75, risk=0.3333333333333333)
    """
    points, taken, wrong = [], 0, 0
    for confidence, tied in _surest_first(results):
        taken += len(tied)
        wrong += sum(not result.right for result in tied)
        points.append(Point(confidence, taken / len(results), wrong / taken))
    return points


def aurc(results: Sequence[Judged]) -> float | None:
    """The mean, over n = 1 … all, of the risk of the n surest results; None of no results.

    Results of equal confidence are taken in any order: the mean over all orders.

    >>> aurc([Judged(0.9, True), Judged(0.5, False)]), aurc([Judged(0.5, True), Judged(0.5, False)])
    (0.25, 0.5)
    """
    if not results:
        return None
    area, taken, wrong = 0.0, 0, 0.0
    for _, tied in _surest_first(results):
        rate = sum(not result.right for result in tied) / len(tied)
        area += sum((wrong + n * rate) / (taken + n) for n in range(1, len(tied) + 1))
        taken += len(tied)
        wrong += rate * len(tied)
    return area / len(results)


def auroc(results: Sequence[Judged]) -> float | None:
    """The chance that a right result is surer than a wrong one, ties half; None unless there are both.

    >>> auroc([Judged(0.9, True), Judged(0.5, False), Judged(0.5, True)])
    0.75
    """
    right = np.array([result.right for result in results], np.bool_)
    rights, wrongs = int(right.sum()), int((~right).sum())
    if not rights or not wrongs:
        return None
    ranks = rankdata([result.confidence for result in results])
    return float((ranks[right].sum() - rights * (rights + 1) / 2) / (rights * wrongs))


def reliability(results: Sequence[Judged]) -> list[Bin]:
    """Results by tenths of confidence, lowest first, without empty bins; the last one includes 1."""
    bins = []
    for number in range(BINS):
        inside = [result for result in results if _bin(result.confidence) == number]
        if inside:
            mean = sum(result.confidence for result in inside) / len(inside)
            right = sum(result.right for result in inside) / len(inside)
            bins.append(Bin(number / BINS, (number + 1) / BINS, len(inside), mean, right))
    return bins


def _bin(confidence: float) -> int:
    return min(int(confidence * BINS), BINS - 1)


def _surest_first(results: Sequence[Judged]) -> list[tuple[float, list[Judged]]]:
    ordered = sorted(results, key=lambda result: -result.confidence)
    return [(confidence, list(tied)) for confidence, tied in groupby(ordered, key=lambda result: result.confidence)]
