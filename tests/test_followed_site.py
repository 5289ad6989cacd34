"""A news site on loopback, followed by its feed with the real command: the second run takes in just what changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import Demarche
from tests.corpus.web.site import Site, serve
from tests.making import page, rss

STORIES = {
    "/ferry": (
        "Ferry line asks Lindmark for a longer pier",
        "The ferry line Nordlys asked the town of Lindmark on Monday for a longer pier.",
        "Its director, Olof Hamre, said that the new ship would not be able to land without it.",
        "The town has put forty million crowns aside for the harbour, most of it for dredging.",
    ),
    "/school": (
        "Teachers of Alvik reject the new timetable",
        "The teachers of Alvik rejected the new timetable in a vote on Sunday evening.",
        "Their union said that two of three members had voted against lessons on Saturday.",
        "The school board wants to begin with the new hours after the winter holidays.",
    ),
    "/bridge": (
        "Engineers demand that Borgeby close its old bridge",
        "Engineers demanded on Friday that Borgeby close the old bridge to lorries at once.",
        "They found cracks in two of the eight bearings, the longest of them forty centimetres.",
        "The mayor called the report thorough and asked the council for money for repairs.",
    ),
    "/herring": (
        "Herring quota of Dalsland to be doubled",
        "The ministry promised the fishermen of Dalsland a herring quota twice as large as last year.",
        "The promise was made by a letter that the guild read out at its yearly meeting.",
        "Biologists had advised the ministry in spring to leave the quota where it was.",
    ),
}
DATE = "Mon, 04 Nov 2024 08:30:00 +0100"


def _put(site: Site, path: str, title: str, *paragraphs: str) -> None:
    site.put(path, page(title=title, paragraphs=paragraphs))


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        for path, (title, *paragraphs) in STORIES.items():
            _put(running, path, title, *paragraphs)
        items = ((running.url(path), STORIES[path][0], DATE, "A summary.") for path in STORIES)
        running.put("/feed", rss(*items), "application/rss+xml")
        yield running


def test_the_second_run_takes_in_what_was_changed_corrected_and_retracted(
    site: Site, tmp_path: Path, demarche: Demarche
) -> None:
    index = tmp_path / "index"
    refused = demarche("index", site.url("/feed"), "--index", tmp_path / "refused", "--delay", "0")
    assert (refused.status, site.requests) == (2, [])
    assert "--allow-private" in refused.err
    command = ("index", site.url("/feed"), "--index", index, "--delay", "0", "--allow-private")
    assert demarche(*command).out.startswith("added 4, changed 0, unchanged 0, removed 0, skipped 0")
    assert sorted(site.asked()) == sorted(["/feed", *STORIES])
    asked = ("ask", "Who promised the fishermen a herring quota?", "--index", index, "--json")
    before = demarche(*asked).json
    assert before["citations"][0]["article"] == site.url("/herring")
    first = STORIES["/ferry"][1]
    hit = demarche("lookup", "longer pier", "-k", "1", "--index", index, "--json").json[0]
    start = hit["start"] + hit["quote"].index(first)

    listed = demarche("articles", "--index", index, "--json").json
    version = ("--version", next(row["sha256"] for row in listed if row["id"] == site.url("/ferry")))
    title, _, *rest = STORIES["/ferry"]
    _put(site, "/ferry", title, "The ferry line Nordlys asked the town of Lindmark on Monday for two piers.", *rest)
    title, *paragraphs = STORIES["/school"]
    note = "Correction: An earlier version of this report gave the wrong day of the vote."
    _put(site, "/school", title, *paragraphs, note)
    title, *paragraphs = STORIES["/herring"]
    _put(site, "/herring", title, "This article has been retracted.", *paragraphs)

    again = demarche(*command)
    assert again.out.startswith("added 0, changed 3, unchanged 1, removed 0, skipped 0 (3 passages embedded)")
    sent = {path: headers for path, headers in site.requests if path != "/robots.txt"}
    assert sorted(sent) == sorted(["/feed", *STORIES])
    assert all("If-None-Match" in headers for headers in sent.values())  # the bridge and the feed were not sent again
    site.asked()

    assert "two piers" in demarche("lookup", "piers", "-k", "1", "--index", index, "--json").json[0]["quote"]
    old = demarche(
        "resolve", site.url("/ferry"), str(start), str(start + len(first)), "--index", index, "--json", *version
    ).json
    assert (old["quote"], old["updated"], old["latest"]["start"]) == (first, True, None)
    said = demarche("ask", "Who rejected the new timetable?", "--index", index).out
    assert "It says of itself: “Correction: An earlier version of this report" in " ".join(said.split())
    after = demarche(*asked).json
    assert site.url("/herring") not in {item["article"] for item in (*after["citations"], *after["nearest"])}
    asked_for = demarche(*asked, "--retracted").json
    assert asked_for["citations"][0]["article"] == site.url("/herring")

    assert demarche(*command).out.startswith("added 0, changed 0, unchanged 4, removed 0, skipped 0 (0 passages")


def test_a_page_that_its_feed_says_is_unchanged_is_not_asked_for(
    site: Site, tmp_path: Path, demarche: Demarche
) -> None:
    def feed(**changed: str) -> None:
        entries = "".join(
            f'<entry><title>{STORIES[path][0]}</title><link href="{site.url(path)}"/><id>{site.url(path)}</id>'
            f"<updated>{changed.get(path.strip('/'), '2024-11-04T08:30:00Z')}</updated></entry>"
            for path in STORIES
        )
        text = f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>C</title>{entries}</feed>'
        site.put("/atom", text, "application/atom+xml")

    feed()
    command = ("index", site.url("/atom"), "--index", tmp_path / "index", "--delay", "0", "--allow-private")
    assert demarche(*command).out.startswith("added 4,")
    site.asked()
    title, *paragraphs = STORIES["/bridge"]
    _put(site, "/bridge", title, *paragraphs, "The council will decide on Thursday.")
    feed(bridge="2024-11-05T10:00:00Z")
    assert demarche(*command).out.startswith("added 0, changed 1, unchanged 3,")
    assert site.asked() == ["/atom", "/bridge"]
