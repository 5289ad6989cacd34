"""Whether a source is named, and whether the one told is an outlet that passes it on."""

from __future__ import annotations

import re

from corpus.attribution.acts import words
from corpus.attribution.agents import is_document
from corpus.attribution.found import Found

_DEFINITE = frozenset(["the", "this", "that", "its", "his", "her", "their", "our", "all", "both"])
_PRONOUNS = frozenset(
    ["he", "she", "it", "they", "we", "i", "him", "her", "them", "us", "his", "its", "their", "our", "my"]
)


def is_named(one: Found, text: str) -> bool:  # noqa: PLR0911
    """Whether the source is a named person, body, state or company; an official of one is not."""
    if one.source is None or one.source_range is None:
        return False
    if one.source.lower_ in _PRONOUNS:
        return True
    head = one.source
    if is_document(head) and any(found.tag_ in ("NNP", "NNPS") for found in head.subtree):
        return True
    if any(found.dep_ == "appos" and found.tag_ in ("NNP", "NNPS") for found in head.children):
        return True
    if head.lower_ in words("other", "anonymous"):
        return False
    if head.tag_ in ("NNP", "NNPS", "JJ", "PRP$"):
        return True
    if any(found.dep_ in ("det", "poss") and found.lower_ in _DEFINITE for found in head.children):
        return head.lower_ not in words("other", "crowds")
    return any(
        found.dep_ in ("compound", "amod", "poss", "nmod") and found.tag_ in ("NNP", "NNPS") for found in head.children
    )


def is_outlet(one: Found, text: str) -> bool:
    """Whether the addressee is a paper, agency or channel."""
    if one.addressee is None or one.addressee_range is None:
        return False
    if one.addressee.tag_ not in ("NNP", "NNPS"):
        return False
    phrase = text[one.addressee_range[0] : one.addressee_range[1]]
    lower = phrase.lower()
    return phrase.startswith("The ") or any(
        re.search(rf"\b{re.escape(name)}\b", lower) for name in words("other", "outlets")
    )
