"""Fit confidence and the abstention threshold on the tune half, and show both halves.

    python -m benchmarks.abstention --qa ../shared/data/news2024/qa.jsonl --index var/news2024

Prints the constants of assistant/abstain.py. An answer is right if its best sentence overlaps the
evidence. The threshold is the one that refuses most of what is not there while refusing at most 12 % of what is, on the
tune half.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from assistant.abstain import coverage
from assistant.evidence import find_evidence
from assistant.followup import stand_alone
from assistant.evaluation.metrics import overlaps_any
from assistant.evaluation.qa_set import QaItem, half, read_qa_set
from index.embed import load_embedder
from index.rerank import PackagedReranker
from index.search import Index

MOST_FALSE_ABSTENTIONS = 0.12

Floats = npt.NDArray[np.float64]


def main() -> None:
    """Fit on the tune half, print constants and the outcome on both halves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--qa", type=Path, required=True)
    parser.add_argument("--index", type=Path, required=True)
    given = parser.parse_args()
    index, reranker = Index(given.index, load_embedder()), PackagedReranker()
    items = read_qa_set(given.qa, index.article).items
    rows = np.array([_features(item, index, reranker) for item in items])
    tune = np.array([half(item.id) == "tune" for item in items])
    weights = _fit(rows[tune, :2], rows[tune, 2])
    probability = 1 / (1 + np.exp(-(rows[:, :2] @ weights[:2] + weights[2])))
    threshold = _threshold(probability[tune], rows[tune, 3])
    print(f"WEIGHT_SCORE = {weights[0]:.3f}\nWEIGHT_COVERAGE = {weights[1]:.3f}")
    print(f"INTERCEPT = {weights[2]:.3f}\nTHRESHOLD = {threshold:.3f}")
    for name, chosen in (("tune", tune), ("report", ~tune)):
        _show(name, probability[chosen] < threshold, rows[chosen, 2], rows[chosen, 3])


def _features(item: QaItem, index: Index, reranker: PackagedReranker) -> tuple[float, float, float, float]:
    """Score and coverage of the best evidence, whether it is right, and whether the question can be answered."""
    question = stand_alone(item.question.question, item.question.turns)
    evidence = find_evidence(question, index, reranker, item.question.filters)
    right = any(overlaps_any(evidence[0].span, group) for group in item.evidence)
    return evidence[0].score, coverage(question, evidence[0]), float(right), float(item.answerable)


def _fit(features: Floats, right: Floats) -> Floats:
    """Logistic regression with a light ridge: weights and intercept, of shape (features + 1,)."""
    rows = np.column_stack([features, np.ones(len(features))])
    signs = 2 * right - 1

    def loss(weights: Floats) -> float:
        return float(np.logaddexp(0, -signs * (rows @ weights)).sum() + 0.05 * (weights[:-1] ** 2).sum())

    fitted: Floats = minimize(loss, np.zeros(rows.shape[1])).x
    return fitted


def _threshold(probability: Floats, answerable: Floats) -> float:
    """The probability under which at most MOST_FALSE_ABSTENTIONS of the answerable questions lie."""
    return float(np.quantile(probability[answerable == 1], MOST_FALSE_ABSTENTIONS))


def _show(name: str, abstained: npt.NDArray[np.bool_], right: Floats, answerable: Floats) -> None:
    true, false = abstained[answerable == 0].mean(), abstained[answerable == 1].mean()
    print(f"{name}: abstains on {true:.2f} of what is not there, {false:.2f} of what is")
    print(f"{name}: best sentence right in {right[answerable == 1].mean():.2f} of what is")


if __name__ == "__main__":
    main()
