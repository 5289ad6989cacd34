"""Whether to answer, from which evidence, and if not, why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Reason
from assistant.evidence import Evidence
from assistant.features import NAMES, features, month_fits
from assistant.frame import Frame
from assistant.roles import Fit
from assistant.sufficiency import model, sureness
from index.keywords import words

NEAR = 6.0  # how far below the best evidence a swapped or contrary statement still counts: benchmarks/sufficiency.py
ABOUT = 0.6  # share of a question's words in a passage from which on the passage is about it
QUOTED = 3  # words, the commonest not counted, from which on a quotation in a question must stand in the evidence
_QUOTED = re.compile(r"[\"“‘]([^\"“”‘]{8,}?)[\"”’]")
ABSTAINING: Mapping[Reason, str] = {
    Reason.NO_EVIDENCE: "The articles do not say.",
    Reason.ROLE_MISMATCH: "The articles do not say this: what they report has the parties the other way round.",
    Reason.FALSE_PREMISE: "The articles do not say this: what they report differs from it.",
    Reason.MISSING_DETAIL: "The articles report on this, but do not say that.",
    Reason.OUT_OF_RANGE: "No article that was searched is of that time and passes the filters.",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The evidence to answer from, or to show as closest, best first; a reason if there is no answer.

    ``confidence`` is the probability that the verdict is right.
    """

    evidence: tuple[Evidence, ...]
    reason: Reason | None
    confidence: float


def judge(question: str, frame: Frame, evidence: Sequence[Evidence]) -> Verdict:
    """Weigh the evidence, best first, for a question."""
    if not evidence:
        return Verdict((), Reason.OUT_OF_RANGE, 1.0)
    for contrary, reason in ((Fit.SWAPPED, Reason.ROLE_MISMATCH), (Fit.CONTRADICTED, Reason.FALSE_PREMISE)):
        against = _against(evidence, contrary)
        if against:
            rest = tuple(item for item in evidence if item not in against)
            return Verdict((*against, *rest), reason, max(0.5, 1 - sureness(question, frame, evidence).answerable))
    if not any(month_fits(question, item.article) for item in evidence):
        return Verdict(tuple(evidence), Reason.OUT_OF_RANGE, 1 - sureness(question, frame, evidence).answerable)
    quoting = [item for item in evidence if _has_quoted(question, item)]
    if not quoting:
        return Verdict(tuple(evidence), Reason.FALSE_PREMISE, 1 - sureness(question, frame, evidence).answerable)
    evidence = [*quoting, *(item for item in evidence if item not in quoting)]
    sure = sureness(question, frame, evidence)
    if sure.answerable < model().threshold:
        return Verdict(tuple(evidence), _why(question, frame, evidence), 1 - sure.answerable)
    return Verdict(tuple(evidence), None, sure.right)


def _has_quoted(question: str, evidence: Evidence) -> bool:
    """Whether a passage has the words that the question puts in quotation marks, if it quotes more than a title."""
    passage = " ".join(words(evidence.passage_span.of(evidence.article.text)))
    quoted = [" ".join(words(found)) for found in _QUOTED.findall(question)]
    return all(said in passage for said in quoted if len(said.split()) >= QUOTED)


def is_contrary(evidence: Sequence[Evidence]) -> bool:
    """Whether a question is refused because the articles have its roles swapped, or the opposite of its act."""
    return any(_against(evidence, contrary) for contrary in (Fit.SWAPPED, Fit.CONTRADICTED))


def _against(evidence: Sequence[Evidence], contrary: Fit) -> tuple[Evidence, ...]:
    """Evidence near the best with contrary roles, unless a statement that fits is as near."""
    best = max(item.relevance for item in evidence)
    near = [item for item in evidence if item.relevance >= best - NEAR]
    if any(item.fit is Fit.FITS for item in near):
        return ()
    return tuple(item for item in near if item.fit is contrary)


def _why(question: str, frame: Frame, evidence: Sequence[Evidence]) -> Reason:
    """Missing detail if the best evidence is about all that the question names, else no evidence at all."""
    values = dict(zip(NAMES, features(question, frame, evidence), strict=True))
    about = values["names_passage"] == 1.0 and values["covered_passage"] >= ABOUT
    return Reason.MISSING_DETAIL if about else Reason.NO_EVIDENCE
