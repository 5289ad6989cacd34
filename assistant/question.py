"""A question as a program asks it: the text, the turns before it, and the filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corpus.dates import parse_date
from corpus.errors import BadInput
from index.filters import ALL, Filters

MAX_CHARACTERS = 2_000
FILTERS = ("since", "until", "publisher", "actor", "as_of", "retracted")


@dataclass(frozen=True, slots=True)
class Question:
    """``turns`` are the user's earlier questions, oldest first."""

    question: str
    id: str | None = None
    turns: tuple[str, ...] = ()
    filters: Filters = ALL


def parse_question(fields: Any, where: str) -> Question:
    """A question from its JSON object (CONTRACT: questions in). Raises BadInput, naming ``where``."""
    if not isinstance(fields, Mapping) or not isinstance(fields.get("question"), str):
        raise BadInput(f'{where}: not a question; each line is an object with "question"')
    turns = fields.get("turns") or []
    if not isinstance(turns, list) or not all(isinstance(turn, str) for turn in turns):
        raise BadInput(f'{where}: "turns" must be a list of the questions asked before')
    identity = fields.get("id")
    return Question(
        checked(fields["question"], where),
        None if identity is None else str(identity),
        tuple(checked(turn, where) for turn in turns if turn.strip()),
        parse_filters(fields.get("filters") or {}, where),
    )


def checked(question: str, where: str) -> str:
    """A question's text, stripped. Raises BadInput if it is empty or too long."""
    text = " ".join(question.encode("utf-8", "replace").decode("utf-8").split())
    if not text:
        raise BadInput(f"{where}: the question is empty")
    if len(text) > MAX_CHARACTERS:
        raise BadInput(f"{where}: the question has {len(text):,} characters, limit {MAX_CHARACTERS:,}; shorten it")
    return text


def parse_filters(fields: Any, where: str) -> Filters:
    """Filters from ``{"since", "until", "publisher", "actor", "as_of", "retracted"}``, each absent or null.

    Raises BadInput.
    """
    if not isinstance(fields, Mapping):
        raise BadInput(f'{where}: "filters" must be an object')
    unknown = set(fields) - set(FILTERS)
    if unknown:
        raise BadInput(f"{where}: unknown filter {sorted(unknown)[0]!r}; there are {', '.join(FILTERS)}")
    since, until, as_of = (_day(fields.get(name), f"{where}: {name}") for name in ("since", "until", "as_of"))
    if since and until and since > until:
        raise BadInput(f"{where}: since ({since}) is after until ({until})")
    if since and as_of and since > as_of:
        raise BadInput(f"{where}: since ({since}) is after as_of ({as_of})")
    retracted = fields.get("retracted")
    if not isinstance(retracted, bool | None):
        raise BadInput(f"{where}: retracted: {retracted!r} is neither true nor false")
    publisher, actor = (_name(fields.get(name), f"{where}: {name}") for name in ("publisher", "actor"))
    return Filters(since, until, publisher, actor=actor, as_of=as_of, retracted=bool(retracted))


def _name(value: Any, where: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise BadInput(f"{where}: {value!r} is not a name")
    return value or None


def _day(value: Any, where: str) -> str | None:
    try:
        parsed = parse_date(value)
    except ValueError as error:
        raise BadInput(f"{where}: {error}") from error
    return parsed[:10] if parsed else None
