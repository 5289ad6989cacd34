"""The date of publication that a page shows to its readers, where machines are told none."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = re.compile(
    rf"\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d\b|\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? (?:19|20)\d\d\b|"
    r"\b(?:19|20)\d\d-\d\d-\d\d\b",
    re.IGNORECASE,
)
_OTHER_KIND = re.compile(r"updat|modif|edit|review|copyright|©|expire|event", re.IGNORECASE)
_OF_PUBLICATION = re.compile(r"publish|posted|\bon\b.*\bat\b|\d{1,2}[:.]\d\d", re.IGNORECASE)
_MAX_LINE = 120  # characters of a line that is about the article, such as “By A. Writer, 3 May 2024”
_MAX_ELEMENTS = 20_000
_NOT_SHOWN = ("script", "style", "noscript", "template", "aside", "footer", "nav")
_ELSEWHERE = re.compile(r"related|comment|sidebar|recent|widget|tweet|disqus", re.IGNORECASE)


def shown_date(tree: Any) -> str | None:
    """The day that a page gives for its article in what readers see, None where that cannot be told.

    A short line that speaks of publication, or has a time of day with the date, counts most. Else htmldate reads the
    page without its scripts, comments and lists of other articles; what it finds is not believed where the page shows
    several days.
    """
    pruned = _pruned(tree)
    marked: list[str] = []
    plain: list[str] = []
    for text in _short_lines(pruned):
        days = _DAY.findall(text)
        if len(days) == 1 and not _OTHER_KIND.search(text):
            day = _english_day(days[0])
            if day is not None:
                (marked if _OF_PUBLICATION.search(_DAY.sub(" ", text)) else plain).append(day)
    if len(set(marked)) == 1:
        return marked[0]
    found = _by_htmldate(pruned)
    if found is not None and _is_guess(found, pruned):
        return None
    other_days = set(plain + marked)
    return found if len(other_days) < 2 or found == (plain + marked)[0] else None


def _english_day(text: str) -> str | None:
    from corpus.formats.page_dates import parse_loosely

    found = parse_loosely(re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", text))
    return found[:10] if found else None


def _pruned(tree: Any) -> Any:
    pruned = copy.deepcopy(tree)
    most = len(pruned.text_content()) / 2  # what holds most of the page is its article, whatever it is called
    gone = [
        element
        for element in pruned.iter()
        if isinstance(element.tag, str)
        and element.tag not in ("html", "body", "main", "article")
        and (element.tag in _NOT_SHOWN or _ELSEWHERE.search(f"{element.get('class')} {element.get('id')}"))
    ]
    for element in gone + _of_changes(pruned):
        if element.getparent() is not None and (element.tag in _NOT_SHOWN or len(element.text_content()) < most):
            element.drop_tree()
    return pruned


def _of_changes(tree: Any) -> list[Any]:
    """The meta tags that tell machines when a page was changed, which htmldate takes where there is nothing else."""
    keys = ("property", "name", "itemprop", "http-equiv")
    return [meta for meta in tree.iter("meta") if _OTHER_KIND.search(" ".join(filter(None, map(meta.get, keys))))]


def _short_lines(tree: Any) -> Iterator[str]:
    """The text of each element that is short, outer ones before inner ones."""
    taken: set[Any] = set()
    for number, element in enumerate(tree.iter()):
        if number >= _MAX_ELEMENTS:
            return
        if not isinstance(element.tag, str) or element.tag in ("head", "title") or element.getparent() in taken:
            taken.add(element)
            continue
        text = " ".join(element.text_content().split())
        if len(text) <= _MAX_LINE:
            taken.add(element)
            yield text


def _is_guess(found: str, tree: Any) -> bool:
    """Whether a day could as well be another, as 03/04/2024 can be in English: the page has it in figures alone."""
    year, month, day = found[:10].split("-")
    if int(day) > 12 or day == month or not (tree.get("lang") or "en").lower().startswith("en"):
        return False
    values = [f"{tag.get('content')}" for tag in tree.iter("meta")]
    text = f"{' '.join(values)} {tree.text_content()}"
    figures = rf"\b0?{int(day)}[./-]0?{int(month)}[./-]{year}|\b0?{int(month)}[./-]0?{int(day)}[./-]{year}"
    return re.search(figures, text) is not None and found[:10] not in text


def _by_htmldate(tree: Any) -> str | None:
    from htmldate import find_date

    try:
        found = find_date(tree, original_date=True, extensive_search=False, deferred_url_extractor=True)
    except (ValueError, TypeError, AttributeError, IndexError, RecursionError, OverflowError):
        return None  # what htmldate raises on pages that are broken enough
    return found if isinstance(found, str) else None
