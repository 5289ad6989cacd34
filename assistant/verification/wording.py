"""A plain sentence held against its quotes verb by verb: turned round, denied, or made surer than it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Doc, Token

from assistant.verification.backing import unbacked
from assistant.verification.certainty import Certainty, certainty, has_maybe, is_maybe, is_telling
from assistant.verification.negation import has_no, is_negated, is_negative
from assistant.verification.problem import Fault, Problem
from assistant.verification.stems import stem_of, stems_of
from corpus.attribution.grammar import child, is_passive, is_verb
from index.keywords import terms

_LIGHT = frozenset({"be"})  # tells nothing by itself
_NOBODY_NAMED = frozenset(
    {"he", "she", "it", "they", "we", "who", "which", "that", "group", "movement", "offici", "i", "you"}
)
_SIDES = (
    "company firm airline carrier employer operator manufacturer bank|union worker striker staff employee member crew"
    "|government administration ministry cabinet|court judge justice|police|council board committee|voter resident"
    "|parliament congress senate legislature|opposition rebel|army military|prosecutor|doctor nurse|teacher|student"
)
_INSTEAD = re.compile(r"\b(?:instead of|in place of|rather than|in lieu of) ")
_PREVENTING = "end stop halt prevent against avoid block bar ban rule refuse decline reject deny exclude free more long"


def wrong_verb(doc: Doc, quotes: Sequence[Doc]) -> Problem | None:
    """The first verb of a sentence that every quote with the same verb has otherwise; None if no quote has it so."""
    for verb in finite_verbs(doc):
        others = [other for quote in quotes for other in quote if _is_same(verb, other) and _is_done(other)]
        problems = [_difference(verb, other) for other in others]
        if problems and None not in problems:
            return problems[0]
    turned = _wrong_participle(doc, quotes) or _wrong_replacement(doc, quotes)
    done = [verb for verb in finite_verbs(doc) if verb.tag_ != "VBG"]
    return turned or _wrong_negation(doc, quotes) or unbacked(done, quotes)


def _is_same(verb: Token, other: Token) -> bool:
    """Whether two verbs are one; of those that but tell, each may stand for another: said, told."""
    return stem_of(other) == stem_of(verb) or (_only_says(verb) and _only_says(other))


def _only_says(verb: Token) -> bool:
    return stem_of(verb) in _saying() and _only_tells(verb)


def _only_tells(verb: Token) -> bool:
    """Whether a verb but tells that something is so, and reports no thing: “reported that”, not “reported counts”."""
    return is_telling(verb) and (child(verb, "dobj") is None or child(verb, "ccomp", "dative") is not None)


def _wrong_negation(doc: Doc, quotes: Sequence[Doc]) -> Problem | None:
    """A negation where nothing is negated, “no interest” for “an interest”, or the other way round."""
    negations = [token for token in doc if token.dep_ == "neg" and not _is_conditional(token.head)]
    known = " ".join(quote.text for quote in quotes)
    if any(stem_of(token) in _denying() for token in doc if is_verb(token)) and not is_negative(known):
        return Problem(Fault.ACT, doc.text)
    negations = [token for token in negations if stem_of(token.head) not in _ending()]  # “not to give up”: to go on
    if any(f"un{token.head.lower_}" not in known.lower() for token in negations) and not is_negative(known):
        return Problem(Fault.NEGATION, doc.text)
    if not _preventing().isdisjoint(map(stem_of, doc)):
        return None
    for noun in filter(_is_noun, doc):
        others = [token for quote in quotes for token in quote if _is_noun(token) and stem_of(token) == stem_of(noun)]
        if others and all(has_no(other) and not has_no(noun) and not is_negated(noun.head) for other in others):
            return Problem(Fault.NEGATION, noun.text)
    return None


def _is_noun(token: Token) -> bool:
    """Whether a word is a noun, or a gerund in its place: “there was backing”."""
    return token.tag_ in ("NN", "NNS") or (token.tag_ == "VBG" and token.dep_ in ("attr", "nsubj", "dobj", "pobj"))


def _is_conditional(verb: Token) -> bool:
    """Whether it stands under “if”, “until” or the like, where a “not” may turn “goes on” into “does not end”."""
    return any(child.dep_ == "mark" and child.lower_ in ("if", "unless", "until", "before") for child in verb.children)


@cache
def _ending() -> frozenset[str]:
    return frozenset(stems_of("stop end halt cease abandon quit"))


@cache
def _saying() -> frozenset[str]:
    return frozenset(stems_of("say tell report announce add explain state declare note remark"))


@cache
def _denying() -> frozenset[str]:
    return frozenset(stems_of("deny dispute refute"))


@cache
def _preventing() -> frozenset[str]:
    return frozenset(stems_of(_PREVENTING))


def finite_verbs(doc: Doc) -> Iterator[Token]:
    """The verbs of clauses; the parser may hang one with auxiliaries of its own on a noun as a participle."""
    clauses = ("ROOT", "conj", "ccomp", "advcl", "relcl")
    for token in doc:
        whole = token.dep_ == "acl" and any(child.dep_ in ("aux", "auxpass") for child in token.children)
        going = token.tag_ == "VBG" and not any(child.dep_ == "aux" and child.tag_ != "TO" for child in token.children)
        if is_verb(token) and not going and (whole or token.dep_ in clauses):
            yield token


def _is_done(token: Token) -> bool:
    """Whether a word is a verb, or a gerund that the tagger took for a noun: “denied bargaining”."""
    return is_verb(token) or (token.tag_ == "NN" and token.dep_ == "dobj" and token.lower_.endswith("ing"))


def _difference(verb: Token, other: Token) -> Problem | None:
    words = verb.doc[verb.left_edge.i : verb.right_edge.i + 1].text
    conditional = _is_conditional(verb) or _is_conditional(other) or _is_of_other_things(verb, other)
    conditional = conditional or ("only if" in verb.doc.text and "unless" in other.doc.text)
    if is_negated(verb) != is_negated(other) and not conditional:
        return Problem(Fault.NEGATION, words)
    if not _only_tells(verb) and (stem_of(verb) not in _LIGHT or _is_of_one_thing(verb, other)):
        surer = _has_happened(verb) and _is_to_come(other)
        surer = surer or certainty(verb, attributed=True) > certainty(other)
        less_sure = is_maybe(verb) and certainty(other) is Certainty.TOLD and not has_maybe(other.doc.text)
        would = verb.dep_ == "ROOT" and _has_would(verb) and certainty(other) is Certainty.TOLD
        would = would and not (is_negated(verb) and is_negated(other))  # “would not” for “refused to”
        if surer or less_sure or (would and not _has_would(other)):
            return Problem(Fault.CERTAINTY, words)
    mine, theirs = _parties(verb), _parties(other)
    done_by = mine[0] & theirs[1] and not mine[0] & theirs[0]
    done_to = mine[1] & theirs[0] and not mine[1] & theirs[1]
    if (done_by or done_to) and not is_telling(verb) and stem_of(verb) not in _LIGHT:
        return Problem(Fault.ROLE, words)
    if _sides(mine[0]) and _sides(theirs[0]) and _sides(mine[0]).isdisjoint(_sides(theirs[0])):
        return Problem(Fault.ROLE, words)
    return Problem(Fault.ROLE, words) if _is_exchanged(verb, other, mine[0], theirs[0]) else None


def _is_of_one_thing(verb: Token, other: Token) -> bool:
    """Whether both are “be”, of the same thing: “there was no backing”."""
    mine, theirs = ({stem_of(c) for c in one.children if c.dep_ in ("attr", "acomp")} for one in (verb, other))
    return not mine.isdisjoint(theirs)


def _has_happened(verb: Token) -> bool:
    """Whether a verb is told as past, whoever says so: not under a condition, where the past is none."""
    past = verb.tag_ == "VBD" or any(c.lower_ in ("has", "have", "had") and c.dep_ == "aux" for c in verb.children)
    return past and certainty(verb) is Certainty.TOLD


def _is_to_come(verb: Token) -> bool:
    """Whether a verb has a “will” or a “would” of its own."""
    return any(child.dep_ == "aux" and child.lower_ in ("will", "would", "shall") for child in verb.children)


def _has_would(verb: Token) -> bool:
    return any(child.lower_ == "would" and child.dep_ == "aux" for child in verb.children)


def _is_of_other_things(verb: Token, other: Token) -> bool:
    """Whether both are “be”, of different things: “is not likely”, “is unlikely”."""
    if stem_of(verb) != "be":
        return False
    mine, theirs = ({stem_of(c) for c in one.children if c.dep_ in ("attr", "acomp")} for one in (verb, other))
    return mine.isdisjoint(theirs)


def _is_exchanged(verb: Token, other: Token, mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether each has another do it who is in the other too, in another place: the board for the court."""
    if is_telling(verb) or stem_of(verb) in _LIGHT or not mine or not theirs or mine & theirs:
        return False
    named = not mine & _NOBODY_NAMED
    return named and theirs <= {stem_of(token) for token in verb.doc}


