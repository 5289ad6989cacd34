"""Whether an act was done, was not done, or was refused."""

from __future__ import annotations

from spacy.tokens import Token

from corpus.attribution.acts import words
from corpus.attribution.grammar import child, is_passive, is_verb
from corpus.statement import Polarity

_NEGATIONS = frozenset({"not", "n't", "never", "nor", "neither", "no", "hardly", "scarcely", "n’t"})


def polarity(anchor: Token) -> Polarity:
    """The polarity of the act that a verb, adjective or noun tells, by what stands over it.

    Negation is inherited by what a negated verb governs without a subject of its own (“does not want to accept”).
    """
    token, negative = anchor, False
    for _ in range(8):
        negative ^= _negated(token)
        head = token.head
        if head is token or token.dep_ not in ("xcomp", "pcomp", "acomp", "prep", "acl", "attr"):
            break
        if token.dep_ == "acl" and child(token, "nsubj") is not None:
            break
        if token.dep_ == "prep" and head.dep_ == "ROOT" and token.lower_ != "without":
            break
        if token.dep_ == "xcomp" and head.lower_ in words("verbs", "refused") | {"unwilling"}:
            return Polarity.REFUSED if not (negative or _negated(head)) else Polarity.NEGATIVE
        if token.dep_ == "xcomp" and head.lower_ in words("verbs", "failed"):
            negative = not negative
        if token.dep_ == "xcomp" and head.lower_ in ("have", "has", "had"):
            negative ^= any(found.lower_ == "yet" for found in (*head.children, *token.children))
        if token.lower_ == "without":
            negative = not negative
            break
        token = head
    return Polarity.NEGATIVE if negative else Polarity.POSITIVE


def _negated(token: Token) -> bool:
    if any(
        found.dep_ == "neg" or (found.dep_ in ("advmod", "preconj", "cc") and found.lower_ in _NEGATIONS)
        for found in token.children
    ):
        return True
    if not is_verb(token):
        return any(found.dep_ == "det" and found.lower_ in ("no", "neither") for found in token.children)
    if token.dep_ == "conj" and token.head.dep_ != "conj" and child(token, "nsubj", "aux") is None and _or(token):
        return _negated(token.head)
    subject = child(token, "nsubjpass", "nsubj")
    nobody = subject is not None and (subject.lower_ in ("none", "nobody", "neither") or _no(subject))
    object_ = child(token, "dobj")
    return nobody or (object_ is not None and not is_passive(token) and _no(object_))


def _or(token: Token) -> bool:
    return any(found.dep_ == "cc" and found.lower_ in ("or", "nor") for found in token.head.children)


def _no(noun: Token) -> bool:
    return any(
        found.dep_ == "det" and found.tag_ == "DT" and found.lower_ in ("no", "neither") for found in noun.children
    ) and noun.tag_ not in ("NNP", "NNPS")
