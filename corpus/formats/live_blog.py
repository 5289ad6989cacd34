"""A live blog to its posts, each with its own time: what was said at ten is not what was said at noon."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.formats import json_ld
from corpus.formats.page_dates import parse_loosely
from corpus.formats.page_metadata import line

MAX_POSTS = 2_000
_MIN_POSTS = 2
_MIN_CHARACTERS = 30
_POST = re.compile(r"post|update|entry|block|event|liveblog|live-blog|item|story", re.IGNORECASE)
_LIVE = re.compile(r"live-?(?:blog|updates?|news|coverage|feed|story)|(?:^|[\s/_-])live(?:[\s/_-]|$)", re.IGNORECASE)
_TEXT_TAGS = ("p", "li", "blockquote", "h4", "h5")
_HEADINGS = ("h1", "h2", "h3")


@dataclass(frozen=True, slots=True)
class Post:
    """One post: its anchor on the page, its time (ISO 8601), its headline and its text, not yet clean."""

    anchor: str
    published: str | None
    title: str | None
    text: str
    element: Any = None


def posts(tree: Any, nodes: Sequence[json_ld.Node], url: str | None, *, live: bool) -> list[Post]:
    """The posts of a live blog in the page's order; empty if the page is none or they can't be told apart.

    From the page's JSON-LD (liveBlogUpdate) where it holds them whole, else from what the page shows: neighbours of
    one kind, each with a time of its own. ``live`` says that the page declares itself a live blog.
    """
    told = [post for node in nodes if "LiveBlogPosting" in json_ld.types(node) for post in _told(node)]
    shown = _shown(tree) if live or _says_live(tree, url) else []
    return max((told, shown), key=lambda found: (sum(len(post.text) for post in found), len(found)), default=[])


def _told(blog: json_ld.Node) -> Iterator[Post]:
    updates = blog.get("liveBlogUpdate")
    listed = updates if isinstance(updates, list) else []
    made = []
    for number, update in enumerate(listed[:MAX_POSTS], 1):
        body = json_ld.text_of(update.get("articleBody")) if isinstance(update, dict) else None
        if body is not None and len(body) >= _MIN_CHARACTERS:
            anchor = str(update.get("@id") or update.get("url") or "").rpartition("#")[2] or str(number)
            made.append(
                Post(
                    anchor[:80], parse_loosely(update.get("datePublished")), line(update.get("headline")), _plain(body)
                )
            )
    if len(made) >= _MIN_POSTS:
        yield from made


def _shown(tree: Any) -> list[Post]:
    """Siblings that look alike and each have one time: the largest such group."""
    groups: dict[tuple[Any, str, str], list[Any]] = defaultdict(list)
    for element in tree.iter("article", "div", "section", "li"):
        marks = f"{element.get('class')} {element.get('id')}"
        if _POST.search(marks) and element.find(".//time[@datetime]") is not None:
            first = (element.get("class") or "").split()[:1]
            groups[(element.getparent(), element.tag, "".join(first))].append(element)
    found = [[post for post in map(_post, group[:MAX_POSTS]) if post] for group in groups.values()]
    best = max(found, key=lambda made: sum(len(post.text) for post in made), default=[])
    return best if len(best) >= max(_MIN_POSTS, 3) or (len(best) >= _MIN_POSTS and len(groups) == 1) else []


def _post(element: Any) -> Post | None:
    time = element.find(".//time[@datetime]")
    heading = next((item for item in element.iter(*_HEADINGS) if item.text_content().strip()), None)
    title = line(heading.text_content()) if heading is not None else None
    lines = [
        " ".join(item.text_content().split())
        for item in element.iter(*_TEXT_TAGS)
        if item is not element and not _within_text(item)
    ]
    text = "\n".join(text for text in lines if text and text != title)
    if len(text) < _MIN_CHARACTERS:
        return None
    anchor = element.get("id") or element.get("data-id") or time.get("id") or ""
    return Post(anchor[:80], parse_loosely(time.get("datetime")), title, text, element)


def _within_text(element: Any) -> bool:
    """Whether an element is inside another one whose text is taken, or in the frame of a post."""
    return any(
        parent.tag in ("blockquote", "li", "p", "footer", "nav", "aside", "figcaption")
        or re.search(r"comment|share|related", parent.get("class") or "")
        for parent in _up_to_post(element)
    )


def _up_to_post(element: Any) -> Iterator[Any]:
    for parent in element.iterancestors():
        if parent.find(".//time[@datetime]") is not None:
            return
        yield parent


def _says_live(tree: Any, url: str | None) -> bool:
    marks = " ".join(f"{element.get('class')} {element.get('id')}" for element in tree.iter("body", "main"))
    return bool(_LIVE.search(url or "") or _LIVE.search(marks))


def _plain(body: str) -> str:
    """Text of a post that may hold markup."""
    if "<" not in body:
        return body
    from lxml import html

    root = html.fragment_fromstring(body, create_parent="div")
    for element in root.iter("p", "br", "li", "div"):
        element.tail = "\n" + (element.tail or "")
    return str(root.text_content()).strip()
