"""Plots of a report as PNG files: risk against coverage, recall at k, reliability."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.evaluation.retrieval_metrics import CUTOFFS
from assistant.evaluation.risk_coverage import Trust
from assistant.evaluation.summary import Report

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE_INCHES = (5.0, 4.0)
_DOTS_PER_INCH = 120


def write_plots(report: Report, out: Path) -> list[Path]:
    """Write the plots into a folder; returns their paths."""
    drawn: dict[str, Callable[[Report, Axes], None]] = {
        "risk_coverage.png": _risk_coverage,
        "recall_at_k.png": _recall_at_k,
        "reliability.png": _reliability,
    }
    return [_write(report, out / name, draw) for name, draw in drawn.items()]


def _write(report: Report, path: Path, draw: Callable[[Report, Axes], None]) -> Path:
    """Draws without pyplot, whose state is global and which looks for a screen."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=_SIZE_INCHES, dpi=_DOTS_PER_INCH, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    draw(report, axes)
    axes.grid(alpha=0.3)
    if axes.get_legend_handles_labels()[0]:
        axes.legend()
    figure.savefig(path, metadata={"Software": "demarche"})
    return path


def _risk_coverage(report: Report, axes: Axes) -> None:
    group = report.trust[0]
    for label, trust in (("all results", group.results), ("answers only", group.answers)):
        if trust.curve:
            coverage, risk = [p.coverage for p in trust.curve], [p.risk for p in trust.curve]
            axes.plot(coverage, risk, marker=".", markersize=3, label=f"{label}, AURC {_figure(trust.aurc)}")
    axes.set(xlabel="coverage", ylabel="risk: share wrong", title="Risk and coverage by confidence")
    axes.set(xlim=(0, 1.02), ylim=(-0.02, 1.02))


def _recall_at_k(report: Report, axes: Axes) -> None:
    scores = report.groups[0].scores
    for measure, label in (("evidence", "evidence groups reached"), ("recall", "passages on evidence, all")):
        points = [(k, scores[f"{measure}@{k}"]) for k in CUTOFFS]
        known = [(k, point.mean) for k, point in points if point.mean is not None]
        if known:
            axes.plot(*zip(*known, strict=True), marker="o", label=label)
    axes.set(xlabel="k", ylabel="recall@k", title="Passages that overlap evidence")
    axes.set(ylim=(-0.02, 1.02), xticks=CUTOFFS)


def _reliability(report: Report, axes: Axes) -> None:
    trust: Trust = report.trust[0].answers
    axes.plot([0, 1], [0, 1], linestyle="--", color="grey", linewidth=1)
    if trust.bins:
        confidence, right = [b.confidence for b in trust.bins], [b.right for b in trust.bins]
        label = f"answers, calibration error {_figure(trust.calibration_error)}"
        axes.plot(confidence, right, marker="o", label=label)
        for one in trust.bins:
            axes.annotate(str(one.count), (one.confidence, one.right), xytext=(4, -10), textcoords="offset points")
    axes.set(xlabel="mean confidence", ylabel="share right", title="Reliability, answers by tenths of confidence")
    axes.set(xlim=(0, 1.02), ylim=(-0.02, 1.02))


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
