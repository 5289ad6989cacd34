"""An address to its articles: a page, or all that a feed or sitemap lists. Later, only what is new is fetched."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from corpus.article import Article
from corpus.errors import Refusal, UnreadableArticle, UnreadableCorpus
from corpus.formats.sniff import HEAD, kind_of
from corpus.load import read
from corpus.sandbox.sandbox import Sandbox
from corpus.web.address import UnfetchableUrl, shown
from corpus.web.fetch import Response
from corpus.web.memory import Memory, Seen
from corpus.web.polite import PoliteFetcher

MAX_PAGES = 500  # of one source in one run: at a second each some eight minutes; the next run goes on
MAX_SITEMAPS = 50
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_cid|mc_eid|cmpid|ns_\w+|at_\w+|guccounter|smid|ref_src", re.IGNORECASE)
_ACCEPT = {
    "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.8"
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A page that has not changed since it was last read: what the index has of this ``file`` stays."""

    file: str


Item = Article | Refusal | Kept


class Follower:
    """Follows addresses for one run. ``known`` are the files (page addresses) that the index has articles of."""

    def __init__(self, fetcher: PoliteFetcher, sandbox: Sandbox, memory: Memory, known: Collection[str]) -> None:
        self._fetcher = fetcher
        self._sandbox = sandbox
        self._memory = memory
        self._known = known
        self._done: set[str] = set()

    def follow(self, source: str) -> Iterator[Item]:
        """The articles of a page, feed or sitemap; ids and files are the pages' addresses without tracking.

        Raises:
            UnreadableCorpus: the source itself cannot be fetched.
        """
        url = plain(source)
        entries = self._remembered(url)
        try:
            response = self._ask(url, conditional=url in self._known or entries is not None)
        except UnfetchableUrl as error:
            raise UnreadableCorpus(str(error)) from error
        if response.status == 304:
            yield from self._pages(entries) if entries is not None else [Kept(url)]
        elif response.status != 200:
            raise UnreadableCorpus(f"{shown(url)}: the server answered {response.status}; check the address")
        elif _is_list(response, url):
            yield from self._list(response, url)
        else:
            self._done.add(url)
            yield from self._read(response, url, None)

    def _list(self, response: Response, url: str) -> Iterator[Item]:
        try:
            entries = self._entries(response, url, MAX_SITEMAPS)
        except UnreadableArticle as refused:
            yield Refusal(url, refused.where, refused.reason)
            return
        self._memory.seen[url] = replace(_seen(response), entries=tuple(entries))
        yield from self._pages(tuple(entries))

    def _entries(self, response: Response, url: str, sitemaps: int) -> list[Mapping[str, Any]]:
        """What a list has, with that of the sitemaps that it lists, newest first."""
        found: list[Mapping[str, Any]] = [*self._sandbox.links(response.body, url)]
        pages = [entry for entry in found if entry["kind"] == "page"]
        further = sorted((entry for entry in found if entry["kind"] == "sitemap"), key=_changed, reverse=True)
        for entry in further[:sitemaps]:
            try:
                inner = self._fetcher.get(entry["url"], _ACCEPT)
                pages += self._entries(inner, entry["url"], 0) if inner.status == 200 else []
            except UnreadableArticle:
                continue  # one sitemap of many; its pages are met on a later run
        return sorted(pages, key=_changed, reverse=True) if further else pages

    def _pages(self, entries: tuple[Mapping[str, Any], ...]) -> Iterator[Item]:
        fetched = 0
        for entry in entries:
            url = plain(entry["url"])
            if url in self._done:
                continue
            self._done.add(url)
            before = self._memory.seen.get(url)
            if url in self._known and before is not None and entry["changed"] and before.changed == entry["changed"]:
                yield Kept(url)
            elif fetched < MAX_PAGES:
                fetched += 1
                yield from self._page(url, entry["changed"])

    def _page(self, url: str, changed: str | None) -> Iterator[Item]:
        try:
            response = self._ask(url, conditional=url in self._known)
        except UnfetchableUrl as refused:
            yield Refusal(url, refused.where, refused.reason)
            return
        if response.status == 304 or (response.status in (404, 410) and url in self._known):
            yield Kept(url)
        elif response.status != 200:
            yield Refusal(url, shown(url), f"the server answered {response.status}")
        else:
            yield from self._read(response, url, changed)

    def _read(self, response: Response, url: str, changed: str | None) -> Iterator[Item]:
        self._memory.seen[url] = replace(_seen(response), changed=changed)
        for item in read(response.body, url, self._sandbox, url=response.url, charset=response.charset):
            yield item if isinstance(item, Refusal) or item.url else replace(item, url=response.url)

    def _ask(self, url: str, *, conditional: bool) -> Response:
        before = self._memory.seen.get(url)
        conditions = before.conditions() if before is not None and conditional else {}
        return self._fetcher.get(url, {**_ACCEPT, **conditions})

    def _remembered(self, url: str) -> tuple[Mapping[str, Any], ...] | None:
        before = self._memory.seen.get(url)
        return None if before is None else before.entries


def is_url(source: str) -> bool:
    """Whether a source is an address and not a path.

    >>> is_url("https://example.org/feed"), is_url("articles"), is_url("file:///etc/passwd")
    (True, False, True)
    """
    return bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", source))


def listed_urls(path: Path) -> list[str] | None:
    """The addresses in a list file: one a line, empty lines and lines with # passed over. None if it is none."""
    try:
        with path.open("rb") as file:
            if not re.match(rb"(?:\xef\xbb\xbf)?\s*(?:#[^\n]*\n\s*)*https?://", file.read(4_096)):
                return None
        lines = [line.strip() for line in path.read_text("utf-8-sig").splitlines()]
    except (OSError, UnicodeDecodeError):
        return None
    urls = [line for line in lines if line and not line.startswith("#")]
    return urls if all(is_url(url) and " " not in url for url in urls) else None


def plain(url: str) -> str:
    """An address without its fragment and without what only tracks readers.

    >>> plain("https://Example.org/a?id=7&utm_source=rss#top")
    'https://example.org/a?id=7'
    """
    try:
        parts = urlsplit(url)
        query = [(name, value) for name, value in parse_qsl(parts.query, True) if not _TRACKING.fullmatch(name)]
    except ValueError:
        return url
    kept = parts.query if len(query) == len(parse_qsl(parts.query, True)) else urlencode(query)
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", kept, ""))


def _is_list(response: Response, url: str) -> bool:
    try:
        return kind_of(response.body[:HEAD], urlsplit(url).path) == "feed"
    except UnreadableArticle:
        return False


def _seen(response: Response) -> Seen:
    return Seen(response.headers.get("etag"), response.headers.get("last-modified"))


def _changed(entry: Mapping[str, Any]) -> str:
    return str(entry["changed"] or entry["published"] or "")
