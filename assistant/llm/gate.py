"""What a model's sentence must pass to be shown: ids that were given, and nothing that their quotes do not say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import Citation
from assistant.evaluation.fold import fold
from assistant.llm.reading import Proposed
from assistant.verification.borne_out import Judges
from assistant.verification.orders import gives_order
from assistant.verification.problem import Fault, Problem, Quote
from assistant.verify import verify_sentence
from corpus.attribution.grammar import is_verb
from corpus.attribution.parse import parse

_MARKUP = re.compile(r"[<>{}|\\]|\]\(|\w://|\bwww\.|[\w-]+@[\w-]+\.\w|!\[", re.IGNORECASE)
MOST_CHARACTERS = 600  # of one sentence


@dataclass(frozen=True, slots=True)
class Given:
    """A piece of evidence under the id that it was sent with (its citation's marker), and the statements in it."""

    citation: Citation
    statements: tuple[Mapping[str, Any], ...] = ()

    @property
    def quote(self) -> Quote:
        """What a sentence is held against."""
        one = self.citation
        return Quote(one.quote, one.title, one.publisher, one.published)


def problem_of(proposed: Proposed, given: Mapping[int, Given], judges: Judges) -> Problem | None:
    """Why a sentence is not shown; None if it is. ``judges`` as in ``verify_sentence``."""
    words = proposed.words
    if not proposed.ids or not set(proposed.ids) <= set(given):
        return Problem(Fault.UNCITED, words)
    cited = [given[number] for number in proposed.ids]
    quotes = [one.quote for one in cited]
    marks = _MARKUP.search(words)
    if len(words) > MOST_CHARACTERS or (marks and not any(marks[0] in quote.text for quote in quotes)):
        return Problem(Fault.MARKUP, words)
    statements = [statement for one in cited for statement in one.statements]
    problem = verify_sentence(words, quotes, statements, judges=judges)
    return problem or _no_report(words, statements)


def _no_report(words: str, statements: Sequence[Mapping[str, Any]]) -> Problem | None:
    """A problem if a sentence reports nothing: an order to the reader, or words that are no party to a statement."""
    (doc,) = parse([words])
    if not any(is_verb(token) for token in doc):
        parties = [one[role] for one in statements for role in ("source", "addressee") if one[role]]
        named = any(f" {fold(words).rstrip('.')} " in f" {fold(party)} " for party in parties)
        return None if named else Problem(Fault.UNSUPPORTED, words)
    return Problem(Fault.UNSUPPORTED, words) if gives_order(doc) else None
