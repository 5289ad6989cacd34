"""Whether something is stated anywhere in an index, as far as its words can tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from corpus.actors.identity import same_actor
from corpus.statement import Act, Polarity
from index.keywords import terms
from index.statements import StoredStatement

SAME_MATTER = 0.4  # share of a content's stems in another statement's sentence from which on both may tell the same


class Stated:
    """The statements of an index by the stems of their sentences."""

    def __init__(self, statements: Sequence[StoredStatement]) -> None:
        self._statements = statements
        self._rows: dict[str, list[int]] = defaultdict(list)
        self._of_actor: dict[str, list[StoredStatement]] = defaultdict(list)
        self._names: dict[str, list[str]] = {}
        for row, stored in enumerate(statements):
            for term in set(terms(stored.statement.sentence.of(stored.article.text))):
                self._rows[term].append(row)
            if stored.statement.actor is not None:
                self._of_actor[stored.statement.actor].append(stored)

    def about(self, content: str, *, share: float = SAME_MATTER) -> list[StoredStatement]:
        """The statements in whose sentence stands such a share of a content's stems."""
        wanted = set(terms(content))
        counts = Counter(row for term in wanted for row in self._rows.get(term, ()))
        return [self._statements[row] for row, count in counts.items() if count >= share * len(wanted)]

    def by(self, actor: str, act: Act) -> list[StoredStatement]:
        """What an actor, by whatever name, did of one act."""
        if actor not in self._names:
            self._names[actor] = [name for name in self._of_actor if same_actor(name, actor)]
        return [stored for name in self._names[actor] for stored in self._of_actor[name] if stored.statement.act is act]


def is_done_by(actor: str, matter: Iterable[StoredStatement]) -> bool:
    """Whether some statement on a matter, of whatever act, may be this actor's, as far as the source's words tell."""
    stems = set(terms(actor))
    return any(_may_be(actor, stems, stored) for stored in matter)


def is_done(acts: Iterable[Act], matter: Iterable[StoredStatement]) -> bool:
    """Whether somebody did one of the acts in a matter, or some act in it was denied or refused."""
    wanted = set(acts)
    return any(
        stored.statement.act in wanted or stored.statement.polarity is not Polarity.POSITIVE for stored in matter
    )


def _may_be(actor: str, stems: set[str], stored: StoredStatement) -> bool:
    source, told = stored.statement.source, stored.statement.actor or ""
    if told and same_actor(told, actor):
        return True
    return not stems.isdisjoint(terms(f"{source.of(stored.article.text) if source else ''} {told}"))
