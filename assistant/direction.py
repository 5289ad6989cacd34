"""Whether a sentence has a question's deed the other way round: who does it there is whom it is done to here.

Of any verb, by the dependency parses of both; statements (assistant/roles.py) know only the acts of their lexicon, and
only where the sentence is about the question's topic.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from assistant.frame import acts_of
from corpus.actors.aliases import country_of_adjective
from corpus.attribution.acts import lemmas
from corpus.attribution.control import agent, antecedent, doer, patient
from corpus.attribution.grammar import child, is_passive, is_verb, noun_phrase
from index.keywords import terms

_OBJECTS = ("dobj", "dative", "oprd", "attr")
_EMPTY = frozenset(
    {"be", "is", "are", "was", "were", "been", "being", "have", "has", "had", "do", "does", "did", "done"}
)
_TOWARDS = frozenset({"to", "from", "of", "with", "against", "for", "on", "into"})
_ASKING = frozenset({"do", "does", "did"})


@dataclass(frozen=True, slots=True)
class _Party:
    """The stems of a phrase: of its names, states by their code, and of all its words; none of a pronoun."""

    names: frozenset[str]
    words: frozenset[str]


_NOBODY = _Party(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class _Deed:
    """``kinds``: the verb's stem, and the acts that it can tell in its frame."""

    kinds: frozenset[str]
    doer: _Party
    others: _Party


def deeds(doc: Doc) -> list[_Deed]:
    """What is done in a text by whom to whom, of each verb that has both."""
    return [deed for token in doc if (deed := _deed(token)) is not None]


def turned(question: Iterable[_Deed], sentence: Iterable[_Deed]) -> bool:
    """Whether a sentence has a deed of the question with the parties exchanged, and none with them as they are."""
    pairs = [(asked, told) for told in sentence for asked in question if asked.kinds & told.kinds]
    return any(_crossed(asked, told) for asked, told in pairs) and not any(_straight(*pair) for pair in pairs)


def _crossed(asked: _Deed, told: _Deed) -> bool:
    doer_doer, doer_other, other_doer, other_other = _shared(asked, told)
    return doer_other > doer_doer and other_doer > other_other


def _straight(asked: _Deed, told: _Deed) -> bool:
    doer_doer, doer_other, _, _ = _shared(asked, told)
    return doer_doer > doer_other


def _shared(asked: _Deed, told: _Deed) -> tuple[int, int, int, int]:
    """How many names doers and others have in common, or if none have any, how many words."""
    pairs = (
        (asked.doer, told.doer), (asked.doer, told.others), (asked.others, told.doer), (asked.others, told.others)
    )  # fmt: skip
    names = tuple(len(one.names & other.names) for one, other in pairs)
    words = tuple(len(one.words & other.words) for one, other in pairs)
    a, b, c, d = names if any(names) else words
    return a, b, c, d


def _deed(verb: Token) -> _Deed | None:
    if not _is_deed(verb):
        return None
    passive = is_passive(verb)
    acting = agent(verb) if passive else _told_doer(verb) or doer(verb)
    done_to = [patient(verb)] if passive else []
    who = _NOBODY if acting is None else _party(acting)
    others = _together(_party(noun) for noun in (*done_to, *_after(verb)) if noun is not None)
    return _Deed(_kinds(verb), who, others) if who.words and others.words else None


def _told_doer(verb: Token) -> Token | None:
    """The subject of a question's verb, where a small parser makes the question word a second one."""
    subjects = [found for found in verb.children if found.dep_ == "nsubj"]
    return subjects[-1] if len(subjects) > 1 and subjects[0].tag_ == "WP" else None


def _is_deed(token: Token) -> bool:
    """A verb that says something by itself, also one that the tagger took for a name: “did Berg summon …”."""
    asked_with = any(found.dep_ == "aux" and found.lower_ in _ASKING for found in token.children)
    return (is_verb(token) or asked_with) and token.dep_ not in ("aux", "auxpass") and token.lower_ not in _EMPTY


def _kinds(verb: Token) -> frozenset[str]:
    lemma = lemmas("verb").get(verb.lower_, verb.lower_)
    return frozenset(terms(lemma)) | {act.value for act in acts_of(verb)}


def _after(verb: Token) -> Iterator[Token]:
    """What a verb is done to, what hangs on it by a preposition, and of whom a clause under it tells."""
    for found in verb.children:
        if found.dep_ in _OBJECTS:
            yield found
        if found.dep_ in ("prep", "dative") and found.lower_ in _TOWARDS:
            yield from (noun for noun in found.children if noun.dep_ == "pobj")
        if found.dep_ in ("ccomp", "xcomp"):
            subject = child(found, "nsubj", "nsubjpass")
            if subject is not None:
                yield subject
            elif found.dep_ == "xcomp":
                yield from _after(found)


def _party(noun: Token) -> _Party:
    noun = antecedent(noun)
    start, end = noun_phrase(noun)
    if noun.tag_ == "WDT":  # “which Russian fencer beat …”, of which a small parser makes “which” the subject
        end = next((token.i for token in noun.doc[start:] if is_verb(token)), end)
    tokens = [token for token in noun.doc[start:end] if token.tag_[:2] in ("NN", "JJ", "RB") or token.tag_ == "VBG"]
    names = [token for token in tokens if token.tag_.startswith("NNP") or _state(token)]
    return _Party(_stems(names), _stems(tokens))


def _state(token: Token) -> str | None:
    """The code of the state whose name or adjective a word is, or ends: “South Korean”."""
    if not token.text[:1].isupper():
        return None
    before = f"{token.nbor(-1).text} {token.text}" if token.i and token.nbor(-1).text[:1].isupper() else ""
    return country_of_adjective(before) or country_of_adjective(token.text)


def _stems(tokens: Iterable[Token]) -> frozenset[str]:
    return frozenset(stem for token in tokens for stem in _stems_of(token))


def _stems_of(token: Token) -> list[str]:
    state = _state(token)
    return [state] if state else terms(token.text)


def _together(parties: Iterable[_Party]) -> _Party:
    found = list(parties)
    return _Party(
        frozenset().union(*(party.names for party in found)), frozenset().union(*(party.words for party in found))
    )
