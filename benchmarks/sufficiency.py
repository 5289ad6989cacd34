"""Fit assistant/sufficiency.json on the tune halves of QA sets, and show what it does on both halves.

    python -m benchmarks.sufficiency --set QA.jsonl INDEX … [--train QA.jsonl INDEX …] [--write]

Questions of a --train set all belong to the tune half. An answer is right if its best sentence overlaps the evidence.
The threshold leaves MOST_FALSE_ABSTENTIONS of the answerable tune questions under it; swapped and contradicted roles
are refused before it is asked.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from assistant.contrary import is_contrary
from assistant.evaluation.metrics import overlaps_any
from assistant.evaluation.qa_set import QaItem, half, read_qa_set
from assistant.evidence import find_evidence
from assistant.features import NAMES, features
from assistant.followup import stand_alone
from assistant.frame import frame_of
from index.embed import load_embedder
from index.rerank import PackagedReranker
from index.search import Index

MOST_FALSE_ABSTENTIONS = 0.06
RIDGE = 1.0
OUT = Path(__file__).parents[1] / "assistant" / "sufficiency.json"

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rows:
    """One row a question: features, whether its best sentence is right, whether it can be answered, refused by role."""

    features: Floats
    right: Flags
    answerable: Flags
    refused: Flags
    tune: Flags


def main() -> None:
    """Fit, show, and with --write store the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", nargs=2, action="append", required=True, metavar=("QA", "INDEX"), type=Path)
    parser.add_argument("--train", nargs=2, action="append", default=[], metavar=("QA", "INDEX"), type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    read = {f"{qa.parent.name}/{qa.stem}": read_rows(qa, index) for qa, index in given.set}
    read |= {
        qa.stem: replace(rows, tune=rows.tune | True) for qa, index in given.train if (rows := read_rows(qa, index))
    }
    together = Rows(*(np.concatenate([getattr(rows, name) for rows in read.values()]) for name in Rows.__slots__))
    fitted = {
        name: fit(together.features[together.tune], truth[together.tune])
        for name, truth in (("answerable", together.answerable), ("right", together.right))
    }
    free = together.tune & together.answerable & ~together.refused
    sure = probability(fitted["answerable"], together.features)
    threshold = float(np.quantile(sure[free], MOST_FALSE_ABSTENTIONS))
    model: dict[str, Any] = {
        name: {
            "weights": dict(zip(NAMES, weights[:-1].round(4).tolist(), strict=True)),
            "intercept": round(float(weights[-1]), 4),
        }
        for name, weights in fitted.items()
    }
    model["threshold"] = round(threshold, 4)
    print(json.dumps(model, indent=1))
    for name, rows in read.items():
        show(name, rows, probability(fitted["answerable"], rows.features) < threshold)
    if given.write:
        OUT.write_text(json.dumps(model, indent=1) + "\n", "utf-8")


def read_rows(qa: Path, directory: Path) -> Rows:
    """Ask every question of a set and keep what the judge sees."""
    index, reranker = Index(directory, load_embedder()), PackagedReranker()
    rows = [_row(item, index, reranker) for item in read_qa_set(qa, index.article).items]
    columns = list(zip(*rows, strict=True))
    return Rows(np.array(columns[0]), *(np.array(column, np.bool_) for column in columns[1:]))


def _row(item: QaItem, index: Index, reranker: PackagedReranker) -> tuple[tuple[float, ...], bool, bool, bool, bool]:
    question = stand_alone(item.question.question, item.question.turns)
    frame = frame_of(item.question.question, question)
    follow_up = item.question.question if question != item.question.question else None
    evidence = find_evidence(question, frame, index, reranker, item.question.filters, follow_up=follow_up)
    right = any(overlaps_any(evidence[0].span, group) for group in item.evidence)
    refused = is_contrary(evidence)
    return features(question, frame, evidence), right, item.answerable, refused, half(item.id) == "tune"


def fit(rows: Floats, right: Flags) -> Floats:
    """Logistic regression with a ridge: weights and intercept, of shape (features + 1,)."""
    with_one = np.column_stack([rows, np.ones(len(rows))])
    signs = np.where(right, 1.0, -1.0)

    def loss(weights: Floats) -> float:
        return float(np.logaddexp(0, -signs * (with_one @ weights)).sum() + RIDGE * (weights[:-1] ** 2).sum())

    fitted: Floats = minimize(loss, np.zeros(with_one.shape[1])).x
    return fitted


def probability(weights: Floats, rows: Floats) -> Floats:
    """The fitted probability of each row."""
    fitted: Floats = 1 / (1 + np.exp(-(rows @ weights[:-1] + weights[-1])))
    return fitted


def show(name: str, rows: Rows, unsure: Flags) -> None:
    """True and false abstention of both halves."""
    abstains = unsure | rows.refused
    for part, chosen in (("tune", rows.tune), ("report", ~rows.tune)):
        if not chosen.any():
            continue
        true = abstains[chosen & ~rows.answerable].mean()
        false = abstains[chosen & rows.answerable].mean()
        print(f"{name} {part}: abstains on {true:.2f} of what is not there, on {false:.2f} of what is")


if __name__ == "__main__":
    main()
