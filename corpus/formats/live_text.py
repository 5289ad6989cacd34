"""A live blog in plain text to its posts, where lines begin with the time of a post and the article says it is live."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from statistics import median

from corpus.article import Article
from corpus.dates import parse_date
from corpus.title import headline

MIN_POSTS = 3
MIN_TEXT = 80  # characters of a post besides its time, at the median: a timetable's and a score sheet's have fewer
MIN_SHARE = 0.4  # of the text is in posts: an article may hold a short chronicle
MIN_INTRODUCTION = 30  # words, as on a page
_TITLE_WORDS = 25
_LIVE = re.compile(
    r"\blive\b|\bupdates\b|\bas it happened\b|\bminute[- ]by[- ]minute\b|\b(?:recap|replay)\b|"
    r"\bliveblog\b|\bliveticker\b|\ben direct\b|\ben vivo\b|\ben directo\b",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DAY = rf"(?:(?P<{{0}}>{_MONTH} \d{{{{1,2}}}},? \d{{{{4}}}}|\d{{{{1,2}}}} {_MONTH} \d{{{{4}}}}|\d{{{{4}}}}-\d\d-\d\d))"
_HEAD = re.compile(
    rf"(?:(?:updated|posted|published)(?: at)?:? )?(?:{_DAY.format('before')}(?:,| at|T| [-–—|])? ?)?"
    r"(?P<hour>[01]?\d|2[0-3])(?:[:.h](?P<minute>[0-5]\d))?(?::[0-5]\d)?"
    r"(?: ?(?P<half>[ap])\.?m\b\.?)?(?: ?\(?(?P<zone>UTC|GMT|[A-Z]{1,3}S?T)\)?(?![A-Za-z]))?"
    rf"(?:,? (?:on )?{_DAY.format('after')})?"
    r"(?!\s*(?:to|until|and|[-–—])\s*\d)(?P<mark>\s*[:|–—-])?(?:\s+|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Post:
    """A post: the minutes since midnight and the day of its time, and the lines [first, end) of the text."""

    minute: int
    day: date | None
    is_utc: bool
    rest: str
    first: int
    end: int


def with_posts(article: Article) -> Iterator[Article]:
    """An article as it is; or, if it is a live blog whose posts can be told apart, its introduction and each post.

    A post's id is ``id#hhmm``, its text whole lines of the article's. Its time is that of its line, on the day that
    stands there, else on the article's, where the times run one way through a single day; else it stays unknown.
    """
    lines = article.text.split("\n")
    posts = _posts(lines) if article.aside is None and _says_live(article, lines) else []
    if not _is_live_blog(posts, lines):
        yield article
        return
    introduction = "\n".join(lines[: posts[0].first]).strip("\n")
    if len(introduction.split()) >= MIN_INTRODUCTION:
        yield replace(article, text=introduction)
    seen: dict[str, int] = {}
    for post in posts:
        anchor = f"{post.day.isoformat() + 'T' if post.day else ''}{post.minute // 60:02}{post.minute % 60:02}"
        seen[anchor] = seen.get(anchor, 0) + 1
        text = "\n".join(lines[post.first + (0 if post.rest else 1) : post.end]).strip("\n")
        if any(map(str.isalnum, text)):
            yield _article(article, post, text, anchor if seen[anchor] == 1 else f"{anchor}-{seen[anchor]}")


def _article(blog: Article, post: _Post, text: str, anchor: str) -> Article:
    title = post.rest if post.rest and len(post.rest.split()) <= _TITLE_WORDS else headline(text)
    day = post.day or (date.fromisoformat(blog.published[:10]) if blog.published else None)
    moment = datetime.combine(day, time(post.minute // 60, post.minute % 60)).isoformat() if day else None
    published = f"{moment}+00:00" if moment and post.is_utc else moment
    told = dict(blog.provenance) | ({"published": "post"} if published else {}) | ({"title": "post"} if title else {})
    return replace(
        blog,
        id=f"{blog.id}#{anchor}",
        text=text,
        title=title or blog.title,
        published=published,
        url=f"{blog.url}#{anchor}" if blog.url else None,
        provenance=tuple(sorted(told.items())),
    )


def _says_live(article: Article, lines: Sequence[str]) -> bool:
    slug = re.sub(r"[-_/]", " ", article.url or "")
    return any(_LIVE.search(text) for text in (article.title or "", slug, lines[0]))


def _posts(lines: Sequence[str]) -> list[_Post]:
    heads = [(number, match) for number, line in enumerate(lines) if (match := _HEAD.match(line)) and _is_time(match)]
    ends = [*(number for number, _ in heads[1:]), len(lines)]
    return [_post(match, number, end) for (number, match), end in zip(heads, ends, strict=False)]


def _is_time(match: re.Match[str]) -> bool:
    """Whether a line's beginning is a time of day and neither a figure nor a score."""
    rest, sure = match.string[match.end() :], match["half"] or match["zone"] or match["before"] or match["after"]
    if match["minute"] is None and not match["half"]:
        return False
    if not sure and match[0].strip()[match.end("hour") : match.end("hour") + 1] == ".":
        return False
    return not rest or bool(match["mark"]) or (bool(sure) and not rest[0].islower() and not rest[0].isdigit())


def _post(match: re.Match[str], first: int, end: int) -> _Post:
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    told = match["before"] or match["after"]
    utc = (match["zone"] or "").upper() in ("UTC", "GMT")
    return _Post(hour * 60 + int(match["minute"] or 0), _day(told), utc, match.string[match.end() :], first, end)


def _day(told: str | None) -> date | None:
    if told is None:
        return None
    month = re.sub(r"(?i)\bsept?\b\.?", "Sep", re.sub(r"(?<=[a-z])\.", "", told))
    try:
        return date.fromisoformat((parse_date(month.replace("  ", " ")) or "")[:10])
    except ValueError:
        return None


def _is_live_blog(posts: Sequence[_Post], lines: Sequence[str]) -> bool:
    if len(posts) < MIN_POSTS:
        return False
    sizes = [sum(map(len, lines[post.first + 1 : post.end])) + len(post.rest) for post in posts]
    whole = sum(map(len, lines)) or 1
    return median(sizes) >= MIN_TEXT and sum(sizes) >= MIN_SHARE * whole and _runs_one_way(posts)


def _runs_one_way(posts: Sequence[_Post]) -> bool:
    """Whether the times only fall, or only rise: with their days if all have one, else within one day."""
    if all(post.day for post in posts):
        moments = [datetime.combine(post.day, time()) + timedelta(minutes=post.minute) for post in posts if post.day]
        return moments == sorted(moments) or moments == sorted(moments, reverse=True)
    minutes = [post.minute for post in posts]
    return not any(post.day for post in posts) and (
        minutes == sorted(minutes) or minutes == sorted(minutes, reverse=True)
    )
