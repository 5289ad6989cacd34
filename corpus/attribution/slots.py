"""What stands in the content slot of a cue's frame: a clause, an infinitive, an object, the object of a preposition."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from spacy.tokens import Token

from corpus.attribution.acts import Slot, lemmas, words
from corpus.attribution.agents import is_agent, is_deed
from corpus.attribution.clauses import has_to, is_among, mark_of, question, quotation_near, that_clause
from corpus.attribution.content import Content
from corpus.attribution.control import agent, antecedent, patient
from corpus.attribution.found import Parsed
from corpus.attribution.grammar import child, is_mistaken, is_passive, is_trailing, is_verb

_WH = frozenset({"WRB", "WP", "WDT", "WP$"})


def fill(parsed: Parsed, head: Token, slot: Slot) -> Content | None:
    """What fills a slot of the frame that ``head`` opens; None if nothing does."""
    filler = _FILLERS.get(slot.name)
    return filler(parsed, head, slot) if filler is not None else _preposition(head, slot)


def _bare(_parsed: Parsed, _head: Token, _slot: Slot) -> Content | None:
    return Content()


def _inf(_parsed: Parsed, head: Token, slot: Slot) -> Content | None:
    if child(head, "dobj", "dative") is not None and is_verb(head):
        return None
    for clause in head.children:
        governed = clause.dep_ in ("xcomp", "acl", "advcl", "relcl", "ccomp") and has_to(clause)
        if not governed or child(clause, "nsubj") is not None or (slot.kind and not is_among(clause, slot.kind)):
            continue
        if clause.dep_ != "advcl" or clause.i == head.i + 2:
            return Content(clause, predicates(clause))
    return None


def _objinf(_parsed: Parsed, head: Token, _slot: Slot) -> Content | None:
    """Somebody to do something: “urged him to go”, “wants them to go”, “was urged to go”, “calls for them to go”."""
    object_ = patient(head) if is_passive(head) else child(head, "dobj", "dative", "pobj")
    clauses = [*head.children, *(object_.children if object_ is not None else ())]
    if head.dep_ == "prep":
        clauses += head.head.children
    for clause in clauses:
        if clause.dep_ not in ("ccomp", "xcomp", "acl", "advcl", "relcl") or not has_to(clause) or clause.i < head.i:
            continue
        subject = child(clause, "nsubj", "nsubjpass")
        if subject is None and (
            object_ is None
            or (head.dep_ != "prep" and object_ == child(head, "dobj") and _is_made(object_, head))
            or (clause.head == head and clause.dep_ == "advcl" and clause.i - head.i > 12)
        ):
            continue
        return Content(clause, predicates(clause), subject if subject is not None else object_)
    return None


def _is_made(object_: Token, head: Token) -> bool:
    """“requested a plan to leave”: a thing asked for, and nobody to leave."""
    return (
        not is_agent(object_) and lemmas("verb").get(head.lower_) is not None and object_.lower_ not in lemmas("noun")
    )


def predicates(clause: Token) -> tuple[tuple[Token, ...], ...]:
    """What is to be done, without its doer and “to”; coordinated doings apart."""
    doings = [clause]
    for found in doings:
        doings.extend(
            other for other in found.conjuncts if other not in doings and is_verb(other) and other.head == found
        )
    skipped = {token.i for doing in doings[1:] for token in doing.subtree}
    asides = [found for found in clause.subtree if found.dep_ == "advcl" and found.tag_ == "VBG" and is_trailing(found)]
    asides = [found for found in asides if found.lower_ in lemmas("verb")]
    skipped |= {token.i for aside in asides for token in aside.subtree}
    groups = []
    for doing in doings:
        own = {token.i for token in doing.subtree} - (skipped if doing == clause else set())
        own -= {token.i for other in doings if other.head == doing for token in other.subtree}
        groups.append(tuple(token for token in doing.subtree if token.i in own and not _introduces(token, doing)))
    return tuple(groups)


def _introduces(token: Token, doing: Token) -> bool:
    if token.i >= doing.i:
        return token.dep_ in ("cc", "preconj") and token.head == doing
    subject = child(doing, "nsubj", "nsubjpass")
    edge = doing.i
    before = [found for found in doing.children if found.i < edge]
    leading = {
        found.i
        for found in before
        if found.dep_ in ("aux", "mark", "cc", "preconj", "neg") and found.lower_ in ("to", "for", "and", "both")
    }
    return token.i in leading or (subject is not None and token.i in {found.i for found in subject.subtree})


def _done(_parsed: Parsed, head: Token, _slot: Slot) -> Content | None:
    """“wants the depot shut”, “wants to see the depot shut”: what is to be done, and nobody to do it."""
    see = next((found for found in head.children if found.dep_ == "xcomp" and found.lower_ == "see"), None)
    over = see if see is not None and has_to(see) else head
    for clause in over.children:
        shut = clause.dep_ in ("ccomp", "xcomp", "oprd") and clause.tag_ in ("VBN", "VBD") and clause.i > over.i
        if shut and child(clause, "nsubj", "nsubjpass") is not None and child(clause, "aux", "mark") is None:
            return Content(clause, (tuple(clause.subtree),))
    return None


def _stand(_parsed: Parsed, head: Token, slot: Slot) -> Content | None:
    """“voted in favor of the ban”, “spoke in opposition to it”: what somebody is for or against."""
    for prep in head.children:
        side = child(prep, "pobj") if prep.lower_ == "in" and prep.i > head.i else None
        if side is None or side.lower_ not in words("classes", slot.kind or "favor"):
            continue
        of = child(side, "prep")
        noun = child(of, "pobj", "pcomp") if of is not None else None
        if noun is not None:
            return Content(noun, (tuple(noun.subtree),))
    return None


def _told(_parsed: Parsed, head: Token, _slot: Slot) -> Content | None:
    """“We have informed the ministry”: somebody is told, and not what."""
    return Content() if child(head, "dobj") is not None and not is_passive(head) else None


def _obj(_parsed: Parsed, head: Token, slot: Slot) -> Content | None:
    if is_mistaken(head):
        return _after_addressee(head)
    if is_passive(head) and head.dep_ == "acl" and agent(head) is None:
        return None
    noun = child(head, "dobj", "pobj")
    if is_passive(head):
        noun = noun if noun is not None and child(head, "nsubjpass") is not None else patient(head)
    if noun is None or noun.tag_ in _WH or noun.lower_.endswith(("self", "selves")):
        noun = _relative_object(head) if child(head, "xcomp") is None else None
        if noun is None:
            return None
    if not _is_object(noun, head, slot.kind):
        return None
    if noun.dep_ == "nsubjpass" or noun.i > head.i:
        return Content(noun, (tuple(noun.subtree),))
    own = {token.i for token in head.subtree} if head.dep_ in ("acl", "relcl") else set()
    rest = [token for token in noun.subtree if token.i not in own]
    relative = [found for found in noun.children if found.dep_ == "relcl" and found != head]
    later = {token.i for clause in relative for token in clause.subtree}
    groups = [tuple(token for token in rest if token.i not in later and not token.is_punct)]
    groups.extend(tuple(token for token in clause.subtree if token.tag_ not in _WH) for clause in relative)
    return Content(noun, tuple(group for group in groups if group))


def _is_object(noun: Token, head: Token, kind: str | None) -> bool:  # noqa: PLR0911
    """Whether an object is of a slot's kind: not a person, given to somebody, a deed, of a class, or not of one (!)."""
    if kind is None:
        return True
    if kind == "thing":
        return noun.tag_ not in ("NNP", "NNPS") and noun.lower_ not in words("other", "anonymous")
    if kind == "given":
        to = patient(head) if is_passive(head) else child(head, "dative")
        return to is not None and to != noun and to.dep_ != "prep" and to.tag_ not in ("IN", "TO") and is_agent(to)
    if kind == "lifeless":
        return not is_agent(noun)
    if kind == "deed":
        return is_deed(noun) or noun.lower_ in words("classes", "deed")
    if kind.startswith("!"):
        return noun.lower_ not in words("classes", kind[1:])
    if kind == "event" and agent(head) is not None:
        return True
    return noun.lower_ in words("classes", kind)


