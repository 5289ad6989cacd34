"""The one place where text changes. Offsets exist only after it.

Whole lines are kept or dropped, and within a kept line characters are replaced one for one or removed
if they are invisible, so that every quote of the clean text is found in the original as a reader sees it.
"""

from __future__ import annotations

import re
from importlib.resources import files

from corpus.comments import comments_start

_INVISIBLE = {
    *range(0x09), *range(0x0E, 0x20), 0x7F, *range(0x80, 0x85), *range(0x86, 0xA0),  # controls
    0xAD, 0xFEFF, 0x200B, 0x2060, *range(0xFFF9, 0xFFFC),  # soft hyphen, BOM, zero width, annotation marks
    0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A),  # direction marks, which can disguise text
}  # fmt: skip
_SPACES = {0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000}  # tab, and what Unicode calls Zs
_REPLACED = (
    dict.fromkeys(map(chr, _INVISIBLE), "")
    | dict.fromkeys(map(chr, _SPACES), " ")
    | dict.fromkeys(map(chr, range(0xD800, 0xE000)), "\ufffd")
)
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def _patterns(section: str) -> re.Pattern[str]:
    """The alternatives of one section of ``boilerplate.txt``, each for a whole line."""
    found, wanted = [], False
    for line in files("corpus").joinpath("boilerplate.txt").read_text("utf-8").splitlines():
        if re.fullmatch(r"\[\w+\]", line):
            wanted = line == f"[{section}]"
        elif wanted and line and not line.startswith("#"):
            found.append(line)
    return re.compile(rf"(?:{'|'.join(found)})", re.IGNORECASE)


_LINE = _patterns("line")
_CAPTION = _patterns("caption")
_TAIL = _patterns("tail")


def clean(raw: str) -> str:
    r"""Clean text: lines stripped, at most one empty line between them, boilerplate lines gone.

    >>> clean("Breadcrumb\r\nTalks\u00a0fail\r\n\r\n\r\nA deal is far.\nSource link\n\nLeave a Comment\nName *\n")
    'Talks fail\n\nA deal is far.'
    """
    text = _LINE_ENDS.sub("\n", raw)
    for character in _REPLACED.keys() & set(text):  # few, if any: faster than to translate all
        text = text.replace(character, _REPLACED[character])
    lines = [line.strip() for line in text.split("\n")]
    kept = [line for line in lines[: _tail_start(lines)] if not is_boilerplate(line) and not _TAIL.fullmatch(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")


def is_boilerplate(line: str) -> bool:
    """Whether a stripped line belongs to the page and not to the article.

    >>> is_boilerplate("Soldiers at the crossing, July 4. [Getty]"), is_boilerplate("He left.")
    (True, False)
    """
    return bool(line) and bool(_LINE.fullmatch(line) or _CAPTION.fullmatch(line))


def _tail_start(lines: list[str]) -> int:
    """Where comments and forms begin, which run to the end of the page; forms never in its first half.

    In the first half a form's line is a link to the form below: dropped by itself.
    """
    comments = comments_start(lines)
    if comments is not None:
        return comments
    for number in range(len(lines) // 2, len(lines)):
        if _TAIL.fullmatch(lines[number]):
            return number
    return len(lines)
