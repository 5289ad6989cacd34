"""Who can act by speech: persons and bodies, not things. By closed word lists and the endings of nouns."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

from corpus.attribution.acts import words
from corpus.attribution.inflection import plural

_ABSTRACT = re.compile(
    r"(tion|sion|ment|ness|ity|ance|ence|ism|ship|age|ing|ure|sis|th|tions|sions|ments|ings|ities|ances|ences)$"
)
_DEED = re.compile(r"(tion|sion|ment|ing|ure|al|ance)s?$")


def is_agent(source: Token) -> bool:
    """Whether a noun or pronoun is, or may be, a person or a body of persons.

    A noun with the ending of a thing is one, unless it is listed as a body (“government”, “delegation”).
    """
    source = _whole(source)
    if source.tag_ in ("NNP", "NNPS", "PRP", "CD", "JJ", "JJS", "PRP$"):
        return True
    if source.tag_ not in ("NN", "NNS"):
        return source.lower_ not in ("it", "something", "nothing", "everything")
    if is_body(source) or source.lower_ in words("other", "anonymous") or _is_listed(source):
        return True
    return (
        source.lower_ not in words("other", "things")
        and not is_document(source)
        and not _ABSTRACT.search(source.lower_)
    )


def can_act(source: Token) -> bool:
    """Whether a noun can ask, promise or refuse: by a list of persons and bodies, not by what it does not look like."""
    source = _whole(source)
    if not is_agent(source):
        return False
    if source.tag_ not in ("NN", "NNS") or is_body(source) or source.lower_ in words("other", "anonymous"):
        return True
    if source.text[0].isupper():  # a name that the tagger took for a noun, more often than not
        return True
    return _is_listed(source)


def _whole(source: Token) -> Token:
    """Of “a body of research” the research, of “a number of towns” the towns: a part acts if its whole does."""
    of = next((found for found in source.children if found.lower_ == "of"), None)
    whole = next((found for found in of.children if found.dep_ == "pobj"), None) if of is not None else None
    parts = source.lower_ in words("other", "parts") and whole is not None and whole.tag_ in ("NN", "NNS")
    return whole if parts and whole is not None else source


def _is_listed(source: Token) -> bool:
    last = source.lower_.rsplit("-", 1)[-1]
    return last in words("other", "actors") or (last in listed_agents() and not is_document(source))


@cache
def listed_agents() -> frozenset[str]:
    """Nouns for persons and bodies, with their plurals (WordNet 3.0)."""
    text = files("corpus.attribution").joinpath("agent_nouns.txt").read_text("utf-8")
    nouns = [line for line in text.splitlines() if not line.startswith("#")]
    return (
        frozenset(nouns)
        | {plural(noun) for noun in nouns}
        | {f"{noun[:-3]}men" for noun in nouns if noun[-3:] == "man"}
    )


def is_deed(noun: Token) -> bool:
    """Whether a noun has the ending of one that tells a doing: investigation, closure, hiring."""
    return noun.tag_ in ("NN", "NNS") and _DEED.search(noun.lower_) is not None


def is_document(source: Token) -> bool:
    """Whether a noun is a text or utterance, which can tell and propose."""
    return source.lower_ in words("other", "documents")


def is_body(source: Token) -> bool:
    """Whether a noun is a body of persons, which “it” may stand for."""
    return source.lower_ in words("other", "bodies")
