"""What a web page says about its article, and where it says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from corpus.formats import json_ld
from corpus.formats.page_dates import published

_SEPARATORS = re.compile(r"\s+[|–—·•:»-]+\s+|\s*\|\s*")
_MAX_LINE = 300  # characters; what is longer is no title and no name


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What is known of a page's article; ``provenance`` says of each field where it was found."""

    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None
    language: str | None = None
    free: bool = True
    live: bool = False
    provenance: Mapping[str, str] = field(default_factory=dict)


def page_metadata(tree: Any, url: str | None = None) -> PageMetadata:
    """Metadata of a page. ``tree`` is an lxml HTML element; ``url`` the address it came from, if known."""
    nodes = json_ld.nodes(tree)
    articles = json_ld.article_nodes(nodes)
    address = _address(tree, articles, url)
    publisher = _publisher(tree, articles, address[0] if address else None)
    title = _title(tree, articles, publisher[0] if publisher else None)
    found: dict[str, tuple[Any, str] | None] = {
        "title": title,
        "publisher": publisher,
        "authors": _authors(tree, articles),
        "published": published(tree, _about(articles, title), address[0] if address else url),
        "url": address,
        "language": _language(tree, articles),
    }
    known = {name: item for name, item in found.items() if item is not None}
    return PageMetadata(
        **{name: value for name, (value, _) in known.items()},
        free=not any(str(node.get("isAccessibleForFree")).lower() == "false" for node in articles),
        live=any("LiveBlogPosting" in json_ld.types(node) for node in nodes),
        provenance={name: where for name, (_, where) in known.items()},
    )


def line(value: object) -> str | None:
    """A value as one line, None if it is empty or too long for one."""
    text = " ".join(str(value).split()) if isinstance(value, str) else ""
    return text if 0 < len(text) <= _MAX_LINE else None


def _title(tree: Any, articles: Iterable[json_ld.Node], outlet: str | None) -> tuple[str, str] | None:
    """The headline as the page shows it, if it can be told; else as it is given to machines."""
    told = [(line(node.get("headline")), "JSON-LD") for node in articles]
    told += [(meta(tree, "og:title", "twitter:title"), "meta"), (line(_text(tree.find(".//title"))), "title element")]
    given = [(_without_outlet(text, outlet), where) for text, where in told if text]
    shown = [text for text in map(line, map(_text, tree.iter("h1"))) if text and _fold(text) != _fold(outlet)]
    words = [_words(text) for text, _ in given]
    close = [(max((_overlap(_words(text), other) for other in words), default=0.0), text) for text in shown]
    best = max(close, key=lambda item: item[0], default=(0.0, ""))
    if best[0] >= 0.5 or (len(shown) == 1 and len(shown[0].split()) >= 4):
        return best[1] if best[0] else shown[0], "visible"
    return given[0] if given else (shown[0], "visible") if len(shown) == 1 else None


def _publisher(tree: Any, articles: Iterable[json_ld.Node], url: str | None) -> tuple[str, str] | None:
    host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    candidates: list[tuple[str | None, str]] = [
        (name, "JSON-LD") for node in articles for name in json_ld.names(node.get("publisher"))
    ]
    candidates += [(meta(tree, name), "meta") for name in ("og:site_name", "application-name", "dc.publisher")]
    named = [(_own_part(text, host), where) for name, where in candidates if (text := line(name))]
    named = [(text, where) for text, where in named if not _is_address(text)]
    tail = [part for part in _SEPARATORS.split(_text(tree.find(".//title")))[1:] if _names_host(part, host)]
    fitting = [item for item in named if _names_host(item[0], host)]
    for item in (*fitting, *((line(part), "title element") for part in reversed(tail)), *named):
        if item[0]:
            return item[0], item[1]
    return (host, "URL") if host else None  # the address of a page says whose it is


def _authors(tree: Any, articles: Iterable[json_ld.Node]) -> tuple[tuple[str, ...], str] | None:
    told = [line(name) for node in articles for name in json_ld.names(node.get("author"))]
    tagged = [line(tag.get("content")) for tag in tree.iter("meta") if _key(tag) in ("author", "article:author", "byl")]
    shown = [line(_text(tag)) for tag in tree.xpath("//*[@rel='author'] | //*[@itemprop='author']")[:5]]
    for names, where in ((told, "JSON-LD"), (tagged, "meta"), (shown, "visible")):
        people = tuple(dict.fromkeys(_person(name) for name in names if name and not _is_address(name)))
        if people:
            return people, where
    return None


