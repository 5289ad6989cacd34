"""Statements as rows: the contract's keys, spans verbatim, and CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.statement_rows import COLUMNS, statement_row, to_csv, told_statement
from corpus.actors.resolve import resolve
from corpus.article import Article
from corpus.attribution.statements import statements
from index.statements import StoredStatement

CONTRACT = [
    "article",
    "published",
    "publisher",
    "passage",
    "source",
    "actor",
    "source_named",
    "cue",
    "act",
    "plover",
    "addressee",
    "addressee_actor",
    "content",
    "polarity",
    "modality",
    "condition",
    "verbatim",
    "reported_by",
    "confidence",
    "quote",
    "start",
    "end",
    "spans",
    "times",
]


def rows(text: str) -> list[dict[str, Any]]:
    article = Article("a.txt", text, "a.txt", publisher="Fjord Post", published="2031-03-04")
    made = resolve(article, statements(article))
    return [statement_row(StoredStatement(row, one, 3, article)) for row, one in enumerate(made)]


def row_of(text: str, act: str) -> dict[str, Any]:
    (found,) = [row for row in rows(text) if row["act"] == act]
    return found


def test_a_row_has_all_that_the_contract_names_in_its_order() -> None:
    text = "Norway asked Denmark for a loan."
    (row,) = rows(text)
    assert list(row) == list(COLUMNS) == CONTRACT
    assert {name: row[name] for name in CONTRACT if name not in ("confidence", "spans", "content", "plover")} == {
        "article": "a.txt", "published": "2031-03-04", "publisher": "Fjord Post", "passage": 3, "source": "Norway",
        "actor": "Norway", "source_named": True, "cue": "asked", "act": "request", "addressee": "Denmark",
        "addressee_actor": "Denmark", "polarity": "positive", "modality": "fact", "condition": None, "verbatim": False,
        "reported_by": [], "quote": text, "start": 0, "end": len(text), "times": [],
    }  # fmt: skip
    assert row["plover"] == "REQUEST"
    assert 0 < row["confidence"] <= 1
    assert list(row["spans"]) == ["source", "cue", "content", "addressee", "condition"]


TEXTS = [
    "Norway asked Denmark for a loan.",
    "The mayor was accused of hiding the bill.",
    "The union says it will not end the strike until the fund is refilled.",
    "“The roof leaks in places,” said the curator. “We have waited for years.”\n\n“Nobody came.”",
    "The students set out their demands, which include lower fees, a longer loan, and a seat on the board.",
    "Officials told the Evening Post that the ministry had turned down the bid.",
    "😀 “Café prices must fall,” Zoë Müller-Łuk told Norway’s envoy — who refused to promise it.",
]


@pytest.mark.parametrize("text", TEXTS)
def test_spans_are_verbatim(text: str) -> None:
    made = rows(text)
    assert made
    for row in made:
        spans = row["spans"]
        for name in ("source", "cue", "addressee", "condition"):
            assert row[name] == (None if spans[name] is None else text[slice(*spans[name])])
        contents = [text[slice(*ends)] for ends in spans["content"]]
        assert row["content"] == (contents if len(contents) > 1 else contents[0] if contents else None)
        assert text[row["start"] : row["end"]] == row["quote"]
        assert json.loads(json.dumps(row)) == row


def test_a_list_of_contents_is_an_array() -> None:
    row = row_of(TEXTS[4], "demand")
    assert row["content"] == ["lower fees", "a longer loan", "a seat on the board"]


def test_a_condition_and_a_chain_are_shown() -> None:
    assert row_of(TEXTS[2], "reject")["condition"] == "until the fund is refilled"
    assert row_of(TEXTS[5], "reject")["reported_by"] == ["Officials", "the Evening Post"]


def test_a_statement_of_an_answer() -> None:
    article = Article("a.txt", TEXTS[0], "a.txt")
    (one,) = statements(article)
    told = told_statement(StoredStatement(1, one, 3, article), 2)
    assert list(told) == [
        "source",
        "act",
        "addressee",
        "content",
        "polarity",
        "reported_by",
        "marker",
        "spans",
        "times",
    ]
    assert told["marker"] == 2
    assert told["spans"] == {**told["spans"], "source": [0, 6], "cue": [7, 12]}


def cells(made: list[dict[str, Any]]) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(to_csv(made), newline="")))


def test_csv_has_the_same_columns_and_values() -> None:
    made = [row for text in TEXTS for row in rows(text)]
    read = cells(made)
    assert to_csv([]).splitlines() == [",".join(CONTRACT)]
    assert len(read) == len(made)
    for row, cell in zip(made, read, strict=True):
        assert list(cell) == CONTRACT
        for name, value in row.items():
            if isinstance(value, list | dict):
                assert json.loads(cell[name]) == value
            else:
                assert cell[name] == ("" if value is None else str(value))


@pytest.mark.parametrize(
    "value",
    ["=1+1", "=HYPERLINK(\"http://x\",\"y\")", "+49 30", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "-Anna", '"=1"'],
)  # fmt: skip
@pytest.mark.parametrize("column", ["article", "publisher", "source", "content", "quote", "reported_by"])
def test_no_cell_of_csv_is_a_formula(column: str, value: str) -> None:
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    row[column] = [value, value] if column == "reported_by" else value
    (cell,) = cells([row])
    assert not cell[column].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell[column].removeprefix("'") == value or json.loads(cell[column]) == [value, value]


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=40))
def test_any_text_comes_back_from_csv(text: str) -> None:
    row: dict[str, Any] = {**dict.fromkeys(COLUMNS), "source": text, "quote": f"x{text}"}
    (cell,) = cells([row])
    assert cell["quote"] == f"x{text}"
    assert cell["source"] in (text, f"'{text}")
    assert not cell["source"].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_harmless_cells_are_left_alone() -> None:
    row: dict[str, Any] = {**dict.fromkeys(COLUMNS), "source": "Norway", "start": 3, "verbatim": False}
    (cell,) = cells([row])
    assert (cell["source"], cell["start"], cell["verbatim"], cell["actor"]) == ("Norway", "3", "False", "")
