"""One agency's story in fourteen outlets, under other headlines and with cut tails: one source, cited once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.embed import Embedder
from index.update import update
from tests.commands import Demarche

SENTENCES = (
    "The fishermen's guild of Havnsund demanded on Wednesday that the ministry reopen the inner bay to small boats.",
    "Its chairwoman, Sigrid Moen, said that forty crews had been without an income since the bay was shut in March.",
    "The ministry closed it after a survey had counted fewer than nine thousand spawning cod, a third of the year before.",
    "A spokesman for the ministry, Leif Aune, said that a new count was under way and would be done by the end of June.",
    "The guild offered to fish with lines alone, and with no more than two boats at a time in any part of the bay.",
    "Marine biologists of the college in Havnsund warned that even lines would take the oldest fish, which spawn most.",
    "The closing of the bay has split the town, where every third household has someone at sea or in the packing hall.",
    "The mayor called both sides to a meeting on Sunday in the old sail loft, at which the guild will bring its own figures.",
)
OUTLETS = (
    "Havnsund Bulletin", "Coast Herald", "Northern Ledger", "Skerry Times", "Market Post", "Fjord Mirror", "Island Courier",
    "Evening Lantern", "The Slipway", "Guild Gazette", "Morning Buoy", "Harbour Record", "Sound Observer", "Lighthouse Weekly",
)  # fmt: skip


def _articles() -> list[dict[str, Any]]:
    """The agency's own, and what fourteen outlets made of it: another headline, another day, a tail cut by the desk."""
    wire = {"id": "wire", "title": "Guild wants inner bay reopened", "publisher": "Tidewater Agency"}
    found = [wire | {"published": "2031-05-07T06:00:00Z", "text": "\n".join(SENTENCES)}]
    for number, outlet in enumerate(OUTLETS):
        kept = SENTENCES[: len(SENTENCES) - number % 3]
        head = f"HAVNSUND (Tidewater) — {kept[0]}" if number % 2 else kept[0]
        tail = ("Reporting by Tidewater Agency.",) if number % 4 == 0 else ()
        found.append({
            "id": f"copy-{number}", "title": f"{outlet}: crews press ministry over cod, version {number}",
            "publisher": outlet, "published": f"2031-05-{8 + number % 2:02}", "text": "\n".join((head, *kept[1:], *tail)),
        })  # fmt: skip
    found.append({
        "id": "own", "title": "Packing hall sends forty home", "publisher": "Coast Herald", "published": "2031-05-20",
        "text": "The packing hall of Havnsund sent forty workers home on Monday. Its owner asked the ministry for help with wages.",
    })  # fmt: skip
    return found


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    folder = tmp_path_factory.mktemp("syndicated")
    (folder / "news.jsonl").write_text("\n".join(map(json.dumps, _articles())), "utf-8")
    update([folder / "news.jsonl"], folder / "index", embedder)
    return folder / "index"


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Who demanded that the ministry reopen the inner bay?", "guild"),
        ("Who said that forty crews had been without an income?", "Moen"),
    ],
)
def test_one_article_is_cited_and_the_other_outlets_are_counted(
    own: Path, demarche: Demarche, question: str, fact: str
) -> None:
    answer = demarche("ask", question, "--index", own, "--json").json
    assert fact in answer["answer"]
    assert {cited["article"] for cited in answer["citations"]} == {"wire"}
    assert {other["publisher"] for other in answer["citations"][0]["also_in"]} == set(OUTLETS)
    out = " ".join(demarche("ask", question, "--index", own).out.split())
    assert "Also in 14: " in out
    assert " and 11 more." in out


def test_the_story_is_counted_once_among_statements_and_passages(own: Path, demarche: Demarche) -> None:
    rows = demarche("statements", "--act", "demand", "--index", own, "--json").json
    assert [row["article"] for row in rows] == ["wire"]
    hits = demarche("lookup", "inner bay reopened to small boats", "--index", own, "--json").json
    assert {hit["article"] for hit in hits} <= {"wire", "own"}


def test_as_of_the_first_day_it_ran_nowhere_else(own: Path, demarche: Demarche) -> None:
    question = ("ask", "Who demanded that the ministry reopen the inner bay?", "--index", own, "--as-of")
    assert "Also in" not in demarche(*question, "2031-05-07").out
    assert "Also in 7: " in demarche(*question, "2031-05-08").out


def test_an_outlet_that_ran_it_twice_counts_once(tmp_path: Path, embedder: Embedder, demarche: Demarche) -> None:
    found = _articles()[:3]
    twice = [
        found[1] | {"id": "again", "title": "Crews press on"},
        found[0] | {"id": "repeat", "published": "2031-05-09"},
    ]
    (tmp_path / "news.jsonl").write_text("\n".join(map(json.dumps, found + twice)), "utf-8")
    update([tmp_path / "news.jsonl"], tmp_path / "index", embedder)
    question = ("ask", "Who demanded that the ministry reopen the inner bay?", "--index", tmp_path / "index")
    assert "Also in 2: Havnsund Bulletin, Coast Herald." in " ".join(demarche(*question).out.split())
    out = demarche(*question, "--publisher", "Tidewater Agency").out
    assert "The same outlet ran it 2 times." in " ".join(out.split())


RELEASE = (
    "Havnsund Cannery regrets the vote of its workers against an offer of nine percent more pay over two years.",
    "“We offered what the herring can carry,” said its chief executive, Nils Dahl, who was at the fair in Bergby.",
    "The company will close the smokehouse in the old harbour if no agreement comes before the first of the autumn catch.",
    "It employs four hundred people, and has packed fish in the town since the railway came there a century ago.",
)


def test_a_press_release_and_what_papers_made_of_it_are_one_source(
    tmp_path: Path, embedder: Embedder, demarche: Demarche
) -> None:
    about = ("About Havnsund Cannery", "Havnsund Cannery is the oldest of its kind.", "Contact: press@cannery.example")
    head = f"HAVNSUND, Feb. 6, 2031 /Tidings/ -- {RELEASE[0]}"
    own = "The union's leader, Tove Aas, demanded on Friday that the town buy the smokehouse."
    found = [
        {"id": "release", "title": "PRESS RELEASE: Cannery regrets vote", "publisher": "Tidings", "published": "2031-02-06",
         "text": "\n".join((head, *RELEASE[1:], *about))},
        {"id": "daily", "title": "Cannery sorry for union's no", "publisher": "Daily", "published": "2031-02-07",
         "text": "\n".join(RELEASE)},
        {"id": "sun", "title": "Smokehouse may close", "publisher": "Sun", "published": "2031-02-07",
         "text": "\n".join((*RELEASE, own))},
    ]  # fmt: skip
    (tmp_path / "news.jsonl").write_text("\n".join(map(json.dumps, found)), "utf-8")
    update([tmp_path / "news.jsonl"], tmp_path / "index", embedder)
    for question, article, others in (
        ("Who said that the company offered what the herring can carry?", "release", {"Daily", "Sun"}),
        ("Who demanded that the town buy the smokehouse?", "sun", set()),
    ):
        cited = demarche("ask", question, "--index", tmp_path / "index", "--json").json["citations"][0]
        assert (cited["article"], {other["publisher"] for other in cited["also_in"]}) == (article, others)
