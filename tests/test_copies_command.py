"""Copies, versions and ``--as-of`` as a user meets them: ask, lookup, statements, resolve, articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.embed import Embedder
from index.update import update
from tests.commands import Demarche

STORY = (
    "Norway asked Denmark for a loan of 40 million crowns on Tuesday. The money is for a ferry between Larvik and "
    "Hirtshals, Anna Berg said in Oslo. Denmark lent its neighbour a smaller sum for an ice breaker in 1998, and was "
    "paid back early. The harbour of Hirtshals would have to be dredged before a ferry of that size could land there."
)
ARTICLES: list[dict[str, Any]] = [
    {"id": "wire", "title": "Norway seeks a loan", "published": "2024-03-05", "publisher": "Fjord Agency", "text": STORY},
    {"id": "cod", "title": "Oslo wants money", "published": "2024-03-06", "publisher": "Cod Gazette",
     "text": f"{STORY}\nCorrection: An earlier version of this story misstated the sum."},
    {"id": "eel", "title": "A ferry for Larvik", "published": "2024-03-06", "publisher": "Eel Times",
     "text": STORY[: STORY.index(" The harbour")]},
    {"id": "no", "title": "No loan", "published": "2024-04-10", "publisher": "Cod Gazette",
     "text": "Denmark rejected the loan that Norway had asked for. Finland refused to guarantee it."},
    {"id": "undated", "title": "Herring", "text": "Finland demanded a herring quota for the loan from Norway."},
    {"id": "false", "title": "Loan granted", "published": "2024-04-11",
     "text": "Sweden guaranteed the loan that Norway wants.\n\nThis article has been retracted."},
]  # fmt: skip


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    folder = tmp_path_factory.mktemp("copies")
    (folder / "news.jsonl").write_text("\n".join(map(json.dumps, ARTICLES)), "utf-8")
    update([folder / "news.jsonl"], folder / "index", embedder)
    return folder / "index"


ASKED = "Who asked Denmark for a loan?"


def test_a_syndicated_story_is_cited_once_and_said_to_be_in_others(own: Path, demarche: Demarche) -> None:
    answer = demarche("ask", ASKED, "--index", own, "--json").json
    assert answer["answer"].startswith("Norway [1].")
    first = answer["citations"][0]
    assert first["article"] == "wire"
    assert [other["article"] for other in first["also_in"]] == ["cod", "eel"]
    assert first["also_in"][0] == {"article": "cod", "publisher": "Cod Gazette", "published": "2024-03-06"}
    assert not {citation["article"] for citation in answer["citations"]} & {"cod", "eel"}
    out = " ".join(demarche("ask", ASKED, "--index", own).out.split())
    assert "Also in 2: Cod Gazette, Eel Times." in out


def test_also_in_counts_the_copies_that_have_what_is_quoted(
    tmp_path: Path, embedder: Embedder, demarche: Demarche
) -> None:
    """One copy has lost its end, another has a demand of its own: neither is said to have what it has not."""
    own = "The mayor of Larvik, Ida Holm, demanded that the state build the ferry."
    sentences = STORY.split(". ")
    added = ARTICLES[1] | {"id": "own", "text": ". ".join((sentences[0], own[:-1], *sentences[1:]))}
    rows = [ARTICLES[0], ARTICLES[2], added]
    (tmp_path / "news.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    update([tmp_path / "news.jsonl"], tmp_path / "index", embedder)
    for question, article, others in (
        ("Who demanded that the state build the ferry?", "own", []),
        ("What would have to be dredged before a ferry could land?", "wire", ["own"]),
        (ASKED, "wire", ["own", "eel"]),
    ):
        cited = demarche("ask", question, "--index", tmp_path / "index", "--json").json["citations"][0]
        assert (cited["article"], [other["article"] for other in cited["also_in"]]) == (article, others)


def test_a_correction_is_shown_with_the_citation(own: Path, demarche: Demarche) -> None:
    run = demarche("ask", ASKED, "--index", own, "--json", "--publisher", "Cod Gazette", "--until", "2024-03-31")
    cited = run.json["citations"][0]
    text = ARTICLES[1]["text"]
    assert (cited["article"], cited["also_in"]) == ("cod", [])
    (note,) = cited["corrections"]
    assert note["kind"] == "correction"
    assert text[note["start"] : note["end"]] == note["quote"]
    out = demarche("ask", ASKED, "--index", own, "--publisher", "Cod Gazette", "--until", "2024-03-31").out
    assert "It says of itself: “Correction: An earlier version" in " ".join(out.split())


@pytest.mark.parametrize(
    ("as_of", "articles"),
    [
        ("2024-03-04", set()),
        ("2024-03-05", {"wire"}),
        ("2024-03-06", {"wire", "cod"}),
        ("2024-04-10", {"wire", "cod", "no"}),
    ],
)
def test_as_of_a_day(own: Path, demarche: Demarche, as_of: str, articles: set[str]) -> None:
    """The copy of Cod Gazette stays for its correction, which the agency's report has not."""
    found = demarche("lookup", "loan", "--as-of", as_of, "--index", own, "--json").json
    assert {hit["article"] for hit in found} == articles
    rows = demarche("statements", "--as-of", as_of, "--index", own, "--json").json
    assert {row["article"] for row in rows} <= articles
    assert {row["article"] for row in rows} >= articles - {"cod"}
    answer = demarche("ask", ASKED, "--as-of", as_of, "--index", own, "--json").json
    cited = {item["article"] for item in (*answer["citations"], *answer["nearest"])}
    assert cited <= articles
    assert answer["notes"][0] == "The date filter left out 1 article whose date is unknown."
    if as_of == "2024-03-05":
        assert answer["citations"][0]["also_in"] == []