def _address(tree: Any, articles: Iterable[json_ld.Node], url: str | None) -> tuple[str, str] | None:
    """The page's canonical address if it is of the same host as where it came from, else where it came from."""
    links = [tag.get("href") for tag in tree.iterfind(".//link[@rel='canonical']")]
    told = [json_ld.text_of(node.get("url")) for node in articles]
    base = url or ""
    for given, where in (*((link, "canonical link") for link in links), (meta(tree, "og:url"), "meta"),
                         *((value, "JSON-LD") for value in told)):  # fmt: skip
        try:
            address = urljoin(base, given.strip()) if given else ""
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname and (not url or _same_site(address, url)):
            return address.partition("#")[0], where
    return (url, "URL") if url else None


def _language(tree: Any, articles: Iterable[json_ld.Node]) -> tuple[str, str] | None:
    told = [line(node.get("inLanguage")) for node in articles]
    for value, where in ((next(filter(None, told), None), "JSON-LD"), (tree.get("lang"), "html lang"),
                         (meta(tree, "og:locale", "content-language"), "meta")):  # fmt: skip
        code = re.match(r"[A-Za-z]{2,3}(?=[-_]|$)", (value or "").strip())
        if code:
            return code[0].lower(), where
    return None


def meta(tree: Any, *keys: str) -> str | None:
    """The content of the first meta tag with one of these names, as one line."""
    for key in keys:
        for tag in tree.iter("meta"):
            if _key(tag) == key and line(tag.get("content")):
                return line(tag.get("content"))
    return None


def _key(tag: Any) -> str:
    return (tag.get("property") or tag.get("name") or tag.get("http-equiv") or "").lower()


def _about(articles: list[json_ld.Node], title: tuple[str, str] | None) -> list[json_ld.Node]:
    """The article nodes that are about this page's article: where several have a headline, those that fit the title."""
    words = _words(title[0]) if title else frozenset()
    fitting = [node for node in articles if _overlap(_words(str(node.get("headline", ""))), words) >= 0.5]
    return fitting or articles


def _without_outlet(text: str, outlet: str | None) -> str:
    parts = _SEPARATORS.split(text)
    if len(parts) > 1 and outlet and (_fold(parts[-1]) in _fold(outlet) or _fold(outlet) in _fold(parts[-1])):
        return text[: text.rindex(parts[-1])].rstrip(" |–—·•:»-")
    return text


def _own_part(name: str, host: str) -> str:
    """The outlet in “Outlet | what it is about”."""
    return next((part for part in _SEPARATORS.split(name) if _names_host(part, host)), name)


def _person(name: str) -> str:
    return re.sub(r"^by\s+", "", name, flags=re.IGNORECASE)


def _names_host(name: str, host: str) -> bool:
    """Whether a name is that of a host: one is in the other, or it is the host's initials."""
    label, folded = _fold(host.rpartition(".")[0] or host), _fold(name)
    if not label or not folded:
        return False
    initials = "".join(word[0] for word in name.lower().split() if word[0].isalnum())
    if folded in label or label in folded or folded in _fold(host) or (len(initials) > 2 and initials in label):
        return True
    letters = iter(folded)  # ctpost: Connecticut Post; nytimes: The New York Times
    return len(label) > 3 and all(letter in letters for letter in label)


def _is_address(text: str) -> bool:
    return "://" in text or text.startswith(("www.", "@", "/"))


def _same_site(one: str, other: str) -> bool:
    first, second = (f".{(urlsplit(url).hostname or '').removeprefix('www.')}" for url in (one, other))
    return first.endswith(second) or second.endswith(first)


def _text(element: Any) -> str:
    return "" if element is None else " ".join(element.text_content().split())


def _fold(text: str | None) -> str:
    return "".join(character for character in (text or "").lower() if character.isalnum())


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one | other), 1)
