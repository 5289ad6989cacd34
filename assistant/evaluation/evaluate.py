"""A QA set put to the assistant, and what came of it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.evaluation.breakdown import lengths, refusals
from assistant.evaluation.qa_set import QaItem, read_qa_set
from assistant.evaluation.report import make_folder, write_report
from assistant.evaluation.result import Result, Scores, judge, quoting
from assistant.evaluation.retrieval_metrics import DEPTH, relevant_passages, retrieval_scores
from assistant.evaluation.stability import read_paraphrases, stability
from assistant.evaluation.summary import Report, groups, latencies, trusts

Progress = Callable[[int, int], None]


def evaluate(
    qa: Path,
    assistant: Assistant,
    out: Path | None,
    progress: Progress = lambda done, total: None,
    *,
    paraphrases: Path | None = None,
) -> Report:
    """Ask every question of a QA set, with its turns and filters, and score the answers and the retrieval.

    Writes report.json, report.md and plots into ``out``, if given. ``progress`` is called with the number of questions
    done and of all. With ``paraphrases`` (see stability.py) those are asked too, and compared. The first question is
    looked up once beforehand, so that times are those of a warm assistant.

    Raises:
        BadInput: the QA set cannot be used, or ``out`` cannot be a folder.
        IndexUnusable: the index cannot be searched.
    """
    questions = read_qa_set(qa, assistant.index.article)
    asked_anew = None if paraphrases is None else read_paraphrases(paraphrases, questions.items)
    if out is not None:
        make_folder(out)
    assistant.lookup(questions.items[0].question.question, 1)
    results = []
    for done, item in enumerate(questions.items, start=1):
        results.append(run(item, assistant))
        progress(done, len(questions.items))
    report = Report(
        qa=str(qa),
        qa_sha256=hashlib.sha256(qa.read_bytes()).hexdigest(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        version=_version(),
        index=_described(assistant),
        groups=groups(results),
        trust=trusts(results),
        latency=latencies(results),
        warnings=questions.warnings,
        results=tuple(results),
        refusals=refusals(results),
        lengths=lengths(results),
        stability=None if asked_anew is None else stability(questions.items, asked_anew, assistant),
    )
    if out is not None:
        write_report(report, out)
    return report


def run(item: QaItem, assistant: Assistant) -> Result:
    """Ask one question and score what comes."""
    start = time.perf_counter()
    answer = assistant.ask(item.question)
    total_ms = 1000 * (time.perf_counter() - start)
    return judge(item, answer, texts_quoted(answer, assistant), _retrieval(item, answer, assistant), total_ms)


def _retrieval(item: QaItem, answer: Answer, assistant: Assistant) -> Scores:
    """The ranking of the question as the assistant made it stand alone; none where there is no evidence to find."""
    evidence = item.evidence if item.answerable else ()
    relevant = relevant_passages(assistant.index.spans, evidence)
    hits = assistant.lookup(answer.standalone_question, DEPTH, item.question.filters) if relevant else []
    return retrieval_scores([hit.span for hit in hits], relevant, evidence)


def texts_quoted(answer: Answer, assistant: Assistant) -> dict[str, str]:
    """The text of each article quoted, by id. One that is not in the index is left out: its quotes stand nowhere."""
    texts = {}
    for name in {one.article for one in quoting(answer)}:
        try:
            texts[name] = assistant.index.article(name).text
        except KeyError:
            continue
    return texts


def _described(assistant: Assistant) -> dict[str, str | int]:
    index = assistant.index
    return {
        "directory": index.place,
        "model": index.model,
        "articles": index.coverage().articles,
        "passages": index.count_passages(),
    }


def _version() -> str:
    try:
        return version("demarche")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "unknown"
