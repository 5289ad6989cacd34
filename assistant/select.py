"""Which of the evidence an answer tells, and in what form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.changes import in_order
from assistant.evidence import CONTRARY, Evidence
from assistant.roles import Fit
from assistant.words import say
from corpus.duplicates import canonical_order, normalised
from corpus.repetition import repeats, retold, told

MAX_SENTENCES = 2
MARGIN = 2.0  # how near to the best in score a second sentence is told
FITTING_WITHIN, BORNE_OUT = 10.0, 0.0  # and how near if its roles fit and its support is above that (docs/support.md)
MOST_ITEMS = 8
LONG_WORDS = 8  # of fewer, a word more may be all the difference: “The bridge fell again”
LISTED = 0.0  # what an item of a list must read above, unless it is told as one whose roles fit


@dataclass(frozen=True, slots=True)
class Selection:
    """What is told, in its order; at least one. ``lines``: one line an item, with its date and outlet."""

    items: tuple[Evidence, ...]
    lines: bool = False


def best_of(evidence: Sequence[Evidence]) -> Selection:
    """The best sentence and, if it is as good, the next."""
    best = evidence[0].score
    near = [item for item in evidence if item.score >= best - MARGIN or _fits_near(item, best)]
    return Selection(tuple(distinct(near)[:MAX_SENTENCES]))


def list_of(evidence: Sequence[Evidence]) -> Selection:
    """All that says what is asked, oldest first, one line each; if that is but one sentence, as ``best_of``."""
    saying = [
        item
        for item in evidence
        if item.fit not in CONTRARY and (item.read > LISTED or _fits_near(item, evidence[0].score))
    ]
    items = distinct(saying)[:MOST_ITEMS]
    return Selection(tuple(in_order(items)), lines=True) if len(items) > 1 else best_of(evidence)


def _fits_near(item: Evidence, best: float) -> bool:
    borne_out = item.support is not None and item.support > BORNE_OUT
    return item.fit is Fit.FITS and borne_out and item.score >= best - FITTING_WITHIN


def order_note(selection: Selection) -> str | None:
    """What a reader must know of the order of lines: that dates are missing. None if none is."""
    undated = sum(item.article.published is None for item in selection.items)
    if not selection.lines or not undated:
        return None
    if undated == len(selection.items):
        return say("note.no_order")
    return say("note.some_order", undated=undated, all=len(selection.items))


def distinct(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Evidence without sentences that say nothing beyond one that is told already, or that is told with more words.

    Of articles that have the same sentence, with the same fit to the question, the first to report is cited
    (corpus.duplicates.canonical_order).
    """
    groups: list[list[Evidence]] = []
    for item in evidence:
        same = next((group for group in groups if _says_the_same(item.text, group[0].text)), None)
        if same is None:
            groups.append([item])
        else:
            same.append(item)
    return [_first([item for item in group if item.fit is group[0].fit]) for group in groups]


def _says_the_same(one: str, other: str) -> bool:
    words = normalised(one), normalised(other)
    if words[0] == words[1] or min(map(len, words)) < LONG_WORDS:
        return words[0] == words[1]
    return repeats(retold(one), told(other)) or repeats(retold(other), told(one))


def _first(items: Sequence[Evidence]) -> Evidence:
    return items[canonical_order([item.article for item in items])[0]]
