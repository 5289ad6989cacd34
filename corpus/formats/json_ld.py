"""Structured data of a web page: the schema.org nodes of its JSON-LD scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

MAX_NODES = 5_000  # of one page; a real one has some dozens
_ARTICLE_ENDINGS = ("Article", "BlogPosting", "Posting", "Report", "Review")

Node = Mapping[str, Any]


def nodes(tree: Any) -> list[Node]:
    """Every object in a page's JSON-LD, outer ones first; a broken script is passed over.

    ``tree`` is an lxml HTML element.
    """
    found: list[Node] = []
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        try:
            value = json.loads(_without_comment(script.text or ""), strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _walk(value):
            found.append(node)
            if len(found) >= MAX_NODES:
                return found
    return found


def article_nodes(found: list[Node]) -> list[Node]:
    """The nodes that describe an article; where there are none, those that describe the page."""
    of_articles = [node for node in found if any(kind.endswith(_ARTICLE_ENDINGS) for kind in types(node))]
    return of_articles or [node for node in found if "WebPage" in types(node)]


def types(node: Node) -> tuple[str, ...]:
    """The schema.org types of a node, without their vocabulary's address."""
    given = node.get("@type")
    several = given if isinstance(given, list) else [given]
    return tuple(kind.rpartition("/")[2] for kind in several if isinstance(kind, str))


def names(value: Any) -> list[str]:
    """The names in a value that is a name, a node with a name, or a list of such.

    >>> names([{"@type": "Person", "name": "Ann Lee"}, "Bo"])
    ['Ann Lee', 'Bo']
    """
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, list):
        return [name for item in value for name in names(item)]
    return names(value.get("name")) if isinstance(value, dict) else []


def text_of(value: Any) -> str | None:
    """A value if it is text with something in it, else None."""
    return value if isinstance(value, str) and value.strip() else None


def _walk(value: Any) -> Iterator[Node]:
    waiting = [value]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, dict):
            yield item
            waiting += [inner for inner in item.values() if isinstance(inner, dict | list)]
        elif isinstance(item, list):
            waiting += [inner for inner in item if isinstance(inner, dict | list)]


def _without_comment(script: str) -> str:
    stripped = script.strip().removeprefix("<!--").removesuffix("-->").strip()
    return stripped.removeprefix("//<![CDATA[").removesuffix("//]]>").rstrip(";")
