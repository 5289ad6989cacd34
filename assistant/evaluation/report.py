"""A report on disk and for reading: report.json, report.md, and the plots beside them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from assistant.answer import Reason
from assistant.evaluation.intervals import Mean, mean_with_interval
from assistant.evaluation.markdown import NONE, number, plain_table, table, text
from assistant.evaluation.plots import write_plots
from assistant.evaluation.result import ANSWER_SCORES, Result
from assistant.evaluation.retrieval_metrics import DEPTH, RETRIEVAL_SCORES
from assistant.evaluation.risk_coverage import Trust
from assistant.evaluation.stability import Stability
from assistant.evaluation.summary import HALVES, Group, Report
from corpus.errors import BadInput

WORST = 20
_EXPLAINED = (
    "AURC: mean risk of the surest 1, 2, 3 … results, 0 is best; a perfect order would have the best AURC. AUROC: how "
    "often a right result is surer than a wrong one. Calibration error: mean distance of confidence from the share "
    "that is right, by tenths."
)
_BY_KIND = {
    "right": "right",
    "nugget_recall": "nuggets",
    "citation_recall": "cit. recall",
    "citation_precision": "cit. precision",
    "true_abstention": "true abst.",
    "false_abstention": "false abst.",
    f"evidence@{DEPTH}": f"evidence@{DEPTH}",
}


def make_folder(out: Path) -> None:
    """The folder that a report goes to. Raises BadInput if it cannot be one."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"{out}: cannot be made a folder ({error.strerror}); name another with --out") from error


def write_report(report: Report, out: Path) -> list[Path]:
    """Write report.json, report.md and the plots into a folder; returns their paths."""
    make_folder(out)
    plots = write_plots(report, out)
    pictures = "".join(f"\n![{plot.stem.replace('_', ' ')}]({plot.name})\n" for plot in plots)
    written = {
        out / "report.json": json.dumps(to_json(report), ensure_ascii=False, indent=1, allow_nan=False),
        out / "report.md": to_markdown(report) + pictures,
    }
    for path, content in written.items():
        path.write_text(content + "\n" * (not content.endswith("\n")), "utf-8", errors="backslashreplace")
    return [*written, *plots]


def to_json(report: Report) -> dict[str, object]:
    """The report as JSON values; a figure that is not defined is null."""
    return {"format": report.format, **asdict(report)}


def to_markdown(report: Report) -> str:
    """The report for reading, without the plots."""
    parts = [
        _heading(report),
        "## Answers\n\n" + _scores(report, ANSWER_SCORES),
        "## Retrieval\n\n" + _scores(report, RETRIEVAL_SCORES),
        "## By kind\n\n" + _by_kind(report),
        "## Abstentions by kind and reason\n\n" + _refusals(report),
        "## Words of an answer\n\n" + _lengths(report),
        *(["## Paraphrases\n\n" + _stability(report.stability)] if report.stability is not None else []),
        "## Confidence\n\n" + _confidence(report),
        "## Latency, ms a question\n\n" + _latency(report),
        "## Surest mistakes\n\n" + _worst(report.results),
        *(["## Warnings\n\n" + "\n".join(f"- {text(line, 300)}" for line in report.warnings)] * bool(report.warnings)),
    ]
    return "\n\n".join(parts) + "\n"


def worst(results: Sequence[Result]) -> list[Result]:
    """Wrong results, surest first, none of the report half: who reads those has used them up."""
    wrong = [result for result in results if result.right is False and result.half != "report"]
    return sorted(wrong, key=lambda result: (-result.confidence, result.id))


def _heading(report: Report) -> str:
    everything = report.groups[0]
    index = report.index
    return (
        f"# Evaluation on {text(Path(report.qa).name)}\n\n"
        f"{everything.questions} questions, {everything.answerable} answerable, over {index['articles']:,} articles "
        f"({index['passages']:,} passages; {text(str(index['model']))}). {report.created}, "
        f"demarche {report.version}. QA set {report.qa_sha256[:12]}.\n\n"
        f"Brackets: 95 % bootstrap interval of the mean, and the number of questions it is over. "
        f"{NONE}: no question to take a mean of. Halves by the number at the end of the id: odd for tuning, even for "
        f"reporting."
    )


def _scores(report: Report, labels: dict[str, str]) -> str:
    columns = [group for group in report.groups if group.by != "kind"]
    header = ["score", *(_column(group) for group in columns)]
    rows = [[label, *(_interval(group.scores[name]) for group in columns)] for name, label in labels.items()]
    return table(header, rows)


