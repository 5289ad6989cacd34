from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.assistant import Assistant, open_assistant
from assistant.evaluation.evaluate import evaluate
from assistant.evaluation.intervals import mean_with_interval
from assistant.evaluation.report import to_json, to_markdown, worst, write_report
from assistant.evaluation.retrieval_metrics import RETRIEVAL_SCORES
from corpus.errors import BadInput
from index.embed import DEFAULT_MODEL
from tests.assistant.evaluation.results import report, result

QUESTIONS = Path(__file__).parents[3] / "benchmarks" / "questions" / "sample.jsonl"
MIXED = [
    result("q1", right=True),
    result("q2", right=False, kind="why"),
    result("q3", right=False, confidence=0.95),
    result("q4", right=True, kind="swap", answerable=False),
    result("q5", right=False, kind="swap", answerable=False),
]


def test_means_are_of_the_questions_that_have_the_score() -> None:
    everything, tune, even, *kinds = report(MIXED).groups
    assert everything.scores["nugget_recall"].mean == pytest.approx(1 / 3)
    assert everything.scores["nugget_recall"].count == 3
    assert everything.scores["true_abstention"].mean == 0.5
    assert (tune.name, tune.questions, tune.scores["true_abstention"].mean) == ("tune", 3, 0.0)
    assert (even.name, even.questions, even.scores["true_abstention"].mean) == ("report", 2, 1.0)
    assert [(kind.name, kind.questions, kind.answerable) for kind in kinds] == [
        ("swap", 2, 0),
        ("who", 2, 2),
        ("why", 1, 1),
    ]


def test_a_mean_of_nothing_is_null_and_a_dash() -> None:
    made = report([result("q1", right=True)])
    scores = json.loads(json.dumps(to_json(made)))["groups"][0]["scores"]
    assert scores["true_abstention"] == {"mean": None, "low": None, "high": None, "count": 0}
    assert scores["citation_precision"]["mean"] is None
    (line,) = [line for line in to_markdown(made).splitlines() if line.startswith("| true abstention")]
    assert [cell.strip() for cell in line.strip("|").split("|")[1:]] == ["–", "–"]


def test_intervals_hold_the_mean_and_are_the_same_each_time() -> None:
    values = [0.0, 1.0, 1.0, 0.5, None, 1.0, 0.0, 1.0]
    mean = mean_with_interval(values)
    assert mean == mean_with_interval(values)
    assert mean.count == 7
    assert mean.low is not None
    assert mean.high is not None
    assert mean.mean is not None
    assert 0 <= mean.low < mean.mean < mean.high <= 1


def test_interval_covers_as_the_normal_one_does_for_many() -> None:
    mean = mean_with_interval([0.0, 1.0] * 500)
    half_width = 1.96 * 0.5 / 1000**0.5
    assert (mean.low, mean.high) == pytest.approx((0.5 - half_width, 0.5 + half_width), abs=0.004)


def test_mistakes_of_the_report_half_are_not_shown() -> None:
    assert [one.id for one in worst(MIXED)] == ["q3", "q5"]
    shown = to_markdown(report(MIXED))
    assert "Question q3?" in shown
    assert "Question q2?" not in shown
    assert "2 in all; 1 of the report half" in shown


def test_report_is_written_whole(tmp_path: Path) -> None:
    made = report(MIXED, warnings=("qa.jsonl:3: the article b.txt is not in the index",))
    names = [path.name for path in write_report(made, tmp_path / "new" / "folder")]
    assert names == ["report.json", "report.md", "risk_coverage.png", "recall_at_k.png", "reliability.png"]
    for name in names[2:]:
        assert (tmp_path / "new" / "folder" / name).read_bytes().startswith(b"\x89PNG\r\n")
    markdown = (tmp_path / "new" / "folder" / "report.md").read_text("utf-8")
    assert "- qa.jsonl:3: the article b.txt is not in the index" in markdown
    assert "](reliability.png)" in markdown
    written = json.loads((tmp_path / "new" / "folder" / "report.json").read_text("utf-8"))
    assert written == json.loads(json.dumps(to_json(made)))
    assert [one["id"] for one in written["results"]] == ["q1", "q2", "q3", "q4", "q5"]


def test_plots_of_nothing_known_are_drawn(tmp_path: Path) -> None:
    unknown = replace(MIXED[0], right=None, scores={})
    assert len(write_report(report([unknown]), tmp_path)) == 5


def test_text_of_articles_cannot_break_the_tables(tmp_path: Path) -> None:
    evil = replace(MIXED[2], answer="a | b\n\n# c <script>x</script> ![i](http://x/y.png) \ud800")
    write_report(report([evil]), tmp_path)
    markdown = (tmp_path / "report.md").read_text("utf-8")
    (row,) = [line for line in markdown.splitlines() if line.startswith("| q3 ")]
    assert "a \\| b # c &lt;script>" in row
    assert "](http" not in row


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadInput, match="cannot be made a folder"):
        write_report(report(MIXED), tmp_path / "file")


@pytest.fixture(scope="module")
def assistant(sample_index: Path) -> Assistant:
    return open_assistant(sample_index, DEFAULT_MODEL)


def test_the_sample_questions_end_to_end(tmp_path: Path, assistant: Assistant) -> None:
    lines = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    odd = [line for line in lines if int(line["id"][-1]) % 2]
    chosen = [*odd[:6], next(line for line in odd if line["turns"])]
    (tmp_path / "qa.jsonl").write_text("\n".join(map(json.dumps, chosen)), "utf-8")
    seen: list[tuple[int, int]] = []
    made = evaluate(tmp_path / "qa.jsonl", assistant, tmp_path / "out", lambda done, total: seen.append((done, total)))
    assert seen == [(number, 7) for number in range(1, 8)]
    assert [one.id for one in made.results] == [line["id"] for line in chosen]
    assert made.results[-1].turns == tuple(chosen[-1]["turns"])
    assert not made.warnings
    everything = made.groups[0]
    assert everything.scores["verbatim"].mean == 1.0
    assert everything.scores["recall@10"].count == sum(line["answerable"] for line in chosen)
    for one in made.results:
        assert {"total"} < set(one.timing_ms)
        assert sum(ms for stage, ms in one.timing_ms.items() if stage != "total") <= one.timing_ms["total"]
        assert one.answerable or all(one.scores[name] is None for name in RETRIEVAL_SCORES)
    assert json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))["index"]["articles"] == 40


def test_filters_reach_the_answer_and_the_ranking(tmp_path: Path, assistant: Assistant) -> None:
    (asked, *_) = [
        json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines() if '"answerable": true' in line
    ]
    asked["filters"] = {"until": "1990-01-01"}
    (tmp_path / "qa.jsonl").write_text(json.dumps(asked), "utf-8")
    (found,) = evaluate(tmp_path / "qa.jsonl", assistant, None).results
    assert found.abstained
    assert (found.scores["recall@10"], found.scores["mrr"]) == (0.0, 0.0)
