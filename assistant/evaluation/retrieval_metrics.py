"""How well passages are ranked: recall@k, MRR and nDCG@10 of the passages that overlap evidence, by ir_measures.

ir_measures: MacAvaney, Macdonald & Ounis, ECIR 2022. Relevance is 0 or 1. Recall@k is the share of *all* passages that
overlap evidence, alternatives too; evidence@k is the share of evidence groups of which one alternative is overlapped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ir_measures
from ir_measures import RR, R, nDCG

from assistant.evaluation.metrics import Groups, overlaps_any, share
from corpus.span import Span

ReadSpans = Callable[[Sequence[str]], Mapping[str, list[Span]]]

CUTOFFS = (1, 3, 5, 10)
DEPTH = max(CUTOFFS)
_MEASURES = {**{R @ k: f"recall@{k}" for k in CUTOFFS}, RR @ DEPTH: "mrr", nDCG @ DEPTH: f"ndcg@{DEPTH}"}
_LABELS = {"mrr": f"MRR@{DEPTH}", f"ndcg@{DEPTH}": f"nDCG@{DEPTH}"}
RETRIEVAL_SCORES = {
    name: _LABELS.get(name, name) for name in (*_MEASURES.values(), *(f"evidence@{k}" for k in CUTOFFS))
}


def retrieval_scores(ranking: Sequence[Span], relevant: Sequence[Span], evidence: Groups) -> dict[str, float | None]:
    """The scores of one ranking of passages, best first, by name.

    Each is None if there is no evidence, and 0 if there is but no passage overlaps it.

    >>> first, second = Span("a", 0, 50), Span("a", 50, 90)
    >>> scores = retrieval_scores([first, second], [second], [[Span("a", 60, 70)]])
    >>> scores["recall@1"], scores["recall@3"], scores["mrr"], scores["evidence@3"]
    (0.0, 1.0, 0.5, 1.0)
    """
    if not relevant:
        return dict.fromkeys(RETRIEVAL_SCORES, 0.0 if evidence else None)
    judged = {_name(span): 1 for span in relevant}
    run = {_name(span): float(len(ranking) - rank) for rank, span in enumerate(ranking)}
    found = ir_measures.iter_calc(list(_MEASURES), {"question": judged}, {"question": run})
    scores: dict[str, float | None] = dict.fromkeys(_MEASURES.values(), 0.0)  # an empty run is not reported
    scores |= {_MEASURES[metric.measure]: float(metric.value) for metric in found}
    return scores | {f"evidence@{k}": evidence_recall(evidence, ranking[:k]) for k in CUTOFFS}


def evidence_recall(evidence: Groups, passages: Sequence[Span]) -> float | None:
    """The share of evidence groups of which some alternative is overlapped by a passage; None without groups."""
    return share([any(overlaps_any(span, passages) for span in alternatives) for alternatives in evidence])


def relevant_passages(read: ReadSpans, evidence: Groups) -> list[Span]:
    """The passages that overlap some alternative of some evidence group, ordered and each once.

    ``read`` gives the passages of articles by their ids: Reader.spans.
    """
    spans = [span for alternatives in evidence for span in alternatives]
    stored = read(sorted({span.article_id for span in spans}))
    return sorted(passage for name in stored for passage in stored[name] if overlaps_any(passage, spans))


def _name(span: Span) -> str:
    """A passage's identity as a document id without white space, which run formats do not allow."""
    return f"{span.article_id!r}[{span.start},{span.end})".replace(" ", "\\x20")
