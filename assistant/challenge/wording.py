"""From a clause to English questions: those that it answers, and those that it does not."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.challenge.clause import Clause
from corpus.statement import Act

FORMS = ("who", "why", "what", "yes-no", "when")
_OPPOSITE = {
    Act.ACCEPT: ("rejected", "reject"),
    Act.REJECT: ("accepted", "accept"),
    Act.PROPOSE: ("rejected", "reject"),
}
_OPPOSITE_OF_WILL = {Act.PROMISE: ("refused", "refuse"), Act.OFFER: ("refused", "refuse")} | {
    Act.REJECT: ("agreed", "agree"),
    Act.ACCEPT: ("refused", "refuse"),
    Act.THREATEN: ("refused", "refuse"),
}
_OPPOSITE_OF_BLAME = {" of ": ("cleared", "clear"), " for ": ("praised", "praise")}
ANSWERING = {  # acts that would make a question about the opposite answerable
    Act.ACCEPT: (Act.REJECT, Act.DENY, Act.ACCUSE),
    Act.REJECT: (Act.ACCEPT, Act.OFFER, Act.PROMISE, Act.PROPOSE, Act.REQUEST, Act.DEMAND),
    Act.PROPOSE: (Act.REJECT, Act.DENY, Act.ACCUSE),
    Act.PROMISE: (Act.REJECT, Act.DENY),
    Act.OFFER: (Act.REJECT, Act.DENY),
    Act.THREATEN: (Act.REJECT, Act.DENY, Act.PROMISE),
    Act.ACCUSE: (Act.ACCEPT, Act.DENY),
    Act.DENY: (Act.ACCEPT, Act.STATE, Act.ANNOUNCE, Act.ACCUSE),
    Act.STATE: (Act.DENY, Act.REJECT),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opposite:
    """The verb of an opposite act: as “who” takes it, and its base form; and what then stands behind it."""

    verb: str
    lemma: str
    rest: str


def who(clause: Clause) -> str:
    """“Who asked Denmark for a loan?”"""
    return f"Who {clause.verb}{clause.rest}?"


def whom(clause: Clause) -> str | None:
    """“Whom did Norway ask for a loan?”; None if nobody is addressed."""
    if clause.addressee is None:
        return None
    return f"Whom did {clause.subject} {clause.lemma}{clause.before.rstrip()}{clause.between}{clause.content}?"


def what(clause: Clause) -> str | None:
    """“What did Norway ask Denmark for?”; None for a content that “what” cannot stand for."""
    if clause.is_clausal:
        return None
    told = f"{clause.before}{clause.addressee or ''}{clause.between}".rstrip()
    return f"What did {clause.subject} {clause.lemma}{told}{' do' if clause.is_infinitive else ''}?"


def asked_of(subject: str, clause: Clause, form: str) -> str | None:
    """A question that takes it for true that ``subject`` did what the clause tells; None if it has no such form."""
    done = f"{subject} {clause.lemma}{clause.rest}"
    match form:
        case "why":
            return f"Why did {done}?"
        case "when":
            return f"When did {done}?"
        case "yes-no":
            return f"Did {done}?"
        case "what":
            told = f"{clause.before}{clause.addressee or ''}{clause.between}".rstrip()
            asked = f"What did {subject} {clause.lemma}{told}{' do' if clause.is_infinitive else ''}?"
            return asked if clause.addressee is not None and not clause.is_clausal else None
    return who(clause)


def swapped_inside(clause: Clause, name: str) -> tuple[str, Clause] | None:
    """A party named once in the content as the subject, and the subject in its place; None if it is not there so.

    “Norway rejected Denmark's plan for the strait” → “Denmark” and “Norway rejected Norway's plan for the strait”.
    """
    found = list(re.finditer(rf"(?<![\w’'-]){re.escape(name)}(?![\w-])", clause.content))
    if len(found) != 1 or clause.subject.removeprefix("the ") in clause.content:
        return None
    before, after = clause.content[: found[0].start()], clause.content[found[0].end() :]
    part_of_a_name = re.search(r"(?:[A-Z][\w.]*|\bthe) $", before) or re.match(r" [A-Z]", after)
    if part_of_a_name:
        return None
    return name, replace(clause, content=f"{before}{clause.subject}{after}")


def opposite_of(clause: Clause) -> Opposite | None:
    """The clause with its act turned round: rejected for accepted, “not to” for “to”; None for an act without one."""
    act, cue = clause.stored.statement.act, clause.stored.statement.cue.of(clause.stored.article.text)
    simple = len(cue.split()) == 1 and clause.before == " " and clause.addressee is None
    if clause.addressee is not None and clause.is_infinitive and act in (Act.REQUEST, Act.DEMAND):
        told = f"{clause.before}{clause.addressee}{clause.between.removesuffix('to ')}not to {clause.content}"
        return Opposite(clause.verb, clause.lemma, told)
    if act in _OPPOSITE and simple and not clause.is_infinitive and not clause.is_clausal:
        return Opposite(*_OPPOSITE[act], clause.rest)
    if act in _OPPOSITE_OF_WILL and clause.addressee is None and clause.before == " to " and clause.is_infinitive:
        return Opposite(*_OPPOSITE_OF_WILL[act], clause.rest)
    if act is Act.ACCUSE and clause.addressee is not None and clause.between in _OPPOSITE_OF_BLAME:
        return Opposite(*_OPPOSITE_OF_BLAME[clause.between], clause.rest)
    if clause.addressee is None and clause.lemma in ("deny", "say"):
        return _opposite_of_telling(clause)
    return None


def _opposite_of_telling(clause: Clause) -> Opposite:
    if clause.lemma == "deny":
        return Opposite("confirmed", "confirm", clause.rest)
    return Opposite("denied", "deny", f" that {clause.content}")


def of_opposite(clause: Clause, opposite: Opposite, form: str) -> str:
    """A question that takes the opposite for true."""
    if form == "who":
        return f"Who {opposite.verb}{opposite.rest}?"
    asking = {"why": "Why did", "when": "When did", "yes-no": "Did"}.get(form, "Why did")
    return f"{asking} {clause.subject} {opposite.lemma}{opposite.rest}?"
