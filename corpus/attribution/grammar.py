"""Reading a dependency parse (spaCy's English labels, after ClearNLP): subjects, phrases, clauses, control.

A small parser errs in ways that repeat; where a function mends one of them, it says which.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from corpus.attribution.acts import lemmas, words

Range = tuple[int, int]
SUBJECTS = ("nsubj", "nsubjpass")
_CLAUSES = ("relcl", "acl", "advcl", "ccomp", "parataxis")
_TRAILING = frozenset(",;:.!?-–—") | {"and", "or", "but", "both"}
_RELATIVE = frozenset({"who", "which", "that", "whom"})


def is_verb(token: Token) -> bool:
    """Whether the tagger took it for a verb or an auxiliary."""
    return token.tag_.startswith("VB") or token.tag_ == "MD"


def child(token: Token, *deps: str) -> Token | None:
    """The first child with one of these labels."""
    return next((found for found in token.children if found.dep_ in deps), None)


def is_passive(verb: Token) -> bool:
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
    if verb.dep_ == "acl" and verb.tag_ == "VBN" and child(verb, "dobj", "ccomp", "aux") is None:
        return True
    return child(verb, "auxpass", "nsubjpass", "agent") is not None


def is_mistaken(verb: Token) -> bool:
    """“The new chief, Anna Berg, proposed to …”: a finite verb that the parse took for a participle."""
    if verb.dep_ != "acl" or verb.tag_ != "VBN" or verb.i + 1 >= len(verb.doc) or not is_trailing(verb):
        return False
    named = any(found.dep_ == "appos" and found.tag_ == "NNP" and found.i < verb.i for found in verb.head.children)
    return named and verb.doc[verb.i + 1].lower_ == "to" and child(verb, "agent", "xcomp") is None


def agent(verb: Token) -> Token | None:
    """The doer of a passive, after “by”."""
    by = child(verb, "agent")
    if by is None:
        by = next((found for found in verb.children if found.dep_ == "prep" and found.lower_ == "by"), None)
    return child(by, "pobj") if by is not None else None


def antecedent(token: Token) -> Token:
    """What a relative pronoun stands for, itself otherwise."""
    if token.lower_ in _RELATIVE and token.tag_ in ("WDT", "WP", "IN"):
        clause = token.head
        while clause.dep_ in ("conj", "xcomp", "ccomp") and clause.head != clause and is_verb(clause.head):
            clause = clause.head
        if clause.dep_ == "relcl":
            return clause.head
    return token


def doer(verb: Token, *, depth: int = 0) -> Token | None:
    """Who does what a verb says: its subject, its agent if passive, or the one that controls it."""
    if depth > 8:
        return None
    if is_passive(verb):
        return agent(verb)
    subject = child(verb, "nsubj", "nsubjpass")
    if subject is not None:
        return antecedent(subject)
    return _controller(verb, depth)


def _controller(verb: Token, depth: int) -> Token | None:  # noqa: C901, PLR0911
    head = verb.head
    if head == verb:
        return None
    if verb.dep_ in ("acl", "relcl") and not is_verb(head):
        infinitive = any(found.lower_ == "to" and found.dep_ == "aux" for found in verb.children)
        return (
            head if not infinitive and (verb.tag_ in ("VBG", "VBN", "VBD") or child(verb, "aux") is not None) else None
        )
    if verb.dep_ in ("pcomp", "pobj") and head.dep_ == "prep":
        return doer(main_verb(head.head), depth=depth + 1) if is_verb(head.head) else None
    if not is_verb(head):
        return (
            doer(head.head, depth=depth + 1) if head.dep_ in ("acomp", "attr", "prep") and is_verb(head.head) else None
        )
    if verb.dep_ == "xcomp":
        controlled = child(head, "dobj", "dative")
        if controlled is not None and head.lower_ in words("verbs", "hoped") | lemmas("verb").keys():
            return controlled
    if verb.dep_ == "advcl" and any(found.lower_ == "to" and found.dep_ == "aux" for found in verb.children):
        return None
    if (text := _document_before(verb)) is not None:
        return text
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and is_trailing(verb):
        head = main_verb(head)
    if verb.dep_ in ("xcomp", "conj", "advcl", "ccomp", "dep", "parataxis", "acomp", "attr"):
        return patient(head) if is_passive(head) else doer(head, depth=depth + 1)
    return None


def _document_before(verb: Token) -> Token | None:
    """“cited an article last month saying that …”: the article says it, whatever the parse hangs the participle on."""
    if verb.dep_ != "advcl" or verb.tag_ != "VBG" or is_trailing(verb):
        return None
    text = child(verb.head, "dobj")
    listed = text is not None and text.lower_ in words("other", "documents")
    return text if text is not None and listed and verb.head.i < text.i < verb.i else None


def is_trailing(participle: Token) -> bool:
    """Whether a participle follows a comma, as one that tells of the main subject does."""
    before = participle.left_edge.i - 1
    return before >= 0 and participle.doc[before].text in (",", "—", "–")


def main_verb(verb: Token) -> Token:
    """The finite verb over infinitives: in “urged him to act, pressing for aid” who presses is who urged."""
    while verb.dep_ in ("xcomp", "advcl", "acl") and child(verb, "nsubj", "nsubjpass") is None and verb.head != verb:
        if not is_verb(verb.head):
            break
        verb = verb.head
    return verb


def patient(verb: Token) -> Token | None:
    """The subject of a passive: what or who it is done to. Of a reduced relative, the noun it hangs on."""
    subject = child(verb, "nsubjpass", "nsubj")
    if subject is not None:
        return antecedent(subject)
    if verb.dep_ == "acl":
        return verb.head
    if verb.dep_ in ("conj", "xcomp") and verb.head != verb and is_verb(verb.head):
        return patient(verb.head) if is_passive(verb.head) else doer(verb.head, depth=1)
    return None


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
