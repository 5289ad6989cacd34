"""How surely a verb is told: as done; as what somebody alleges; or as asked for, planned, possible, conditional."""

from __future__ import annotations

from enum import IntEnum
from functools import cache

from spacy.tokens import Token

from assistant.verification.stems import stem_of, stems_of


class Certainty(IntEnum):
    """From what may never come to what is told as done; what is told in the present may be to come."""

    OPEN = 0
    ALLEGED = 1
    COMING = 2
    TOLD = 3


_HEDGES = frozenset(
    {"may", "might", "could", "would", "can", "should", "possibly", "perhaps", "maybe", "must", "shall"}
)
_MAYBE = frozenset({"may", "might", "could", "possibly", "perhaps", "maybe", "if", "unless"})
_CONDITIONS = frozenset({"if", "unless", "whether", "before", "until", "till", "lest", "should"})
_DONE = (  # what hangs on these in the infinitive is done, or was left undone, which is_negated sees
    "begin start continue manage come go get force lead cause use make remain turn happen appear refuse decline fail"
)
_ENDING = "keep stop end finish quit avoid"
_TELLING = (  # what hangs on these as a clause is told as so
    "say tell report announce note add explain confirm state declare write show find reveal acknowledge concede "
    "know learn stress remark recall describe call quote cite maintain insist complain agree inform indicate"
)
_ALLEGING = (  # and on these it is somebody's view
    "accuse charge claim allege suspect argue contend predict believe think fear deny dispute suggest assert warn blame"
)
_NEWS = "news fact statement announcement accusation allegation message finding"
_PLANNING = "plan count bank insist decide agree intend work focus aim"  # on doing something, which is yet to come
_AFTER = frozenset({"after", "by", "since", "upon", "on", "in", "while", "with", "despite"})
_DEEPEST = 12


def certainty(verb: Token, *, attributed: bool = False) -> Certainty:
    """How surely a verb is told, from its own words up to the main verb of its sentence.

    With ``attributed``, what a sentence says that somebody said counts as no more than alleged.
    """
    told, token = Certainty.ALLEGED if _is_in_quotation_marks(verb) else Certainty.TOLD, verb
    for _ in range(_DEEPEST):
        step = _step(token, attributed=attributed)
        if step is Certainty.OPEN:
            return step
        told = min(told, step)
        if token.dep_ == "ROOT" or token.head is token:
            break
        token = token.head
    return told


def _is_in_quotation_marks(token: Token) -> bool:
    """Whether a word is somebody's own, with a mark open before it and not closed."""
    before = token.doc[: token.i].text
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def is_maybe(verb: Token) -> bool:
    """Whether a verb is told as possible at most, by a word of its own or a condition of its own."""
    own = any(child.lower_ in _MAYBE and child.dep_ in ("aux", "advmod", "mark") for child in verb.children)
    under = [child for child in verb.children if child.dep_ == "advcl"]
    return own or any(child.lower_ in ("if", "unless") for clause in under for child in clause.children)


def has_maybe(text: str) -> bool:
    """Whether a text has any word of what is but possible."""
    return not (_MAYBE | _HEDGES).isdisjoint(text.lower().split())


def is_telling(verb: Token) -> bool:
    """Whether a verb but tells that something is so: said, told, reported."""
    return stem_of(verb) in _stems(_TELLING)


def _step(token: Token, *, attributed: bool) -> Certainty:
    """How surely a word is told by itself and by what it hangs on, looked at alone."""
    own = any(child.lower_ in _HEDGES and child.dep_ in ("aux", "advmod") for child in token.children)
    if own or any(child.dep_ in ("mark", "advmod") and child.lower_ in _CONDITIONS for child in token.children):
        return Certainty.OPEN
    if any(child.lower_ in ("will", "'ll", "’ll", "wo") and child.dep_ == "aux" for child in token.children):
        return min(Certainty.COMING, _by_place(token, attributed=attributed))
    return _by_place(token, attributed=attributed)


def _by_place(token: Token, *, attributed: bool) -> Certainty:
    """How surely a word is told by what it hangs on."""
    head, on = token.head, stem_of(token.head)
    if token.dep_ == "pcomp":
        return _behind_preposition(head)
    if token.dep_ == "acl" and any(child.lower_ == "that" and child.dep_ == "mark" for child in token.children):
        return Certainty.ALLEGED if on in _stems(f"{_TELLING} {_ALLEGING} {_NEWS}") else Certainty.OPEN
    if any(child.tag_ == "TO" for child in token.children):
        hangs = token.dep_ in ("acl", "xcomp", "ccomp", "advcl", "relcl", "conj")
        return Certainty.OPEN if hangs and (token.dep_ == "acl" or on not in _stems(_DONE)) else Certainty.TOLD
    if token.dep_ == "xcomp" and token.tag_ == "VBG":
        return Certainty.TOLD if on in _stems(f"{_DONE} {_ENDING}") else _alleged(on)
    if token.dep_ == "ccomp":
        return (Certainty.ALLEGED if attributed else Certainty.TOLD) if on in _stems(_TELLING) else _alleged(on)
    present = attributed and token.tag_ in ("VBZ", "VBP") and not any(c.dep_ == "aux" for c in token.children)
    subjects = [child for child in token.children if child.dep_ in ("nsubj", "nsubjpass")]
    near = [child for one in (token, *subjects) for child in one.children]
    said = attributed and any(child.lower_ == "according" or _is_aside(child) for child in near)
    return Certainty.ALLEGED if said else Certainty.COMING if present else Certainty.TOLD


def _is_aside(verb: Token) -> bool:
    """Whether a verb tells who says so, between commas: “the mayor, she charged, was …”."""
    tells = stem_of(verb) in _stems(f"{_TELLING} {_ALLEGING}") and verb.tag_ in ("VBD", "VBZ", "VBP")
    start = verb.left_edge.i
    commas = "," in (verb.doc[start].text, verb.doc[max(start - 1, 0)].text)
    return tells and commas and not any(child.dep_ in ("dobj", "ccomp") for child in verb.children)


def _behind_preposition(preposition: Token) -> Certainty:
    """How surely a gerund is told behind a preposition: after, by and on doing it; but accused of, planned on it."""
    on = stem_of(preposition.head)
    if preposition.lower_ in ("of", "for") and on in _stems(_ALLEGING):
        return Certainty.ALLEGED
    planned = preposition.lower_ in ("on", "in") and on in _stems(_PLANNING)
    return Certainty.TOLD if preposition.lower_ in _AFTER and not planned else Certainty.OPEN


def _alleged(head: str) -> Certainty:
    return Certainty.ALLEGED if head in _stems(_ALLEGING) else Certainty.OPEN


@cache
def _stems(words: str) -> frozenset[str]:
    return frozenset(stem for word in words.split() for stem in stems_of(word))
