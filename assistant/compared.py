"""What a question compares: one question for each of its sides."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Token

_EACH = re.compile(r",? (?:each|both|respectively)\b|\bboth ", re.IGNORECASE)
_VERBS = r"(?:differ|compare|disagree|diverge|clash|contrast)"
_DIFFER = re.compile(
    rf"^how (?:do|does|did) (?P<what>.+?) {_VERBS}(?P<rest>\b.*?)\??$|^compare (?P<what2>.+?)[.?]?$|"
    r"^what (?:is|was) the difference between (?P<what3>.+?)\??$",
    re.IGNORECASE,
)
_WITH = re.compile(
    rf"^how (?:do|does|did) (?P<one>.+?) {_VERBS} (?:with|to|from) (?P<other>.+?)\??$|"
    r"^how far apart (?:are|were) (?P<one2>.+?) and (?P<other2>.+?)\??$",
    re.IGNORECASE,
)
_OR = re.compile(
    r"^(?P<asked>(?:who|whose|which|what)\b.+?), (?P<one>[^,]+?),? or (?P<other>[^,?]+)\?*$", re.IGNORECASE
)
_OWNED = re.compile(r"^(?P<owner>.+?['’]s?) (?P<owned>.+)$")
_OF = re.compile(r"^(?:that|those) of (?P<owner>.+)$", re.IGNORECASE)
_MATTER = re.compile(r"^,? (?:on|over|about|in|regarding|as to) ", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:he|she|it|they|his|her|its|their|him|them)\b", re.IGNORECASE)
_NOMINAL = ("NNP", "NNPS", "NN", "NNS")


def sides_of(question: str, doc: Doc) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The questions, and the parties if they are named as such; both empty if nothing is compared.

    ``doc`` is the parsed question.

    >>> from corpus.attribution.parse import parse
    >>> def asked(question): return sides_of(question, next(parse([question])))[0]
    >>> asked("How did Norway and Sweden differ over the ferry?")
    ('What did Norway say about the ferry?', 'What did Sweden say about the ferry?')
    >>> asked("How does Norway's offer compare with Sweden's?")
    ("What was Norway's offer?", "What was Sweden's offer?")
    >>> asked("Who offered more, Norway or Sweden?")
    ('Who offered more, Norway?', 'Who offered more, Sweden?')
    """
    alternatives, against = _OR.match(question), _WITH.match(question)
    if alternatives:
        return tuple(f"{alternatives['asked']}, {alternatives[side]}?" for side in ("one", "other")), ()
    if against:
        one, other = against["one"] or against["one2"], against["other"] or against["other2"]
        first, second = f"What was {one}?", f"hat was {_with_what_is_owned(other, one)}?"
        return (first, f"{first} And w{second}" if _PRONOUN.search(other) else f"W{second}"), ()
    return _of_parties(question, doc)


def _with_what_is_owned(side: str, first: str) -> str:
    """A side that leaves out what the first has said: “Sweden's” or “that of Sweden” beside “Norway's offer”."""
    owned, by = _OWNED.match(first), _OF.match(side)
    if owned is None:
        return side
    if by:
        return f"{by['owner']}'s {owned['owned']}"
    return f"{side} {owned['owned']}" if re.search(r"['’]s?$", side) else side


def _of_parties(question: str, doc: Doc) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """One question a party, for two or more joined that are compared or take turns (each, both, differ)."""
    differ, each = _DIFFER.match(question), _EACH.search(question)
    names = _joined_parties(doc, each.start() if each else None) if differ or each else []
    if not names:
        return (), ()
    start, end = names[0].left_edge.idx, names[-1].idx + len(names[-1])
    parties = tuple(_phrase(name) for name in names)
    if differ is None:
        return tuple(_EACH.sub("", f"{question[:start]}{party}{question[end:]}") for party in parties), parties
    found = next(name for name in ("what", "what2", "what3") if differ[name])
    before, behind = question[differ.start(found) : start], question[end : differ.end(found)]
    rest = differ["rest"] or ""
    if not before:
        matter = _MATTER.sub(" about ", rest)
        return tuple(f"What did {party}{behind} say{matter}?" for party in parties), parties
    return tuple(f"What was {before}{party}{behind}{rest}?" for party in parties), parties


def _joined_parties(doc: Doc, each: int | None) -> Sequence[Token]:
    """The joined nouns that stand right before “each”, else the first joined names, else the first joined nouns."""
    groups = [[token, *_joined(token)] for token in doc if token.tag_ in _NOMINAL and _joined(token)]
    before = [group for group in groups if each is not None and group[-1].idx + len(group[-1]) == each]
    names = [group for group in groups if group[0].tag_.startswith("NNP")]
    return next(iter((*before, *names, *groups)), [])


def _joined(token: Token) -> list[Token]:
    """The nouns joined to a noun by “and”, “or” or commas."""
    found = [child for child in token.children if child.dep_ == "conj" and child.tag_ in _NOMINAL]
    return [name for child in found for name in (child, *_joined(child))]


def _phrase(name: Token) -> str:
    """A noun with what belongs to it on its left: “Shawn Fain”, “the union's lawyers”."""
    return name.doc[name.left_edge.i : name.i + 1].text
