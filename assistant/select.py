"""Which of the evidence an answer tells, and in what form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.changes import in_order
from assistant.evidence import Evidence
from assistant.roles import Fit
from corpus.duplicates import canonical_order

MAX_SENTENCES = 2
MARGIN = 1.5  # a second sentence is told if its score is this close to the first: benchmarks/sufficiency.py
MOST_ITEMS = 8
LISTED = 6.0  # how far below the best an item of a list may score whose roles fit


@dataclass(frozen=True, slots=True)
class Selection:
    """What is told, in its order; at least one. ``lines``: one line an item, with its date and outlet."""

    items: tuple[Evidence, ...]
    lines: bool = False


def best_of(evidence: Sequence[Evidence]) -> Selection:
    """The best sentence and, if it is as good, the next."""
    near = [item for item in evidence if item.score >= evidence[0].score - MARGIN]
    return Selection(tuple(distinct(near)[:MAX_SENTENCES]))


def list_of(evidence: Sequence[Evidence]) -> Selection:
    """All that fits the roles asked for, oldest first, one line each; if that is but one sentence, as ``best_of``."""
    near = [item for item in evidence if item.score >= evidence[0].score - LISTED and item.fit is Fit.FITS]
    items = distinct(near)[:MOST_ITEMS]
    return Selection(tuple(in_order(items)), lines=True) if len(items) > 1 else best_of(evidence)


def distinct(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Evidence without sentences that were told already, in the same words.

    Of articles that have the same sentence, with the same fit to the question, the first to report is cited
    (corpus.duplicates.canonical_order).
    """
    same: dict[str, list[Evidence]] = {}
    for item in evidence:
        same.setdefault("".join(filter(str.isalnum, item.text.casefold())), []).append(item)
    return [_first([item for item in items if item.fit is items[0].fit]) for items in same.values()]


def _first(items: Sequence[Evidence]) -> Evidence:
    return items[canonical_order([item.article for item in items])[0]]
