"""A nickname that one article explains is understood in all of them: questions, filters, statements."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.embed import Embedder
from index.update import update
from tests.commands import Demarche

ARTICLES: list[dict[str, Any]] = [
    {"id": "told", "published": "2031-03-04", "text": "Ines “Nessa” Duarte asked the harbour board for a free hand on "
     "Tuesday. The board will vote on Sunday, its clerk said."},
    {"id": "short", "published": "2031-03-05", "text": "Nessa rejected the letter of the retired pilots on Wednesday, and "
     "did not read it aloud. The pilots had asked for an end of the night watch."},
    {"id": "long", "published": "2031-03-06", "text": "Governor Duarte promised the eel farmers a new dam on Thursday. "
     "The farmers said that they would wait and see."},
    {"id": "other", "published": "2031-03-07", "text": "Omar Haddad demanded a debate on the salt tax. The clerk of the "
     "salt office said nothing."},
]  # fmt: skip


def write(folder: Path, articles: list[dict[str, Any]], embedder: Embedder) -> Path:
    (folder / "news.jsonl").write_text("\n".join(map(json.dumps, articles)), "utf-8")
    update([folder / "news.jsonl"], folder / "index", embedder)
    return folder / "index"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    return write(tmp_path_factory.mktemp("names"), ARTICLES, embedder)


@pytest.mark.parametrize(
    ("question", "article", "taken"),
    [
        ("What did Nessa ask the harbour board for?", "told", None),
        ("What did Nessa promise the eel farmers?", "long", "What did Ines Duarte promise the eel farmers?"),
        ("What did Nessa reject?", "short", None),
        ("What did Ines Duarte reject?", "short", "What did Nessa reject?"),
        ("What did Omar Haddad demand?", "other", None),
    ],
)
def test_a_question_by_either_name(
    own: Path, demarche: Demarche, question: str, article: str, taken: str | None
) -> None:
    answer = demarche("ask", question, "--index", own, "--json").json
    assert [cited["article"] for cited in answer["citations"]][:1] == [article]
    if taken is not None:
        assert answer["standalone_question"] == taken
        assert "“Nessa” is taken for Ines Duarte, as told says." in answer["notes"]


@pytest.mark.parametrize("name", ["Nessa", "Duarte", "Ines Duarte"])
def test_an_actor_is_filtered_by_either_name(own: Path, demarche: Demarche, name: str) -> None:
    rows = demarche("statements", "--actor", name, "--index", own, "--json").json
    assert {row["article"] for row in rows} == {"told", "short", "long"}
    hits = demarche("lookup", "free hand", "--actor", name, "--index", own, "--json").json
    assert {hit["article"] for hit in hits} == {"told", "short", "long"}


def test_a_name_is_forgotten_with_the_article_that_told_it(
    tmp_path: Path, embedder: Embedder, demarche: Demarche
) -> None:
    index = write(tmp_path, ARTICLES, embedder)

    def found() -> set[str]:
        rows = demarche("statements", "--actor", "Nessa", "--index", index, "--json").json
        return {row["article"] for row in rows}

    assert demarche("articles", "remove", "told", "--index", index).status == 0
    assert found() == {"short"}
    assert demarche("articles", "restore", "told", "--index", index).status == 0
    assert found() == {"told", "short", "long"}
    told = {"id": "two", "text": "Olof Hamre, known as Nessa, asked the board for sails. The board said no."}
    write(tmp_path, [*ARTICLES, told], embedder)
    assert found() == {"short"}  # two go by it: it means nobody
