"""A question on its way to an answer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from assistant.answer import Answer, nearest
from assistant.evidence import PASSAGES, find_evidence, rerank
from assistant.followup import stand_alone
from assistant.frame import Frame, frame_of
from assistant.judge import ABSTAINING, Verdict, judge
from assistant.question import Question
from assistant.verify import verified
from assistant.write import ExtractiveWriter, Writer, Written
from index.embed import load_embedder
from index.filters import ALL, Filters
from index.rerank import PackagedReranker, Reranker
from index.search import Hit, Index, Warn

NEAREST = 3


class Assistant:
    """An open index with the models that read questions. Safe for several threads."""

    def __init__(self, index: Index, reranker: Reranker, writer: Writer) -> None:
        self.index = index
        self._reranker = reranker
        self._writer = writer

    def ask(self, question: Question) -> Answer:
        """Answer from the articles, or abstain and say why."""
        clock = _Clock()
        with clock("understand"):
            standalone = stand_alone(question.question, question.turns)
            frame = frame_of(question.question, standalone)
        with clock("retrieve"):
            follow_up = question.question if standalone != question.question else None
            evidence = find_evidence(
                standalone, frame, self.index, self._reranker, question.filters, follow_up=follow_up
            )
        with clock("answer"):
            verdict = judge(standalone, frame, evidence)
            answer = verified(self._answer(question, standalone, frame, verdict), self._text)
        return replace(answer, timing_ms=clock.spent_ms)

    def lookup(self, query: str, k: int, filters: Filters = ALL) -> list[Hit]:
        """Ranked passages for a query, without an answer."""
        hits = self.index.search(query, max(k, PASSAGES), filters)
        scored = rerank(query, hits[:PASSAGES], self._reranker)
        best = [hit for hit, _ in sorted(scored, key=lambda pair: -pair[1])]
        return [*best, *hits[PASSAGES:]][:k]

    def _answer(self, question: Question, standalone: str, frame: Frame, verdict: Verdict) -> Answer:
        told: Written = (
            (ABSTAINING[verdict.reason], (), ()) if verdict.reason else self._write(standalone, frame, verdict)
        )
        text, citations, statements = told
        closest = verdict.evidence[:NEAREST] if verdict.reason else ()
        return Answer(
            question.question,
            standalone,
            text,
            abstained=verdict.reason is not None,
            confidence=round(verdict.confidence, 3),
            id=question.id,
            reason=verdict.reason,
            citations=citations,
            statements=statements,
            nearest=tuple(nearest(item.article, item.passage, item.span) for item in closest),
            notes=self._notes(question.filters),
        )

    def _text(self, name: str) -> str:
        return self.index.article(name).text

    def _write(self, standalone: str, frame: Frame, verdict: Verdict) -> Written:
        return self._writer.write(standalone, frame, verdict.evidence)

    def _notes(self, filters: Filters) -> tuple[str, ...]:
        undated = self.index.undated_left_out(filters)
        return (f"The date filter left out {undated} articles whose date is unknown.",) if undated else ()


def open_assistant(directory: Path, model: str, *, warn: Warn = lambda line: None) -> Assistant:
    """The assistant over an index directory. Raises IndexUnusable if the index or a model cannot be used."""
    return Assistant(Index(directory, load_embedder(model), warn=warn), PackagedReranker(), ExtractiveWriter())


class _Clock:
    """Milliseconds spent in the named stages."""

    def __init__(self) -> None:
        self.spent_ms: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.spent_ms[stage] = self.spent_ms.get(stage, 0.0) + 1000 * (time.perf_counter() - start)
