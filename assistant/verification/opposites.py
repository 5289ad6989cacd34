"""Words that turn a sentence into its opposite: accepted for rejected, against for in favour of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Doc, Token

from assistant.verification.negation import is_negated, is_negative
from assistant.verification.problem import Fault, Problem
from assistant.verification.stems import stem_of, stems_of

_OPPOSITES = (  # the words before a slash mean the opposite of those behind it
    "accept agree approve back endorse support favor favour embrace adopt consent grant"
    "/reject refuse decline oppose dismiss veto deny rebuff spurn",
    "continue keep resume prolong extend maintain/stop end halt cease abandon quit suspend scrap cancel give",
    "begin start open launch/end close shut finish stop halt",
    "raise increase rise grow climb gain expand/lower cut reduce fall drop decrease decline shrink slash",
    "welcome praise applaud hail thank commend defend/criticize criticise condemn denounce blame accuse attack",
    "clear acquit absolve exonerate defend/accuse charge blame convict",
    "allow permit let authorize authorise enable/ban bar forbid prohibit block prevent prohibits outlaw",
    "win/lose", "likely/unlikely", "admit confirm acknowledge concede/deny dispute refute",
    "for favor favour behind/against", "supporter advocate proponent/opponent critic", "strengthen/weaken",
    "employer/worker",
    "include/exclude", "join enter/leave quit exit", "buy/sell", "legal/illegal", "true/false", "safe/unsafe dangerous",
    "reverse overturn overrule revoke rescind undo/uphold affirm confirm reaffirm maintain",
    "withdraw/deploy", "majority/minority", "success/failure blow setback", "agreed/disagreed",
)  # fmt: skip
_ADJECTIVES = (
    "large big major larger bigger largest biggest/small minor little smaller smallest", "high higher/low lower",
    "long longer/short shorter", "old older former/new newer current", "early earlier/late later", "public/private",
    "rich wealthy/poor", "male/female", "strong stronger/weak weaker", "first/last", "northern/southern",
    "eastern/western", "foreign/domestic", "permanent/temporary", "direct/indirect", "formal/informal",
    "mandatory compulsory/optional voluntary", "good better best/bad worse worst", "legal lawful/illegal unlawful",
)  # fmt: skip


def wrong_opposite(doc: Doc, quotes: Sequence[Doc]) -> Problem | None:
    """The first word whose opposite stands in quotes that have neither it nor one that means the same."""
    told = {stem_of(token) for quote in quotes for token in quote}
    for token in doc:
        for same, other in _of(stem_of(token)):
            against = [
                one for quote in quotes for one in quote if stem_of(one) in other and one.tag_[0] == token.tag_[0]
            ]
            if told.isdisjoint(same) and against and all(_is_same_way(token, one) for one in against):
                return Problem(Fault.ACT, token.text)
    return None


def wrong_adjective(doc: Doc, quotes: Sequence[Doc]) -> Problem | None:
    """An adjective whose opposite the quotes have of the same thing: “small counties” for “large counties”."""
    told = {(stem_of(token), stem_of(token.head)) for quote in quotes for token in quote if token.dep_ == "amod"}
    for token in doc:
        if token.dep_ == "amod":
            noun = stem_of(token.head)
            opposite = {other for group in _adjectives(stem_of(token)) for other in group}
            if (stem_of(token), noun) not in told and any((other, noun) in told for other in opposite):
                return Problem(Fault.ACT, f"{token.text} {token.head.text}")
    return None


def _adjectives(stem: str) -> Iterator[frozenset[str]]:
    """What means the opposite of an adjective."""
    for one, two in _pairs():
        if stem in one:
            yield two
        if stem in two:
            yield one


def _is_same_way(token: Token, other: Token) -> bool:
    """Whether both are said plainly, or both denied: “did not accept” is no opposite of “rejected”."""
    return _is_denied(token) == _is_denied(other)


def _is_denied(token: Token) -> bool:
    verb = token
    while verb.dep_ != "ROOT" and not verb.tag_.startswith("VB"):
        verb = verb.head
    return is_negated(verb) or (is_negative(verb.doc.text) and not verb.tag_.startswith("VB"))


def _of(stem: str) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """(what means the same as a stem, what means the opposite), for each pair of lists that it is in."""
    for one, two in _lists():
        if stem in one:
            yield one, two
        if stem in two:
            yield two, one


@cache
def _pairs() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    return tuple(
        (frozenset(stems_of(one)), frozenset(stems_of(two)))
        for one, _, two in (row.partition("/") for row in _ADJECTIVES)
    )


@cache
def _lists() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    return tuple(
        (frozenset(stems_of(one)), frozenset(stems_of(two)))
        for one, _, two in (row.partition("/") for row in _OPPOSITES)
    )
