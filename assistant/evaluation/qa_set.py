"""A set of questions with known answers (CONTRACT: questions in), its evidence resolved to spans."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Reason
from assistant.evaluation.fold import fold, locate
from assistant.question import Question, parse_question
from corpus.article import Article
from corpus.errors import BadInput
from corpus.span import Span

FindArticle = Callable[[str], Article]  # by id; raises KeyError
_DIGITS = re.compile(r"(\d+)$")


@dataclass(frozen=True, slots=True)
class QaItem:
    """A question, what its answer must contain, and the spans that carry it.

    ``nuggets`` are facts, each a tuple of acceptable strings. ``evidence`` are groups of alternative spans; a group
    is empty if none of its alternatives is in the articles, and can then not be cited. A question that the articles do
    not answer may say what they have instead (``contrary``, like evidence), and for which ``reason`` to abstain.
    """

    question: Question
    id: str
    kind: str
    answerable: bool
    nuggets: tuple[tuple[str, ...], ...]
    evidence: tuple[tuple[Span, ...], ...]
    contrary: tuple[tuple[Span, ...], ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class QaSet:
    """Questions in file order; ``warnings`` name each piece of evidence that is not in the articles."""

    items: tuple[QaItem, ...]
    warnings: tuple[str, ...]


def half(identity: str) -> str | None:
    """``tune`` if the number at the end of an id is odd, ``report`` if even, None without one.

    >>> half("d007"), half("s-12"), half("opening")
    ('tune', 'report', None)
    """
    digits = _DIGITS.search(identity)
    return None if digits is None else ("report", "tune")[int(digits[1][-1]) % 2]


def read_qa_set(path: Path, find_article: FindArticle) -> QaSet:
    """Read a QA set and find its evidence in the articles.

    Evidence that is not found is a warning and cannot be cited, so that a set can be run on part of its corpus.

    Raises:
        BadInput: the file cannot be read, a line is not a question of a QA set, an id comes twice, or no evidence at
            all is found.
    """
    evidence = _Evidence(find_article)
    items: list[QaItem] = []
    seen: dict[str, str] = {}
    for where, line in _lines(path):
        item = _item(line, where, evidence)
        if item.id in seen:
            raise BadInput(f"{where}: the id {item.id!r} is taken by {seen[item.id]}; ids must differ")
        seen[item.id] = where
        items.append(item)
    if not items:
        raise BadInput(f"{path}: no questions in it; write one JSON object a line")
    if evidence.warnings and not evidence.found:
        raise BadInput(f"{evidence.warnings[0]}; none of the set's evidence is: index the articles that it asks about")
    return QaSet(tuple(items), tuple(evidence.warnings))


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """The lines that are not empty, each with ``file:number``."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{path}: not UTF-8 (byte {error.start:,}); a QA set is UTF-8 JSON, one object a line"
        ) from error
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror}); name a QA set, a .jsonl file") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"{path}:{number}", line


def _item(line: str, where: str, evidence: _Evidence) -> QaItem:
    try:
        fields = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadInput(f"{where}: not JSON ({error}); mend the line or remove it") from error
    question = parse_question(fields, where)
    if not isinstance(fields.get("answerable"), bool):
        raise BadInput(f'{where}: "answerable" must be true or false')
    kind = fields.get("kind") or "unnamed"
    if not isinstance(kind, str):
        raise BadInput(f'{where}: "kind" must be a string')
    return QaItem(
        question=question,
        id=question.id or where.rpartition(":")[2],
        kind=kind,
        answerable=fields["answerable"],
        nuggets=tuple(_nugget(nugget, where) for nugget in _list(fields, "nuggets", where)),
        evidence=tuple(evidence.group(group, where) for group in _list(fields, "evidence", where)),
        contrary=tuple(evidence.group(group, where) for group in _list(fields, "contrary", where)),
        reason=_reason(fields, where),
    )


def _reason(fields: Mapping[str, Any], where: str) -> str | None:
    reason = fields.get("reason")
    if reason is not None and reason not in set(Reason):
        raise BadInput(f'{where}: "reason" must be one of {", ".join(Reason)}')
    return reason


def _list(fields: Mapping[str, Any], name: str, where: str) -> list[Any]:
    value = fields.get(name)
    if not isinstance(value, list | None):
        raise BadInput(f'{where}: "{name}" must be a list of lists')
    return value or []


def _nugget(alternatives: object, where: str) -> tuple[str, ...]:
    strings = [one for one in alternatives if isinstance(one, str)] if isinstance(alternatives, list) else []
    if not strings or strings != alternatives or not all(map(fold, strings)):
        raise BadInput(f"{where}: a nugget is a list of acceptable strings, at least one and none empty")
    return tuple(strings)


class _Evidence:
    """Finds evidence in articles, which are read once; counts what is found and keeps a warning for what is not."""

    def __init__(self, find_article: FindArticle) -> None:
        self._find_article = find_article
        self._texts: dict[str, str | None] = {}
        self.found = 0
        self.warnings: list[str] = []

    def group(self, alternatives: object, where: str) -> tuple[Span, ...]:
        """The spans of one evidence group. Raises BadInput if it is not written as evidence is."""
        if not isinstance(alternatives, list) or not alternatives:
            raise BadInput(f"{where}: an evidence group is a list of alternatives, at least one")
        return tuple(span for one in alternatives for span in self._spans(one, where))

    def _spans(self, fields: Any, where: str) -> list[Span]:
        if not isinstance(fields, Mapping) or not isinstance(fields.get("article"), str):
            raise BadInput(f'{where}: evidence is {{"article": id, "quote": …}} or has "start" and "end"')
        name = fields["article"]
        range_or_quote = _pointer(fields, where)
        text = self._text(name)
        if text is None:
            self.warnings.append(f"{where}: the article {name} is not in the index")
            return []
        spans = [Span(name, start, end) for start, end in _ranges(range_or_quote, text)]
        self.found += bool(spans)
        if not spans:
            self.warnings.append(f"{where}: {_shown(range_or_quote)} is not in the article {name}")
        return spans

    def _text(self, name: str) -> str | None:
        if name not in self._texts:
            try:
                self._texts[name] = self._find_article(name).text
            except KeyError:
                self._texts[name] = None
        return self._texts[name]


def _pointer(fields: Mapping[str, Any], where: str) -> str | tuple[int, int]:
    """The quote, or start and end."""
    quote, start, end = fields.get("quote"), fields.get("start"), fields.get("end")
    if isinstance(quote, str) and fold(quote):
        return quote
    if quote is None and type(start) is int and type(end) is int and 0 <= start < end:
        return start, end
    raise BadInput(f'{where}: evidence needs a "quote", or a "start" and a greater "end" in the article\'s text')


def _ranges(pointer: str | tuple[int, int], text: str) -> list[tuple[int, int]]:
    if isinstance(pointer, str):
        return locate(pointer, text)
    return [pointer] if pointer[1] <= len(text) else []


def _shown(pointer: str | tuple[int, int]) -> str:
    if isinstance(pointer, tuple):
        return f"the range {list(pointer)}"
    return f"the quote “{pointer if len(pointer) <= 60 else pointer[:59] + '…'}”"
