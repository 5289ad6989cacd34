"""Each part can be taken away, and what is left still answers or abstains."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.evaluation.qa_set import read_qa_set
from benchmarks.ablations import SHOWN, Make, parts, results, row
from tests.assistant.evaluation.test_report import QUESTIONS


@pytest.fixture(scope="module")
def made() -> Mapping[str, Make]:
    return parts()


@pytest.mark.parametrize(
    "name", ["nothing (whole)", "statements", "BM25", "cross-encoder", "the model of support", "verification"]
)
def test_what_is_left_answers(name: str, made: Mapping[str, Make], sample_index: Path, tmp_path: Path) -> None:
    assistant = made[name](sample_index, tmp_path)
    items = [item for item in read_qa_set(QUESTIONS, assistant.index.article).items if item.id == "s157"]
    (found,) = results(items, assistant)
    assert found.scores["verbatim"] in (None, 1.0)
    assert len(row(name, [found])) == len(SHOWN) + 2
    assert set(made) >= {name}
