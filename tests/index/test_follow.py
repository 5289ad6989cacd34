"""A news site on loopback is indexed by its feed and followed: the second run takes in just what is new."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import UnreadableCorpus
from corpus.sources import sources
from corpus.web.polite import PoliteFetcher
from index.catalog import list_articles, open_catalog, read_article
from index.embed import Embedder
from index.update import Summary, update
from tests.corpus.web.site import Site, serve
from tests.making import PARAGRAPHS, page, rss

STORIES = {
    "/fares": "Lindmark council asks ferry company for lower winter fares",
    "/bridge": "Engineers warn against delay of bridge repairs in Lindmark",
    "/strike": "Dock workers of Lindmark reject the offer of the port",
}


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        for path, title in STORIES.items():
            running.put(path, page(title=title, paragraphs=(f"{title}, as the paper learnt.", *PARAGRAPHS)))
        running.put("/feed", feed(running), "application/rss+xml")
        yield running


def feed(site: Site, *more: str) -> str:
    date = "Mon, 04 Nov 2024 08:30:00 +0100"
    return rss(*((site.url(path), STORIES.get(path, "More"), date, "A summary.") for path in (*STORIES, *more)))


def run(source: str, directory: Path, embedder: Embedder) -> Summary:
    return update([source], directory, embedder, fetcher=PoliteFetcher(allow_private=True, delay_s=0))


def counts(summary: Summary) -> tuple[int, int, int, int, int]:
    return (
        len(summary.added),
        len(summary.changed),
        len(summary.unchanged),
        len(summary.removed),
        len(summary.skipped),
    )


def test_a_feed_is_followed(site: Site, tmp_path: Path, embedder: Embedder) -> None:
    first = run(site.url("/feed"), tmp_path, embedder)
    assert counts(first) == (3, 0, 0, 0, 0), first.skipped
    assert sorted(first.added) == sorted(map(site.url, STORIES))
    site.asked()

    again = run(site.url("/feed"), tmp_path, embedder)
    assert counts(again) == (0, 0, 3, 0, 0)
    assert again.passages_embedded == 0
    assert all("If-None-Match" in headers for path, headers in site.requests if path != "/robots.txt")

    note = "Correction: an earlier version of this report gave the wrong day of the vote."
    site.put(
        "/fares", page(title=STORIES["/fares"], paragraphs=(*PARAGRAPHS[:4], "The council will vote on Friday.", note))
    )
    changed = ("The port raised its offer on Tuesday, and the dock workers accepted it at once.", *PARAGRAPHS)
    site.put("/strike", page(title=STORIES["/strike"], paragraphs=changed))
    site.put("/new", page(title="Nordlys Line offers to run the island route", paragraphs=PARAGRAPHS[::-1]))
    site.put("/feed", feed(site, "/new"), "application/rss+xml")
    third = run(site.url("/feed"), tmp_path, embedder)
    assert (third.added, sorted(third.changed)) == ([site.url("/new")], [site.url("/fares"), site.url("/strike")])
    assert counts(third) == (1, 2, 1, 0, 0)
    with open_catalog(tmp_path) as catalog:
        assert "vote on Friday" in read_article(catalog, site.url("/fares")).text
        assert {article.id: version for article, version, _ in list_articles(catalog)}[site.url("/fares")] == 2


def test_what_a_feed_no_longer_lists_and_what_is_gone_stays(site: Site, tmp_path: Path, embedder: Embedder) -> None:
    run(site.url("/feed"), tmp_path, embedder)
    del site.pages["/bridge"]
    date = "Mon, 04 Nov 2024 08:30:00 +0100"
    site.put(
        "/feed", rss(*((site.url(path), "x", date, "y") for path in ("/bridge", "/strike"))), "application/rss+xml"
    )
    summary = run(site.url("/feed"), tmp_path, embedder)
    assert counts(summary) == (0, 0, 2, 0, 0)
    with open_catalog(tmp_path) as catalog:
        assert len(list(list_articles(catalog))) == 3


def test_pages_that_cannot_be_read_are_named_and_do_not_stop_the_run(
    site: Site, tmp_path: Path, embedder: Embedder
) -> None:
    site.put("/bridge", "", status=500)
    site.put("/strike", page(body="<p>Subscribe to continue reading.</p>"))
    summary = run(site.url("/feed"), tmp_path, embedder)
    assert counts(summary) == (1, 0, 0, 0, 2)
    reasons = {refusal.file: refusal.reason for refusal in summary.skipped}
    assert "answered 500" in reasons[site.url("/bridge")]
    assert "paywall" in reasons[site.url("/strike")]


def test_a_sitemap_index_and_a_single_page(site: Site, tmp_path: Path, embedder: Embedder) -> None:
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    site.put(
        "/sitemap.xml",
        f"<sitemapindex {space}><sitemap><loc>{site.url('/s1')}</loc></sitemap></sitemapindex>",
        "text/xml",
    )
    locs = "".join(f"<url><loc>{site.url(path)}</loc><lastmod>2024-11-04</lastmod></url>" for path in STORIES)
    site.put("/s1", f"<urlset {space}>{locs}</urlset>", "text/xml")
    assert counts(run(site.url("/sitemap.xml"), tmp_path, embedder)) == (3, 0, 0, 0, 0)
    site.asked()
    assert counts(run(site.url("/sitemap.xml"), tmp_path, embedder)) == (0, 0, 3, 0, 0)
    assert site.asked() == ["/sitemap.xml"]  # what the sitemap says has not changed is not asked for
    assert counts(run(site.url("/fares?utm_source=x#top"), tmp_path, embedder)) == (0, 0, 1, 0, 0)


def test_robots_are_asked_and_obeyed(site: Site, tmp_path: Path, embedder: Embedder) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /strike\n", "text/plain")
    summary = run(site.url("/feed"), tmp_path, embedder)
    assert counts(summary) == (2, 0, 0, 0, 1)
    assert "robots.txt" in summary.skipped[0].reason
    assert "/strike" not in site.asked()


def test_a_server_that_asks_for_rest_is_left_alone(site: Site, tmp_path: Path, embedder: Embedder) -> None:
    for path in STORIES:
        site.put(path, "", status=429, Retry_After="60")
    summary = run(site.url("/feed"), tmp_path, embedder)
    assert counts(summary) == (0, 0, 0, 0, 3)
    assert len(site.asked()) == 2  # the feed and one page


def test_an_address_that_fails_is_skipped_and_others_are_read(site: Site, tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "list").write_text(f"# what we follow\n{site.url('/none')}\n\n{site.url('/fares')}\n")
    named = sources([str(tmp_path / "list")])
    assert named == [site.url("/none"), site.url("/fares")]
    summary = update(named, tmp_path / "index", embedder, fetcher=PoliteFetcher(allow_private=True, delay_s=0))
    assert counts(summary) == (1, 0, 0, 0, 1)
    assert "answered 404" in summary.skipped[0].reason


def test_private_addresses_are_refused_without_the_flag(site: Site, tmp_path: Path, embedder: Embedder) -> None:
    summary = update([site.url("/feed")], tmp_path, embedder)
    assert "--allow-private" in summary.skipped[0].reason
    assert site.requests == []


@pytest.mark.parametrize(
    "text", ["", "no address\n", "https://a.example\nnot one\n", "The paper wrote https://a.example\n"]
)
def test_what_is_no_list_of_addresses(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    assert sources([str(tmp_path / "a.txt")]) == [tmp_path / "a.txt"]


def test_a_folder_that_is_not_there_is_still_an_error(tmp_path: Path, embedder: Embedder) -> None:
    with pytest.raises(UnreadableCorpus):
        update([tmp_path / "none"], tmp_path / "index", embedder)
