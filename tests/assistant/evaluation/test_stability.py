"""The same question in other words: what counts as the same answer, and the report of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer, Citation
from assistant.assistant import open_assistant
from assistant.evaluation.evaluate import evaluate
from assistant.evaluation.qa_set import QaItem
from assistant.evaluation.report import to_json, to_markdown
from assistant.evaluation.stability import read_paraphrases, same_answer
from assistant.question import Question
from corpus.errors import BadInput
from index.embed import DEFAULT_MODEL
from tests.assistant.evaluation.test_report import QUESTIONS

SETS = QUESTIONS.parent


def told(*spans: tuple[str, int, int]) -> Answer:
    cited = tuple(
        Citation(marker, article, None, None, None, None, 1, start, end, "quote")
        for marker, (article, start, end) in enumerate(spans, 1)
    )
    return Answer("?", "?", "It did [1].", abstained=False, confidence=0.5, citations=cited)


REFUSED = replace(told(), abstained=True)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (told(("a", 0, 9)), told(("b", 0, 9), ("a", 8, 20)), True),
        (told(("a", 0, 9)), told(("a", 9, 20)), False),
        (told(("a", 0, 9)), told(("b", 0, 9)), False),
        (told(("a", 0, 9)), REFUSED, False),
        (REFUSED, REFUSED, True),
    ],
)
def test_the_same_answer(one: Answer, other: Answer, *, same: bool) -> None:
    assert same_answer(one, other) is same_answer(other, one) is same


@pytest.mark.parametrize("name", ["sample", "five"])
def test_the_sets_of_paraphrases_go_with_their_questions(name: str) -> None:
    asked = {line["id"]: line["question"] for line in lines(SETS / f"{name}.jsonl")}
    found = lines(SETS / f"{name}_paraphrases.jsonl")
    assert len(found) >= 40
    for line in found:
        assert len({asked[line["id"]], *line["paraphrases"]}) == 4, line["id"]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


ITEM = QaItem(Question("Who?", "q1"), "q1", "who", True, (), ())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "mend the line"),
        ('{"id": "q1"}', "mend the line"),
        ('{"id": "q1", "paraphrases": [1]}', "mend the line"),
        ('{"id": "q9", "paraphrases": ["By whom?"]}', "no question 'q9' in the set"),
    ],
)
def test_what_is_no_paraphrase_is_refused(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "p.jsonl").write_text(line, "utf-8")
    with pytest.raises(BadInput, match=said):
        read_paraphrases(tmp_path / "p.jsonl", [ITEM])
    with pytest.raises(BadInput, match="cannot be read"):
        read_paraphrases(tmp_path / "none.jsonl", [ITEM])


def test_paraphrases_are_asked_and_reported(tmp_path: Path, sample_index: Path) -> None:
    (item,) = [line for line in lines(QUESTIONS) if line["id"] == "s117"]
    (tmp_path / "qa.jsonl").write_text(json.dumps(item), "utf-8")
    asked = {"id": "s117", "paraphrases": [item["question"], "Who built the first lighthouse of Alexandria?"]}
    (tmp_path / "p.jsonl").write_text(json.dumps(asked), "utf-8")
    assistant = open_assistant(sample_index, DEFAULT_MODEL)
    made = evaluate(tmp_path / "qa.jsonl", assistant, None, paraphrases=tmp_path / "p.jsonl")
    assert made.stability is not None
    (one,) = made.stability.paraphrased
    assert one.same == (True, False)
    assert (made.stability.pairs.mean, made.stability.questions.mean) == (0.5, 0.0)
    assert json.loads(json.dumps(to_json(made)))["stability"]["pairs"]["mean"] == 0.5
    assert "- s117: Who built the first lighthouse of Alexandria?" in to_markdown(made)
