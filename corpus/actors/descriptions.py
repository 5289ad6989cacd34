"""Whom “the group”, “the official” or “the Egyptian president” means: by nouns that the article has used of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.actors.aliases import CLASSES, body_classes, country_of_adjective, fold, is_place, nouns
from corpus.actors.antecedents import Referent, Spot, antecedent
from corpus.actors.names import Kind
from corpus.actors.phrases import Form, Phrase, fits_description, singular

SLOWLY = 0.5  # how fast a description loses hold of what it goes back to, by sentence; pronouns lose it faster
BODY_SURE = 0.5
UNKNOWN = -1.5
OFTEN_NAMED = 3  # times a body must be named for a noun to go back to it that nothing else ties to it
EVIDENCE = 2.0  # the article has used the noun of it, or the noun is in its name
_LESSER = ("vice", "deputy", "assistant")
_OWN = frozenset({"administration", "government", "army", "military", "police", "office", "authorities"})
_ANONYMOUS = frozenset({"official", "source", "person"})


def description_kind(phrase: Phrase) -> Kind:
    """What a description describes: a person, a body, a state, or something else."""
    noun = singular(phrase.head)
    if noun in nouns("role"):
        return Kind.PERSON
    return Kind.BODY if noun in nouns("body") or phrase.head == "administration" else Kind.DESCRIPTION


def described(phrase: Phrase, before: Iterable[Spot], sentence: int) -> Referent | None:
    """The earlier referent that a definite description takes up again; None if it is a new one or unsure."""
    if phrase.form is not Form.DEFINITE:
        return None
    spots = list(before)
    noun = singular(phrase.head)
    if noun in nouns("role") and noun not in _ANONYMOUS and not phrase.plural:
        found = antecedent(spots, sentence, lambda referent: _role_fit(phrase, referent), nearness=SLOWLY)
        if found:
            return found[0]
    again = _same_description(phrase, spots)
    if again is not None or phrase.plural:
        return again
    if noun in _ANONYMOUS:
        return _last_anonymous(phrase, spots, sentence)
    if noun not in nouns("body") or noun in _OWN or any(_state(word) for word in phrase.modifiers):
        return None
    fits = {id(spot): _body_fit(phrase, spot.referent) for spot in spots if spot.sentence == sentence}
    here = [spot for spot in spots if (fits.get(id(spot)) or 0.0) > UNKNOWN and fits.get(id(spot)) is not None]
    found = antecedent(
        here or spots, sentence, lambda referent: _body_fit(phrase, referent), sure=BODY_SURE, nearness=SLOWLY
    )
    return found[0] if found else None


def _same_description(phrase: Phrase, spots: Iterable[Spot]) -> Referent | None:
    """The latest unnamed source or body described with the same head noun and at least these words."""
    for spot in spots:
        other = spot.referent.phrase
        if other is not None and fits_description(phrase.head, phrase.modifiers, other):
            return spot.referent
    return None


def _last_anonymous(phrase: Phrase, spots: Iterable[Spot], sentence: int) -> Referent | None:
    """“the source” may take up “a senior official” of the sentences just before."""
    for spot in spots:
        referent = spot.referent
        if sentence - spot.sentence > 3:
            return None
        if spot.source and referent.kind is Kind.PERSON and not referent.plural:
            known = referent.phrase is not None or phrase.head in {noun.split()[-1] for noun in referent.nouns if noun}
            return referent if known and not phrase.modifiers else None
    return None


def _role_fit(phrase: Phrase, referent: Referent) -> float | None:
    """A person of whom the article has used the role; of the state named, if one is."""
    if referent.kind not in (Kind.PERSON, Kind.NAME) or referent.plural:
        return None
    full = " ".join((*phrase.modifiers, phrase.head))
    if any(f"{lesser} {phrase.head}" in referent.nouns for lesser in _LESSER if lesser not in phrase.modifiers):
        return None
    if full in referent.nouns:
        return EVIDENCE + 1
    heads = set(referent.nouns) | {noun.split()[-1] for noun in referent.nouns if noun}
    if phrase.head not in heads:
        return None
    return EVIDENCE if all(_has(word, referent) for word in phrase.modifiers) else None


def _has(word: str, referent: Referent) -> bool:
    words = {part for noun in referent.nouns for part in noun.split()}
    code = _state(word)
    return word in words or (code is not None and any(_state(other) == code for other in words))


def _state(folded: str) -> str | None:
    return country_of_adjective(folded.upper() if len(folded) < 4 else folded.capitalize())


def _body_fit(phrase: Phrase, referent: Referent) -> float | None:
    """A body of which the article has used the noun, or that has it in its name; else one not known to be another."""
    if referent.kind not in (Kind.BODY, Kind.NAME) or referent.plural:
        return None
    known = {noun for noun in (*referent.nouns, _head_of(referent.name)) if noun in nouns("body") or body_classes(noun)}
    if phrase.head in known or (referent.phrase is not None and referent.phrase.head == phrase.head):
        return EVIDENCE
    wanted = frozenset({phrase.head}) if phrase.head in CLASSES else body_classes(phrase.head)
    if any(body_classes(noun) & wanted for noun in known):
        return EVIDENCE / 2
    if phrase.head in nouns("place") and is_place(referent.name):
        return EVIDENCE / 2
    if known or is_place(referent.name) or not referent.acts or referent.count < OFTEN_NAMED:
        return None
    return 0.0 if wanted & {"company", "group"} else UNKNOWN


def _head_of(name: str) -> str:
    """The noun that a body's name is built on: university for “University of Delaware”, council for “City Council”."""
    return singular(fold(re.split(r"\s(?:of|for)\s", name)[0]).split()[-1]) if fold(name) else ""