def _after_addressee(head: Token) -> Content | None:
    """“…, proposed to the chief a small deal”: the object that the parse has hung on the addressee."""
    doc, to = head.doc, head.i + 1
    start = next((i for i in range(to + 2, len(doc)) if doc[i].tag_ == "DT" or doc[i].text in '“"'), None)
    if start is None:
        return None
    addressee = next((found for found in doc[to].children if found.dep_ == "pobj"), None)
    return Content(doc[len(doc) - 1], (tuple(doc[start:]),), addressee, doc[start])


def _own_object(_parsed: Parsed, head: Token, _slot: Slot) -> Content | None:
    """“is against the plan”: the object of the preposition that is the cue."""
    noun = child(head, "pobj", "pcomp")
    subject = child(head.head, "nsubj")
    if noun is None or (subject is not None and subject.lower_ in ("it", "this", "that")):
        return None
    return Content(noun, (tuple(noun.subtree),))


def _relative_object(head: Token) -> Token | None:
    """The noun of “the plan that Egypt proposed”."""
    if head.dep_ != "relcl" or is_verb(head.head):
        return None
    subject = child(head, "nsubj")
    if subject is None or antecedent(subject) == head.head:
        return None
    return head.head


def _ing(_parsed: Parsed, head: Token, _slot: Slot) -> Content | None:
    for clause in head.children:
        near = clause.dep_ == "advcl" and clause.left_edge.i - head.i <= 2 and not is_trailing(clause)
        if (
            (near or clause.dep_ in ("xcomp", "ccomp", "dobj", "pcomp"))
            and clause.tag_ == "VBG"
            and clause.i > head.i
            and child(clause, "nsubj") is None
        ):
            return Content(clause, (tuple(clause.subtree),))
    return None


