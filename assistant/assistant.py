"""A question on its way to an answer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from assistant.answer import Answer, Reason, nearest
from assistant.called import Form, forms_of
from assistant.decide import Decision, decide
from assistant.evidence import PASSAGES
from assistant.followup import readings
from assistant.gather import gather
from assistant.intent import Intent, intent_of
from assistant.judge import abstaining
from assistant.llm.connection import EndpointFailed
from assistant.llm.endpoint import Endpoint
from assistant.llm.evidence import more_evidence
from assistant.llm.proposal import told_as
from assistant.llm.writer import LlmWriter
from assistant.near import closest, has_one
from assistant.plan import plan_of
from assistant.premise import without_false_premise
from assistant.question import Question
from assistant.remarks import remarked
from assistant.select import order_note
from assistant.verification.borne_out import packaged_judges
from assistant.verify import verified
from assistant.words import say
from assistant.write import ExtractiveWriter, Writer
from corpus.attribution.parse import parser
from index.archive import Archive, Hit, Warn
from index.embed import load_embedder
from index.filters import ALL, Filters
from index.keywords import terms
from index.milvus.address import Address
from index.open import open_archive
from index.rerank import PackagedReranker, Reranker, rerank

NEAREST = 3


class Assistant:
    """An open index with the models that read questions. Safe for several threads.

    Without ``verify`` answers leave as they were written: for measurements of what the gate does. ``llm`` words what
    is answered; it sees an answer only when nothing can make it an abstention any more, and never an abstention.
    """

    def __init__(
        self, index: Archive, reranker: Reranker, writer: Writer, *, verify: bool = True, llm: LlmWriter | None = None
    ) -> None:
        self.index = index
        self._reranker = reranker
        self._writer = writer
        self._verify = verify
        self._llm = llm

    def ask(self, question: Question) -> Answer:
        """Answer from the articles, or abstain and say why."""
        *_, answer = self.told(question)
        return answer

    def told(self, question: Question) -> Iterator[Answer]:
        """The answer from the articles; and if a language model words it, that as it grows: the last one counts.

        Closing the iterator stops the model.
        """
        clock = _Clock()
        with clock("understand"):
            intent = intent_of(question.question, follows=bool(question.turns))
            other_names = self.index.other_names()
            standing = readings(question.question, question.turns)
            forms = [form for one in standing for form in forms_of(question.question, one, other_names)]
        if intent is not Intent.QUESTION:
            yield self._no_question(question, intent, clock)
            return
        answer, decision = max((self._tried(question, form, clock) for form in forms), key=_sureness)
        yield self._shown(answer, question, clock)
        if self._llm is None:
            return
        for latest in self._proposed(self._llm, question, answer, decision, clock) if answer.abstained else ():
            answer, decision = latest
            yield self._shown(answer, question, clock)
        if answer.abstained:
            return
        start = time.perf_counter()
        for worded in self._llm.reworded(answer, more_evidence(answer, decision.verdict.evidence)):
            clock.spent_ms["write"] = 1000 * (time.perf_counter() - start)
            yield self._shown(worded, question, clock)

    def _shown(self, answer: Answer, question: Question, clock: _Clock) -> Answer:
        return replace(remarked(answer, self.index, question.filters), timing_ms=dict(clock.spent_ms))

    def _proposed(
        self, llm: LlmWriter, question: Question, answer: Answer, decision: Decision, clock: _Clock
    ) -> Iterator[tuple[Answer, Decision]]:
        """The abstention as it is, or what is found under another reading of its question; the last one counts.

        Only where nothing was found: roles that are exchanged, a false premise, a missing detail are understood.
        """
        if answer.reason is not Reason.NO_EVIDENCE:
            return
        proposal, start = None, time.perf_counter()
        try:
            for piece in llm.proposal(answer.standalone_question):
                proposal = piece
                clock.spent_ms["propose"] = 1000 * (time.perf_counter() - start)
                yield answer, decision
        except EndpointFailed as error:
            yield replace(answer, notes=(*answer.notes, say("note.unasked", why=error))), decision
            return
        if proposal is None:
            return
        read, decision = self._tried(question, Form(proposal, proposal, (told_as(proposal, llm.name),)), clock)
        read = without_false_premise(replace(read, standalone_question=answer.standalone_question))
        if not read.abstained:
            yield read, decision

    def _tried(self, question: Question, form: Form, clock: _Clock) -> tuple[Answer, Decision]:
        """The answer to one form of a question, and the decision that it rests on."""
        follow_up = form.asked if form.standalone != form.asked else None
        with clock("understand"):
            plan = plan_of(form.standalone, follow_up=follow_up)
        with clock("retrieve"):
            found = gather(plan, form.asked, self.index, self._reranker, question.filters, follow_up=follow_up)
        with clock("answer"):
            decision = decide(plan, found)
            answer = self._answer(question, form.standalone, decision)
            answer = replace(answer, notes=(*form.notes, *answer.notes))
            answer = without_false_premise(verified(answer, self._text)) if self._verify else answer
        return answer, decision

    @property
    def words_anew(self) -> bool:
        """Whether a language model words what is answered."""
        return self._llm is not None

    def lookup(self, query: str, k: int, filters: Filters = ALL) -> list[Hit]:
        """Ranked passages for a query, without an answer."""
        hits = self.index.search(query, max(k, PASSAGES), filters)
        best = [one.hit for one in rerank(query, hits[:PASSAGES], self._reranker)]
        return [*best, *hits[PASSAGES:]][:k]

    def _answer(self, question: Question, standalone: str, decision: Decision) -> Answer:
        verdict = decision.verdict
        shown = closest(standalone, verdict.evidence, self.index)[:NEAREST] if verdict.reason else []
        nothing = "nothing" if verdict.reason is Reason.NO_EVIDENCE and not shown else None
        text, citations, statements = (
            (abstaining(verdict.reason or Reason.NO_EVIDENCE, verdict.detail or nothing), (), ())
            if decision.selection is None
            else self._writer.write(standalone, decision.frame, decision.selection)
        )
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
            nearest=tuple(nearest(item.article, item.passage, item.span) for item in shown),
            notes=(*self._notes(question.filters), *_told_of(decision)),
        )

    def _text(self, name: str) -> str:
        return self.index.article(name).text

    def _no_question(self, question: Question, intent: Intent, clock: _Clock) -> Answer:
        """A reply to a courtesy; for keywords, the passages that fit them best."""
        keywords = intent is Intent.KEYWORDS
        with clock("retrieve"):
            hits = self._with_words_of(question) if keywords else []
        with clock("answer"):
            answer = Answer(
                question.question,
                question.question,
                say("no.courtesy" if not keywords else "no.keywords" if hits else "no.keywords.nothing"),
                abstained=True,
                confidence=1.0,
                id=question.id,
                reason=Reason.NO_EVIDENCE,
                nearest=tuple(nearest(hit.article, hit.passage, hit.span) for hit in hits),
                notes=self._notes(question.filters),
            )
        return replace(answer, timing_ms=clock.spent_ms)

    def _with_words_of(self, question: Question) -> list[Hit]:
        """The passages that fit keywords best, if they have one of them."""
        wanted = frozenset(terms(question.question))
        hits = self.lookup(question.question, NEAREST, question.filters)
        return [hit for hit in hits if has_one(wanted, hit.article, hit.span)]

    def _notes(self, filters: Filters) -> tuple[str, ...]:
        undated = self.index.undated_left_out(filters)
        one = "note.undated_one" if undated == 1 else "note.undated"
        return (say(one, count=undated),) if undated else ()


def open_assistant(
    directory: Path,
    model: str,
    *,
    store: Address | None = None,
    warn: Warn = lambda line: None,
    llm: Endpoint | None = None,
) -> Assistant:
    """The assistant over an index directory, or over a store if one is given.

    Raises IndexUnusable if the index or a model cannot be used.
    """
    with ThreadPoolExecutor(3) as pool:  # checksums and weights: what takes time is done outside the interpreter
        reranker, parsing = pool.submit(PackagedReranker), pool.submit(parser)
        index = open_archive(directory, store, load_embedder(model), warn=warn)
        parsing.result()
        writer = None if llm is None else LlmWriter(llm, packaged_judges())
        return Assistant(index, reranker.result(), ExtractiveWriter(), llm=writer)


def _sureness(tried: tuple[Answer, Decision]) -> float:
    """What is answered goes before what is not; of answers the surest, of abstentions the first."""
    answer, _ = tried
    return -1.0 if answer.abstained else answer.confidence


def _told_of(decision: Decision) -> tuple[str, ...]:
    """Notes on what is told: its order, and parts of the question that nothing answers."""
    note = None if decision.selection is None else order_note(decision.selection)
    parts = tuple(say("note.unanswered", question=part) for part in decision.unanswered)
    return parts if note is None else (note, *parts)


class _Clock:
    """Milliseconds spent in the named stages."""

    def __init__(self) -> None:
        self.spent_ms: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.spent_ms[stage] = self.spent_ms.get(stage, 0.0) + 1000 * (time.perf_counter() - start)
