"""Evidence that has a question's roles the other way round, or the opposite of its act."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.roles import Fit

NEAR = 3.0  # how far below the best in likeness a swapped or contrary statement still counts: benchmarks/sufficiency.py
READING = 15.0  # and in score


def against(evidence: Sequence[Evidence], contrary: Fit) -> tuple[Evidence, ...]:
    """Evidence near the best with contrary roles, ``SWAPPED`` or ``CONTRADICTED``, unless one that fits is as near."""
    weighed = [item for item in evidence if item.likeness is not None] or evidence
    best = max(_likeness(item) for item in weighed)
    near = [item for item in weighed if _likeness(item) >= best - NEAR]
    if any(item.fit is Fit.FITS for item in near):
        return ()
    least = max(item.score for item in evidence) - READING
    return tuple(item for item in near if item.fit is contrary and item.score >= least)


def is_contrary(evidence: Sequence[Evidence]) -> bool:
    """Whether evidence near the best has the roles swapped, or the opposite of the act."""
    return any(against(evidence, contrary) for contrary in (Fit.SWAPPED, Fit.CONTRADICTED))


def _likeness(item: Evidence) -> float:
    return item.relevance if item.likeness is None else item.likeness
