"""Who does a question's verb in a sentence that would answer it: another party, or another to the one who asks."""

from __future__ import annotations

import re

from spacy.tokens import Token

from assistant.frame import Asked, Frame
from assistant.roles import akin_acts, core
from assistant.verification.claims import PRONOUNS, claims
from corpus.attribution.acts import lemmas
from corpus.attribution.control import doer
from corpus.attribution.inflection import verb_forms
from corpus.attribution.parse import parse
from corpus.statement import Act
from index.keywords import terms

_DID = re.compile(r"\b(?:did|does|do)\b", re.IGNORECASE)
_VAGUE = frozenset({Act.STATE, Act.ANNOUNCE, Act.PROPOSE})  # told by so many words that another's may be meant


def has_other_party(question: str, frame: Frame, sentence: str) -> bool:
    """Whether a sentence has what a question takes for done by another than by whom the question says.

    For single questions with “did”: either the same verb, of whatever kind, has the question's doer for its object, or
    the same act is told of another who is named, while the question's doer is named beside him for something else.

    >>> from assistant.frame import read_frame
    >>> question = "Why did Denmark thank Norway?"
    >>> frame = read_frame(question)
    >>> has_other_party(question, frame, "Norway thanked Denmark for the loan.")
    True
    >>> has_other_party(question, frame, "Denmark thanked Norway for the loan.")
    False
    """
    single = "? " not in question and _DID.search(question) is not None
    if not single or frame.source is None or frame.asked is Asked.SOURCE:
        return False
    given = _stems(_without_adverb(core(frame.source)))
    if not given:
        return False
    whether = frame.asked is Asked.YES_NO  # what another did may be the answer to that
    return _done_to(given, frame, sentence) or (not whether and _done_by_another(given, frame, sentence))


def _done_to(given: frozenset[str], frame: Frame, sentence: str) -> bool:
    """Whether the question's verb is done to its doer, and not by him."""
    if frame.cue is None:
        return False
    forms = _forms(frame.cue)
    for token in next(parse([sentence])):
        if token.lower_ not in forms or not token.tag_.startswith("VB"):
            continue
        does = doer(token)
        if does is None:
            continue
        by = frozenset() if does.lower_ in PRONOUNS else _stems(" ".join(one.text for one in does.subtree))
        if given & _objects(token) and not given & by:
            return True
    return False


def _objects(verb: Token) -> frozenset[str]:
    """The stems of the nouns, with what names them, that a verb is done to."""
    found: frozenset[str] = frozenset()
    for child in verb.children:
        if child.i < verb.i or child.dep_ not in ("dobj", "dative", "prep", "pobj"):
            continue
        noun = next((one for one in child.children if one.dep_ == "pobj"), None) if child.dep_ == "prep" else child
        if noun is not None:
            named = [one.text for one in noun.lefts if one.dep_ in ("compound", "amod")]
            found |= _stems(" ".join([*named, noun.text]))
    return found


def _done_by_another(given: frozenset[str], frame: Frame, sentence: str) -> bool:
    """Whether a party that the sentence names does the question's act, and the question's doer does nothing like it."""
    names = {stem for name in frame.names for stem in _stems(name)}
    if not frame.acts or not given & names or not given & _stems(sentence):
        return False
    verbs = lemmas("verb")
    told = [claim for claim in claims(sentence) if claim.source and claim.cue.split()[0].lower() in verbs]
    same = [claim for claim in told if claim.effective in frame.acts and claim.act not in _VAGUE]
    if not same:
        return False
    alike = (claim for claim in told if akin_acts(frame.acts, claim.effective) or claim in same)
    sources = [claim.source or "" for claim in alike]
    return not any(source.lower() in PRONOUNS or given & _stems(source) for source in sources)


def _forms(cue: str) -> frozenset[str]:
    """All forms of a verb, of the lexicon or not."""
    base = lemmas("verb").get(cue)
    known = frozenset(form for form, lemma in lemmas("verb").items() if base is not None and lemma == base)
    return known or verb_forms(cue)


def _without_adverb(phrase: str) -> str:
    """“congressional Republicans repeatedly”: who does it, without how."""
    doc = next(parse([phrase]))
    end = len(doc)
    while end > 1 and doc[end - 1].tag_ == "RB":
        end -= 1
    return doc[:end].text


def _stems(text: str) -> frozenset[str]:
    return frozenset(terms(text))
