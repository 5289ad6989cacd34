"""A plain sentence held against its quotes verb by verb: turned round, denied, or made surer than it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Doc, Token

from assistant.verification.problem import Fault, Problem
from corpus.attribution.grammar import is_passive, is_verb
from index.keywords import terms

_HEDGES = frozenset({"may", "might", "could", "would", "can", "should", "possibly", "perhaps", "maybe"})
_UNDONE = (  # what hangs on these is not done
    "plan intend consider expect want hope aim seek threaten weigh propose offer promise vow pledge refuse decline "
    "fail agree try ask urge demand order tell call mull ponder prepare schedule"
)


def wrong_verb(doc: Doc, quotes: Sequence[Doc]) -> Problem | None:
    """The first verb of a sentence that every quote with the same verb has otherwise; None if no quote has it so."""
    for verb in _finite(doc):
        others = [other for quote in quotes for other in quote if _stem(other) == _stem(verb) and is_verb(other)]
        problems = [_difference(verb, other) for other in others]
        if problems and None not in problems:
            return problems[0]
    return None


def _finite(doc: Doc) -> Iterator[Token]:
    return (
        token for token in doc if is_verb(token) and token.dep_ in ("ROOT", "conj", "ccomp") and token.tag_ != "VBG"
    )


def _difference(verb: Token, other: Token) -> Problem | None:
    words = verb.doc[verb.left_edge.i : verb.right_edge.i + 1].text
    if _is_negated(verb) != _is_negated(other):
        return Problem(Fault.NEGATION, words)
    if _is_open(other) and not _is_open(verb):
        return Problem(Fault.CERTAINTY, words)
    mine, theirs = _parties(verb), _parties(other)
    if all(mine) and all(theirs) and mine != theirs and mine[0] & theirs[1] and mine[1] & theirs[0]:
        return Problem(Fault.ROLE, words)
    return None


def _is_negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)


def _is_open(verb: Token) -> bool:
    """Whether it is told as possible, planned, or under a condition."""
    hedged = any(child.lower_ in _HEDGES and child.dep_ in ("aux", "advmod") for child in verb.children)
    hangs = verb.dep_ in ("xcomp", "ccomp") and verb.tag_ == "VB" and _stem(verb.head) in _undone()
    conditional = any(child.dep_ == "mark" and child.lower_ in ("if", "unless", "whether") for child in verb.children)
    return hedged or hangs or conditional


@cache
def _undone() -> frozenset[str]:
    return frozenset(terms(_UNDONE))


def _parties(verb: Token) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of who does it and of whom it is done to, by deep role."""
    subject = _stems(verb, ("nsubj",))
    object_ = _stems(verb, ("dobj", "dative"))
    if not is_passive(verb):
        return subject, object_
    by = [child for agent in verb.children if agent.dep_ == "agent" for child in agent.children if child.dep_ == "pobj"]
    return frozenset(stem for token in by for stem in _named(token)), _stems(verb, ("nsubjpass",))


def _stems(verb: Token, roles: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem for child in verb.children if child.dep_ in roles for stem in _named(child))


def _named(head: Token) -> list[str]:
    """The stems of a noun phrase without what hangs on it behind."""
    near = [token for token in head.lefts if token.dep_ in ("compound", "amod", "poss")]
    return [stem for token in (*near, head) for stem in terms(token.text)]


def _stem(token: Token) -> str:
    return (terms(token.text) or [token.lower_])[0]
