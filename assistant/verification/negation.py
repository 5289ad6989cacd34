"""Negations of all kinds: “not”, “no …”, “nobody”, what was refused or left undone."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from assistant.verification.stems import stem_of, stems_of
from index.keywords import terms

NEGATIONS = frozenset({"not", "n't", "never", "no", "none", "nobody", "nothing", "neither", "nor", "without", "cannot"})
NO = frozenset({"no", "nobody", "none", "nothing", "neither"})
_UN = ("unlikely", "unwilling", "unable", "improbable", "impossible", "unprepared", "unready")
_DENYING = "deny dispute refute"
_REFUSING = "refuse decline fail"
_UNDOING = (
    "reject deny refuse decline fail oppose prevent block avoid stop halt unlikely unable unwilling impossible lack "
    "dispute dismiss ban bar forbid prohibit refute turned ruled against hardly barely false"
)


def words(text: str) -> list[str]:
    """The words of a text in lower case, “n't” one of its own."""
    found = text.lower().replace("n’t", " n't").replace("n't", " n't").split()
    return [word.strip('.,;:“”"') for word in found]


def is_negative(text: str) -> bool:
    """Whether anything in a text is negated, denied, refused or left undone.

    >>> is_negative("It declined to sail."), is_negative("It sailed.")
    (True, False)
    """
    return not NEGATIONS.isdisjoint(words(text)) or not set(terms(_UNDOING)).isdisjoint(terms(text))


def has_no(noun: Token) -> bool:
    """Whether a noun has a “no” of its own."""
    return any(child.lower_ in NO for child in noun.children)


def is_negated(verb: Token) -> bool:
    """Whether it has a “not”, a “nobody” or a “no …” as subject or object, or hangs on a denial; two make none."""
    parties = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr")]
    not_so = any(child.dep_ == "neg" for child in verb.children)
    by_no = any(child.lower_ in NO or has_no(child) for child in parties)
    while verb.dep_ == "conj" and verb.head.tag_.startswith("VB") and verb.head.dep_ != "ROOT":
        verb = verb.head
    hangs = verb.dep_ in ("ccomp", "xcomp", "pcomp") or (verb.dep_ == "dobj" and verb.lower_.endswith("ing"))
    if hangs and verb.head.tag_ == "JJ" and verb.head.lower_.startswith(_UN):
        return not (not_so or by_no)
    if not_so and any(child.lower_ == "why" for child in verb.children) and any(map(_is_no_reason, verb.doc)):
        return False  # “no reason why it could not be done”
    denied = hangs and stem_of(verb.head) in _stems(_DENYING if verb.dep_ == "ccomp" else f"{_DENYING} {_REFUSING}")
    return (not_so or by_no) != denied


def _is_no_reason(noun: Token) -> bool:
    return noun.lower_ == "reason" and has_no(noun)


@cache
def _stems(text: str) -> frozenset[str]:
    return frozenset(stems_of(text))
