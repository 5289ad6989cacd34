"""What a language model's wording does to answers: all metrics with and without, and how much of it the gate refuses.

    python -m benchmarks.writer --index INDEX --qa QA.jsonl [--half report|tune|all] [--llm URL [--llm-model NAME]]

Without --llm it is SmolLM2-135M on xllamacpp (benchmarks/small_model.py), too small to write well: it tests the path.
With --show, what it wrote and what became of it, for the tune half only.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.assistant import Assistant
from assistant.evaluation.evaluate import texts_quoted
from assistant.evaluation.qa_set import QaItem, half, read_qa_set
from assistant.evaluation.result import ANSWER_SCORES, Result, judge
from assistant.evaluation.summary import groups
from assistant.llm.endpoint import Endpoint, read_endpoint
from assistant.llm.reading import Proposed
from assistant.llm.writer import LlmWriter
from assistant.verification.borne_out import packaged_judges
from assistant.verification.problem import Problem
from assistant.write import ExtractiveWriter
from benchmarks.results import keep, percentiles
from benchmarks.small_model import small_model
from index.embed import DEFAULT_MODEL, load_embedder
from index.rerank import PackagedReranker
from index.search import Index

SMALL_REPLY_TOKENS = 160  # the small model goes on until it is stopped


@dataclass
class Tally:
    """What became of the sentences and of the answers."""

    faults: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def heard(self, judged: Sequence[tuple[Proposed, Problem | None]]) -> None:
        """Count the sentences of one reply."""
        for one, problem in judged:
            self.faults[problem.fault.value if problem else "passed"] += 1
            self.lines.append(f"    {problem.fault.value if problem else 'passed':12} {one.words} {list(one.ids)}")


def measure(items: Sequence[QaItem], assistant: Assistant, tally: Tally) -> tuple[list[Result], list[Result]]:
    """The results without the model and with it, question by question, from the same evidence."""
    without, worded = [], []
    for number, item in enumerate(items, 1):
        start = time.perf_counter()
        states = assistant.told(item.question)
        first = last = next(states)
        before_ms = 1000 * (time.perf_counter() - start)
        for state in states:
            last = state
        after_ms = 1000 * (time.perf_counter() - start)
        texts = texts_quoted(first, assistant) | texts_quoted(last, assistant)
        without.append(judge(item, first, texts, {}, before_ms))
        worded.append(judge(item, last, texts, {}, after_ms))
        if first.abstained != last.abstained:
            raise AssertionError(f"{item.id}: the model changed whether there is an answer")
        if not first.abstained:
            changed = "worded" if last.extractive is not None else last.notes[-1].split(";")[0].split(".")[0]
            tally.answers[changed] += 1
            tally.seconds.append((after_ms - before_ms) / 1000)
        tally.lines.append(f"{item.id}: {item.question.question}\n  - {first.answer}\n  + {last.answer}")
        print(f"\r{number} of {len(items)}", end="", flush=True)
    print()
    return without, worded


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--qa", type=Path, required=True)
    parser.add_argument("--half", choices=("report", "tune", "all"), default="report")
    parser.add_argument("--llm", help="another endpoint than the small model's")
    parser.add_argument("--llm-model")
    parser.add_argument("--show", action="store_true", help="with --half tune: each sentence and its fate")
    given = parser.parse_args()
    if given.show and given.half != "tune":
        parser.error("--show is for --half tune: who reads the other half has used it up")
    own = read_endpoint(given.llm, given.llm_model, os.environ) if given.llm else None
    with nullcontext(own.url) if own else small_model() as url:
        endpoint = own or Endpoint(url, timeout_s=300, answer_tokens=SMALL_REPLY_TOKENS)
        reranker, tally = PackagedReranker(), Tally()
        writer = LlmWriter(endpoint, packaged_judges(), heard=tally.heard)
        index = Index(given.index, load_embedder(DEFAULT_MODEL))
        assistant = Assistant(index, reranker, ExtractiveWriter(), llm=writer)
        questions = read_qa_set(given.qa, index.article).items
        items = [one for one in questions if given.half in ("all", half(one.id))]
        without, worded = measure(items, assistant, tally)
    _show(without, worded, tally, given.half)
    if given.show:
        print("\n".join(tally.lines))


def _show(without: Sequence[Result], worded: Sequence[Result], tally: Tally, name: str) -> None:
    scores = [groups([replace(one, half=None) for one in results])[0].scores for results in (without, worded)]
    print(f"\n{len(without)} questions ({name})\n{'':44}without   with")
    for score, label in ANSWER_SCORES.items():
        told = ["–" if one[score].mean is None else f"{one[score].mean:.2f}" for one in scores]
        print(f"{label:44}{told[0]:>7} {told[1]:>6}")
    sentences, passed = tally.faults.total(), tally.faults["passed"]
    print(f"\nanswers: {dict(tally.answers.most_common())}")
    print(f"sentences of the model: {sentences}, refused {1 - passed / max(1, sentences):.2f}: {dict(tally.faults)}")
    times = percentiles(tally.seconds)
    print(f"wording took, seconds: {times}")
    keep(
        f"writer-{name}",
        {
            "questions": len(without),
            "without": {score: scores[0][score].mean for score in ANSWER_SCORES},
            "with": {score: scores[1][score].mean for score in ANSWER_SCORES},
            "sentences": dict(tally.faults),
            "answers": dict(tally.answers),
            "seconds": times,
        },
    )


if __name__ == "__main__":
    main()
