"""A challenge set from an index: thousands of questions that its statements answer, and as many that they do not."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.challenge.clause import Clause, named, read_clause
from assistant.challenge.stated import Stated, is_done, is_done_by
from assistant.challenge.wording import (
    ANSWERING,
    FORMS,
    asked_of,
    of_opposite,
    opposite_of,
    swapped_inside,
    what,
    who,
    whom,
)
from corpus.actors.identity import same_actor
from corpus.errors import BadInput
from corpus.span import Span
from corpus.statement import Act
from index.archive import Reader
from index.keywords import terms
from index.statements import StoredStatement

COPIES = 0.7  # share of a content's stems in another sentence from which on that tells the same, of the same act
MOST_ANSWERS = 3  # statements that may answer a what-question; of more, “what did Biden call for?” asks nothing
ASKED_OF_OTHERS = ("why", "what", "yes-no", "when")
SHARE_OF_STATE = 2  # at most one in so many of the clauses merely says something
NUGGET_WORDS = 5


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a QA set. ``contrary`` is what the articles say instead, ``reason`` why the question is refused."""

    id: str
    kind: str
    question: str
    answerable: bool
    nuggets: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[tuple[Mapping[str, Any], ...], ...] = ()
    contrary: tuple[tuple[Mapping[str, Any], ...], ...] = ()
    reason: str | None = None


def write_challenge(archive: Reader, out: Path, *, limit: int, seed: int = 0) -> Mapping[str, int]:
    """Write a challenge set of at most ``limit`` questions; returns how many there are of each kind.

    Raises:
        BadInput: no statement of the index makes a question, or ``out`` cannot be written.
        IndexUnusable: the index cannot be read.
    """
    statements = archive.find_statements()
    items = choose(list(make(statements, seed)), limit)
    if not items:
        raise BadInput(
            f"{archive.place}: none of its {len(statements):,} statements makes a question; add more articles"
        )
    lines = (json.dumps(asdict(item), ensure_ascii=False) for item in items)
    try:
        out.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    except OSError as error:
        raise BadInput(f"{out}: cannot be written ({error.strerror}); name another with --out") from error
    counts: dict[str, int] = defaultdict(int)
    for item in items:
        counts[item.kind] += 1
    return dict(sorted(counts.items()))


def make(statements: Sequence[StoredStatement], seed: int = 0) -> Iterator[list[Item]]:
    """The questions of each statement that makes some, in an order that the seed decides."""
    stated, names = Stated(statements), names_of_articles(statements)
    clauses = [clause for clause in map(read_clause, statements) if clause is not None]
    order = random.Random(seed)
    order.shuffle(clauses)
    seen: set[str] = set()
    for number, clause in enumerate(_fewer_sayings(clauses), start=1):
        items = [*_straight(clause, stated, number), *_contrary(clause, stated, names, number, order)]
        new = [item for item in items if item.question not in seen]
        seen |= {item.question for item in new}
        if new:
            yield new