def _column(group: Group) -> str:
    return f"{group.name} ({HALVES[group.name]})" if group.by == "half" else group.name


def _interval(mean: Mean) -> str:
    if mean.mean is None:
        return NONE
    interval = "" if mean.low is None else f"{number(mean.low)}–{number(mean.high)}, "
    return f"{number(mean.mean)} [{interval}{mean.count}]"


def _by_kind(report: Report) -> str:
    kinds = [group for group in report.groups if group.by == "kind"]
    rows = [
        [text(kind.name), str(kind.questions), *(number(kind.scores[name].mean) for name in _BY_KIND)] for kind in kinds
    ]
    return table(["kind", "n", *_BY_KIND.values()], rows)


def _refusals(report: Report) -> str:
    """Each kind with the reason that it should be refused for marked."""
    reasons = [reason.value for reason in Reason]
    rows = [
        [
            text(row.kind) + (" (answerable)" if row.answerable else ""),
            str(row.answered),
            *(f"{row.reasons.get(name, 0)}{'*' * (name == row.expected)}" for name in reasons),
        ]
        for row in report.refusals
    ]
    header = ["kind", "answered", *reasons]
    return f"A star marks the reason that a kind should be refused for.\n\n{table(header, rows)}"


def _lengths(report: Report) -> str:
    rows = [
        [one.questions, str(one.count), number(one.median_words, 0), number(one.p90_words, 0)] for one in report.lengths
    ]
    return table(["answers to", "n", "median", "90th percentile"], rows)


def _stability(found: Stability) -> str:
    """Shares, by half too, and which paraphrases of the tune half were answered otherwise."""
    header = ["", "paraphrases answered as their question", "questions with all of them so"]
    rows = [["all", _interval(found.pairs), _interval(found.questions)]]
    for name in HALVES:
        members = [one for one in found.paraphrased if one.half == name]
        pairs = mean_with_interval(float(same) for one in members for same in one.same)
        rows.append([name, _interval(pairs), _interval(mean_with_interval(float(all(one.same)) for one in members))])
    other = [
        f"- {text(one.id)}: {text(asked)}"
        for one in found.paraphrased
        for asked, same in zip(one.paraphrases, one.same, strict=True)
        if not same and one.half != "report"
    ]
    explained = "The same: both abstain, or both answer and a citation of one overlaps one of the other."
    return "\n\n".join([explained, table(header, rows), *(["\n".join(["Otherwise:", "", *other])] * bool(other))])


def _confidence(report: Report) -> str:
    rows = [
        [f"{group.name}: {what}", *_trust_cells(trust)]
        for group in report.trust
        for what, trust in (("all results", group.results), ("answers only", group.answers))
    ]
    header = ["of", "n", "right", "AURC", "best AURC", "AUROC", "calibration error"]
    return f"{_EXPLAINED}\n\n{table(header, rows)}\n\n{_reliability(report.trust[0].answers)}"


def _trust_cells(trust: Trust) -> list[str]:
    figures = (trust.right, trust.aurc, trust.best_aurc, trust.auroc, trust.calibration_error)
    return [str(trust.count), *(number(figure, 3) for figure in figures)]


def _reliability(trust: Trust) -> str:
    rows = [
        [f"{number(b.low, 1)}–{number(b.high, 1)}", str(b.count), number(b.confidence), number(b.right)]
        for b in trust.bins
    ]
    return table(["confidence of answers", "n", "mean", "share right"], rows)


def _latency(report: Report) -> str:
    rows = [
        [text(one.stage), *(number(ms, 1) for ms in (one.p50_ms, one.p95_ms, one.mean_ms))] for one in report.latency
    ]
    return table(["stage", "p50", "p95", "mean"], rows)


def _worst(results: Sequence[Result]) -> str:
    listed = worst(results)
    hidden = sum(result.right is False and result.half == "report" for result in results)
    note = f"{len(listed)} in all; {hidden} of the report half are not shown here, so that it stays unseen."
    if not listed:
        return note
    rows = [
        [text(r.id), text(r.kind), text(r.question), number(r.confidence), text(r.answer), text(_what_is_wrong(r))]
        for r in listed[:WORST]
    ]
    header = ["id", "kind", "question", "confidence", "result", "what is wrong"]
    return f"{note}\n\n{plain_table(header, rows)}"


def _what_is_wrong(result: Result) -> str:
    if not result.answerable:
        return "answered what the articles do not say"
    if result.abstained:
        return "abstained on what the articles say"
    return "does not tell: " + "; ".join(" / ".join(nugget) for nugget in result.missed)
