"""When a web page says that its article was published. A wrong date is worse than none."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from corpus.dates import parse_date
from corpus.formats.json_ld import Node
from corpus.formats.shown_dates import shown_date

_MISLEADING = re.compile(
    r"modif|updat|edit|expire|event|start|end|review|upload|comment|copyright|build", re.IGNORECASE
)
_SURE_KEY = re.compile(
    r"(?:og:)?article[:._]?(?:published|published_time|publish_date|date_original|articledate)|"
    r"(?:date|time|pub(?:lish(?:ed)?)?|parsely|sn|post|publication|article|published)[-_. :]*"
    r"(?:pub(?:lish(?:ed)?)?|post(?:ed)?|at)?[-_. :]*(?:date|time|on)?(?:[-_. :]*(?:at|telegram))?|"
    r"sailthru\.date|(?:dc|dcterms)[.:_]?(?:date)?[.:_]?(?:issued|created|date)?|analyticsattributes\.articledate|"
    r"date(?:published|posted|created)|pubdate|rnews:datepublished|citation_(?:publication_)?(?:online_)?date",
    re.IGNORECASE,
)
_IN_URL = re.compile(r"[/=_-](19[89]\d|20\d\d)([/-]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?=\D|$)")
_NUMERIC = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](?:\d{2}|\d{4})\b")
_TZ_TAIL = re.compile(r"\s*\((?:[A-Za-z ]+)\)\s*$")
_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_EARLIEST = 1990

Found = tuple[str, str]  # (ISO 8601 date or date-time, where it stands)


def published(tree: Any, articles: Iterable[Node], url: str | None, *, now: datetime | None = None) -> Found | None:
    """The publication date of a page and where it was found; None if the page does not say it.

    What machines are told comes first (JSON-LD, then meta tags, then marked times), then the page's address, then what
    the page shows beside the headline, read by htmldate. Dates of changes are not taken for it.
    """
    latest = (now or datetime.now(UTC)) + timedelta(days=2)
    for value, where in _candidates(tree, articles, url):
        found = parse_loosely(value)
        if found is not None and _plausible(found, latest):
            return found, where
    return None


def parse_loosely(value: object) -> str | None:
    """An ISO 8601 date or date-time for what a page or mail gives, None if a part of the day would have to be guessed.

    >>> parse_loosely("Mon, 18 Nov 2019 16:07:38 -0600"), parse_loosely("November 20, 2019 13:42")
    ('2019-11-18T16:07:38-06:00', '2019-11-20T13:42:00')
    >>> parse_loosely("03/04/2019"), parse_loosely("Tuesday"), parse_loosely("19/11/2019")
    (None, None, '2019-11-19')
    """
    if not isinstance(value, str) or not 6 <= len(value.strip()) <= 80 or not any(map(str.isdigit, value)):
        return None
    text = _TZ_TAIL.sub("", " ".join(value.split()))
    try:
        return parse_date(text)
    except ValueError:
        return _by_dateutil(text)


def in_url(url: str | None) -> str | None:
    """The day that an address carries, such as /2019/11/19/.

    >>> in_url("https://example.org/2019/11/19/talks"), in_url("https://example.org/talks-20191119-2")
    ('2019-11-19', '2019-11-19')
    """
    match = _IN_URL.search(url or "")
    if match is None:
        return None
    try:
        return datetime(int(match[1]), int(match[3]), int(match[4])).date().isoformat()
    except ValueError:
        return None


def _candidates(tree: Any, articles: Iterable[Node], url: str | None) -> Iterator[Found]:
    told = [node for node in articles if isinstance(node.get("datePublished"), str)]
    times = _marked_times(tree)
    if told and told[0]["datePublished"] == told[0].get("dateModified"):  # each edit may move what machines are told
        yield from ((value, "marked time") for value in _of_earlier_days(times, told[0]["datePublished"])[:1])
    yield from ((node["datePublished"], "JSON-LD") for node in told[:1])
    metas = list(_meta_dates(tree))
    yield from ((value, "meta") for _, value in sorted(metas, key=lambda item: item[0]))
    yield from ((value, "marked time") for value in times)
    yield from ((node["dateCreated"], "JSON-LD") for node in articles if isinstance(node.get("dateCreated"), str))
    day = in_url(url)
    if day is not None:
        yield day, "URL"
    shown = shown_date(tree)
    if shown is not None:
        yield shown, "visible"


def _meta_dates(tree: Any) -> Iterator[tuple[int, str]]:
    """(rank, value) of each meta tag that gives a date of publication."""
    for meta in tree.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        value = meta.get("content") or meta.get("datetime")
        if value and not _MISLEADING.search(key) and _SURE_KEY.fullmatch(key.strip()):
            yield (0 if "publ" in key.lower() else 1), value


def _marked_times(tree: Any) -> list[str]:
    """Times that the page marks as those of publication; if it has only plain ones, the one day they agree on."""
    sure: list[str] = []
    plain: list[str] = []
    for element in tree.xpath("//time[@datetime] | //*[contains(@itemprop, 'datePublished')] | //abbr[@title]")[:200]:
        value = element.get("datetime") or element.get("content") or element.get("title") or element.text_content()
        marks = " ".join(filter(None, (element.get("class"), element.get("itemprop"), element.get("id"))))
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
            sure.append(value)
        elif not _MISLEADING.search(f"{marks} {element.text_content()[:40]}") and not _in_list(element):
            (sure if re.search(r"publi|entry-date|posted|dateline", marks, re.IGNORECASE) else plain).append(value)
    days = {day[:10] for day in map(parse_loosely, plain) if day is not None}
    return sure + (plain[:1] if len(days) == 1 else [])


def _of_earlier_days(times: list[str], told: str) -> list[str]:
    """The times of days before the one that machines are told."""
    given = parse_loosely(told)
    return [value for value in times if given and (day := parse_loosely(value)) and day[:10] < given[:10]]


def _in_list(element: Any) -> bool:
    """Whether an element is part of a list of other articles, of comments, or of the page's frame."""
    return any(
        parent.tag in ("aside", "nav", "footer", "li")
        or re.search(r"related|comment|sidebar|recent|widget", f"{parent.get('class')} {parent.get('id')}")
        for parent in element.iterancestors()
    )


def _by_dateutil(text: str) -> str | None:
    from dateutil import parser

    numeric = _NUMERIC.search(text)
    if numeric and int(numeric[1]) <= 12 and int(numeric[2]) <= 12 and numeric[1] != numeric[2]:
        return None  # the third of April or the fourth of March
    day_first = bool(numeric and int(numeric[1]) > 12)
    zones = {name: hours * 3600 for name, hours in _ZONES.items()}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            first, second = (
                parser.parse(text, default=datetime(*default), dayfirst=day_first, tzinfos=zones)
                for default in ((2000, 1, 1), (2001, 2, 2))
            )
    except (ValueError, OverflowError, TypeError, RecursionError):
        return None
    if first != second:  # a part of the day came from the default
        return None
    found: datetime = first
    return found.isoformat() if re.search(r"\d:\d\d|T\d\d", text) else found.date().isoformat()


def _plausible(found: str, latest: datetime) -> bool:
    moment = datetime.fromisoformat(found)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.year >= _EARLIEST and moment <= latest