def choose(groups: Iterable[Sequence[Item]], limit: int) -> list[Item]:
    """At most ``limit`` questions, as evenly over the kinds as there are, in the order of the groups."""
    by_kind: dict[str, list[Item]] = defaultdict(list)
    for item in (item for group in groups for item in group):
        by_kind[item.kind].append(item)
    chosen: list[Item] = []
    for kinds_left, waiting in zip(range(len(by_kind), 0, -1), sorted(by_kind.values(), key=len), strict=True):
        chosen += waiting[: (limit - len(chosen)) // kinds_left]
    return sorted(chosen, key=lambda item: (int(item.id.rpartition("-")[2]), item.id))


def _fewer_sayings(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses, with those that merely say something thinned out."""
    acts = [clause for clause in clauses if clause.stored.statement.act is not Act.STATE]
    room = max(10, len(acts) // (SHARE_OF_STATE - 1))
    says = [clause for clause in clauses if clause.stored.statement.act is Act.STATE][:room]
    kept = {id(clause) for clause in (*acts, *says)}
    return [clause for clause in clauses if id(clause) in kept]


def _straight(clause: Clause, stated: Stated, number: int) -> Iterator[Item]:
    same = [other for other in stated.about(clause.content, share=COPIES) if _same_act(other, clause)]
    told = _distinct([clause.stored, *same])
    if clause.is_told_by_name:
        yield Item(f"who-{number}", "who", who(clause), True, (_names_of(clause, told),), (_evidence(told),))
    asked = whom(clause)
    if asked is not None and clause.addressee is not None and any(map(str.isupper, clause.addressee)):
        yield Item(f"whom-{number}", "whom", asked, True, ((clause.addressee,),), (_evidence(told),))
    asked = what(clause)
    if asked is not None:
        actor = clause.stored.statement.actor or clause.subject
        others = [s for s in stated.by(actor, clause.stored.statement.act) if _same_addressee(s, clause)]
        answers = _distinct([clause.stored, *others])
        if len(answers) <= MOST_ANSWERS:
            nuggets = tuple(dict.fromkeys(_opening(stored) for stored in answers if stored.statement.content))
            yield Item(f"what-{number}", "what", asked, True, (nuggets,), (_evidence(answers),))


def _contrary(
    clause: Clause, stated: Stated, names: Mapping[str, Sequence[str]], number: int, order: random.Random
) -> Iterator[Item]:
    """Roles swapped, another actor in place of the source, the act turned round; none that may be told somewhere."""
    instead, matter = (_evidence([clause.stored]),), stated.about(clause.content)
    here = names.get(clause.stored.article.id, ())
    swap = swap_of(clause, here)
    if swap is not None and not is_done_by(swap[0], matter):
        asked = _first(asked_of(*swap, form) for form in _forms(FORMS, swap[0], clause, stated, order))
        yield Item(f"swap-{number}", "swap", asked, False, contrary=instead, reason="role-mismatch")
    other = another(clause, matter, _shuffled(here, order))
    if other is not None:
        asked = _first(asked_of(other, clause, form) for form in _forms(ASKED_OF_OTHERS, other, clause, stated, order))
        yield Item(f"other-{number}", "other", asked, False, contrary=instead, reason="false-premise")
    opposite = opposite_of(clause)
    if opposite is not None and not is_done(ANSWERING.get(clause.stored.statement.act, ()), matter):
        asked = of_opposite(clause, opposite, order.choice(("who", "why", "yes-no", "when")))
        yield Item(f"opposite-{number}", "opposite", asked, False, contrary=instead, reason="false-premise")


def _forms(forms: Sequence[str], actor: str, clause: Clause, stated: Stated, order: random.Random) -> list[str]:
    """The forms in a new order; without “what did … demand?” if the actor demanded anything at all."""
    acted = asked_of(actor, clause, "what") is not None and stated.by(actor, clause.stored.statement.act)
    return _shuffled([form for form in forms if form != "what" or not acted], order)


def swap_of(clause: Clause, names: Sequence[str]) -> tuple[str, Clause] | None:
    """The subject for the addressee, else for a party that is named once in the content; None if there is neither."""
    addressed = None if clause.addressee is None else named(clause.addressee, clause.stored)
    if addressed is not None:
        return addressed, clause.addressed_to(clause.subject)
    inside = (swapped_inside(clause, name) for name in names if not same_actor(name, clause.subject))
    return next((swap for swap in inside if swap is not None), None)


def another(clause: Clause, matter: Sequence[StoredStatement], names: Sequence[str]) -> str | None:
    """An actor of the same article who has no part in the statement and, as far as is told anywhere, did not do it."""
    sentence = set(terms(clause.stored.statement.sentence.of(clause.stored.article.text)))
    involved = [clause.subject, clause.stored.statement.actor or "", clause.addressee or ""]
    for name in names:
        apart = sentence.isdisjoint(terms(name)) and not any(same_actor(name, one) for one in involved if one)
        if apart and not is_done_by(name, matter):
            return name
    return None


def names_of_articles(statements: Iterable[StoredStatement]) -> Mapping[str, Sequence[str]]:
    """The actors of each article that are told by name, by article id."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for stored in statements:
        source, text = stored.statement.source, stored.article.text
        name = None if source is None else named(source.of(text).split(", ")[0], stored)
        if name is not None:
            found[stored.article.id][name] = None
    return {article: tuple(names) for article, names in found.items()}


def _same_act(other: StoredStatement, clause: Clause) -> bool:
    mine = clause.stored.statement
    same = other.statement.act is mine.act and other.statement.polarity is mine.polarity
    return same and other.statement.source is not None


def _same_addressee(other: StoredStatement, clause: Clause) -> bool:
    mine, theirs = clause.stored.statement.addressee_actor, other.statement.addressee_actor
    return mine is None or theirs is None or same_actor(mine, theirs)


def _names_of(clause: Clause, told: Iterable[StoredStatement]) -> tuple[str, ...]:
    """Every name of those who are told to have done it."""
    names = [clause.subject.removeprefix("the ")]
    for stored in told:
        source = stored.statement.source
        names += [stored.statement.actor or "", source.of(stored.article.text) if source is not None else ""]
        names += [name.split()[-1] for name in names[-2:] if name.split()]
    return tuple(dict.fromkeys(name for name in names if any(map(str.isupper, name))))


def _opening(stored: StoredStatement) -> str:
    """The first words of a content that say something."""
    words = stored.statement.content[0].of(stored.article.text).split()
    while len(words) > 1 and not terms(words[0]):
        words = words[1:]
    return " ".join(words[:NUGGET_WORDS]).rstrip(".,;:")


def _evidence(told: Iterable[StoredStatement]) -> tuple[Mapping[str, Any], ...]:
    return tuple(_pointer(stored.statement.sentence) for stored in told)


def _pointer(span: Span) -> Mapping[str, Any]:
    return {"article": span.article_id, "start": span.start, "end": span.end}


def _distinct(told: Iterable[StoredStatement]) -> list[StoredStatement]:
    return list({stored.id: stored for stored in told}.values())


def _shuffled(values: Sequence[str], order: random.Random) -> list[str]:
    return order.sample(values, len(values))


def _first(questions: Iterable[str | None]) -> str:
    return next(question for question in questions if question is not None)
