"""Who does what a verb says: subjects, agents of passives, and those that a verb above it makes its subject.

A small parser errs in ways that repeat; where a function mends one of them, it says which.
"""

from __future__ import annotations

from spacy.tokens import Token

from corpus.attribution.acts import lemmas, words
from corpus.attribution.agents import can_act, is_agent, is_document
from corpus.attribution.grammar import child, is_passive, is_trailing, is_verb

_RELATIVE = frozenset({"who", "which", "that", "whom"})
_OF_OBJECT = frozenset({"of", "for", "from", "against", "into"})
_BESIDE = frozenset({"in", "by", "after", "before", "without", "while"})  # of the clause, wherever a parse hangs them
_SINGULAR, _PLURAL = frozenset({"NN", "NNP"}), frozenset({"NNS", "NNPS"})
_NOUNS = _SINGULAR | _PLURAL


def agent(verb: Token) -> Token | None:
    """The doer of a passive, after “by”."""
    by = child(verb, "agent")
    kept = child(verb, "dobj", "oprd") if by is None and child(verb, "nsubjpass") is not None else None
    for holder in (verb, kept):
        if by is None and holder is not None:
            by = next((found for found in holder.children if found.dep_ == "prep" and found.lower_ == "by"), None)
    who = child(by, "pobj") if by is not None else None
    return None if who is not None and who.lower_ in words("other", "days") else who  # “by Monday he was charged”


def antecedent(token: Token) -> Token:
    """What a relative pronoun stands for, itself otherwise."""
    if token.lower_ in _RELATIVE and token.tag_ in ("WDT", "WP", "IN"):
        clause = token.head
        while clause.dep_ in ("conj", "xcomp", "ccomp") and clause.head != clause and is_verb(clause.head):
            clause = clause.head
        if clause.dep_ == "relcl":
            return _agreeing(token, token.head, clause.head)
    return token


def _agreeing(pronoun: Token, verb: Token, noun: Token) -> Token:
    """The noun that a relative clause tells of: of “a plan for both sides that calls for …” the plan.

    A parse takes the noun that stands next; “calls” wants a singular one, and “who” wants a person.
    """
    if pronoun.lower_ == "who" and noun.i < pronoun.i and not is_agent(noun):
        last = next((found for found in reversed(pronoun.doc[noun.i + 1 : pronoun.i]) if not found.is_punct), noun)
        return last if last.tag_ in _NOUNS and is_agent(last) else noun
    if pronoun.lower_ != "who" and noun.dep_ == "pobj" and noun.tag_ == "NNP" and noun.head.dep_ == "agent":
        return patient(noun.head.head) or noun
    if verb.tag_ != "VBZ" or noun.tag_ not in _PLURAL or any(found.dep_ == "conj" for found in noun.children):
        return noun
    over = noun.head.head if noun.dep_ == "pobj" else noun
    holder = over if over.tag_ in _SINGULAR else child(over, "dobj") if is_verb(over) else None
    return holder if holder is not None and holder.tag_ in _SINGULAR and holder.i < noun.i else noun


def doer(verb: Token, *, depth: int = 0) -> Token | None:
    """Who does what a verb says: its subject, its agent if passive, or the one that controls it."""
    if depth > 8:
        return None
    if is_passive(verb):
        return agent(verb)
    subjects = [found for found in verb.children if found.dep_ in ("nsubj", "nsubjpass")]
    if subjects:  # “so sure that last month he proposed …”, whose “that” a parse takes for a subject
        first = subjects[-1] if subjects[0].lower_ == "that" and subjects[-1].i < verb.i else subjects[0]
        return antecedent(first)
    return _controller(verb, depth)


def _controller(verb: Token, depth: int) -> Token | None:  # noqa: C901, PLR0911
    head = verb.head
    if head == verb:
        return None
    infinitive = any(found.lower_ == "to" and found.dep_ == "aux" for found in verb.children)
    if verb.dep_ in ("acl", "relcl") and not is_verb(head):
        return _of_noun(verb, head, depth) if not infinitive else None
    if verb.dep_ in ("pcomp", "pobj") and head.dep_ == "prep":
        return _of_preposition(head, depth)
    if not is_verb(head):
        return (
            doer(head.head, depth=depth + 1) if head.dep_ in ("acomp", "attr", "prep") and is_verb(head.head) else None
        )
    if verb.dep_ == "xcomp":
        controlled = child(head, "dobj", "dative")
        if controlled is not None and head.lower_ in words("verbs", "hoped") | lemmas("verb").keys():
            return controlled
    if verb.dep_ == "advcl" and infinitive:
        return None
    if verb.dep_ == "conj" and (teller := _teller_over(verb, head)) is not None:
        return doer(teller, depth=depth + 1)
    if (text := _document_before(verb)) is not None:
        return text
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and is_trailing(verb):
        head = main_verb(head)
    if verb.dep_ in ("xcomp", "conj", "advcl", "ccomp", "dep", "parataxis", "acomp", "attr", "oprd"):
        return patient(head) if is_passive(head) else doer(head, depth=depth + 1)
    return None


