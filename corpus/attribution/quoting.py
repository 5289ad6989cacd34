"""Whose a quotation is, over sentences and paragraphs, and the quotations as content."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.found import Found
from corpus.attribution.grammar import Range
from corpus.attribution.quotations import Quotation
from corpus.attribution.units import Outline

_EDGES = ' \t\n,;:“”"‘'
_MAX_RUN = 12


def speakers(text: str, drawn: Outline, found: Sequence[Found]) -> dict[int, int]:
    """From a quotation's number to that of the statement that it is a content of.

    A quotation with nobody of its own that follows straight on one that has, or on the sentence that frames one,
    runs on with the same speaker.
    """
    spoken: dict[int, int] = {}
    for number, one in enumerate(found):
        if one.telling or one.folded:
            for quotation in one.folded:
                spoken.setdefault(quotation, number)
    for number in range(1, len(drawn.quotations)):
        before = number - 1
        if number not in spoken and before in spoken and _runs_on(text, drawn, found[spoken[before]], number):
            spoken[number] = spoken[before]
    return spoken


def _runs_on(text: str, drawn: Outline, speech: Found, number: int) -> bool:
    """Whether a quotation follows a speech’s sentence or quotation with nothing between, and fills its sentences."""
    quotation = drawn.quotations[number]
    end = max(speech.parsed.unit.sentence[1], drawn.quotations[number - 1].end)
    follows = quotation.start >= end and not text[end : quotation.start].strip()
    return follows and _fills(text, drawn, quotation)


def _fills(text: str, drawn: Outline, quotation: Quotation) -> bool:
    for start, end in drawn.sentences:
        if start < quotation.end and quotation.start < end:
            if text[start : quotation.start].strip() if start < quotation.start else False:
                return False
            if end > quotation.end and text[quotation.end : end].strip(" .,"):
                return False
    return True


def contents(text: str, drawn: Outline, one: Found, number: int, spoken: dict[int, int]) -> tuple[Range, ...]:
    """The content of a statement with its folded quotations unfolded, in all their sentences, and those that run on."""
    mine = [quotation for quotation, owner in spoken.items() if owner == number or quotation in one.folded]
    parts: list[Range] = []
    for start, end in one.content:
        folded = [q for q in mine if drawn.quotations[q].start < end and start < drawn.quotations[q].end]
        parts.extend(_without(start, end, [drawn.quotations[q] for q in folded]))
    for quotation in sorted(mine)[:_MAX_RUN]:
        parts.extend(_sentences(drawn, drawn.quotations[quotation]))
    tidied = [tidy(text, *part) for part in parts]
    return tuple(sorted({part for part in tidied if part[0] < part[1]}))


def _without(start: int, end: int, folded: list[Quotation]) -> list[Range]:
    rest, position = [], start
    for quotation in folded:
        if quotation.start > position:
            rest.append((position, quotation.start))
        position = max(position, quotation.end)
    if position < end:
        rest.append((position, end))
    return rest if folded else [(start, end)]


def _sentences(drawn: Outline, quotation: Quotation) -> list[Range]:
    start, end = quotation.inner
    return [(max(start, begin), min(end, stop)) for begin, stop in drawn.sentences if begin < end and start < stop]


def tidy(text: str, start: int, end: int) -> Range:
    """A range without white space, commas and lone quote marks at its edges, and without a last full stop."""
    while start < end and (text[start] in " \t\n,;:”’–—-" or _lone(text, start, end, start)):
        start += 1
    while start < end and (
        (text[end - 1] in " \t\n,;:“‘–—-.?!" and not _abbreviates(text, end)) or _lone(text, start, end, end - 1)
    ):
        end -= 1
    doubled = text.startswith("''", start), text.endswith("''", start, end)
    if end - start > 4 and (doubled == (True, True) or text.count("''", start, end) == 1):
        start, end = start + 2 * doubled[0], end - 2 * doubled[1]
    return start, end


def _abbreviates(text: str, end: int) -> bool:
    return text[end - 1] == "." and text[max(0, end - 4) : end].count(".") > 1


def _lone(text: str, start: int, end: int, at: int) -> bool:
    """Whether a quote mark at an edge has no partner within the range, or the range is one whole quotation."""
    mark, inside = text[at], text[start:end]
    if mark not in '“”"':
        return False
    if mark == '"':
        return inside.count('"') % 2 == 1 or (
            inside[0] == inside[-1] == '"' and inside.count('"') == 2 and len(inside) > 1
        )
    whole = inside[0] == "“" and inside[-1] == "”" and inside.count("“") == 1
    return whole or inside.count("“") != inside.count("”")
