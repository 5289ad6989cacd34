"""An answer worded by a language model, sentence by sentence as far as the gate lets it; else the answer as it was."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.answer import Answer
from assistant.llm.connection import EndpointFailed, offered, written
from assistant.llm.endpoint import Endpoint
from assistant.llm.gate import Given, problem_of
from assistant.llm.prompt import prompt_of
from assistant.llm.proposal import MOST_TOKENS, proposal_prompt, read_proposal
from assistant.llm.reading import Proposed, finished, read_reply, visible
from assistant.premise import without_false_premise
from assistant.verification.borne_out import Judges
from assistant.verification.problem import Problem
from assistant.verify import renumbered
from assistant.words import say

Heard = Callable[[Sequence[tuple[Proposed, Problem | None]]], None]
_BRACKETED = re.compile(r"\[(\d+)\]")
_LONGEST_NAME = 60
STUCK = 3  # times a model may say a sentence before it is stopped


class LlmWriter:
    """Words answers by way of an endpoint. Holds the model's name once it is known; safe for several threads.

    ``judges`` are the gate's models; ``heard`` is told of each whole reply's sentences, for measurements.
    It is given an answer that stands, never an abstention, and gives answers that cite all that this one cites.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        judges: Judges,
        *,
        heard: Heard = lambda judged: None,
    ) -> None:
        self._heard = heard
        self._judges = judges
        self._endpoint = endpoint
        self._model = endpoint.model

    def reworded(self, answer: Answer, more: Sequence[Given] = ()) -> Iterator[Answer]:
        """The answer as it is being worded, each state checked; the last is the one that counts.

        ``more`` is evidence that the answer does not cite, its markers following on. Closing the iterator ends the
        request. An abstention comes back as it is, without a request.
        """
        if answer.abstained or not answer.citations:
            yield answer
            return
        try:
            yield from self._states(answer, [*_given_of(answer), *more])
        except EndpointFailed as error:
            yield _noted(answer, say("note.unused", why=error))

    def proposal(self, question: str) -> Iterator[str | None]:
        """None while the model is asked for a question in other words; at the end that, if it asks for the same.

        Raises EndpointFailed.
        """
        endpoint = replace(self._endpoint, answer_tokens=min(self._endpoint.answer_tokens, MOST_TOKENS))
        reply = ""
        for piece in written(endpoint, self._named(), proposal_prompt(question)):
            reply += piece
            yield None
        yield read_proposal(reply, question)

    @property
    def name(self) -> str:
        """The model's name as it is shown."""
        return _shown(self._named())

    def _states(self, answer: Answer, evidence: Sequence[Given]) -> Iterator[Answer]:
        endpoint = self._endpoint
        limit = endpoint.context_tokens - endpoint.answer_tokens
        prompt = prompt_of(answer, [one.citation for one in evidence], limit)
        if prompt is None:
            raise EndpointFailed(f"the evidence has more tokens than fit into context_tokens ({limit})")
        model = self._named()
        desk = _Desk(answer, {one.citation.marker: one for one in evidence[: prompt.sent]}, _shown(model), self._judges)
        reply, checked, state = "", "", answer
        pieces = written(endpoint, model, prompt.messages)
        for piece in pieces:
            reply += piece
            whole = finished(reply)
            if len(whole) > len(checked):
                checked = whole
                proposed = read_reply(whole)
                state = desk.answer(proposed) or state
                yield state
                if max(Counter(proposed).values(), default=0) >= STUCK:
                    break  # it says the same over and over; what it said before counts
            elif not piece:  # nothing new: a chance to stop
                yield state
        pieces.close()
        proposed = read_reply(reply)
        yield desk.last(proposed)
        self._heard(desk.judged(proposed))

    def _named(self) -> str:
        """The model to use: the one that is set, else the only one that the endpoint offers."""
        if self._model is None:
            names = offered(self._endpoint)
            if len(names) != 1:
                listed = f": {', '.join(map(_shown, names[:5]))}" if names else ""
                raise EndpointFailed(f"it offers {len(names)} models, choose one with --llm-model{listed}")
            self._model = names[0]
        return self._model


