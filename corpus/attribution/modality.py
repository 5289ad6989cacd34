"""How an act is told: as done, to come, under a condition, hoped for, or as possible; and the condition itself."""

from __future__ import annotations

from spacy.tokens import Token

from corpus.attribution.acts import words
from corpus.attribution.grammar import Range, child, is_passive, is_verb, trimmed
from corpus.statement import Modality

_POSSIBLE_ADVERBS = frozenset({"possibly", "perhaps", "maybe", "potentially", "likely"})
_UNREAL = frozenset({"if", "unless"})


def modality(anchor: Token) -> Modality:
    """The modality of the act that a verb, adjective or noun tells.

    A clause under “if” is conditional; a verb under “plans to” is to come, under “may” or “is expected to”
    possible, and under “hopes”, “urged him to”, “interest in” it is hoped for.
    """
    verb = anchor if is_verb(anchor) else _verb_over(anchor)
    for _ in range(8):
        own = _own(verb)
        if own is not None:
            return own
        head = verb.head
        if _is_hoped_for(verb):
            return Modality.HOPED
        if head == verb or verb.dep_ not in ("xcomp", "conj", "ccomp", "advcl", "pcomp", "acl"):
            break
        if verb.dep_ == "conj" and child(verb, "nsubj") is not None:
            break
        if verb.dep_ in ("xcomp", "ccomp") and is_verb(head):
            governed = _governed(verb, head)
            if governed is not None:
                return governed
        if verb.dep_ in ("ccomp", "advcl", "acl", "pcomp") or not is_verb(head):
            break
        verb = head
    return Modality.FACT


def _verb_over(token: Token) -> Token:
    for over in token.ancestors:
        if is_verb(over):
            return over
        if over.dep_ not in ("dobj", "pobj", "prep", "conj", "attr", "acomp"):
            break
    return token


def _own(verb: Token) -> Modality | None:  # noqa: PLR0911
    if verb.dep_ == "advcl" and any(found.lower_ in _UNREAL for found in verb.children if found.dep_ == "mark"):
        return Modality.CONDITIONAL
    for found in verb.children:
        if found.dep_ == "aux" and found.lower_ in ("will", "wo", "'ll", "shall", "’ll"):
            return Modality.FUTURE
        if found.dep_ == "aux" and found.lower_ in ("would", "'d"):
            return Modality.CONDITIONAL if condition_clause(verb) is not None else Modality.FUTURE
        if found.dep_ == "aux" and found.lower_ in ("may", "might", "could", "can", "ca"):
            return Modality.POSSIBLE
        if found.dep_ == "aux" and found.lower_ in ("must", "should"):
            return Modality.HOPED
        if found.dep_ == "advmod" and found.lower_ in _POSSIBLE_ADVERBS:
            return Modality.POSSIBLE
    return None


def _is_hoped_for(verb: Token) -> bool:
    """Whether a gerund is what a noun is for: “lacking interest in reaching a deal”."""
    return verb.dep_ == "pcomp" and verb.head.head.lower_ in words("other", "hoped_for")


def _governed(verb: Token, head: Token) -> Modality | None:
    to = any(found.lower_ == "to" and found.dep_ == "aux" for found in verb.children)
    if head.lower_ in words("verbs", "possible") or (is_passive(head) and head.lower_ in ("expected", "set", "poised")):
        return Modality.POSSIBLE if not (verb.dep_ == "ccomp" and not to) else None
    if not to and verb.tag_ != "VBG":
        return None
    if head.lower_ in words("verbs", "future") or head.lower_ in ("going", "set", "is", "are"):
        return Modality.FUTURE
    return Modality.HOPED if head.lower_ in words("verbs", "hoped") else None


def condition_clause(verb: Token) -> Token | None:
    """The verb of the clause that a verb hangs on: “if …”, “until …”, “unless …”, “before …”, “after …”."""
    for found in verb.children:
        if found.dep_ in ("advcl", "prep") and _marks(found) is not None:
            return found
    return None


def condition(*verbs: Token) -> tuple[Token, Range] | None:
    """The first clause that one of the verbs hangs on, with its range of tokens."""
    for verb in verbs:
        clause = condition_clause(verb)
        if clause is not None:
            return clause, trimmed(clause, (clause.left_edge.i, _end(clause)))
    return None


def _end(clause: Token) -> int:
    """Where a clause ends, without an aside after a comma: “before they leave the city, where …”."""
    asides = [
        found.left_edge.i
        for found in clause.subtree
        if found.dep_ == "relcl" and found.left_edge.i > clause.i and found.doc[found.left_edge.i - 1].text == ","
    ]
    return min([clause.right_edge.i + 1, *asides])


def _marks(clause: Token) -> Token | None:
    wanted = words("other", "conditions")
    if clause.dep_ == "prep":
        exchange = clause.lower_ == "in" and any(found.lower_ in ("exchange", "return") for found in clause.children)
        return clause if exchange else None
    return next(
        (found for found in clause.children if found.dep_ in ("mark", "advmod") and found.lower_ in wanted), None
    )