def _as(_parsed: Parsed, head: Token, _slot: Slot) -> Content | None:
    object_ = patient(head) if is_passive(head) else child(head, "dobj")
    holders = [head] if object_ is None else [head, object_]
    if any(found.lower_ == "to" and found.dep_ == "prep" and not child(found, "pobj") for found in head.children):
        return None  # “boats sometimes referred to as ferries”
    for holder in holders:
        for prep in holder.children:
            if prep.dep_ == "prep" and prep.lower_ == "as" and prep.i > head.i:
                tokens = list(prep.subtree) if object_ is None else [*object_.subtree, *prep.subtree]
                return Content(object_, (tuple(dict.fromkeys(tokens)),))
    return None


def _objname(_parsed: Parsed, head: Token, _slot: Slot) -> Content | None:
    for clause in head.children:
        if clause.dep_ == "oprd" and clause.i > head.i:
            object_ = child(head, "dobj")
            tokens = list(clause.subtree) if object_ is None else [*object_.subtree, *clause.subtree]
            return Content(clause, (tuple(tokens),))
        if clause.dep_ == "ccomp" and clause.i > head.i and child(clause, "nsubj") is not None and not is_verb(clause):
            return Content(clause, (tuple(clause.subtree),))
    return None


def _objon(_parsed: Parsed, head: Token, _slot: Slot) -> Content | None:
    """“blamed the delay on the contractor”: what is blamed, and on whom."""
    thing = patient(head) if is_passive(head) else child(head, "dobj")
    for holder in (head, thing) if thing is not None else ():
        prep = next((found for found in holder.children if found.lower_ == "on" and found.i > head.i), None)
        blamed = None if prep is None else child(prep, "pobj")
        if thing is None or prep is None or blamed is None or blamed.lower_ in words("other", "days"):
            continue
        aside = {token.i for token in prep.subtree}
        return Content(thing, (tuple(token for token in thing.subtree if token.i not in aside),), blamed)
    return None


def _preposition(head: Token, slot: Slot) -> Content | None:
    object_ = child(head, "dobj")
    blamed = slot.name == "for" and object_ is not None and object_.lower_ in lemmas("noun")  # “criticized calls for”
    holders: list[Token] = [head, object_] if object_ is not None and not blamed else [head]
    if slot.name == "for":  # “reached out to the mayor for comment”
        asked = (child(found, "pobj") for found in head.children if found.lower_ == "to" and found.dep_ == "prep")
        holders.extend(noun for noun in asked if noun is not None)
    for holder in holders:
        for prep in holder.children:
            if prep.lower_ != slot.name or prep.dep_ not in ("prep", "mark", "prt", "agent", "dative"):
                continue
            if prep.i < head.i:
                continue
            noun = child(prep, "pobj", "pcomp")
            if noun is None or not _is_of(noun, slot.kind):
                continue
            doing = next((found for found in noun.children if found.dep_ in ("acl", "relcl") and has_to(found)), None)
            if slot.name == "for" and doing is not None and is_verb(head):
                return Content(doing, predicates(doing), noun)
            return Content(noun, (tuple(noun.subtree),))
    return _for_clause(head) if slot.name == "for" and slot.kind is None else None


def _is_of(noun: Token, kind: str | None) -> bool:
    if kind is None:
        return True
    if kind == "thing":
        return noun.tag_ not in ("NNP", "NNPS", "PRP")
    return noun.lower_ in words("classes", kind) or (kind == "talk" and noun.tag_ == "VBG")


def _for_clause(head: Token) -> Content | None:
    for clause in head.children:
        if clause.dep_ in ("advcl", "ccomp", "xcomp", "acl", "relcl") and has_to(clause) and mark_of(clause) == "for":
            return Content(clause, predicates(clause), child(clause, "nsubj", "nsubjpass"))
    return None


_FILLERS: Mapping[str, Callable[[Parsed, Token, Slot], Content | None]] = {
    "that": that_clause, "quote": quotation_near, "wh": question, "inf": _inf, "objinf": _objinf, "obj": _obj,
    "ing": _ing, "as": _as, "pobj": _own_object, "told": _told, "objname": _objname, "bare": _bare,
    "objon": _objon, "done": _done, "stand": _stand,
}  # fmt: skip
