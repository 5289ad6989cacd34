"""Results and reports made by hand, for tests of what is computed from them."""

from __future__ import annotations

from pathlib import Path

from assistant.evaluation.breakdown import lengths, refusals
from assistant.evaluation.qa_set import half
from assistant.evaluation.result import Result
from assistant.evaluation.summary import Report, groups, latencies, trusts


def result(
    identity: str, *, right: bool, kind: str = "who", answerable: bool = True, confidence: float = 0.8
) -> Result:
    """A result that is right or wrong, with nugget recall and abstention to match and one citation score unknown."""
    abstained = not answerable and right
    scores = {
        "right": float(right),
        "nugget_recall": float(right) if answerable else None,
        "citation_precision": None,
        "true_abstention": None if answerable else float(right),
        "false_abstention": 0.0 if answerable else None,
        "recall@1": 0.5 if answerable else None,
    }
    return Result(
        identity, kind, half(identity), f"Question {identity}?", (), answerable, f"Answer to {identity} [1].",
        abstained, None, confidence, right, scores, () if right else (("a fact",),), (),
        {"retrieve": 10.0, "total": 12.0},
    )  # fmt: skip


def report(results: list[Result], *, warnings: tuple[str, ...] = (), qa: Path = Path("qa.jsonl")) -> Report:
    index: dict[str, str | int] = {"directory": "ix", "model": "a model", "articles": 2, "passages": 9}
    figures = groups(results), trusts(results), latencies(results)
    taken_apart = refusals(results), lengths(results)
    day = "2026-11-22T00:00:00+00:00"
    return Report(str(qa), "0" * 64, day, "0.1.0", index, *figures, warnings, tuple(results), *taken_apart)
