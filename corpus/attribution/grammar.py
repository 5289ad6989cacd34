"""Reading a dependency parse (spaCy's English labels, after ClearNLP): verbs, phrases, ranges.

A small parser errs in ways that repeat; where a function mends one of them, it says which.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from corpus.attribution.acts import words

Range = tuple[int, int]
SUBJECTS = ("nsubj", "nsubjpass")
_CLAUSES = ("relcl", "acl", "advcl", "ccomp", "parataxis")
_TRAILING = frozenset(",;:.!?-–—") | {"and", "or", "but", "both"}


def is_verb(token: Token) -> bool:
    """Whether the tagger took it for a verb or an auxiliary."""
    return token.tag_.startswith("VB") or token.tag_ == "MD"


def child(token: Token, *deps: str) -> Token | None:
    """The first child with one of these labels."""
    return next((found for found in token.children if found.dep_ in deps), None)


def is_passive(verb: Token) -> bool:  # noqa: PLR0911
    """Whether a participle has a passive auxiliary, a passive subject or an agent, or hangs on a noun.

    A participle on a noun that has an object or clause of its own is a finite verb that the tagger took for one.
    """
    if verb.tag_ not in ("VBN", "VBD"):
        return False
    if is_mistaken(verb):
        return False
    if verb.tag_ == "VBN" and child(verb, "aux", "dobj", "nsubj") is None:
        asked = verb.dep_ == "advcl" and any(
            found.lower_ in ("when", "if", "as", "once", "until") for found in verb.children
        )
        if asked or (verb.dep_ == "conj" and verb.head.tag_ == "VBN" and child(verb.head, "auxpass") is not None):
            return True
    auxiliary = child(verb, "auxpass")
    if auxiliary is not None and auxiliary.lower_ in ("'s", "’s") and child(verb, "dobj") is not None:
        return False
    if verb.dep_ == "acl" and verb.tag_ == "VBN" and child(verb, "dobj", "aux") is None:
        told = child(verb, "ccomp")
        return told is None or (verb.lower_ == "asked" and told.i > verb.i)
    if _is_urged(verb):
        return True
    return child(verb, "auxpass", "nsubjpass", "agent") is not None


def _is_urged(verb: Token) -> bool:
    """“Norway urged to free sailors”: in a headline, where who is urged stands in no other place."""
    if verb.lower_ not in words("verbs", "urging") or child(verb, "dobj", "dative", "aux", "ccomp") is not None:
        return False
    clause = child(verb, "xcomp")
    to = clause is not None and any(found.lower_ == "to" and found.dep_ == "aux" for found in clause.children)
    return to and clause is not None and child(clause, "nsubj") is None and child(verb, "nsubj") is not None


def is_mistaken(verb: Token) -> bool:
    """“The new chief, Anna Berg, proposed to …”: a finite verb that the parse took for a participle."""
    if verb.dep_ != "acl" or verb.tag_ != "VBN" or verb.i + 1 >= len(verb.doc) or not is_trailing(verb):
        return False
    named = any(found.dep_ == "appos" and found.tag_ == "NNP" and found.i < verb.i for found in verb.head.children)
    return named and verb.doc[verb.i + 1].lower_ == "to" and child(verb, "agent", "xcomp") is None


def is_trailing(participle: Token) -> bool:
    """Whether a participle follows a comma, as one that tells of the main subject does."""
    before = participle.left_edge.i - 1
    return before >= 0 and participle.doc[before].text in (",", "—", "–")


def indices(tokens: Iterable[Token]) -> list[Range]:
    """Runs of neighbouring tokens as half-open index ranges."""
    runs: list[Range] = []
    for index in sorted({token.i for token in tokens}):
        if runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def trimmed(token: Token, run: Range) -> Range:
    """A run without punctuation and conjunctions at its edges."""
    doc, (start, end) = token.doc, run
    while start < end and (doc[start].lower_ in _TRAILING or doc[start].is_space):
        start += 1
    while end > start and (doc[end - 1].lower_ in _TRAILING or doc[end - 1].is_space):
        end -= 1
    return start, end


def noun_phrase(noun: Token, *, before: Token | None = None) -> Range:
    """The phrase of a noun with its appositions and coordinated nouns, without trailing clauses.

    Apposition after a clause is lost with it. A possessive loses its ’s, and a day that the parse has drawn in goes.
    It ends before the token ``before``, a participle that hangs on it.
    """
    start, end = _lost_coordination(noun), noun.right_edge.i + 1
    if before is not None and noun.i < before.i < end:
        top = before
        while top.head not in (noun, top):
            top = top.head
        end = next((edge for edge in (top.left_edge.i, before.left_edge.i) if edge > noun.i), before.i)
    for token in _clauses_in(noun):
        edge = token.left_edge.i
        if edge > noun.i:
            end = min(end, edge)
    if noun.doc[end - 1].tag_ == "POS" and end - 1 > noun.i - 1:
        end -= 1
    return trimmed(noun, (start, max(end, noun.i + 1)))


def _lost_coordination(noun: Token) -> int:
    """Where a phrase begins: “after Israel and the group Hezbollah agreed”, whose Israel a parse gives to “after”."""
    start = noun.left_edge.i
    if noun.dep_ != "nsubj" or start == 0:
        return start
    before = noun.doc[start - 1]
    first = before.head
    lost = before.dep_ == "conj" and first.dep_ == "pobj" and first.head.lower_ in ("after", "before", "since", "as")
    return first.left_edge.i if lost and first.head.i + 1 == first.left_edge.i else start


def _clauses_in(noun: Token) -> list[Token]:
    found = []
    for token in noun.children:
        if token.i > noun.i and (token.dep_ == "npadvmod" or (token.dep_ == "prep" and token.lower_ == "on")):
            last = token if token.dep_ == "npadvmod" else child(token, "pobj")
            if last is not None and last.lower_ in words("other", "days"):
                found.append(token)
        if token.dep_ == "prep" and token.i > noun.i and token.lower_ in words("other", "spans"):
            found.append(token)
        if token.dep_ == "prep" and token.lower_ in ("in", "by", "after", "before") and child(token, "pcomp"):
            found.append(token)  # “the mayor in making his choice backed her”
        if token.dep_ == "acl" and not is_trailing(token) and token.i > noun.i:
            continue
        if token.dep_ in _CLAUSES:
            found.append(token)
        elif token.dep_ in ("appos", "conj"):
            found.extend(_clauses_in(token))
    return found


def phrase(noun: Token) -> Range:
    """The whole phrase of a noun, clauses and all, as a content."""
    return trimmed(noun, (noun.left_edge.i, noun.right_edge.i + 1))
