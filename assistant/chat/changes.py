"""Changes of position: a party that agreed to something and later refused it, or the other way round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.chat.positions_found import day_of
from assistant.chat.said import actor_of, what_of
from corpus.statement import Act, Modality, Polarity
from index.keywords import terms
from index.statements import StoredStatement

SHOWN = 12
_AGREES = frozenset({Act.ACCEPT, Act.PROMISE, Act.OFFER})
_REFUSES = frozenset({Act.REJECT, Act.DENY})
_SHARED_WORDS = 2  # of what was said, at least: one alone (“deal”) is about anything
_SHARED_PART = 0.3  # of the words of the shorter of the two


@dataclass(frozen=True, slots=True)
class Change:
    """The same party's opposite positions on what shares words, on different days."""

    who: str
    before: StoredStatement
    after: StoredStatement


def changes(found: Sequence[StoredStatement]) -> list[Change]:
    """The changes among some positions, the latest first, at most ``SHOWN``."""
    by_actor: dict[str, list[StoredStatement]] = defaultdict(list)
    for one in found:
        who = actor_of(one.statement)
        if who and day_of(one) and stance(one):
            by_actor[who].append(one)
    seen = [change for who, held in by_actor.items() for change in _of_party(who, sorted(held, key=day_of))]
    return sorted(seen, key=lambda change: day_of(change.after), reverse=True)[:SHOWN]


def stance(one: StoredStatement) -> int:
    """1 if the statement agrees to something, -1 if it refuses it, 0 if neither, or if it is not told as a fact."""
    statement = one.statement
    if statement.modality is not Modality.FACT:
        return 0
    done = 1 if statement.polarity is Polarity.POSITIVE else -1
    return done if statement.act in _AGREES else (-1 if statement.act in _REFUSES and done == 1 else 0)


def _of_party(who: str, held: Sequence[StoredStatement]) -> list[Change]:
    """Each opposite position with the latest one before it, one a day."""
    words = [frozenset(terms(what_of(one))) for one in held]
    turned: dict[str, Change] = {}
    for place, after in enumerate(held):
        for before in range(place - 1, -1, -1):
            opposite = stance(held[before]) == -stance(after) and day_of(held[before]) < day_of(after)
            if opposite and _about_the_same(words[before], words[place]):
                turned.setdefault(day_of(after), Change(who, held[before], after))
                break
    return list(turned.values())


def _about_the_same(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= _SHARED_WORDS and shared >= _SHARED_PART * min(len(one), len(other))
