"""The command line as a user types it: what is done when (issue 2, points 2 and 4)."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.kill import duration, kill_once, prepare
from corpus.article import Article
from corpus.load import load
from tests import offline
from tests.commands import Demarche, Run, generation_files, refused
from tests.conftest import ROOT, SAMPLE

ANSWER_KEYS = [
    "id", "question", "standalone_question", "answer", "abstained", "reason", "confidence", "citations", "statements",
    "nearest",
]  # fmt: skip
CITATION_KEYS = ["marker", "article", "title", "publisher", "published", "url", "passage", "start", "end", "quote"]
MORE_KEYS = ["version", "updated", "corrections", "also_in"]
REASONS = {"no-evidence", "role-mismatch", "false-premise", "missing-detail", "out-of-range"}


def in_child(*arguments: str | Path, stdin: str | None = None, **environment: str) -> Run:
    """The program in a process of its own, guarded against connections as the tests are."""
    child = subprocess.run(
        [sys.executable, "-m", "assistant", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(Path(offline.__file__).parent), **environment},
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    return Run(child.returncode, child.stdout, child.stderr)


def check_answer(answer: dict[str, Any], articles: dict[str, Article]) -> None:
    """The contract's shape, and every quote verbatim."""
    assert list(answer)[: len(ANSWER_KEYS)] == ANSWER_KEYS
    assert list(answer["timing_ms"]) == ["understand", "retrieve", "answer"]
    assert isinstance(answer["answer"], str)
    assert answer["answer"]
    assert 0 <= answer["confidence"] <= 1
    assert answer["abstained"] is (answer["reason"] in REASONS)
    assert answer["abstained"] is not bool(answer["citations"])
    assert [citation["marker"] for citation in answer["citations"]] == list(range(1, len(answer["citations"]) + 1))
    for citation in answer["citations"]:
        assert list(citation) == CITATION_KEYS + MORE_KEYS
        assert citation["version"] == articles[citation["article"]].digest()
        assert f"[{citation['marker']}]" in answer["answer"]
    for item in answer["nearest"]:
        assert list(item)[:9] == CITATION_KEYS[1:]
        assert item["label"] == "not an answer"
    assert len(answer["nearest"]) <= 3
    for item in (*answer["citations"], *answer["nearest"]):
        article = articles[item["article"]]
        assert article.text[item["start"] : item["end"]] == item["quote"] != ""
        assert [item[name] for name in CITATION_KEYS[2:6]] == [
            article.title,
            article.publisher,
            article.published,
            article.url,
        ]


def articles_of(corpus: Path) -> dict[str, Article]:
    return {read.id: read for read in load(corpus) if isinstance(read, Article)}


