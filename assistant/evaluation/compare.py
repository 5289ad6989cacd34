"""Two reports side by side, question by question, with a paired test."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.evaluation.intervals import mean_with_interval, paired_p
from assistant.evaluation.markdown import NONE, number, table, text
from assistant.evaluation.result import LOWER_IS_BETTER
from assistant.evaluation.summary import HALVES, SCORES
from corpus.errors import BadInput

Row = Mapping[str, Any]  # a result in report.json
Pairs = Sequence[tuple[Row, Row]]


def compare(a: Path, b: Path, out: Path | None = None) -> str:
    """Two reports (report.json, or its folder) as Markdown tables; also written to the file ``out``, if given.

    Questions are paired by id. A score is compared over the questions for which both runs have it; the test is a
    permutation test of the mean difference, the interval a bootstrap of it.

    Raises:
        BadInput: a file is not a report, or the two share no question.
    """
    first, second = _read(a), _read(b)
    pairs = _paired(first, second)
    if not pairs:
        raise BadInput(f"{a} and {b} share no question; compare two runs of the same QA set")
    parts = [_heading(a, b, first, second, len(pairs)), _scores("All questions", pairs)]
    for name, ids in HALVES.items():
        members = [pair for pair in pairs if pair[0]["half"] == name]
        parts += [_scores(f"The {name} half ({ids})", members)] * bool(members)
    parts += [_changes(pairs), _confidence(first, second), _latency(first, second)]
    compared = "\n\n".join(parts) + "\n"
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(compared, "utf-8", errors="backslashreplace")
    return compared


def _read(path: Path) -> dict[str, Any]:
    file = path / "report.json" if path.is_dir() else path
    try:
        report = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise BadInput(f"{file}: cannot be read ({error.strerror}); make it with: demarche evaluate --out") from error
    except ValueError as error:
        raise BadInput(f"{file}: not JSON ({error}); name the report.json of an evaluation") from error
    if not isinstance(report, dict) or report.get("format") != 1 or not isinstance(report.get("results"), list):
        raise BadInput(f"{file}: not a report of this version; make it again with: demarche evaluate --out")
    return report


def _paired(first: Row, second: Row) -> Pairs:
    """Results with the same id and question, in the order of the first report."""
    others = {(row["id"], row["question"]): row for row in second["results"]}
    mine = [(row, others.get((row["id"], row["question"]))) for row in first["results"]]
    return [(row, other) for row, other in mine if other is not None]


def _heading(a: Path, b: Path, first: Row, second: Row, shared: int) -> str:
    lines = ["# Comparison", ""]
    for name, path, report in (("A", a, first), ("B", b, second)):
        lines.append(f"- {name}: {text(str(path))}, {report['created']}, {len(report['results'])} questions")
    explained = (
        f"{shared} questions are in both. n: questions for which both have the score. Interval: 95 % of B − A. "
        "p: paired permutation test, not corrected for the number of scores."
    )
    lines += ["", explained]
    if first["qa_sha256"] != second["qa_sha256"]:
        lines += ["", "**The QA sets differ**: the same questions, perhaps with other nuggets or evidence."]
    if first["index"] != second["index"]:
        lines += ["", f"The indexes differ: {_index(first)}; {_index(second)}."]
    return "\n".join(lines)


def _index(report: Row) -> str:
    index = report["index"]
    return text(f"{index['articles']:,} articles, {index['passages']:,} passages, {index['model']}")


def _scores(title: str, pairs: Pairs) -> str:
    header = ["score", "n", "A", "B", "B − A", "interval", "p", "B better", "B worse"]
    return f"## {title}\n\n{table(header, [_compared(name, pairs) for name in SCORES])}"


def _compared(name: str, pairs: Pairs) -> list[str]:
    values = [(a["scores"].get(name), b["scores"].get(name)) for a, b in pairs]
    known = [(a, b) for a, b in values if a is not None and b is not None]
    differences = [b - a for a, b in known]
    mean = mean_with_interval(differences)
    interval = NONE if mean.low is None else f"{_signed(mean.low)} to {_signed(mean.high)}"
    up, down = sum(d > 0 for d in differences), sum(d < 0 for d in differences)
    better, worse = (down, up) if name in LOWER_IS_BETTER else (up, down)
    shown = [number(mean_with_interval(side).mean) for side in ([a for a, _ in known], [b for _, b in known])]
    p = number(paired_p(differences), 3)
    return [SCORES[name], str(len(known)), *shown, _signed(mean.mean), interval, p, str(better), str(worse)]


def _changes(pairs: Pairs) -> str:
    """Which questions went from right to wrong and back, by id alone: the questions of the report half stay unread."""
    gained = [text(b["id"]) for a, b in pairs if a["right"] is False and b["right"]]
    lost = [text(b["id"]) for a, b in pairs if a["right"] and b["right"] is False]
    return (
        "## Questions that changed\n\n"
        f"- wrong in A, right in B ({len(gained)}): {', '.join(gained) or NONE}\n"
        f"- right in A, wrong in B ({len(lost)}): {', '.join(lost) or NONE}"
    )


def _confidence(first: Row, second: Row) -> str:
    measures = {"aurc": "AURC", "auroc": "AUROC", "calibration_error": "calibration error"}
    rows = []
    for which, label in (("results", "all results"), ("answers", "answers only")):
        a, b = first["trust"][0][which], second["trust"][0][which]
        rows += [[f"{name}, {label}", number(a[key], 3), number(b[key], 3)] for key, name in measures.items()]
    return f"## Confidence, each over its own questions\n\n{table(['measure', 'A', 'B'], rows)}"


def _latency(first: Row, second: Row) -> str:
    ours, theirs = ({one["stage"]: one for one in report["latency"]} for report in (first, second))
    rows = [
        [
            f"{text(stage)} {key[:3]}",
            *(number(side[stage][key] if stage in side else None, 1) for side in (ours, theirs)),
        ]
        for stage in {**ours, **theirs}
        for key in ("p50_ms", "p95_ms")
    ]
    return f"## Latency, ms a question\n\n{table(['stage', 'A', 'B'], rows)}"


def _signed(value: float | None) -> str:
    return NONE if value is None else f"{value:+.2f}"
