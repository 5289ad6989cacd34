"""Fill the tables and plots of docs/speed.md from the newest results of the benchmarks.

python -m benchmarks.speed_page

What stands between ``<!-- NAME -->`` and ``<!-- end -->`` is made anew; the words around it are written by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.results import latest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "speed.md"
PLOT = ROOT / "docs" / "images" / "scale.png"

Result = Mapping[str, Any]


def main() -> None:
    """Write the page, and the plot if there are results for it."""
    text = PAGE.read_text("utf-8")
    for name, table in TABLES.items():
        result = latest(name)
        if result is not None:
            made = f"<!-- {name} -->\n{table(result)}\n\n{_from(result)}\n<!-- end -->"
            before, _, behind = text.partition(f"<!-- {name} -->")
            text = before + made + behind.partition("<!-- end -->")[2]
    PAGE.write_text(text, "utf-8")
    scale = latest("scale")
    if scale is not None and len(scale["rows"]) > 1:
        _plot(scale["rows"])


def _peers(result: Result) -> str:
    columns = {
        "system": "system",
        "index_s": "indexing, s",
        "index_processor_s": "CPU of it, s",
        "memory_mb": "memory, MB",
        "p50": "question p50, ms",
        "p95": "p95",
        "evidence@1, report": "evidence@1",
        "evidence@3, report": "@3",
        "evidence@10, report": "@10",
        "mrr, all": "MRR",
        "ndcg@10, all": "nDCG@10",
    }
    head = f"{result['articles']:,} articles, {result['passages']:,} passages, {result['threads']} threads. "
    told = "Evidence: report half; MRR and nDCG@10: all answerable questions."
    return f"{head}{told}\n\n{_table(result['rows'], columns)}"


def _scale(result: Result) -> str:
    columns = {
        "vectors": "vectors",
        "real": "of them real",
        "store": "store",
        "build_s": "build, s",
        "added_s": "1 % more, s",
        "disk_mb": "disk, MB",
        "memory_mb": "memory, MB",
        "p50": "p50, ms",
        "p95": "p95, ms",
        "recall": "recall@10",
    }
    rates = _rates(result["rows"])
    return f"{_table(result['rows'], columns)}\n\n{rates}"


def _stages(result: Result) -> str:
    columns = {"stage": "stage", "cpu_ms": "CPU, ms", "clock_ms": "clock, ms"}
    article, question = result["article"], result["question"]
    measured = ", ".join(
        f"{what} p50 {question[name]['p50']} ms, p95 {question[name]['p95']} ms"
        for name, what in (("search_ms", "search"), ("reranked_ms", "reranked"), ("ask_ms", "whole answer"))
    )
    each = article["passages"] / article["articles"]
    return (
        f"One article (mean of {article['articles']}, {each:.0f} passages each):\n\n"
        f"{_table(article['stages'], columns)}\n\n"
        f"One question (mean of {question['questions']}):\n\n{_table(question['stages'], columns)}\n\n"
        f"Warm: {measured}; CPU of an answer {question['ask_cpu_ms']} ms."
    )


def _growth(result: Result) -> str:
    rows = [
        {"what": what, "s": result[name]}
        for name, what in (
            ("day_s", f"a day of {result['added']:,} passages added to {result['passages']:,}"),
            ("of_it_publishing_s", "of it publishing"),
            ("anew_s", "all of it anew (embedding and writing in proportion, publishing measured)"),
            ("remove_s", "an article removed"),
            ("unchanged_s", "the day's file again, unchanged"),
            ("open_and_search_s", "opening and a first search"),
        )
    ]
    return f"{_table(rows, {'what': 'what', 's': 'seconds'})}\n\nThe day costs {result['share']:.2%} of building anew."


TABLES: Mapping[str, Callable[[Result], str]] = {
    "peers": _peers,
    "scale": _scale,
    "stages": _stages,
    "growth": _growth,
}


def _table(rows: Sequence[Result], columns: Mapping[str, str]) -> str:
    lines = [f"| {' | '.join(columns.values())} |", "|" + " --- |" * len(columns)]
    for row in rows:
        cells = (f"{row[name]:,}" if isinstance(row[name], int) else str(row[name]) for name in columns)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _from(result: Result) -> str:
    machine = result["machine"]
    return (
        f"Commit {result['commit']}, {result['made'][:10]}, {machine['cores']} cores of {machine['processor']}, "
        f"{machine['memory_gb']} GB, load {machine['load']} at the end."
    )


def _rates(rows: Sequence[Result]) -> str:
    """Exponents of growth, fitted over the sizes from ten thousand on."""
    large = [row for row in rows if row["vectors"] >= 10_000]
    if len(large) < 2:
        return ""
    sizes = np.log([row["vectors"] for row in large])
    fitted = {
        what: float(np.polyfit(sizes, np.log([max(float(row[name]), 1e-3) for row in large]), 1)[0])
        for name, what in (("build_s", "time to build"), ("disk_mb", "disk"), ("p50", "time of a query"))
    }
    told = ", ".join(f"{what} with n^{power:.2f}" for what, power in fitted.items())
    return f"Growth from 10,000 vectors on, fitted: {told}."


def _plot(rows: Sequence[Result]) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    sizes = [row["vectors"] for row in rows]
    figure, axes = plt.subplots(1, 3, figsize=(11, 3.4), layout="constrained")
    for axis, (name, title) in zip(
        axes, (("p50", "query p50, ms"), ("build_s", "build, s"), ("memory_mb", "memory of a reader, MB")), strict=True
    ):
        axis.plot(sizes, [max(float(row[name]), 1e-3) for row in rows], marker="o")
        axis.set(xscale="log", yscale="log", xlabel="vectors", title=title)
        axis.grid(visible=True, which="major", alpha=0.3)
    PLOT.parent.mkdir(exist_ok=True)
    figure.savefig(PLOT, dpi=110)


if __name__ == "__main__":
    main()
