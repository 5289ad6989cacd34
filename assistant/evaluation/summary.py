"""Results to means by group, confidence measures and latency: the figures of a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.evaluation.breakdown import Length, Refusals
from assistant.evaluation.intervals import Mean, mean_with_interval
from assistant.evaluation.result import ANSWER_SCORES, Result
from assistant.evaluation.retrieval_metrics import RETRIEVAL_SCORES
from assistant.evaluation.risk_coverage import Judged, Trust, trust
from assistant.evaluation.stability import Stability

SCORES = {**ANSWER_SCORES, **RETRIEVAL_SCORES}  # labels by name
HALVES = {"tune": "odd ids", "report": "even ids"}


@dataclass(frozen=True, slots=True)
class Group:
    """The means of some questions, by score. ``by`` is all, half, turns or kind."""

    by: str
    name: str
    questions: int
    answerable: int
    scores: Mapping[str, Mean]


@dataclass(frozen=True, slots=True)
class GroupTrust:
    """How far confidence can be believed: of all results, where an abstention can be right, and of answers alone."""

    name: str
    results: Trust
    answers: Trust


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds that a stage took: median, 95th percentile and mean over the questions."""

    stage: str
    p50_ms: float
    p95_ms: float
    mean_ms: float


@dataclass(frozen=True, slots=True)
class Report:
    """All that an evaluation found. ``index`` names the index, its model and its size; times are UTC, ISO 8601."""

    qa: str
    qa_sha256: str
    created: str
    version: str
    index: Mapping[str, str | int]
    groups: tuple[Group, ...]
    trust: tuple[GroupTrust, ...]
    latency: tuple[Latency, ...]
    warnings: tuple[str, ...]
    results: tuple[Result, ...]
    refusals: tuple[Refusals, ...] = ()
    lengths: tuple[Length, ...] = ()
    stability: Stability | None = None
    format: int = 1


def groups(results: Sequence[Result]) -> tuple[Group, ...]:
    """All results, those of each half, follow-ups, and those of each kind in order of their names; no empty group."""
    found = [_group("all", "all", results)]
    found += [_group("half", name, [r for r in results if r.half == name]) for name in HALVES]
    found += [_group("turns", "follow-ups", [result for result in results if result.turns])]
    kinds = sorted({result.kind for result in results})
    found += [_group("kind", kind, [r for r in results if r.kind == kind]) for kind in kinds]
    return tuple(group for group in found if group.questions)


def trusts(results: Sequence[Result]) -> tuple[GroupTrust, ...]:
    """The confidence of all results and of those of each half."""
    halves = [(name, [result for result in results if result.half == name]) for name in HALVES]
    return tuple(
        GroupTrust(name, trust(judged(members)), trust(judged(r for r in members if not r.abstained)))
        for name, members in [("all", list(results)), *halves]
        if members
    )


def latencies(results: Iterable[Result]) -> tuple[Latency, ...]:
    """Each stage, in order of first mention; a question without the stage does not count for it."""
    spent: dict[str, list[float]] = {}
    for result in results:
        for stage, milliseconds in result.timing_ms.items():
            spent.setdefault(stage, []).append(milliseconds)
    return tuple(_latency(stage, times) for stage, times in spent.items())


def judged(results: Iterable[Result]) -> list[Judged]:
    """Confidence and rightness of the results that can be judged."""
    return [Judged(result.confidence, result.right) for result in results if result.right is not None]


def _group(by: str, name: str, results: Sequence[Result]) -> Group:
    scores = {score: mean_with_interval(result.scores.get(score) for result in results) for score in SCORES}
    return Group(by, name, len(results), sum(result.answerable for result in results), scores)


def _latency(stage: str, times_ms: list[float]) -> Latency:
    p50, p95 = np.percentile(times_ms, [50, 95])
    return Latency(stage, float(p50), float(p95), float(np.mean(times_ms)))
