"""Feeds (RSS, Atom, RDF) and sitemaps: what they list, and the articles that a feed holds whole."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from corpus.article import Article
from corpus.clean import clean
from corpus.errors import UnreadableArticle
from corpus.formats.finish import finished
from corpus.formats.page_dates import parse_loosely
from corpus.formats.page_metadata import line
from corpus.unspaced import count_words

MAX_ENTRIES = 50_000  # the most that the sitemap protocol allows in one file
MAX_CONTENT = 2_000_000  # characters of one entry
_MIN_WORDS = 80  # of an entry's text that is an article and not its summary
_ENTITIES = re.compile(rb"<!ENTITY|<\0!\0E\0N\0T\0I\0T\0Y|\0<\0!\0E\0N\0T\0I\0T\0Y", re.IGNORECASE)
_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a feed or sitemap. ``changed`` is what it gives as the time of the last change; ``kind`` is ``page``,
    or ``sitemap`` for a further sitemap."""

    url: str
    kind: str = "page"
    title: str | None = None
    published: str | None = None
    changed: str | None = None


def links(data: bytes, file: str) -> Iterator[Entry]:
    """What a feed or sitemap lists, in its order.

    Raises:
        UnreadableArticle: neither of them, broken, or one that declares entities.
    """
    _refuse_entities(data, file)
    if _SITEMAP.search(data[:4096]):
        yield from _sitemap(data, file)
        return
    for entry in _parse(data, file).entries[:MAX_ENTRIES]:
        url = entry.get("link") or ""
        if url.startswith(("http://", "https://")):
            yield Entry(url, "page", line(entry.get("title")), _date(entry, "published"), _date(entry, "updated"))


def read_feed(data: bytes, file: str) -> Iterator[Article | UnreadableArticle]:
    """The articles that a feed file holds whole, with ids ``file#link``; entries with a summary alone are refused."""
    _refuse_entities(data, file)
    if _SITEMAP.search(data[:4096]):
        raise UnreadableArticle(file, "a sitemap: a list of addresses; index it by its own address")
    feed = _parse(data, file)
    publisher = line(feed.feed.get("title"))
    for number, entry in enumerate(feed.entries[:MAX_ENTRIES], 1):
        name = f"{file}#{line(str(entry.get('link') or entry.get('id') or '')) or number}"
        try:
            yield _article(entry, name, file, publisher)
        except UnreadableArticle as refused:
            yield refused


def _article(entry: Any, name: str, file: str, publisher: str | None) -> Article:
    contents = [str(item.get("value") or "") for item in entry.get("content", ())]
    markup = max((*contents, str(entry.get("summary") or "")), key=len)[:MAX_CONTENT]
    text = clean(_text(markup))
    if count_words(text) < _MIN_WORDS:
        raise UnreadableArticle(
            name,
            f"only a summary in the feed ({count_words(text)} words); index the feed by its address to get it whole",
        )
    authors = [line(author.get("name")) for author in entry.get("authors", ()) if isinstance(author, dict)]
    return finished(
        name,
        text,
        file=file,
        title=line(entry.get("title")),
        publisher=publisher,
        authors=tuple(filter(None, authors)),
        published=_date(entry, "published"),
        url=line(entry.get("link")),
        where="feed",
    )


def _text(markup: str) -> str:
    from lxml import html

    if "<" not in markup:
        return unescape(markup)
    root = html.fragment_fromstring(markup, create_parent="div")
    for element in root.iter("script", "style", "figcaption"):
        element.text = None
    for element in root.iter("p", "br", "li", "div", "h1", "h2", "h3", "h4", "blockquote", "tr"):
        element.tail = "\n" + (element.tail or "")
    return str(root.text_content())


def _parse(data: bytes, file: str) -> Any:
    import feedparser

    feed = feedparser.parse(io.BytesIO(data))
    if not feed.get("version") and not feed.entries:
        raise UnreadableArticle(file, "no feed and no sitemap that can be read")
    return feed


def _date(entry: Any, name: str) -> str | None:
    return parse_loosely(dict.get(entry, name))  # its own get gives the published date for a missing updated one


def _sitemap(data: bytes, file: str) -> Iterator[Entry]:
    from xml.etree.ElementTree import ParseError

    from defusedxml import ElementTree

    try:
        root = ElementTree.fromstring(data)
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableArticle(file, f"a broken sitemap ({' '.join(str(error).split())[:80]})") from error
    kind = "sitemap" if _local(root.tag) == "sitemapindex" else "page"
    for item in list(root)[:MAX_ENTRIES]:
        found = {_local(field.tag): (field.text or "").strip() for field in item.iter() if field is not item}
        if found.get("loc", "").startswith(("http://", "https://")):
            dated = parse_loosely(found.get("publication_date"))
            yield Entry(found["loc"], kind, line(found.get("title")), dated, parse_loosely(found.get("lastmod")))


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _refuse_entities(data: bytes, file: str) -> None:
    if _ENTITIES.search(data):
        raise UnreadableArticle(file, "it declares entities, which can expand without end; not read")
