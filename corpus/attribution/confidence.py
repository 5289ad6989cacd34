"""How far a statement is to be trusted: the share of its kind that is right."""

from __future__ import annotations

from corpus.attribution.found import Found
from corpus.statement import Act

# The share that is right by source, act and content, on the tune half of benchmarks.statements together with 175 that
# were judged by eye in articles without gold (docs/statements.md).
QUOTED, ACCORDING, TOLD, STANCE = 0.96, 0.95, 0.94, 0.86
ACTS = {"verb": 0.83, "adj": 0.82, "noun": 0.85, "must": 0.85, "will": 0.85, "tagged": 0.7, "phrase": 0.85}
INNER = 0.08  # less, within quoted speech: the parse has less to hold on to
NOBODY = 0.1  # less, where nobody is named as the source


def confidence(one: Found) -> float:
    """The chance, 0 to 1, that source, act and content are right; by the kind of statement, not by its words."""
    sure = _state(one) if one.act is Act.STATE else ACTS[one.part]
    sure -= INNER if one.parsed.unit.quotation is not None else 0
    return round(sure - (NOBODY if one.source_range is None else 0), 2)


def _state(one: Found) -> float:
    if one.part == "phrase":
        return ACCORDING
    if one.folded:
        return QUOTED
    return TOLD if one.telling else STANCE
