"""Whether to answer, from which evidence, and if not, why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Reason
from assistant.contrary import against
from assistant.evidence import Evidence
from assistant.features import NAMES, features
from assistant.frame import Frame
from assistant.roles import Fit
from assistant.sufficiency import model, sureness
from assistant.time_asked import is_of_time_asked
from assistant.words import say
from index.keywords import words

ABOUT = 0.6  # share of a question's words in a passage from which on the passage is about it
QUOTED = 3  # words, the commonest not counted, from which on a quotation in a question must stand in the evidence
_QUOTED = re.compile(r"[\"“‘]([^\"“”‘]{8,}?)[\"”’]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The evidence to answer from, or to show as closest, best first; a reason if there is no answer.

    ``confidence`` is the probability that the verdict is right; ``detail`` which kind of the reason it is, if it has
    kinds: “time” or “undated”.
    """

    evidence: tuple[Evidence, ...]
    reason: Reason | None
    confidence: float
    detail: str | None = None


def abstaining(reason: Reason, detail: str | None = None) -> str:
    """The sentence that says that the articles do not say it, and why.

    >>> abstaining(Reason.NO_EVIDENCE)
    'The articles do not say this.'
    """
    return say(f"no.{reason.value}.{detail}" if detail else f"no.{reason.value}")


def judge(question: str, frame: Frame, evidence: Sequence[Evidence]) -> Verdict:
    """Weigh the evidence, best first, for a question."""
    if not evidence:
        return Verdict((), Reason.OUT_OF_RANGE, 1.0)
    of_time = [is_of_time_asked(question, item.article) for item in evidence]
    if True not in of_time:  # before the roles: what was said at another time contradicts nothing
        detail = "undated" if of_time[0] is None else "time"
        return Verdict(tuple(evidence), Reason.OUT_OF_RANGE, 1 - sureness(question, frame, evidence).answerable, detail)
    unknown = [item for item, is_of_time in zip(evidence, of_time, strict=True) if is_of_time is None]
    evidence = [*(item for item in evidence if item not in unknown), *unknown]
    for contrary, reason in ((Fit.SWAPPED, Reason.ROLE_MISMATCH), (Fit.CONTRADICTED, Reason.FALSE_PREMISE)):
        opposed = against(evidence, contrary)
        if opposed:
            rest = tuple(item for item in evidence if item not in opposed)
            return Verdict((*opposed, *rest), reason, max(0.5, 1 - sureness(question, frame, evidence).answerable))
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


def _why(question: str, frame: Frame, evidence: Sequence[Evidence]) -> Reason:
    """Missing detail if the best evidence is about all that the question names, else no evidence at all."""
    values = dict(zip(NAMES, features(question, frame, evidence), strict=True))
    about = values["names_passage"] == 1.0 and values["covered_passage"] >= ABOUT
    return Reason.MISSING_DETAIL if about else Reason.NO_EVIDENCE
