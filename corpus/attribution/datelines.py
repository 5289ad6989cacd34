"""Where the news begins after a dateline: “OSLO, Norway (AP) — The mayor …”."""

from __future__ import annotations

import re

_WORD = r"[A-Z][\w.’'-]*"
_DASH = r"(?:--|[—–−-])"
_PLACE = re.compile(
    rf"(?:[A-Z][A-Z.’'-]{{2,}}(?:[ ,]+{_WORD}){{0,6}}(?:\s*\([^()\n]{{1,40}}\)\s*:|(?:\s*\([^()\n]{{1,40}}\))?\s*{_DASH})"  # OSLO, Norway —
    rf"|{_WORD}(?:[ ,]+{_WORD}){{0,5}}\s*\([^()\n]{{1,40}}\)\s*(?:{_DASH}|:)"  # Oslo (AP) —
    rf"|{_WORD}(?: {_WORD}){{0,2}}(?:, {_WORD}(?: {_WORD}){{0,2}})?\s+{_DASH}(?![^\n]{{0,200}}?\s{_DASH}\s))"  # Oslo, Norway —
    r"\s+(?=[\"“‘']?[A-Z\d])"
)
_LEAD = re.compile(r"\s*[—–−•▪-]+\s+")


def news_start(text: str, start: int) -> int:
    """Where a sentence begins behind a dateline or a dash, if it stands at the beginning of its paragraph.

    >>> text = "OSLO, Norway (AP) — The mayor left."
    >>> text[news_start(text, 0):]
    'The mayor left.'
    >>> news_start("Oslo is cold.", 0)
    0
    """
    if start and text[start - 1] != "\n":
        return start
    lead = _LEAD.match(text, start) or _PLACE.match(text, start, start + 120)
    return lead.end() if lead is not None else start
