"""A plain sentence held against its quotes verb by verb: turned round, denied, or made surer than it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Doc, Token

from assistant.verification.claims import is_negative
from assistant.verification.problem import Fault, Problem
from corpus.attribution.grammar import is_passive, is_verb
from index.keywords import terms

_HEDGES = frozenset({"may", "might", "could", "would", "can", "should", "possibly", "perhaps", "maybe"})
_NO = frozenset({"no", "nobody", "none", "nothing", "neither"})
_UNDONE = (  # what hangs on these is not done
    "plan intend consider expect want hope aim seek threaten weigh propose offer promise vow pledge refuse decline "
    "fail agree try ask urge demand order tell call mull ponder prepare schedule"
)


_IRREGULAR = (  # forms of one verb between bars, its base form first
    "send sent|give gave given|take took taken|bring brought|buy bought|sell sold|tell told|say said|make made"
    "|go went gone|come came|become became|begin began begun|break broke broken|build built|choose chose chosen"
    "|draw drew drawn|fall fell fallen|feel felt|find found|get got gotten|grow grew grown|hear heard|hold held"
    "|keep kept|know knew known|lead led|leave left|lose lost|mean meant|meet met|pay paid|rise rose risen|run ran"
    "|see saw seen|seek sought|shake shook|shoot shot|speak spoke spoken|spend spent|stand stood|steal stole stolen"
    "|strike struck|teach taught|think thought|throw threw thrown|win won|withdraw withdrew withdrawn"
    "|write wrote written|fight fought|do did done|have has had|be is are was were been|drive drove driven"
    "|fly flew flown|forbid forbade forbidden|deal dealt"
)
_CLEARING = "clear acquit absolve exonerate defend thank praise commend"  # the opposite of accusing


def wrong_verb(doc: Doc, quotes: Sequence[Doc]) -> Problem | None:
    """The first verb of a sentence that every quote with the same verb has otherwise; None if no quote has it so."""
    told = {_stem(token) for quote in quotes for token in quote}
    for verb in _finite(doc):
        if _stem(verb) in terms(_CLEARING) and _stem(verb) not in told:
            return Problem(Fault.ACT, verb.text)
        others = [other for quote in quotes for other in quote if _stem(other) == _stem(verb) and is_verb(other)]
        problems = [_difference(verb, other) for other in others]
        if problems and None not in problems:
            return problems[0]
    return _wrong_negation(doc, quotes)


def _wrong_negation(doc: Doc, quotes: Sequence[Doc]) -> Problem | None:
    """A negation where nothing is negated, “no interest” for “an interest”, or the other way round."""
    if any(token.dep_ == "neg" for token in doc) and not any(is_negative(quote.text) for quote in quotes):
        return Problem(Fault.NEGATION, doc.text)
    for noun in (token for token in doc if token.tag_ in ("NN", "NNS")):
        others = [
            token for quote in quotes for token in quote if token.tag_ in ("NN", "NNS") and _stem(token) == _stem(noun)
        ]
        if others and all(_has_no(other) and not _has_no(noun) and not _is_negated(noun.head) for other in others):
            return Problem(Fault.NEGATION, noun.text)
    return None


def _has_no(noun: Token) -> bool:
    return any(child.lower_ in _NO for child in noun.children)


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
    """Whether it has a “not”, a “nobody” or a “no …” as subject or object, or hangs on a denial; two make none."""
    parties = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr")]
    not_so = any(child.dep_ == "neg" for child in verb.children)
    by_no = any(child.lower_ in _NO or _has_no(child) for child in parties)
    denied = verb.dep_ == "ccomp" and _stem(verb.head) in terms("deny dispute refute")
    return (not_so or by_no) != denied


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
    """The stems of who does it and of whom it is done to or with, by deep role."""
    behind = [
        child for child in verb.children if child.dep_ == "prep" and child.lower_ in ("with", "to", "from", "against")
    ]
    with_whom = frozenset(stem for preposition in behind for stem in _stems(preposition, ("pobj",)))
    if not is_passive(verb):
        return _stems(verb, ("nsubj",)), _stems(verb, ("dobj", "dative")) | with_whom
    by = frozenset(stem for child in verb.children if child.dep_ == "agent" for stem in _stems(child, ("pobj",)))
    return by, _stems(verb, ("nsubjpass",))


def _stems(head: Token, roles: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem for child in head.children if child.dep_ in roles for stem in _named(child))


def _named(head: Token) -> list[str]:
    """The stems of a noun phrase without what hangs on it behind."""
    near = [token for token in head.lefts if token.dep_ in ("compound", "amod", "poss")]
    return [stem for token in (*near, head) for stem in terms(token.text)]


@cache
def _base_forms() -> dict[str, str]:
    return {form: verb.split()[0] for verb in _IRREGULAR.split("|") for form in verb.split()}


def _stem(token: Token) -> str:
    word = _base_forms().get(token.lower_, token.lower_) if is_verb(token) else token.lower_
    return (terms(word) or [word])[0]
