"""A challenge set over the samples: what it says stands there, what it swaps does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.challenge.generate import Item, choose, write_challenge
from assistant.challenge.stated import Stated, is_done, is_done_by
from assistant.cli import main
from assistant.evaluation.metrics import nugget_found
from assistant.evaluation.qa_set import QaSet, half, read_qa_set
from corpus.actors.resolve import resolve
from corpus.article import Article
from corpus.attribution.statements import statements
from corpus.errors import BadInput
from corpus.statement import Act
from index.catalog import open_catalog, read_article
from index.embed import Embedder
from index.folder import Folder
from index.statements import StoredStatement
from index.update import update

ANSWERED, REFUSED = {"who", "whom", "what"}, {"swap", "other", "opposite"}


def made(directory: Path, out: Path, **options: int) -> list[dict[str, Any]]:
    write_challenge(Folder(directory), out, **{"limit": 1000, **options})
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def lines(sample_index: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    return made(sample_index, tmp_path_factory.mktemp("challenge") / "qa.jsonl")


def read(directory: Path, path: Path, lines: list[dict[str, Any]]) -> QaSet:
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    with open_catalog(directory) as catalog:
        return read_qa_set(path, lambda name: read_article(catalog, name))


def test_every_kind_is_there_and_reads_as_a_question(lines: list[dict[str, Any]]) -> None:
    assert {line["kind"] for line in lines} == ANSWERED | REFUSED
    questions = [line["question"] for line in lines]
    assert len(set(questions)) == len(questions) > 60
    assert all(q[0].isupper() and q.endswith("?") and "  " not in q and "\n" not in q for q in questions)


def test_the_evaluation_reads_it(sample_index: Path, tmp_path: Path, lines: list[dict[str, Any]]) -> None:
    found = read(sample_index, tmp_path / "qa.jsonl", lines)
    assert not found.warnings
    for item in found.items:
        assert item.answerable == (item.kind in ANSWERED) == bool(item.evidence) == bool(item.nuggets)
        assert item.answerable != bool(item.contrary)
        assert (item.reason is None) == item.answerable


def test_the_evidence_holds_the_nuggets(sample_index: Path, lines: list[dict[str, Any]]) -> None:
    with open_catalog(sample_index) as catalog:
        for line in lines:
            for nugget, group in zip(line["nuggets"], line["evidence"], strict=True):
                texts = {one["article"]: read_article(catalog, one["article"]).text for one in group}
                quotes = " ".join(texts[one["article"]][one["start"] : one["end"]] for one in group)
                assert nugget_found(nugget, quotes), line["question"]


def test_questions_of_one_statement_are_in_one_half(lines: list[dict[str, Any]]) -> None:
    halves: dict[str, set[str | None]] = {}
    for line in lines:
        halves.setdefault(line["id"].rpartition("-")[2], set()).add(half(line["id"]))
    assert all(len(found) == 1 for found in halves.values())
    assert {"tune", "report"} == {name for found in halves.values() for name in found}


def test_the_seed_decides(sample_index: Path, tmp_path: Path) -> None:
    first, again, other = (made(sample_index, tmp_path / "qa.jsonl", seed=seed, limit=30) for seed in (1, 1, 2))
    assert first == again != other
    assert len(first) <= 30


def test_the_kinds_share_the_limit() -> None:
    groups = [
        [Item(f"{kind}-{n}", kind, f"{kind} {n}?", True) for kind in "abc" if kind != "c" or n < 2] for n in range(9)
    ]
    chosen = choose(groups, 12)
    assert sorted(item.kind for item in chosen) == [*"aaaaa", *"bbbbb", *"cc"]
    assert choose(groups, 0) == []


def stated(text: str) -> Stated:
    article = Article("a.txt", text, "a.txt")
    return Stated(
        [StoredStatement(row, one, 0, article) for row, one in enumerate(resolve(article, statements(article)))]
    )


def test_what_another_article_states_is_not_taken_for_unsaid() -> None:
    matter = stated(
        "Norway asked Denmark for a loan of four ships. The King of Sweden rejected the loan of ships."
    ).about("a loan of four ships")
    assert is_done_by("Norway", matter)
    assert is_done_by("King of Sweden", matter)
    assert not is_done_by("Denmark", matter)
    assert is_done([Act.REJECT], matter)
    assert not is_done([Act.PROMISE], matter)
    assert not stated("Norway asked Denmark for a loan.").about("the sale of a lighthouse")


def test_an_index_that_says_nothing_makes_no_set(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("It rained on the harbour all day long.", "utf-8")
    update([tmp_path / "corpus"], tmp_path / "index", embedder)
    with pytest.raises(BadInput, match="none of its 0 statements makes a question"):
        write_challenge(Folder(tmp_path / "index"), tmp_path / "qa.jsonl", limit=10)


def test_the_command(sample_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "qa.jsonl"
    assert main(["challenge", "--index", str(sample_index), "--out", str(out), "--limit", "12"]) == 0
    assert capsys.readouterr().out.startswith("12 questions in ")
    assert len(out.read_text("utf-8").splitlines()) == 12
    assert main(["challenge", "--index", str(sample_index), "--out", str(tmp_path / "none" / "qa.jsonl")]) == 2
    assert main(["challenge", "--index", str(tmp_path / "absent"), "--out", str(out)]) == 3
