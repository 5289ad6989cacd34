"""What is parsed of an article: its sentences with full quotations folded away, and the quoted sentences by themselves.

A parser errs on a long quotation inside a sentence and finds its way in ``“It works,” an official said on Monday.``;
so each full quotation is parsed apart from the sentence that frames it. Fragments in quote marks stay where they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.attribution.acts import lemmas
from corpus.attribution.datelines import news_start
from corpus.attribution.quotations import Quotation, quotations
from corpus.sentences import sentence_spans

MAX_CHARACTERS = 1_500
MASK = "It works"
_WORD = re.compile(r"[^\W\d_]+")
_ENDING = ",.?!…—–"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a unit's text and the range of the article it stands for; ``quotation`` if it is folded away."""

    start: int
    end: int
    article: tuple[int, int]
    quotation: int | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """One text to parse. ``quotation`` is the number of the quotation it is part of, if it is quoted speech."""

    text: str
    pieces: tuple[Piece, ...]
    sentence: tuple[int, int]
    quotation: int | None = None

    def piece(self, offset: int) -> Piece:
        """The piece that an offset into ``text`` falls in."""
        return self.pieces[max(0, bisect_right([piece.start for piece in self.pieces], offset) - 1)]

    def to_article(self, start: int, end: int) -> tuple[int, int]:
        """The range of the article's text that ``text[start:end]`` stands for."""
        first, last = self.piece(start), self.piece(max(start, end - 1))
        begin = first.article[0] + (0 if first.quotation is not None else start - first.start)
        stop = last.article[1] if last.quotation is not None else last.article[0] + end - last.start
        return begin, max(begin, min(stop, last.article[1]))


@dataclass(frozen=True, slots=True)
class Outline:
    """An article's quotations, sentences and the units to parse."""

    quotations: tuple[Quotation, ...]
    sentences: tuple[tuple[int, int], ...]
    units: tuple[Unit, ...]


def outline(text: str) -> Outline:
    """What is to be parsed of a text, in order: only what can hold a statement."""
    quoted = tuple(quotations(text))
    sentences = tuple(sentence_spans(text))
    units: list[Unit] = []
    first = 0
    for sentence in sentences:
        while first < len(quoted) and quoted[first].end <= sentence[0]:
            first += 1
        here = []
        for number in range(first, len(quoted)):
            if quoted[number].start >= sentence[1]:
                break
            here.append(number)
        units.extend(unit for unit in _units(text, sentence, quoted, here) if _holds(unit))
    return Outline(quoted, sentences, tuple(units))


def _holds(unit: Unit) -> bool:
    """Whether a unit can hold a statement: it has a cue, or frames a quotation."""
    if len(unit.text) > MAX_CHARACTERS:
        return False
    if any(piece.quotation is not None for piece in unit.pieces):
        return True
    return any(word in _cue_words() for word in _WORD.findall(unit.text.lower()))


def _cue_words() -> frozenset[str]:
    global _CUES  # noqa: PLW0603
    if not _CUES:
        _CUES = (
            frozenset(lemmas("verb"))
            | frozenset(lemmas("noun"))
            | frozenset(lemmas("adj"))
            | {"according", "citing", "must", "will", "won"}
        )
    return _CUES


_CUES: frozenset[str] = frozenset()


def _units(text: str, sentence: tuple[int, int], quoted: Sequence[Quotation], here: list[int]) -> Iterator[Unit]:
    full: list[int] = []
    for number in here:
        if is_full(text, sentence, quoted[number], after_full=bool(full)):
            full.append(number)
    frame = _frame(text, sentence, quoted, full)
    if frame is not None:
        yield frame
    for number in full:
        inner = quoted[number].inner
        start, end = max(sentence[0], inner[0]), min(sentence[1], inner[1])
        if start < end:
            yield Unit(_dashed(text[start:end]), (Piece(0, end - start, (start, end)),), sentence, number)


def is_full(text: str, sentence: tuple[int, int], quotation: Quotation, *, after_full: bool) -> bool:
    """Whether a quotation is speech that stands by itself in its sentence, not a quoted fragment of a clause."""
    before = text[sentence[0] : max(sentence[0], quotation.start)].rstrip()
    after = text[min(sentence[1], quotation.end) : sentence[1]].strip(" .,;")
    inner = text[max(quotation.inner[0], sentence[0]) : min(quotation.inner[1], sentence[1])].strip()
    if not inner:
        return False
    if quotation.start < sentence[0] or quotation.end > sentence[1]:
        return True
    ends = inner[-1] in _ENDING or not after
    if not before:
        return ends and (inner[-1] in _ENDING or len(inner.split()) > 3)
    opens = inner[0].isupper() or (after_full and before[-1] in ",;")
    return ends and opens and (before[-1] in ",:;" or len(inner.split()) > 3)


def _frame(text: str, sentence: tuple[int, int], quoted: Sequence[Quotation], full: list[int]) -> Unit | None:
    """The sentence with its full quotations folded; None if nothing but quotation is left."""
    parts: list[str] = []
    pieces: list[Piece] = []
    length = 0

    def add(string: str, article: tuple[int, int], quotation: int | None = None) -> None:
        nonlocal length
        if string:
            pieces.append(Piece(length, length + len(string), article, quotation))
            parts.append(_dashed(string))
            length += len(string)

    position = news_start(text, sentence[0])
    for number in full:
        start, end = max(sentence[0], quoted[number].start), min(sentence[1], quoted[number].end)
        add(text[position:start], (position, start))
        add(_mask(text[start:end], last=end >= sentence[1]), (start, end), number)
        position = end
    add(text[position : sentence[1]], (position, sentence[1]))
    outside = "".join(part for part, piece in zip(parts, pieces, strict=True) if piece.quotation is None)
    return Unit("".join(parts), tuple(pieces), sentence) if _WORD.search(outside) else None


def _dashed(text: str) -> str:
    """Hyphens that stand for dashes as dashes, which the parser knows; of the same length."""
    return text.replace(" - ", " – ")


def _mask(quote: str, *, last: bool) -> str:
    return f"“{MASK}.”" if last else f"“{MASK},”" if quote.rstrip("”\"’' ")[-1:] in _ENDING else f"“{MASK}”"
