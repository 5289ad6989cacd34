"""Whether the evidence carries an answer, and how sure that is.

The probability that the best sentence answers the question, by a logistic regression on two features: the
cross-encoder's score for it, and the share of the question's words found in and around it. Fitted on the tune half by
benchmarks/abstention.py, which prints these constants.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.evidence import Evidence
from index.keywords import terms

WEIGHT_SCORE = 0.15
WEIGHT_COVERAGE = 2.0
INTERCEPT = -1.0
THRESHOLD = 0.35


def confidence(question: str, evidence: Sequence[Evidence]) -> float:
    """The probability, from 0 to 1, that the best evidence answers the question; 0 without evidence."""
    if not evidence:
        return 0.0
    logit = WEIGHT_SCORE * evidence[0].score + WEIGHT_COVERAGE * coverage(question, evidence[0]) + INTERCEPT
    return 1 / (1 + math.exp(-logit))


def coverage(question: str, evidence: Evidence) -> float:
    """Share of the question's distinct terms that occur in the sentence or the article's text around it."""
    wanted = set(terms(question))
    start = max(0, evidence.span.start - 400)
    found = set(terms(evidence.article.text[start : evidence.span.end + 400])) | set(
        terms(evidence.article.title or "")
    )
    return len(wanted & found) / len(wanted) if wanted else 0.0
