"""``demarche statements``, and ``--actor`` of ask and lookup, as a user types them."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from assistant.statement_rows import COLUMNS
from corpus.article import Article
from corpus.load import load
from index.embed import Embedder
from index.update import update
from tests.commands import Demarche
from tests.conftest import SAMPLE

ARTICLES = [
    {"id": "loan", "title": "A loan", "published": "2031-03-04", "publisher": "Fjord Post",
     "text": "Norway asked Denmark for a loan of 40 million crowns. The money is for a ferry, Anna Berg said."},
    {"id": "no", "title": "No loan", "published": "2031-04-10", "publisher": "Cod Gazette",
     "text": "Denmark rejected the loan. Finland refused to guarantee it."},
    {"id": "sums", "title": "[bold]Sums",
     "text": "=SUM(A1) was rejected by the clerk. -Anna Holm said the file was fine. @harbour demanded a crane."},
]  # fmt: skip


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    folder = tmp_path_factory.mktemp("statements")
    (folder / "news.jsonl").write_text("\n".join(map(json.dumps, ARTICLES)), "utf-8")
    update([folder / "news.jsonl"], folder / "index", embedder)
    return folder / "index"


def keys(rows: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(row["article"], row["source"], row["act"]) for row in rows]


ALL = [
    ("loan", "Norway", "request"),
    ("loan", "Anna Berg", "state"),
    ("no", "Denmark", "reject"),
    ("no", "Finland", "promise"),
    ("sums", "the clerk", "reject"),
    ("sums", "-Anna Holm", "state"),
    ("sums", "@harbour", "demand"),
]


@pytest.mark.parametrize(
    ("options", "rows"),
    [
        ("", [0, 1, 2, 3, 4, 5, 6]),
        ("--act reject", [2, 4]),
        ("--act reject --act demand", [2, 4, 6]),
        ("--act accuse", []),
        ("--actor Norway", [0]),
        ("--actor Oslo", [0]),
        ("--actor Portugal", []),
        ("--topic loan", [0, 2]),
        ("--topic ???", []),
        ("--since 2031-04-01", [2, 3]),
        ("--until 2031-03-31", [0, 1]),
        ("--since 2031-03-04 --until 2031-03-04", [0, 1]),
        ("--since 2032-01-01", []),
        ("--publisher fjord&post", [0, 1]),
        ("--publisher Fjord", []),
        ("--act reject --topic loan --actor Denmark --since 2031-01-01 --publisher Cod&Gazette", [2]),
        ("--act request --actor Denmark", []),
    ],
)
def test_options_choose_rows_in_every_form(own: Path, demarche: Demarche, options: str, rows: list[int]) -> None:
    chosen = [word.replace("&", " ") for word in options.split()]
    as_json = demarche("statements", *chosen, "--index", own, "--json")
    as_csv = demarche("statements", *chosen, "--index", own, "--csv")
    table = demarche("statements", *chosen, "--index", own)
    assert [(run.status, run.err) for run in (as_json, as_csv, table)] == [(0, "")] * 3
    assert sorted(keys(as_json.json)) == sorted(ALL[row] for row in rows)
    read = list(csv.DictReader(StringIO(as_csv.out)))
    assert [(row["article"], row["act"]) for row in read] == [(row["article"], row["act"]) for row in as_json.json]
    assert "published" in table.out


def test_json_over_the_sample_is_the_contract_and_verbatim(sample_index: Path, demarche: Demarche) -> None:
    texts = {read.id: read.text for read in load(SAMPLE) if isinstance(read, Article)}
    rows = demarche("statements", "--index", sample_index, "--json").json
    assert len(rows) > 100
    for row in rows:
        assert list(row) == list(COLUMNS)
        text, spans = texts[row["article"]], row["spans"]
        assert text[row["start"] : row["end"]] == row["quote"]
        for name in ("source", "cue", "addressee", "condition"):
            assert row[name] == (None if spans[name] is None else text[slice(*spans[name])])
        contents = row["content"] if isinstance(row["content"], list) else [row["content"]] if row["content"] else []
        assert contents == [text[slice(*ends)] for ends in spans["content"]]
        assert 0 <= row["confidence"] <= 1
        assert row["actor"] is None or row["source"] is not None


def test_times_are_resolved_where_the_article_is_dated(tmp_path: Path, embedder: Embedder, demarche: Demarche) -> None:
    text = "Norway asked Denmark for a loan on Tuesday. Denmark had refused it a day earlier."
    articles = [{"id": "dated", "published": "2024-10-24", "text": text}, {"id": "undated", "text": text}]
    (tmp_path / "news.jsonl").write_text("\n".join(map(json.dumps, articles)), "utf-8")
    update([tmp_path / "news.jsonl"], tmp_path / "index", embedder)
    rows = demarche("statements", "--index", tmp_path / "index", "--json").json
    told = [(row["article"], [(t["text"], t["from"], t["to"]) for t in row["times"]]) for row in rows]
    assert told == [
        ("dated", [("Tuesday", "2024-10-22", "2024-10-22")]),
        ("dated", [("a day earlier", "2024-10-21", "2024-10-21")]),
        ("undated", [("Tuesday", None, None)]),
        ("undated", [("a day earlier", None, None)]),
    ]
    assert all(text[t["start"] : t["end"]] == t["text"] for row in rows for t in row["times"])


def test_csv_says_what_json_says_and_holds_no_formula(own: Path, sample_index: Path, demarche: Demarche) -> None:
    for index in (own, sample_index):
        rows = demarche("statements", "--index", index, "--json").json
        read = list(csv.reader(StringIO(demarche("statements", "--index", index, "--csv").out)))
        assert read[0] == list(COLUMNS)
        assert len(read) == len(rows) + 1
        for row, cells in zip(rows, read[1:], strict=True):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
            for value, cell in zip(row.values(), cells, strict=True):
                same = json.loads(cell) == value if isinstance(value, list | dict) else None
                assert same or cell.removeprefix("'") == ("" if value is None else str(value).removeprefix("'"))


def test_formulas_of_articles_are_defused(own: Path, demarche: Demarche) -> None:
    out = demarche("statements", "--index", own, "--csv", "--topic", "clerk crane fine").out
    found = {(row["source"], row["content"]) for row in csv.DictReader(StringIO(out))}
    assert found == {("the clerk", "'=SUM(A1)"), ("'-Anna Holm", "the file was fine"), ("'@harbour", "a crane")}


def test_a_person_reads_a_table(own: Path, demarche: Demarche) -> None:
    out = demarche("statements", "--index", own, "--act", "promise").out
    assert all(word in " ".join(out.split()) for word in ("2031-04-10", "Finland", "promise", "(refused)", "no"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--act", "shout"), ("--act", "shout", "propose")),
        (("--json", "--csv"), ("--csv", "--json")),
        (("--since", "yesterday"), ("since", "yesterday", "YYYY-MM-DD")),
        (("--until", "2031"), ("until", "2031")),
        (("--since", "2031-05-01", "--until", "2031-04-01"), ("since", "until", "2031-05-01")),
        (("--nonsense",), ("--nonsense",)),
    ],
)
def test_bad_usage_is_one_line(own: Path, demarche: Demarche, options: tuple[str, ...], words: tuple[str, ...]) -> None:
    run = demarche("statements", "--index", own, *options)
    assert (run.status, run.out, len(run.err.splitlines())) == (2, "", 1)
    assert run.err.startswith("demarche: ")
    assert all(word in run.err for word in words)


def test_no_index(tmp_path: Path, demarche: Demarche) -> None:
    run = demarche("statements", "--index", tmp_path / "nowhere", "--json")
    assert (run.status, run.out, len(run.err.splitlines())) == (3, "", 1)
    assert "demarche index" in run.err


# --- the filter of ask and lookup -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "articles"),
    [("Norway", {"loan"}), ("Oslo", {"loan"}), ("Denmark", {"no"}), ("Portugal", set()), ("", {"loan", "no", "sums"})],
)
def test_lookup_of_an_actor(own: Path, demarche: Demarche, actor: str, articles: set[str]) -> None:
    run = demarche("lookup", "loan", "--actor", actor, "--index", own, "--json")
    assert run.status == 0
    assert {hit["article"] for hit in run.json} == articles


def test_ask_of_an_actor(own: Path, demarche: Demarche) -> None:
    question = ("ask", "Who asked Denmark for a loan?", "--index", own, "--json")
    answered = demarche(*question, "--actor", "Norway").json
    assert answered["answer"].startswith("Norway [1].")
    assert {citation["article"] for citation in answered["citations"]} == {"loan"}
    refused = demarche(*question, "--actor", "Portugal")
    assert refused.status == 0
    assert (refused.json["abstained"], refused.json["reason"]) == (True, "out-of-range")
    assert refused.json["citations"] == refused.json["nearest"] == []


def test_batch_questions_carry_an_actor(own: Path, tmp_path: Path, demarche: Demarche) -> None:
    lines = [
        {"id": actor, "question": "Who asked Denmark for a loan?", "filters": {"actor": actor}}
        for actor in ("Norway", "Finland", None)
    ]
    (tmp_path / "q.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    run = demarche("ask", "--batch", tmp_path / "q.jsonl", "--index", own)
    norway, finland, anyone = map(json.loads, run.out.splitlines())
    assert {citation["article"] for citation in norway["citations"]} == {"loan"}
    assert {item["article"] for item in (*finland["citations"], *finland["nearest"])} <= {"no"}
    assert anyone["answer"] == norway["answer"]


def test_an_actor_must_be_a_name(own: Path, tmp_path: Path, demarche: Demarche) -> None:
    (tmp_path / "q.jsonl").write_text('{"question": "Who?", "filters": {"actor": ["Norway"]}}', "utf-8")
    run = demarche("ask", "--batch", tmp_path / "q.jsonl", "--index", own)
    assert (run.status, run.out) == (2, "")
    assert "actor" in run.err
