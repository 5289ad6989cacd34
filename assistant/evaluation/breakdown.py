"""Results taken apart: abstentions by kind and reason, and the length of answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answer import Reason
from assistant.evaluation.result import Result

EXPECTED: Mapping[str, Reason] = {  # by the kind of a question that says no reason itself
    "swap": Reason.ROLE_MISMATCH,
    "other": Reason.FALSE_PREMISE,
    "opposite": Reason.FALSE_PREMISE,
    "false-premise": Reason.FALSE_PREMISE,
    "attribute-missing": Reason.MISSING_DETAIL,
    "absent": Reason.NO_EVIDENCE,
}
_WHO = re.compile(r"(?:(?:and|but|by|to|from|of|on|for|with|against|at) ){0,2}who(?:m|se)?\b", re.IGNORECASE)
_MARKER = re.compile(r"\s*\[\d+\]")


@dataclass(frozen=True, slots=True)
class Refusals:
    """How many questions of a kind were answered, and abstained on for each reason. ``expected`` is of the kind."""

    kind: str
    answerable: bool
    expected: str | None
    answered: int
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Length:
    """Words of the answers, markers not counted, to some questions: median and 90th percentile."""

    questions: str
    count: int
    median_words: float
    p90_words: float


def refusals(results: Sequence[Result]) -> tuple[Refusals, ...]:
    """By kind, the answerable first, in order of their names."""
    keys = sorted({(not result.answerable, result.kind) for result in results})
    return tuple(
        _refusals(kind, [result for result in results if (not result.answerable, result.kind) == (unanswerable, kind)])
        for unanswerable, kind in keys
    )


def lengths(results: Sequence[Result]) -> tuple[Length, ...]:
    """Of all answers, and of those to who-questions; nothing of no answer."""
    told = [result for result in results if not result.abstained]
    found = (("all", told), ("who-questions", [result for result in told if is_who(result.question)]))
    return tuple(_length(name, members) for name, members in found if members)


def is_who(question: str) -> bool:
    """Whether a question asks for a party.

    >>> is_who("To whom did Norway turn?"), is_who("What did he say, and who asked?")
    (True, False)
    """
    return _WHO.match(question) is not None


def words(answer: str) -> int:
    """How many words an answer has, without its markers.

    >>> words("Norway [1]. It asked twice [1][2].")
    4
    """
    return len(_MARKER.sub("", answer).split())


def _refusals(kind: str, results: Sequence[Result]) -> Refusals:
    answerable = results[0].answerable
    reasons = Counter(result.reason or "none" for result in results if result.abstained)
    expected = None if answerable else EXPECTED.get(kind)
    return Refusals(kind, answerable, expected, sum(not result.abstained for result in results), dict(reasons))


def _length(name: str, results: Sequence[Result]) -> Length:
    median, p90 = np.percentile([words(result.answer) for result in results], [50, 90])
    return Length(name, len(results), float(median), float(p90))
