"""A reply read as text: sentences with the ids that they carry. Nothing in it is followed, opened or rendered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.verify import sentences
from corpus.sentences import sentence_spans

_THOUGHT = re.compile(r"\A\s*<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL)
_SEVERAL = re.compile(r"[\[【](\d{1,3}(?:\s*[,;]\s*\d{1,3})+)[\]】]")
_ONE = re.compile(r"【(\d{1,3})】|\[\^(\d{1,3})\]")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_EMPHASIS = re.compile(r"\*\*|__|`|^\s*#+\s+")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e01ef]"
)
MOST_SENTENCES = 24


@dataclass(frozen=True, slots=True)
class Proposed:
    """A sentence of the model without its markers, and the ids that it carries, in order."""

    words: str
    ids: tuple[int, ...]


def read_reply(text: str) -> list[Proposed]:
    """The sentences of a reply, at most ``MOST_SENTENCES``; one without a marker of its own has no ids.

    >>> read_reply("- **Norway** asked [1, 2]. It was tired. Denmark said no.[1]")  # doctest: +ELLIPSIS
    [Proposed(words='Norway asked', ids=(1, 2)), Proposed(words='It was tired.', ids=()), Proposed(... ids=(1,))]
    """
    return [one for line in _cleaned(text).split("\n") for one in _of_line(line)][:MOST_SENTENCES]


def visible(text: str) -> str:
    """A text without control characters, direction marks and whatever else takes no room."""
    return _INVISIBLE.sub("", text)


def finished(text: str) -> str:
    """The part of a reply that is still being written up to which its sentences are whole.

    >>> finished("One [1]. Two [2]. Thr")
    'One [1]. Two [2].'
    """
    end = max((found.end() for found in re.finditer(r"\][.!?]?(?=\s)|\n", text)), default=0)
    return text[:end]


def _cleaned(text: str) -> str:
    text = visible(_THOUGHT.sub("", text))
    text = _SEVERAL.sub(lambda found: "".join(f"[{one.strip()}]" for one in re.split("[,;]", found[1])), text)
    return _ONE.sub(lambda found: f"[{found[1] or found[2]}]", text)


def _of_line(line: str) -> Iterator[Proposed]:
    line = " ".join(_EMPHASIS.sub("", _BULLET.sub("", line)).split())
    for words, ids, _ in sentences(line):
        *before, (start, end) = list(sentence_spans(words)) or [(0, 0)]
        yield from (Proposed(words[a:b].strip(), ()) for a, b in before)
        last = words[start:end].strip()
        if any(mark.isalnum() for mark in last):
            yield Proposed(last, tuple(dict.fromkeys(ids)))
