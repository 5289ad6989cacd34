"""What reads like an act of speech and is nobody’s: “drivers should expect”, “it is fair to say”, “forced to seek”."""

from __future__ import annotations

from spacy.tokens import Token

from corpus.attribution.acts import words
from corpus.attribution.content import Content
from corpus.attribution.grammar import child
from corpus.statement import Act


def is_caused(head: Token) -> bool:
    """“forced them to seek refuge”: nobody’s act of speech."""
    return head.dep_ in ("xcomp", "ccomp") and head.head.lower_ in words("verbs", "caused")


def is_advice(head: Token, act: Act) -> bool:
    """“drivers should expect delays”, “it is fair to say”, “rest assured”: what one may think, and nobody does."""
    if any(found.dep_ == "aux" and found.lower_ in ("should", "can") for found in head.children):
        return act is Act.STATE and head.lower_ in words("verbs", "held")
    rest = head.i > 0 and head.doc[head.i - 1].lower_ == "rest" and head.lower_ == "assured"
    hedge = head.lower_ == "expected" and head.tag_ == "VBN" and child(head, "aux") is None
    if rest or hedge:
        return True
    over = head.head
    it = child(over, "nsubj") if head.dep_ in ("xcomp", "ccomp", "advcl") else None
    fair = child(over, "acomp", "oprd", "attr")
    return it is not None and it.lower_ == "it" and fair is not None and fair.lower_ in words("other", "expletive")


def is_outlook(source: Token | None, act: Act, content: Content) -> bool:
    """“as fun as it promises to be”: nobody’s word."""
    root = content.root
    return (
        act is Act.PROMISE and source is not None and source.lower_ == "it" and root is not None and root.lower_ == "be"
    )
