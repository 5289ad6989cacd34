"""Runs of capitalised words: where names may stand in a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from corpus.actors.aliases import DATA, country, fold, gender_of_given_name, nouns
from corpus.actors.names import Kind, is_body_word, is_title, parse_name
from corpus.actors.when import last_day

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŸŹŻŽ"
WORD = rf"(?:(?:[Aa]l|[Aa]sh?|[Aa]r|[Ee]l|[Uu]l|d|l|O)[-’'‐‑])?[{_UPPER}][\w&\u0300-\u036f]*(?:[.’'‐‑-](?=\w)[\w&\u0300-\u036f]+)*(?:(?<=\b[A-Z])\.|(?<=\.[A-Z])\.|(?<=\b[JS]r)\.)?"  # noqa: E501
JOINT = r"(?:bin|ibn|bint|de|da|di|del|della|la|le|van|von|der|den|ten|ter|dos|das|du|al|el|abu|ben)"
_RUN = re.compile(rf"{WORD}(?:[ \u00a0]+(?:{JOINT}[ \u00a0]+){{0,2}}{WORD})*")
_TITLE_DOTS = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|Prof|Rev|St|Maj|Hon|Adm|Cmdr)\.\s*$")
_OF = re.compile(r"[ \u00a0]+(?:of|for|without|and)[ \u00a0]+(?:the[ \u00a0]+)?$")
_NO_NAME = re.compile(
    r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$|^(?:January|February|March|April|June|July|August|September|October|November|December)$"
    r"|^I(?:[’']\w+)?$|-(?:\w+ed|led|run|born|era|wide|style|like|made|area|held|funded)$"
)
_SHIFT = re.compile(
    r"(?:Last|Next|This|Early|Late|Earlier|Later)[ \u00a0]+(?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)"
)
_MANY_SIDED = frozenset(
    {"department", "ministry", "office", "bureau", "committee", "center", "centre", "institute", "agency"}
)
_QUOTES = '"“”'


@cache
def function_words() -> frozenset[str]:
    """Words that begin sentences with a capital without being names."""
    path = DATA / "function_words.txt"
    return frozenset(path.read_text(encoding="utf-8").split()) if path.exists() else frozenset()


def runs(text: str, starts: list[int], lower: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, joined over “of” in the names of bodies, without what merely begins a sentence."""
    begins = frozenset(starts)
    pending: tuple[int, int] | None = None
    for run in _RUN.finditer(text):
        for first, last in _cut(run.start(), run.end(), starts):
            start, end = _without_opening(text, first, len(text[:last].rstrip()), begins, lower)
            end = _without_last_day(text, start, end)
            if start >= end:
                continue
            if pending and start not in begins and _joined(text, pending, start):
                pending = (pending[0], end)
                continue
            if pending:
                yield pending
            pending = (start, end)
    if pending:
        yield pending


def _joined(text: str, before: tuple[int, int], start: int) -> bool:  # noqa: PLR0911
    """Whether a run goes on with the next: “Bank of ” + “Japan”, “Food and ” + “Drug Administration”."""
    gap, run = text[before[1] : start], text[before[0] : before[1]]
    if _TITLE_DOTS.search(run + gap) and not gap.strip(". \u00a0"):
        return True
    words = fold(run).split()
    if not words or len(gap) > 12 or not _OF.fullmatch(gap):
        return False
    ahead = re.match(r"(?:[A-Z][\w-]*[ \u00a0]){0,3}[A-Z][\w-]*", text[start : start + 80])
    coming = ahead.group().split() if ahead else []
    if " and" in gap:
        return _goes_on_after_and(words, coming, text[max(0, before[0] - 4) : before[0]])
    if " without" in gap:
        return True
    if is_title(words[-1]) and (any(gender_of_given_name(word) for word in coming[1:-1]) or words[-1] == "secretary"):
        return True
    if " for" in gap and len(words) < 3 and parse_name(run).kind is Kind.NAME:
        return bool(coming) and coming[-1].endswith("s")
    return is_body_word(words[-1])


def _goes_on_after_and(words: list[str], coming: list[str], before: str) -> bool:
    if not coming or country(" ".join(coming)) or parse_name(" ".join(coming)).kind is Kind.PERSON:
        return False
    if len(coming) > 1 and (
        (len(words) == 1 and before.lower() == "the ") or (len(words) == 2 and country(words[0].upper()))
    ):
        return is_body_word(fold(coming[-1])) and not country(words[-1].capitalize()) and not is_body_word(words[-1])
    return bool({"of", "for"} & set(words)) and words[0].removesuffix("s") in _MANY_SIDED


def _without_opening(text: str, start: int, end: int, begins: frozenset[int], lower: frozenset[str]) -> tuple[int, int]:
    """The run without words that have their capital from the start of a sentence or quotation."""
    opens = start in begins or text[max(0, start - 1) : start] in _QUOTES or text[max(0, start - 2) : start] == ": "
    shift = _SHIFT.match(text, start, end)
    start = shift.end() if shift else start
    while start < end:
        word = re.match(r"\S+", text[start:end])
        if word is None:
            break
        token = re.sub(r"[’']s$", "", word.group())
        folded = fold(token)
        common = (opens and folded in function_words() and not (token.isupper() and len(token) > 1)) or bool(
            _NO_NAME.search(token)
        )
        common = (
            common
            or (opens and folded in nouns("document"))
            or (opens and folded in lower and word.end() == end - start and not country(token))
        )
        if not common:
            break
        start += word.end()
        start += len(text[start:end]) - len(text[start:end].lstrip())
        opens = False
    return start, end


def _without_last_day(text: str, start: int, end: int) -> int:
    """Where a run ends without the day that something was done: “CNN Friday”, but “Super Tuesday”, which is one name.

    A single word before the day is a name of its own if it is in capitals, or stands elsewhere in the text without it.
    """
    stop = start + last_day(text[start:end])
    name = text[start:stop]
    if stop == end or " " in name or (name.isupper() and len(name) > 1):
        return stop
    elsewhere = re.finditer(rf"\b{re.escape(name)}\b(?![ \u00a0](?:\w+day)\b)", text)
    return stop if next(elsewhere, None) else end


def _cut(start: int, end: int, starts: list[int]) -> Iterator[tuple[int, int]]:
    """The parts of a run within their sentences."""
    at = bisect_right(starts, start)
    while at < len(starts) and starts[at] < end:
        yield start, starts[at]
        start, at = starts[at], at + 1
    yield start, end