def test_as_of_in_a_batch_and_with_other_dates(own: Path, tmp_path: Path, demarche: Demarche) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(json.dumps({"question": "Who rejected the loan?", "filters": {"as_of": "2024-03-31"}}), "utf-8")
    answer = demarche("ask", "--batch", file, "--index", own).json
    assert "no" not in {item["article"] for item in (*answer["citations"], *answer["nearest"])}
    found = demarche("lookup", "loan", "--as-of", "2024-04-10", "--until", "2024-03-05", "--index", own, "--json").json
    assert {hit["article"] for hit in found} == {"wire"}


def test_retracted_only_on_request(own: Path, demarche: Demarche) -> None:
    question = ("Who guaranteed the loan that Norway wants?", "--index", own, "--json")
    without = demarche("ask", *question).json
    assert "false" not in {item["article"] for item in (*without["citations"], *without["nearest"])}
    answer = demarche("ask", *question, "--retracted").json
    assert answer["citations"][0]["article"] == "false"
    assert "[1] is from an article that was retracted." in answer["notes"]
    assert {row["article"] for row in demarche("statements", "--index", own, "--json").json} & {"false"} == set()
    rows = demarche("statements", "--retracted", "--index", own, "--json").json
    assert "false" in {row["article"] for row in rows}


def test_articles_say_how_they_stand(own: Path, demarche: Demarche) -> None:
    listed = {row["id"]: row for row in demarche("articles", "--index", own, "--json").json}
    assert len(listed) == len(ARTICLES)  # nothing is deleted
    assert {name: row["copies"] for name, row in listed.items() if row["copies"]} == {"wire": 2, "cod": 2, "eel": 2}
    assert [name for name, row in listed.items() if row["retracted"]] == ["false"]
    assert not any(row["future"] or row["superseded_by"] for row in listed.values())


def test_a_citation_is_looked_up_again(tmp_path: Path, embedder: Embedder, demarche: Demarche) -> None:
    file, index = tmp_path / "news.jsonl", tmp_path / "index"
    file.write_text(json.dumps(ARTICLES[0] | {"published": "2999-01-01"}), "utf-8")
    update([file], index, embedder)
    answer = demarche("ask", ASKED, "--index", index, "--json").json
    assert any("the date is doubtful" in note for note in answer["notes"])
    cited = answer["citations"][0]
    place = [cited["article"], str(cited["start"]), str(cited["end"]), "--version", cited["version"][:16]]
    fresh = demarche("resolve", *place, "--index", index, "--json").json
    assert (fresh["quote"], fresh["updated"]) == (cited["quote"], False)
    file.write_text(json.dumps(ARTICLES[0] | {"text": f"Norway wants money. {STORY[65:]}"}), "utf-8")
    update([file], index, embedder)
    old = demarche("resolve", *place, "--index", index, "--json").json
    assert (old["quote"], old["updated"], old["latest"]["start"]) == (cited["quote"], True, None)
    out = demarche("resolve", *place, "--index", index).out
    assert "was updated; the latest version no longer has these words" in " ".join(out.split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("resolve", "nowhere", "0", "5"), ("nowhere", "no such article")),
        (("resolve", "wire", "0", "5", "--version", "beef"), ("wire", "version beef")),
        (("resolve", "wire", "5", "99999"), ("wire", "99999")),
        (("resolve", "wire", "five", "9"), ("five",)),
        (("ask", "Who?", "--as-of", "someday"), ("as_of", "someday", "YYYY-MM-DD")),
        (("ask", "Who?", "--as-of", "2024-01-01", "--since", "2024-02-01"), ("since", "as_of")),
    ],
)
def test_bad_usage_is_one_line(
    own: Path, demarche: Demarche, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    run = demarche(*arguments, "--index", own)
    assert (run.status, run.out, len(run.err.splitlines())) == (2, "", 1)
    assert all(word in run.err for word in words)


@pytest.mark.parametrize("filters", [{"as_of": 7}, {"retracted": "yes"}, {"asof": "2024-01-01"}])
def test_bad_filters_of_a_batch(own: Path, tmp_path: Path, demarche: Demarche, filters: dict[str, object]) -> None:
    (tmp_path / "q.jsonl").write_text(json.dumps({"question": "Who?", "filters": filters}), "utf-8")
    run = demarche("ask", "--batch", tmp_path / "q.jsonl", "--index", own)
    assert (run.status, run.out, len(run.err.splitlines())) == (2, "", 1)
