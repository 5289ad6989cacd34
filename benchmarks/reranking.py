"""How passages are reranked: evidence recall and cost on the tune half, for several depths and ways to read them.

    python -m benchmarks.reranking --index INDEX --qa QA.jsonl [--half tune]

A pair's cost is CPU time of this process, so that a busy machine does not blur it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.evaluation.qa_set import QaItem, half, read_qa_set
from assistant.evaluation.retrieval_metrics import evidence_recall
from assistant.followup import stand_alone
from corpus.title import under_heading
from index.embed import load_embedder
from index.fuse import K
from index.onnx_encoder import Floats
from index.rerank import CANDIDATES, PRIOR, PackagedReranker, in_brief
from index.search import Hit, Index

CUTOFFS = (1, 3, 5, 10)
Asked = tuple[QaItem, list[Hit], Floats, Floats]


def main() -> None:
    """A table: fused; read whole, by depth; read in brief; in brief and then the best whole."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--qa", type=Path, required=True)
    parser.add_argument("--half", choices=("tune", "report"), default="tune")
    given = parser.parse_args()
    index, reranker = Index(given.index, load_embedder()), PackagedReranker()
    read = read_qa_set(given.qa, index.article).items
    items = [item for item in read if item.answerable and half(item.id) == given.half]
    cost = {"whole": 0.0, "brief": 0.0}
    asked: list[Asked] = []
    for item in items:
        question = stand_alone(item.question.question, item.question.turns)
        hits = index.search(question, CANDIDATES)
        scores = []
        for name, texts in (
            ("brief", in_brief(question, hits)),
            ("whole", [under_heading(hit.article, hit.span) for hit in hits]),
        ):
            start = time.process_time()
            scores.append(reranker.scores(question, texts))
            cost[name] += time.process_time() - start
        asked.append((item, hits, scores[1], scores[0]))
    pairs = sum(len(hits) for _, hits, _, _ in asked)
    each = {name: 1000 * seconds / pairs for name, seconds in cost.items()}
    print(f"{given.half} half, {len(items)} questions; CPU of a pair: {each}\n")
    print("| read | CPU of a question, ms |", " | ".join(f"@{k}" for k in CUTOFFS), "|")
    print("| --- | --- |" + " --- |" * len(CUTOFFS))
    _show("nothing (fused)", 0.0, asked, [list(range(len(hits))) for _, hits, _, _ in asked])
    for depth in (10, 15, 20, CANDIDATES):
        orders = [np.argsort(-whole[:depth], kind="stable").tolist() for _, _, whole, _ in asked]
        _show(f"{depth} whole", depth * each["whole"], asked, orders)
    for prior in (0.0, PRIOR):
        for best in (0, 6, 8, 12):
            orders = [_in_two_steps(whole, brief, best, prior) for _, _, whole, brief in asked]
            name = f"{CANDIDATES} in brief, {best} whole, prior {prior:g}"
            _show(name, CANDIDATES * each["brief"] + best * each["whole"], asked, orders)


def _in_two_steps(whole: Floats, brief: Floats, best: int, prior: float) -> list[int]:
    order = np.argsort(-(brief + prior / (K + 1 + np.arange(len(brief)))), kind="stable").tolist()
    return [*sorted(order[:best], key=lambda place: -whole[place]), *order[best:]]


def _show(name: str, cost_ms: float, asked: Sequence[Asked], orders: Sequence[Sequence[int]]) -> None:
    recalls = [
        [evidence_recall(item.evidence, [hits[place].span for place in order[:k]]) or 0.0 for k in CUTOFFS]
        for (item, hits, _, _), order in zip(asked, orders, strict=True)
    ]
    cells = " | ".join(f"{recall:.3f}" for recall in np.mean(recalls, axis=0))
    print(f"| {name} | {cost_ms:.0f} | {cells} |")


if __name__ == "__main__":
    main()