def _sides(stems: frozenset[str]) -> frozenset[int]:
    """Which sides of public life a party is on, by its nouns."""
    return frozenset(number for number, side in enumerate(_side_stems()) if side & stems)


@cache
def _side_stems() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(stems_of(side)) for side in _SIDES.split("|"))


def _wrong_participle(doc: Doc, quotes: Sequence[Doc]) -> Problem | None:
    """A participle on a noun with its doer, turned round: “elephants killed by livestock”."""
    told = [_participle(token) for quote in quotes for token in quote if token.tag_ == "VBN"]
    for token in doc:
        if token.tag_ == "VBN" and token.dep_ == "acl":
            verb, doers, done_to = _participle(token)
            if any(verb == other and doers & theirs[1] and done_to & theirs[0] for other, *theirs in told):
                return Problem(Fault.ROLE, f"{token.head.text} {token.text}")
    return None


def _participle(verb: Token) -> tuple[str, frozenset[str], frozenset[str]]:
    """The stem of a participle, and the stems of its doers and of what it is done to."""
    by = [child for child in verb.children if child.dep_ == "agent" or (child.lower_ == "by" and child.dep_ == "prep")]
    doers = frozenset(stem for child in by for stem in _stems(child, ("pobj",)))
    done_to = (
        frozenset(stem for one in (verb.head, *verb.head.conjuncts) for stem in _named(one))
        if verb.dep_ == "acl"
        else _stems(verb, ("nsubjpass",))
    )
    return stem_of(verb), doers, done_to


