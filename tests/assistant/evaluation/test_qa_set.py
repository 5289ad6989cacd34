from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluation.qa_set import QaSet, half, read_qa_set
from corpus.article import Article
from corpus.errors import BadInput
from corpus.load import load
from corpus.span import Span
from index.filters import Filters

TEXT = "Straße talks\n“We won’t  go” — he said.\nHe said it again. He said it again."
ARTICLES = {"a.txt": Article("a.txt", TEXT, "a.txt")}


def read(tmp_path: Path, *lines: Any) -> QaSet:
    path = tmp_path / "qa.jsonl"
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines), "utf-8")
    return read_qa_set(path, ARTICLES.__getitem__)


def question(**fields: Any) -> dict[str, Any]:
    return {"id": "q1", "kind": "who", "question": "Who?", "answerable": True, **fields}


def quoted(*quotes: str, article: str = "a.txt") -> list[dict[str, str]]:
    return [{"article": article, "quote": quote} for quote in quotes]


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("“We won’t  go” — he said.", ["“We won’t  go” — he said."]),
        ('"we won\'t go" - HE SAID', ["“We won’t  go” — he said"]),
        ('strasse talks "We', ["Straße talks\n“We"]),
        ("He said it again.", ["He said it again.", "He said it again."]),
        (" he said it AGAIN. ", ["He said it again.", "He said it again."]),
    ],
)
def test_a_quote_is_found_verbatim_else_folded(tmp_path: Path, quote: str, found: list[str]) -> None:
    (item,) = read(tmp_path, question(evidence=[quoted(quote)])).items
    (group,) = item.evidence
    assert [span.of(TEXT) for span in group] == found


def test_a_range_is_taken_as_it_is(tmp_path: Path) -> None:
    given = question(evidence=[[{"article": "a.txt", "start": 0, "end": 12}], quoted("He said it again. He")])
    (item,) = read(tmp_path, given).items
    assert item.evidence == ((Span("a.txt", 0, 12),), (Span("a.txt", 39, 59),))


def test_turns_filters_and_nuggets_are_kept(tmp_path: Path) -> None:
    given = question(turns=["What?"], filters={"since": "2024-01-01"}, nuggets=[["7%", "seven"], ["x"]])
    (item,) = read(tmp_path, given).items
    assert item.question.turns == ("What?",)
    assert item.question.filters == Filters(since="2024-01-01")
    assert item.nuggets == (("7%", "seven"), ("x",))


def test_ids_default_to_line_numbers_and_empty_lines_are_passed_over(tmp_path: Path) -> None:
    bare = {"question": "Who?", "answerable": False}
    assert [item.id for item in read(tmp_path, "", bare, "  ", bare).items] == ["2", "4"]


def test_evidence_that_is_not_there_is_a_warning_and_an_empty_group(tmp_path: Path) -> None:
    missing = [quoted("nowhere"), quoted("x", article="b.txt"), [{"article": "a.txt", "start": 0, "end": 999}]]
    made = read(tmp_path, question(evidence=[quoted("talks"), *missing]))
    assert [len(group) for group in made.items[0].evidence] == [1, 0, 0, 0]
    assert len(made.warnings) == 3
    assert all(f"{tmp_path / 'qa.jsonl'}:1" in warning for warning in made.warnings)
    assert "“nowhere” is not in the article a.txt" in made.warnings[0]
    assert "b.txt is not in the index" in made.warnings[1]


def test_a_set_about_other_articles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"qa\.jsonl:1: the article b\.txt is not in the index"):
        read(tmp_path, question(evidence=[quoted("x", article="b.txt")]))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not JSON"),
        ("[1]", "not a question"),
        ("[" * 100_000, "not JSON"),
        ({"question": "Who?"}, '"answerable" must be true or false'),
        (question(answerable="yes"), '"answerable" must be true or false'),
        (question(question="  "), "the question is empty"),
        (question(kind=3), '"kind" must be a string'),
        (question(nuggets="x"), '"nuggets" must be a list of lists'),
        (question(nuggets=["x"]), "a nugget is a list"),
        (question(nuggets=[[]]), "a nugget is a list"),
        (question(nuggets=[["x", " "]]), "a nugget is a list"),
        (question(nuggets=[["x", 7]]), "a nugget is a list"),
        (question(evidence=[[]]), "an evidence group is a list"),
        (question(evidence=[{"article": "a.txt", "quote": "x"}]), "an evidence group is a list"),
        (question(evidence=[["x"]]), "evidence is"),
        (question(evidence=[[{"article": "a.txt"}]]), "evidence needs"),
        (question(evidence=[quoted("")]), "evidence needs"),
        (question(evidence=[[{"article": "a.txt", "start": 5, "end": 5}]]), "evidence needs"),
        (question(evidence=[[{"article": "a.txt", "start": True, "end": 5}]]), "evidence needs"),
        (question(turns="x"), '"turns" must be a list'),
        (question(id="q0"), "the id 'q0' is taken by"),
    ],
)
def test_a_broken_line_is_refused_by_its_number(tmp_path: Path, line: Any, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(tmp_path, question(id="q0"), line)
    assert str(refused.value).startswith(f"{tmp_path / 'qa.jsonl'}:2: ")
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_files_that_are_no_qa_set_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_qa_set(tmp_path / "none.jsonl", ARTICLES.__getitem__)
    with pytest.raises(BadInput, match="cannot be read"):
        read_qa_set(tmp_path, ARTICLES.__getitem__)
    with pytest.raises(BadInput, match="no questions"):
        read(tmp_path, "")
    (tmp_path / "latin.jsonl").write_bytes(b'{"question": "caf\xe9"}')
    with pytest.raises(BadInput, match="not UTF-8"):
        read_qa_set(tmp_path / "latin.jsonl", ARTICLES.__getitem__)


def test_halves_by_the_last_digit() -> None:
    assert [half(name) for name in ("d001", "d120", "7", "q1a", "")] == ["tune", "report", "tune", None, None]


def test_every_quote_of_the_development_set_is_found_where_it_stands(data: Path) -> None:
    articles = {a.id: a for a in load(data / "news2024" / "articles.jsonl") if isinstance(a, Article)}
    made = read_qa_set(data / "news2024" / "qa.jsonl", articles.__getitem__)
    assert not made.warnings
    quotes = [json.loads(line)["evidence"] for line in (data / "news2024" / "qa.jsonl").read_text("utf-8").splitlines()]
    for item, groups in zip(made.items, quotes, strict=True):
        for spans, group in zip(item.evidence, groups, strict=True):
            assert {span.of(articles[span.article_id].text) for span in spans} == {one["quote"] for one in group}
