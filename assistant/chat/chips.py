"""The next questions that an answer suggests: what else its parties did, as the index has it."""

from __future__ import annotations

from collections import Counter

from assistant.chat.proofs import within
from assistant.chat.turn import Turn
from assistant.chat.words import say
from corpus.actors.nobody import is_nobody
from corpus.span import Span
from corpus.statement import Act, Modality, Polarity
from index.archive import Archive
from index.statements import StoredStatement

SHOWN = 3
_ACTS = tuple(act for act in Act if act is not Act.STATE)
_MANY = 200  # statements of a party read at most: enough to see what it mostly does


def next_questions(turn: Turn, index: Archive) -> list[str]:
    """Up to ``SHOWN`` questions about the parties of an answer; none after an abstention."""
    cited = turn.answer.citations
    if not cited:
        return []
    stored = index.statements_of(sorted({one.passage for one in cited}))
    quotes = [Span(one.article, one.start, one.end) for one in cited]
    told = [one for quote in quotes for one in within(stored, quote) if one.statement.act in _ACTS]
    asked = {(party, one.statement.act) for one in told for party in _parties(one)}
    questions: list[str] = []
    for party in dict.fromkeys(party for one in told for party in _parties(one)):
        found = index.find_statements(actor=party, acts=_ACTS, filters=turn.wanted.filters(), limit=_MANY)
        questions += _about(_in_a_sentence(party, told), found, {act for who, act in asked if who == party})
    here = turn.answer.standalone_question.casefold()
    return [one for one in dict.fromkeys(questions) if one.casefold() != here][:SHOWN]


def _in_a_sentence(party: str, told: list[StoredStatement]) -> str:
    """A party's name as the articles have it within a sentence: “the United States”."""
    return f"the {party}" if any(f" the {party}" in one.article.text for one in told) else party


def _about(party: str, found: list[StoredStatement], known: set[Act]) -> list[str]:
    plain = Counter(one.statement.act for one in found if _is_plain(one) and one.statement.act not in known)
    return [say(f"next.{act.value}", who=party) for act, _ in plain.most_common(2)]


def _is_plain(one: StoredStatement) -> bool:
    """Whether it was done, and told of a party by its own name."""
    statement = one.statement
    done = statement.polarity is Polarity.POSITIVE and statement.modality is Modality.FACT
    return done and statement.source_named and bool(statement.content)


def _parties(one: StoredStatement) -> list[str]:
    names = (one.statement.actor, one.statement.addressee_actor)
    return [name for name in names if name and name != name.lower() and not is_nobody(name)]
