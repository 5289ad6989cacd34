"""What was reported of one thing at different times, oldest first."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from importlib.resources import files

from assistant.evidence import Evidence
from index.archive import Hit
from index.rerank import Reranker, sentences_of

MOST = 6  # reports told; more are no overview
NEAR = 5.0  # how far below the best a report of the same thing may score, heading and passage included
NEAR_ALONE = 6.0  # the same for a sentence by itself
_FIGURE = re.compile(r"\d[\d,.]*%|[$€£]\s?\d|\b\d[\d,.]*\d\b")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_NAME = re.compile(r"(?<=[\w,;] )[A-Z][\w’'-]+")
_COUNTED: dict[str, str] = tomllib.loads(files("assistant").joinpath("counted.toml").read_text("utf-8"))


def figure_reports(question: str, hits: Sequence[Hit], reranker: Reranker) -> list[Evidence]:
    """The sentences that give the figure asked for, at most one an article, oldest first.

    Each is scored by itself: a heading says little about a figure. All must share a name with the best. Where no
    article has a date, they are ordered by size.
    """
    found = [(hit, span) for hit in hits for span in sentences_of(hit) if figures(span.of(hit.article.text))]
    if not found:
        return []
    scores = reranker.scores(_spelled_out(question), [span.of(hit.article.text) for hit, span in found])
    scored = [
        Evidence(hit.article, hit.passage, hit.span, span, float(score))
        for (hit, span), score in zip(found, scores, strict=True)
    ]
    best = _first_of_each(sorted(scored, key=lambda item: -item.score))
    near = [item for item in best if item.score >= best[0].score - NEAR_ALONE and _share_name(item, best[0])][:MOST]
    return in_order(near) if any(item.article.published for item in near) else sorted(near, key=_size)


def reports(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The best sentence of each article near the best of all, oldest first."""
    near = [item for item in evidence if item.score >= evidence[0].score - NEAR]
    return in_order(_first_of_each(near)[:MOST])


def in_order(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Oldest first; what has no date comes first, by its article."""
    return sorted(evidence, key=lambda item: (item.article.published or "", item.article.id, item.span.start))


def figures(sentence: str) -> frozenset[str]:
    """The figures in a sentence that are no years.

    >>> sorted(figures("Since 2023, over 1,200 or 35% left.")), figures("It began in 2023.")
    (['1,200', '35%'], frozenset())
    """
    return frozenset(_FIGURE.findall(_YEAR.sub(" ", sentence)))


def _size(item: Evidence) -> float:
    """The largest figure of a sentence."""
    digits = (re.sub(r"[^\d.]", "", figure).strip(".") for figure in figures(item.text))
    return max((float(number) for number in digits if number.count(".") <= 1), default=0.0)


def _first_of_each(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The first sentence of each article; none whose figures were all told before."""
    kept: dict[str, Evidence] = {}
    for item in evidence:
        kept.setdefault(item.article.id, item)
    return list(kept.values())


def _share_name(one: Evidence, other: Evidence) -> bool:
    names = _names(other.text)
    return not names or not names.isdisjoint(_names(one.text))


def _names(sentence: str) -> frozenset[str]:
    """The names in a sentence, cut to their stem: Israel and Israeli are one."""
    return frozenset(name[:5].lower() for name in _NAME.findall(f". {sentence}"))


def _spelled_out(question: str) -> str:
    """A question with what is counted in plain words: a toll counts people who were killed."""
    words = re.findall(r"\w+", question.lower())
    counted = [_COUNTED[word] for word in words if word in _COUNTED]
    return " ".join([question, *dict.fromkeys(counted)])
