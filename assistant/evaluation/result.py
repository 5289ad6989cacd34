"""What came of one question of a QA set: the answer and its scores."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import Answer, Citation, Nearest
from assistant.evaluation.metrics import (
    citation_precision,
    citation_recall,
    markers_resolved,
    nugget_found,
    nugget_recall,
    overlaps_any,
    verbatim_share,
)
from assistant.evaluation.qa_set import QaItem, half
from corpus.span import Span

Scores = Mapping[str, float | None]

ANSWER_SCORES = {
    "right": "results that are right",
    "nugget_recall": "nugget recall",
    "citation_recall": "citation recall",
    "citation_precision": "citation precision",
    "citation_precision_answerable": "citation precision, answerable only",
    "verbatim": "quotes verbatim",
    "markers": "markers resolved",
    "true_abstention": "true abstention",
    "false_abstention": "false abstention (lower is better)",
    "swap": "role-swapped, refused or answered rightly",
    "not_stated": "unanswerable, refused or answered rightly",
}
SWAP = "swap"  # the kind of questions whose roles are the other way round in the articles
_YES_NO = re.compile(r"(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could|should|may|might)\b", re.I)
_NO = re.compile(r"no\b", re.IGNORECASE)
LOWER_IS_BETTER = frozenset({"false_abstention"})


@dataclass(frozen=True, slots=True)
class Result:
    """One question's result. A score that is not defined for it is None.

    ``right``: an unanswerable question was abstained on or answered rightly (see ``says_no``), or an answerable one was
    answered with all its nuggets; None if it was answered and has no nuggets. ``missed`` are the nuggets not told.
    ``timing_ms`` has the assistant's stages and ``total``, all as measured around the call.
    """

    id: str
    kind: str
    half: str | None
    question: str
    turns: tuple[str, ...]
    answerable: bool
    answer: str
    abstained: bool
    reason: str | None
    confidence: float
    right: bool | None
    scores: Scores
    missed: tuple[tuple[str, ...], ...]
    citations: tuple[Mapping[str, Any], ...]
    timing_ms: Mapping[str, float]


def judge(item: QaItem, answer: Answer, texts: dict[str, str], retrieval: Scores, total_ms: float) -> Result:
    """Score an answer. ``texts`` has the text of each article that the answer quotes, by id."""
    right = _is_right(item, answer)
    scores = {"right": None if right is None else float(right), **answer_scores(item, answer, texts), **retrieval}
    return Result(
        id=item.id,
        kind=item.kind,
        half=half(item.id),
        question=item.question.question,
        turns=item.question.turns,
        answerable=item.answerable,
        answer=answer.answer,
        abstained=answer.abstained,
        reason=answer.reason,
        confidence=answer.confidence,
        right=right,
        scores=scores,
        missed=_missed(item, answer),
        citations=tuple(_citations(item, answer)),
        timing_ms={**answer.timing_ms, "total": total_ms},
    )


def answer_scores(item: QaItem, answer: Answer, texts: dict[str, str]) -> dict[str, float | None]:
    """The scores of an answer (CONTRACT: what the scores mean), by the names of ANSWER_SCORES.

    Nugget and citation recall are those of answerable questions. A citation in the answer to an unanswerable question
    is a wrong one; in the answer to an answerable question whose set gives no evidence, it can't be judged.
    """
    cited = [Span(citation.article, citation.start, citation.end) for citation in answer.citations]
    judgeable = bool(item.evidence) or not item.answerable
    precision = citation_precision(item.evidence if item.answerable else (), cited) if judgeable else None
    abstained = float(answer.abstained)
    refused = None if item.answerable else float(answer.abstained or says_no(item, answer))
    return {
        "nugget_recall": _told(item, answer) if item.answerable else None,
        "citation_recall": citation_recall(item.evidence, cited) if item.answerable else None,
        "citation_precision": precision,
        "citation_precision_answerable": precision if item.answerable else None,
        "verbatim": verbatim_share(_quotes(answer), texts),
        "markers": None if answer.abstained else float(_markers_resolved(answer)),
        "true_abstention": None if item.answerable else abstained,
        "false_abstention": abstained if item.answerable else None,
        "swap": refused if item.kind == SWAP else None,
        "not_stated": refused,
    }


def says_no(item: QaItem, answer: Answer) -> bool:
    """Whether “Did Denmark ask Norway …?” is answered with no, citing what the articles have instead, if that is known.

    A question that takes the wrong for true (“Why did Denmark ask …?”) has no right answer but a refusal.
    """
    if answer.abstained or not _YES_NO.match(item.question.question) or not _NO.match(answer.answer):
        return False
    cited = [Span(one.article, one.start, one.end) for one in answer.citations]
    return all(any(overlaps_any(span, cited) for span in group) for group in item.contrary)


def quoting(answer: Answer) -> list[Citation | Nearest]:
    """All in an answer that quotes an article."""
    return [*answer.citations, *answer.nearest]


def _is_right(item: QaItem, answer: Answer) -> bool | None:
    if not item.answerable:
        return answer.abstained or says_no(item, answer)
    if answer.abstained:
        return False
    told = _told(item, answer)
    return None if told is None else told == 1.0


def _told(item: QaItem, answer: Answer) -> float | None:
    return nugget_recall(item.nuggets, answer.answer, abstained=answer.abstained)


def _missed(item: QaItem, answer: Answer) -> tuple[tuple[str, ...], ...]:
    if not item.answerable:
        return ()
    return tuple(n for n in item.nuggets if answer.abstained or not nugget_found(n, answer.answer))


def _quotes(answer: Answer) -> list[tuple[Span, str]]:
    """Every quote of an answer or of what comes closest to one, and where it is said to stand."""
    return [(Span(one.article, one.start, one.end), one.quote) for one in quoting(answer)]


def _markers_resolved(answer: Answer) -> bool:
    return markers_resolved(answer.answer, [citation.marker for citation in answer.citations])


def _citations(item: QaItem, answer: Answer) -> list[dict[str, Any]]:
    known: Sequence[Span] = [span for group in item.evidence for span in group]
    return [
        {
            "marker": one.marker,
            "article": one.article,
            "start": one.start,
            "end": one.end,
            "quote": one.quote,
            "on_evidence": overlaps_any(Span(one.article, one.start, one.end), known),
        }
        for one in answer.citations
    ]