def _wrong_replacement(doc: Doc, quotes: Sequence[Doc]) -> Problem | None:
    """What was taken and what it replaced, turned round: “workers in place of machines”."""
    told = {pair for quote in quotes for pair in _replaced(quote)}
    turned = next((pair for pair in _replaced(doc) if pair[::-1] in told and pair not in told), None)
    return None if turned is None else Problem(Fault.ROLE, " instead of ".join(turned))


def _replaced(doc: Doc) -> Iterator[tuple[str, str]]:
    """(the noun before, the noun behind) each “instead of”, by their stems."""
    for found in _INSTEAD.finditer(doc.text):
        before = [token for token in doc if token.idx < found.start() and token.tag_.startswith("NN")]
        behind = [token for token in doc if token.idx >= found.end() and token.tag_.startswith("NN")]
        behind = [token for token in behind if token.dep_ != "compound"]
        if before and behind:
            yield stem_of(before[-1]), stem_of(behind[0])


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
    found = [one for one in head.children if one.dep_ in roles]
    beside = [one for party in found for one in party.children if one.dep_ == "appos"]
    return frozenset(stem for one in (*found, *beside) for stem in _named(one))


def _named(head: Token) -> list[str]:
    """The stems of a noun phrase without what hangs on it behind."""
    near = [token for token in head.lefts if token.dep_ in ("compound", "amod", "poss")]
    return [stem for token in (*near, head) for stem in terms(token.text)]
