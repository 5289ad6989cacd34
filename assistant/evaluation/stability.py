"""Whether a question gets the same answer in other words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.evaluation.intervals import Mean, mean_with_interval
from assistant.evaluation.qa_set import QaItem, half
from corpus.errors import BadInput
from corpus.span import Span


@dataclass(frozen=True, slots=True)
class Paraphrased:
    """A question, and for each paraphrase of it whether it got the same answer."""

    id: str
    half: str | None
    paraphrases: tuple[str, ...]
    same: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Stability:
    """``pairs``: share of paraphrases answered as their question; ``questions``: of questions with all of them so."""

    pairs: Mean
    questions: Mean
    paraphrased: tuple[Paraphrased, ...]


def stability(items: Sequence[QaItem], paraphrases: Mapping[str, Sequence[str]], assistant: Assistant) -> Stability:
    """Ask each question that has paraphrases, and those, with its turns and filters."""
    found = [_paraphrased(item, paraphrases[item.id], assistant) for item in items if item.id in paraphrases]
    pairs = mean_with_interval(float(same) for one in found for same in one.same)
    return Stability(pairs, mean_with_interval(float(all(one.same)) for one in found), tuple(found))


def same_answer(one: Answer, other: Answer) -> bool:
    """Whether two answers are the same in substance: both abstain, or both answer and some citations overlap."""
    if one.abstained or other.abstained:
        return one.abstained and other.abstained
    spans = [[Span(c.article, c.start, c.end) for c in answer.citations] for answer in (one, other)]
    return any(mine.overlaps(theirs) for mine in spans[0] for theirs in spans[1])


def read_paraphrases(path: Path, items: Sequence[QaItem]) -> dict[str, tuple[str, ...]]:
    """Paraphrases by the id of their question, from lines of ``{"id", "paraphrases": [...]}``.

    Raises:
        BadInput: the file cannot be read, a line is something else, or names no question of the set.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read ({error}); name a .jsonl of paraphrases") from error
    known = {item.id for item in items}
    found: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(lines, start=1):
        try:
            fields = json.loads(line)
            identity, asked = str(fields["id"]), tuple(map(str.strip, fields["paraphrases"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadInput(f'{path}:{number}: not {{"id", "paraphrases": [questions]}}; mend the line') from error
        if identity not in known:
            raise BadInput(f"{path}:{number}: no question {identity!r} in the set; remove the line")
        found[identity] = asked
    return found


def _paraphrased(item: QaItem, asked: Sequence[str], assistant: Assistant) -> Paraphrased:
    first = assistant.ask(item.question)
    answers = [assistant.ask(replace(item.question, question=question)) for question in asked]
    same = tuple(same_answer(first, answer) for answer in answers)
    return Paraphrased(item.id, half(item.id), tuple(asked), same)