class _Desk:
    """Where the sentences of one reply are checked, each once, and put together."""

    def __init__(self, answer: Answer, given: Mapping[int, Given], model: str, judges: Judges) -> None:
        self._judges = judges
        self._answer = answer
        self._given = given
        self._model = model
        self._own = [one.marker for one in answer.citations]
        self._checked: dict[Proposed, Problem | None] = {}

    def answer(self, proposed: Sequence[Proposed]) -> Answer | None:
        """The answer so far; None while no sentence of the model stands."""
        parts, _ = self._parts(proposed)
        return self._made(parts) if self._passed(proposed) else None

    def last(self, proposed: Sequence[Proposed]) -> Answer:
        """The answer of a whole reply, with what it passes over of the answer as it was."""
        if not self._passed(proposed):
            return _noted(self._answer, say("note.nothing", model=self._model))
        parts, told = self._parts(proposed)
        parts += [self._quoted(marker) for marker in self._own if marker not in told]
        made = self._made(parts)
        if without_false_premise(made).abstained:  # what it brought in speaks against the question
            return _noted(self._answer, say("note.nothing", model=self._model))
        faults = Counter(p.fault.value for p in map(self._problem, dict.fromkeys(proposed)) if p is not None)
        listed = ", ".join(f"{fault} {count}" for fault, count in sorted(faults.items()))
        notes = [say("note.worded", model=self._model)]
        if faults:
            every = len(dict.fromkeys(proposed))
            notes.append(say("note.replaced", count=faults.total(), all=every, faults=listed))
        return _noted(made, *notes)

    def judged(self, proposed: Sequence[Proposed]) -> list[tuple[Proposed, Problem | None]]:
        """Each sentence with what is wrong with it."""
        return [(one, self._problem(one)) for one in proposed]

    def _passed(self, proposed: Sequence[Proposed]) -> bool:
        return any(self._problem(one) is None for one in proposed)

    def _problem(self, one: Proposed) -> Problem | None:
        if one not in self._checked:
            self._checked[one] = problem_of(one, self._given, self._judges)
        return self._checked[one]

    def _parts(self, proposed: Sequence[Proposed]) -> tuple[list[str], set[int]]:
        """The sentences to show, and the markers that they cite."""
        parts: dict[str, None] = {}
        told: set[int] = set()
        for one in proposed:
            if self._problem(one) is None:
                parts[_marked(one.words, one.ids)] = None
                told.update(one.ids)
                continue
            instead = next((marker for marker in one.ids if marker in self._own and marker not in told), None)
            if instead is not None:
                parts[self._quoted(instead)] = None
                told.add(instead)
        return list(parts), told

    def _quoted(self, marker: int) -> str:
        return _marked(f"“{self._given[marker].citation.quote.strip().removesuffix('.')}”", [marker])

    def _made(self, parts: Sequence[str]) -> Answer:
        whole = replace(
            self._answer,
            citations=tuple(one.citation for one in self._given.values()),
            statements=tuple(statement for one in self._given.values() for statement in one.statements),
        )
        made = renumbered(whole, " ".join(parts))
        new = {_place(one): one.marker for one in made.citations}
        as_it_was = {one.marker: new.get(_place(one)) for one in self._answer.citations}
        before = _BRACKETED.sub(lambda found: f"[{as_it_was.get(int(found[1])) or '–'}]", self._answer.answer)
        return replace(made, written_by=self._model, extractive=before)


def _given_of(answer: Answer) -> list[Given]:
    return [
        Given(one, tuple(told for told in answer.statements if told["marker"] == one.marker))
        for one in answer.citations
    ]


def _place(one: object) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in ("article", "version", "start", "end"))


def _marked(words: str, ids: Sequence[int]) -> str:
    """A sentence with its markers before its full stop; brackets of its own are no markers."""
    text = _BRACKETED.sub(r"(\1)", " ".join(words.split()))
    return f"{text.removesuffix('.')} {''.join(f'[{number}]' for number in ids)}."


def _noted(answer: Answer, *notes: str) -> Answer:
    return replace(answer, notes=(*answer.notes, *notes))


def _shown(model: str) -> str:
    """A model's name as it is shown: without the folders of a path."""
    name = " ".join(visible(model).split()).replace("\\", "/").rstrip("/").rpartition("/")[2]
    return name[:_LONGEST_NAME] or "unnamed"