@pytest.fixture(scope="module")
def five(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index over the five articles, made by the program."""
    directory = tmp_path_factory.mktemp("five") / "index"
    run = in_child("index", data / "articles", "--index", directory)
    assert run.status == 0, run.err
    assert run.out.startswith("added 5, changed 0, unchanged 0, removed 0, skipped 0 (")
    return directory


# --- point 2: the five articles -------------------------------------------------------------------------------------


def test_who_rejected_disarming(five: Path, data: Path, demarche: Demarche) -> None:
    answer = demarche("ask", "Who firmly rejected any suggestion of disarming?", "--index", five, "--json").json
    check_answer(answer, articles_of(data / "articles"))
    assert not answer["abstained"]
    assert "Hamas" in answer["answer"]
    first = answer["citations"][0]
    assert first["article"].startswith("003_")
    assert "Hamas had firmly rejected any suggestion of disarming" in first["quote"]


def test_who_sought_egypts_help(five: Path, data: Path, demarche: Demarche) -> None:
    answer = demarche("ask", "Who sought Egypt's help to revive truce talks?", "--index", five, "--json").json
    check_answer(answer, articles_of(data / "articles"))
    assert not answer["abstained"]
    assert "Israel" in answer["answer"]
    assert answer["citations"][0]["article"].startswith("002_")


@pytest.mark.parametrize(
    "question", ["What did the articles say about carbon emissions?", "Who promised to cut carbon emissions by 2030?"]
)
def test_carbon_emissions_abstains(five: Path, data: Path, demarche: Demarche, question: str) -> None:
    run = demarche("ask", question, "--index", five, "--json")
    check_answer(run.json, articles_of(data / "articles"))
    assert run.status == 0
    assert run.json["abstained"]


def test_a_person_reads_the_answer_and_its_quote(five: Path, demarche: Demarche) -> None:
    run = demarche("ask", "Who firmly rejected any suggestion of disarming?", "--index", five)
    assert run.status == 0
    assert "[1]" in run.out
    assert "003_" in run.out
    assert run.err == ""


# --- point 4: verbatim, and killed at any moment --------------------------------------------------------------------


def test_batch_is_verbatim_and_in_input_order(sample_index: Path, tmp_path: Path, demarche: Demarche) -> None:
    questions = [
        json.loads(line) for line in (ROOT / "benchmarks/questions/sample.jsonl").read_text("utf-8").splitlines()
    ]
    chosen = random.Random(7).sample(questions, 12)
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(question) for question in chosen), "utf-8")
    run = demarche("ask", "--batch", file, "--index", sample_index)
    answers = [json.loads(line) for line in run.out.splitlines()]
    assert run.status == 0
    assert [answer["id"] for answer in answers] == [question["id"] for question in chosen]
    assert [answer["question"] for answer in answers] == [question["question"] for question in chosen]
    articles = articles_of(SAMPLE)
    for answer in answers:
        check_answer(answer, articles)


def test_batch_from_standard_input_passes_over_a_broken_line(sample_index: Path) -> None:
    lines = [
        '\ufeff{"id": 1, "question": "Who rejected the offer?"}',
        "",
        "{broken",
        '{"question": "\\ud800 Who?"}',
        '{"question": " "}',
    ]
    run = in_child("ask", "--batch", "-", "--index", sample_index, stdin="\n".join(lines)[1:])
    assert run.status == 2, run.err
    assert [json.loads(line)["id"] for line in run.out.splitlines()] == ["1", None]
    assert [line.split(":")[2].strip().split()[0] for line in run.lines] == ["3", "5"]
    assert "Traceback" not in run.err


def test_batch_filters_and_turns(sample_index: Path, tmp_path: Path, demarche: Demarche) -> None:
    file = tmp_path / "questions.jsonl"
    lines = [
        {"id": "a", "question": "And by what majority?", "turns": ["Did the dockworkers reject the wage offer?"]},
        {"id": "b", "question": "Who rejected the offer?", "filters": {"since": "2999-01-01", "until": None, "publisher": None, "actor": None}},
        {"id": "c", "question": "Who rejected the offer?", "filters": {"publisher": "nobody"}},
    ]  # fmt: skip
    file.write_text("\n".join(map(json.dumps, lines)))
    run = demarche("ask", "--batch", file, "--index", sample_index)
    first, second, third = map(json.loads, run.out.splitlines())
    assert first["standalone_question"] != first["question"]
    for answer in (second, third):
        assert answer["abstained"]
        assert answer["nearest"] == []


@pytest.mark.timeout(600)
def test_killed_at_any_moment_the_index_answers(tmp_path: Path) -> None:
    """Eight of the moments of benchmarks/kill.py, which tries fifty."""
    moments = random.Random(2)
    prepare(tmp_path)
    duration_s = duration(tmp_path)
    outcomes = [kill_once(tmp_path, moments.random(), duration_s=duration_s) for _ in range(8)]
    assert [outcome for outcome in outcomes if not outcome.answers] == []
    assert [outcome for outcome in outcomes if not outcome.goes_on] == []


# --- the life of an index -------------------------------------------------------------------------------------------


def test_changed_removed_and_back(tmp_path: Path, demarche: Demarche) -> None:
    corpus, directory = tmp_path / "c", tmp_path / "i"
    shutil.copytree(SAMPLE, corpus)
    target = corpus / "turkey-halts-israel-trade.md"

    def index() -> str:
        return demarche("index", corpus, "--index", directory).out

    def quotes() -> str:
        return demarche(
            "lookup", "Zanzibar ferry trade halted by Turkey", "-k", "200", "--json", "--index", directory
        ).out

    assert index().startswith("added 40, changed 0, unchanged 0, removed 0, skipped 0 (")
    assert index().startswith("added 0, changed 0, unchanged 40, removed 0, skipped 0 (0 passages embedded)")
    old = target.read_text("utf-8")
    target.write_text(
        old.partition("\n---")[0] + "\n---\n\nZanzibar rejected the ferry timetable on Monday.\n", "utf-8"
    )
    assert index().startswith("added 0, changed 1, unchanged 39, removed 0, skipped 0 (1 passages embedded)")
    assert "Zanzibar rejected the ferry" in quotes()
    last_sentence = old.strip().rpartition("\n")[2]
    assert last_sentence[:60] not in quotes()
    target.unlink()
    assert index().startswith("added 0, changed 0, unchanged 39, removed 1, skipped 0 (0 passages embedded)")
    assert "turkey-halts-israel-trade.md" not in quotes()
    target.write_text(
        old.partition("\n---")[0] + "\n---\n\nZanzibar rejected the ferry timetable on Monday.\n", "utf-8"
    )
    assert index().startswith("added 1, changed 0, unchanged 39, removed 0, skipped 0 (0 passages embedded)")
    assert "Zanzibar rejected the ferry" in quotes()
    target.write_bytes(b"\x00\x00")
    assert index().startswith("added 0, changed 0, unchanged 39, removed 0, skipped 1 (0 passages embedded)")
    assert "Zanzibar rejected the ferry" in quotes()
    assert demarche("articles", "remove", "turkey-halts-israel-trade.md", "--index", directory).status == 0
    assert "Zanzibar rejected the ferry" not in quotes()
    listed = demarche("articles", "--json", "--index", directory).json
    assert len(listed) == 39
    assert {"id", "title", "publisher", "published", "url", "passages", "version"} <= set(listed[0])


def test_hostile_articles_are_indexed(tmp_path: Path, demarche: Demarche) -> None:
    from tests.hostile import WORDS

    corpus = tmp_path / "c"
    corpus.mkdir()
    for number in range(12):
        text = "".join(random.Random(number).choices([*WORDS, "\n", " ", "\u00a0", "\u200b"], k=80))
        (corpus / f"{number}.txt").write_bytes(text.encode("utf-8", "replace"))
    (corpus / "giant.txt").write_text("x" * 200_000)
    run = demarche("index", corpus, "--index", tmp_path / "i")
    assert run.status == 0, run.err
    articles = articles_of(corpus)
    for hit in demarche("lookup", "Hamas rejected the plan", "-k", "2000", "--json", "--index", tmp_path / "i").json:
        assert articles[hit["article"]].text[hit["start"] : hit["end"]] == hit["quote"]
    for question in ("Who rejected the plan?", "😀", "\u202e", "قالت", "\x00 who", "\udce9 who?"):
        check_answer(demarche("ask", question, "--json", "--index", tmp_path / "i").json, articles)


def test_lookup_json(sample_index: Path, demarche: Demarche) -> None:
    hits = demarche("lookup", "Who rejected the wage offer?", "-k", "4", "--json", "--index", sample_index).json
    articles = articles_of(SAMPLE)
    assert [hit["rank"] for hit in hits] == [1, 2, 3, 4]
    assert all(articles[hit["article"]].text[hit["start"] : hit["end"]] == hit["quote"] for hit in hits)


def test_doctor(sample_index: Path, tmp_path: Path, demarche: Demarche) -> None:
    assert demarche("doctor", "--index", sample_index).status == 0
    assert demarche("doctor", "--index", tmp_path).status == 3
    directory = Path(shutil.copytree(sample_index, tmp_path / "i"))
    next(generation_files(directory)).unlink()
    run = demarche("doctor", "--index", directory)
    assert run.status == 3
    assert "PROBLEM" in run.out


def test_two_writers(sample_index: Path, tmp_path: Path, demarche: Demarche) -> None:
    from filelock import FileLock

    directory = Path(shutil.copytree(sample_index, tmp_path / "i"))
    with FileLock(directory / "lock"):
        assert refused(demarche("index", SAMPLE, "--index", directory), 3, "another process")
        assert demarche("ask", "Who rejected the wage offer?", "--index", directory).status == 0


def test_a_process_of_its_own(sample_index: Path, tmp_path: Path) -> None:
    run = in_child("ask", "Who rejected the wage offer?", "--json", LC_ALL="C", DEMARCHE_INDEX=str(sample_index))
    assert (run.status, run.err) == (0, "")
    check_answer(run.json, articles_of(SAMPLE))
    assert refused(in_child("index", tmp_path / "nowhere", "--index", tmp_path / "i"), 2, "nowhere")


def test_a_reader_that_has_seen_enough(sample_index: Path) -> None:
    command = f"{sys.executable} -m assistant articles --json --index {sample_index} | head -c 10"
    child = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (child.returncode, child.stderr) == (0, "")
