"""From a plan to what was found for each of its questions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.changes import figure_reports, figures, reports
from assistant.evidence import PASSAGES, Evidence, find_evidence
from assistant.frame import Frame, frame_of
from assistant.plan import Plan, Scope
from index.archive import Archive
from index.filters import Filters
from index.rerank import Reranker


@dataclass(frozen=True, slots=True)
class Found:
    """One question of a plan with its evidence, best first; for a change, also its ``reports``, oldest first."""

    question: str
    frame: Frame
    evidence: tuple[Evidence, ...]
    reports: tuple[Evidence, ...] = ()


def gather(
    plan: Plan, asked: str, index: Archive, reranker: Reranker, filters: Filters, *, follow_up: str | None = None
) -> tuple[Found, ...]:
    """What was found for each question of a plan. ``asked`` is the question whose frame is read if there is but one.

    ``follow_up`` is the question as it was asked, if it was made to stand alone.
    """
    found = []
    for question in plan.questions:
        part = last_of(question) if plan.scope is Scope.EACH else None
        frame = frame_of(part or (asked if question == asked or follow_up else question), question)
        joined = part if part and part != question else follow_up
        evidence = tuple(find_evidence(question, frame, index, reranker, filters, follow_up=joined))
        told = _reports(question, evidence, index, reranker, filters) if plan.scope is Scope.CHANGE else ()
        found.append(Found(question, frame, evidence, told))
    return tuple(found)


def last_of(question: str) -> str:
    """The last of questions that were joined to one that stands alone."""
    return re.split(r"(?<=\?) ", question)[-1]


def _reports(
    question: str, evidence: tuple[Evidence, ...], index: Archive, reranker: Reranker, filters: Filters
) -> tuple[Evidence, ...]:
    """Figures over time if the best evidence has one, else what each article reports."""
    if not evidence:
        return ()
    if figures(evidence[0].text):
        return tuple(figure_reports(question, index.search(question, PASSAGES, filters), reranker))
    return tuple(reports(evidence))
