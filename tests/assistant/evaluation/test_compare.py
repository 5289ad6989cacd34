from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from assistant.evaluation.compare import compare
from assistant.evaluation.intervals import paired_p
from assistant.evaluation.report import write_report
from assistant.evaluation.result import Result
from corpus.errors import BadInput
from tests.assistant.evaluation.results import report, result


def run(tmp_path: Path, name: str, rights: list[bool], first: int = 1) -> Path:
    results = [result(f"q{number}", right=right) for number, right in enumerate(rights, first)]
    return written(tmp_path, name, results)


def written(tmp_path: Path, name: str, results: list[Result]) -> Path:
    write_report(report(results), tmp_path / name)
    return tmp_path / name / "report.json"


def rows(compared: str, label: str) -> list[list[str]]:
    found = [line for line in compared.splitlines() if line.startswith(f"| {label} ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found]


@pytest.mark.parametrize("seed", range(5))
def test_p_is_exact_for_few_pairs(seed: int) -> None:
    """Oracle: every change of signs."""
    differences = np.random.default_rng(seed).integers(-2, 4, 8) / 2
    means = [np.mean(differences * signs) for signs in product((1, -1), repeat=8)]
    observed = np.mean(differences)
    above, below = np.mean(np.array(means) >= observed - 1e-9), np.mean(np.array(means) <= observed + 1e-9)
    assert paired_p(list(differences)) == pytest.approx(min(1.0, 2 * min(above, below)))


def test_p_of_many_pairs() -> None:
    rng = np.random.default_rng(1)
    same = paired_p(list(rng.normal(0.0, 1.0, 200)))
    shifted = paired_p(list(rng.normal(0.5, 1.0, 200)))
    assert same is not None
    assert shifted is not None
    assert shifted < 0.001 < same
    assert paired_p([]) is paired_p([1.0]) is None
    assert paired_p([0.0, 0.0, 0.0]) == 1.0


def test_two_runs_side_by_side(tmp_path: Path) -> None:
    a = run(tmp_path, "a", [True, False, False, False, False, False, True, True])
    b = run(tmp_path, "b", [True, True, True, True, True, True, False, True])
    compared = compare(a, b, tmp_path / "to" / "compared.md")
    assert (tmp_path / "to" / "compared.md").read_text("utf-8") == compared
    overall, tune, even = rows(compared, "nugget recall")
    assert overall[1:5] == ["8", "0.38", "0.88", "+0.50"]
    assert overall[7:] == ["5", "1"]
    assert float(overall[6]) == pytest.approx(2 * 7 / 64, abs=0.001)  # six changes: 5 or more up of 64 sign patterns
    assert (tune[1], even[1]) == ("4", "4")
    assert "- wrong in A, right in B (5): q2, q3, q4, q5, q6" in compared
    assert "- right in A, wrong in B (1): q7" in compared


def test_lower_is_better_for_false_abstention(tmp_path: Path) -> None:
    once = [replace(result("q1", right=True), scores={"false_abstention": 1.0}), result("q2", right=True)]
    a, b = written(tmp_path, "a", once), run(tmp_path, "b", [True, True])
    (overall, *_) = rows(compare(a, b), "false abstention (lower is better)")
    assert overall[4] == "-0.50"
    assert overall[7:] == ["1", "0"]


def test_only_shared_questions_are_compared_and_unknown_scores_are_dashes(tmp_path: Path) -> None:
    a, b = run(tmp_path, "a", [True, True, False]), run(tmp_path, "b", [False, False, False], first=3)
    compared = compare(a.parent, b.parent)
    assert "1 questions are in both" in compared
    assert rows(compared, "nugget recall")[0][1:] == ["1", "0.00", "0.00", "+0.00", "–", "–", "0", "0"]
    assert rows(compared, "true abstention")[0][1:] == ["0", "–", "–", "–", "–", "–", "0", "0"]


def test_a_difference_of_sets_or_indexes_is_said(tmp_path: Path) -> None:
    a, b = run(tmp_path, "a", [True, True]), run(tmp_path, "b", [True, True])
    assert " differ" not in compare(a, b)
    changed = json.loads(b.read_text("utf-8"))
    changed["qa_sha256"], changed["index"]["articles"] = "1" * 64, 3
    b.write_text(json.dumps(changed), "utf-8")
    compared = compare(a, b)
    assert "The QA sets differ" in compared
    assert "The indexes differ" in compared


def test_what_is_no_report_is_refused(tmp_path: Path) -> None:
    a = run(tmp_path, "a", [True, True])
    for content, says in (("{", "not JSON"), ("[]", "not a report"), ('{"format": 9}', "not a report")):
        (tmp_path / "b.json").write_text(content, "utf-8")
        with pytest.raises(BadInput, match=says):
            compare(a, tmp_path / "b.json")
    with pytest.raises(BadInput, match="cannot be read"):
        compare(a, tmp_path / "none.json")
    with pytest.raises(BadInput, match="share no question"):
        compare(a, run(tmp_path, "c", [True, True], first=7))
