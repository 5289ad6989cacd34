"""Where the news begins after a dateline: “OSLO, Norway (AP) — The mayor …”."""

from __future__ import annotations

import re

_WORD = r"[A-Z][\w.’'-]*"
_DASH = r"(?:--|[—–−-])"
_OUTLET = r"\s*\([^()\n]{1,40}\)"
_NO_MORE = rf"(?![^\n]{{0,200}}?\s{_DASH}\s)"
_PLACE = re.compile(
    r"(?:"
    rf"[A-Z][A-Z.’'-]{{2,}}(?:[ ,]+{_WORD}){{0,6}}(?:{_OUTLET}\s*:|(?:{_OUTLET})?\s*{_DASH})|"  # OSLO, Norway —
    rf"{_WORD}(?:[ ,]+{_WORD}){{0,5}}{_OUTLET}\s*(?:{_DASH}|:)|"  # Oslo (AP) —
    rf"{_WORD}(?: {_WORD}){{0,2}}(?:, {_WORD}(?: {_WORD}){{0,2}})?\s+{_DASH}{_NO_MORE}"  # Oslo, Norway —
    r")\s+(?=[\"“‘']?[A-Z\d])"
)
_LINK = re.compile(r"[A-Z][^\n:.?!\"“]{1,40}:(?=[\"“‘']?[A-Z])")  # More:Mayor to leave
_LEAD = re.compile(r"\s*[—–−•▪-]+\s+")


def news_start(text: str, start: int) -> int:
    """Where a sentence begins behind a dateline, a dash or a link's label at the beginning of its paragraph.

    >>> text = "OSLO, Norway (AP) — The mayor left."
    >>> text[news_start(text, 0):]
    'The mayor left.'
    >>> news_start("More:Mayor leaves", 0), news_start("Oslo is cold.", 0)
    (5, 0)
    """
    if start and text[start - 1] != "\n":
        return start
    near = text[start : start + 240]
    lead = _LEAD.match(near) or _PLACE.match(near) or _LINK.match(near)
    return start + lead.end() if lead is not None else start
