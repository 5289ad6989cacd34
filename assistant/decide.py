"""From what was found to what is told, or to an abstention with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence import Evidence
from assistant.frame import Asked, Frame
from assistant.gather import Found, last_of
from assistant.judge import Verdict, judge
from assistant.plan import Plan, Scope
from assistant.roles import Fit
from assistant.select import Selection, best_of, distinct, list_of
from assistant.time_asked import month_fits
from assistant.write import party_asked_for

MOST_PARTIES = 6


@dataclass(frozen=True, slots=True)
class Decision:
    """``selection`` is what is told; None for an abstention, whose reason is in ``verdict``.

    ``unanswered`` are the parts of the question on which the articles are silent, if they answer another.
    """

    frame: Frame
    verdict: Verdict
    selection: Selection | None
    unanswered: tuple[str, ...] = ()


def decide(plan: Plan, found: Sequence[Found]) -> Decision:
    """Weigh what was found for a plan."""
    first = found[0]
    if plan.scope is Scope.EACH:
        return _each(found)
    verdict = judge(first.question, first.frame, first.evidence)
    if len(first.reports) > 1 and (verdict.reason is None or len(first.reports) > 2):
        told = Selection(first.reports, lines=True)
        return Decision(first.frame, Verdict(first.evidence, None, verdict.confidence), told)
    if verdict.reason:
        return Decision(first.frame, verdict, None)
    in_time = [item for item in verdict.evidence if month_fits(first.question, item.article) == 1]
    told = list_of(in_time) if plan.scope is Scope.LIST and in_time else best_of(verdict.evidence)
    if not told.lines and _tells_party(first.frame, told.items[0]):
        told = Selection(told.items[:1])  # the party is known: a second sentence adds words, not proof
    return Decision(first.frame, verdict, told)


def _tells_party(frame: Frame, best: Evidence) -> bool:
    """Whether a party is asked for, and the best sentence has it in its role."""
    if frame.asked is Asked.SOURCE:
        return best.fit is Fit.FITS
    return frame.asked is Asked.ADDRESSEE and party_asked_for(frame, best) is not None


def _each(found: Sequence[Found]) -> Decision:
    """One sentence a party, of those that there is one for."""
    decided = [(one, judge(one.question, one.frame, one.evidence)) for one in found[:MOST_PARTIES]]
    answered = [(one, verdict) for one, verdict in decided if verdict.reason is None]
    if not answered:
        return Decision(decided[0][0].frame, decided[0][1], None)
    told = distinct([verdict.evidence[0] for _, verdict in answered])
    least = min(verdict.confidence for _, verdict in answered)
    return Decision(
        answered[0][0].frame,
        Verdict(answered[0][1].evidence, None, least),
        Selection(tuple(told), lines=len(told) > 1),
        tuple(last_of(one.question) for one, verdict in decided if verdict.reason is not None),
    )