def _of_noun(verb: Token, noun: Token, depth: int) -> Token | None:
    """The doer of a participle on a noun: the noun, but of “attacked the union, calling it corrupt” the attacker."""
    if verb.tag_ not in ("VBG", "VBN", "VBD") and child(verb, "aux") is None:
        return None
    if verb.tag_ == "VBG" and _is_own_word(noun):
        return doer(main_verb(noun.head), depth=depth + 1)
    if verb.tag_ == "VBG" and noun.dep_ == "dobj" and noun.lower_ in words("classes", "spent"):
        return doer(main_verb(noun.head), depth=depth + 1)  # “made a name attacking …”, “spent a week denying …”
    over = noun
    while over.dep_ in ("pobj", "prep", "dobj", "nmod", "conj", "dative") and over.head != over and not is_verb(over):
        over = over.head
    told = child(verb, "dobj", "ccomp")
    about = child(told, "nsubj") if told is not None and told.dep_ == "ccomp" else told
    pronoun = about is not None and about.i == verb.i + 1 and about.lower_ in ("it", "him", "her", "them")
    if verb.tag_ == "VBG" and is_verb(over) and over.i < noun.i:
        going_on = verb.lower_ in words("verbs", "going_on") | {"citing"}
        if pronoun or (going_on and not can_act(noun) and not is_document(noun)):
            return doer(main_verb(over), depth=depth + 1)
        text = child(over, "dobj")
        if text is not None and is_document(text) and text.i < noun.i and not is_document(noun):
            return text
    return noun


def _of_preposition(preposition: Token, depth: int) -> Token | None:
    """The doer of “for refusing …”: whoever is blamed, praised or kept from it; else the doer of the verb above."""
    over = preposition.head
    named = child(preposition, "pobj")
    if named is not None and any(found.dep_ == "pcomp" and found.i > named.i for found in preposition.children):
        return named  # “responds to Berg bashing her”
    while not is_verb(over) and preposition.lower_ in _BESIDE and over.dep_ in ("pobj", "prep", "dobj", "attr"):
        over = over.head
    if not is_verb(over):
        return None
    if preposition.lower_ in _OF_OBJECT | {"by", "as"} and is_passive(over):
        return patient(over)
    object_ = child(over, "dobj")
    asked = preposition.lower_ in ("about", "on") and over.lower_ in words("verbs", "asking")
    if (
        (asked or preposition.lower_ in _OF_OBJECT)
        and object_ is not None
        and object_.i < preposition.i
        and is_agent(object_)
    ):
        return object_
    return doer(main_verb(over), depth=depth + 1)


def is_of_teller(verb: Token) -> bool:
    """Whether a verb that the parse has joined to what is told goes with who tells it: “says … and contends”."""
    return verb.dep_ == "conj" and is_verb(verb) and is_verb(verb.head) and _teller_over(verb, verb.head) is not None


def _teller_over(verb: Token, head: Token) -> Token | None:
    """“The draft says Iceland has accepted and urges both to …”: the draft urges, for “has” goes with no “urges”."""
    teller = head.head
    if head.dep_ == "ccomp" and child(teller, "nsubj") is not None and _of_whom_else(verb, head):
        return teller
    if head.dep_ == "ccomp" and _goes_with(verb, teller) and not _goes_with(verb, head):
        return teller
    if head.dep_ != "ccomp" or verb.tag_ not in ("VBZ", "VBD") or teller.tag_ != verb.tag_ or verb.i < head.i:
        return None
    auxiliary = child(head, "aux") is not None and head.tag_ in ("VB", "VBN", "VBG")
    return teller if auxiliary and teller.i < head.i and child(teller, "nsubj") is not None else None


def _goes_with(verb: Token, other: Token) -> bool:
    """“The towns deny the fee was late and contend …”: by number, who contend are the towns, and not the fee."""
    subject = child(other, "nsubj", "nsubjpass")
    if subject is None or verb.tag_ not in ("VB", "VBP") or child(verb, "aux", "nsubj", "nsubjpass") is not None:
        return True
    if subject.tag_ in _SINGULAR:
        return any(found.dep_ == "conj" for found in subject.children)
    return subject.lower_ not in ("he", "she", "it", "this", "that")


def _of_whom_else(verb: Token, head: Token) -> bool:
    """“Berg says Dahl has failed and threatens to remove him”: not Dahl, if “him” can mean no other."""
    subject = child(head, "nsubj")
    if subject is None or subject.tag_ != "NNP" or verb.i < head.i:
        return False
    him = next((found for found in verb.subtree if found.lower_ in ("him", "her") and found.tag_ == "PRP"), None)
    if him is None or him.dep_ not in ("dobj", "pobj", "dative"):
        return False
    return not any(found.tag_ == "NNP" for found in head.doc[subject.i + 1 : him.i])


def _document_before(verb: Token) -> Token | None:
    """“cited an article last month saying that …”: the article says it, whatever the parse hangs the participle on."""
    if verb.dep_ != "advcl" or verb.tag_ != "VBG" or is_trailing(verb):
        return None
    text = child(verb.head, "dobj")
    if text is not None and _is_own_word(text):
        return None
    listed = text is not None and text.lower_ in words("other", "documents") | words("classes", "rule")
    return text if text is not None and listed and verb.head.i < text.i < verb.i else None


def _is_own_word(text: Token) -> bool:
    """“released a statement saying that …”: who released it says it; not so of a report, nor of what is cited."""
    issued = text.dep_ == "dobj" and text.head.lower_ in words("verbs", "issuing")
    return issued and text.lower_ in words("classes", "own_word")


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
    if verb.dep_ == "pcomp" and verb.head.head.dep_ != "amod" and is_verb(verb.head.head):  # “after being approved”
        return doer(verb.head.head, depth=1) or patient(verb.head.head)
    if verb.dep_ in ("conj", "xcomp") and verb.head != verb and is_verb(verb.head):
        return patient(verb.head) if is_passive(verb.head) else doer(verb.head, depth=1)
    return None
