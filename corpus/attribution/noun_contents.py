"""What the nouns of an act tell: “offer to sell”, “gave assurances that …”, “demands, which include …”."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from corpus.attribution.acts import Cue, Slot, lemmas, words
from corpus.attribution.agents import is_deed
from corpus.attribution.clauses import clause_tokens, has_to, mark_of
from corpus.attribution.content import Content
from corpus.attribution.found import Parsed
from corpus.attribution.grammar import Range, child, is_passive, is_verb, trimmed
from corpus.attribution.slots import fill, predicates
from corpus.statement import Act

_ASKING = frozenset({Act.DEMAND, Act.REQUEST, Act.PROPOSE, Act.OFFER, Act.PROMISE, Act.WARN})
_TAKEN_UP = frozenset({"such", "this", "that", "these", "those"})


def noun_content(parsed: Parsed, noun: Token, frame: Cue) -> Content | None:
    """The content of an act that a noun tells; empty where the noun and its source, or its light verb, are enough."""
    verb = light_verb(noun)
    if (told := _told_of(noun, frame)) is not None:
        return told
    for slot in frame.content:
        if slot.name == "bare":
            return Content()
        if slot.name == "light":
            return Content() if verb is not None else None
        content = _filled(parsed, noun, verb, slot)
        if content is not None:
            return replace(content, addressee=None) if content.addressee == noun else content
    taken_up = any(found.lower_ in _TAKEN_UP for found in noun.children)
    return Content() if verb is not None and frame.act is not Act.STATE and taken_up else None


def _filled(parsed: Parsed, noun: Token, verb: Token | None, slot: Slot) -> Content | None:
    if slot.name == "held":
        return fill(parsed, verb, Slot(slot.kind or "")) if verb is not None else None
    content = fill(parsed, noun, slot)
    if content is None and verb is not None and slot.name not in ("inf", "to"):
        content = _of_verb(parsed, noun, verb, slot)
    if content is None and (against := _against(noun)) is not None and slot.name in ("over", "for"):
        content = fill(parsed, against, slot)
    if content is None and slot.name == "inf" and noun.dep_ == "dobj":
        content = fill(parsed, noun, Slot("objinf")) or _verb_infinitive(parsed, noun)
    return content


def _told_of(noun: Token, frame: Cue) -> Content | None:
    """“Norway’s main demand is the return of the boats”: what an act of asking is said to be."""
    over = noun.head
    if noun.dep_ != "nsubj" or over.lower_ not in ("is", "was") or frame.act not in _ASKING or noun.tag_ != "NN":
        return None
    what = child(over, "attr", "ccomp", "xcomp")
    if what is None or what.i < over.i or what.tag_ in ("JJ", "CD", "VBN", "WP") or child(over, "neg") is not None:
        return None
    return Content(what, predicates(what) if has_to(what) else (clause_tokens(what),))


def _of_verb(parsed: Parsed, noun: Token, verb: Token, slot: Slot) -> Content | None:
    """“gave assurances to Iceland that …”: what the parse hangs on the verb, or on the one told, behind the noun."""
    if slot.name == "that" and not is_passive(verb):
        clauses = [found for found in verb.subtree if found.i > noun.i and found.dep_ in ("ccomp", "acl", "relcl")]
        marked = [found for found in clauses if mark_of(found) == "that" or _has_that(found)]
        return Content(marked[0], (clause_tokens(marked[0]),)) if marked else None
    if slot.name in ("for", "of", "against", "over") and noun.dep_ == "dobj":
        content = fill(parsed, verb, slot)
        return content if content is not None and content.root is not None and content.root.i > noun.i else None
    return None


def _has_that(clause: Token) -> bool:
    first = clause.left_edge
    return first.lower_ == "that" and child(clause, "nsubj") is not None and child(clause, "nsubj") != first


def _against(noun: Token) -> Token | None:
    """Who a lawsuit or charge is against, on whom a parse hangs what it is over."""
    against = next((found for found in noun.children if found.lower_ == "against"), None)
    return child(against, "pobj") if against is not None else None


def _verb_infinitive(parsed: Parsed, noun: Token) -> Content | None:
    """“resisted calls from voters to resign”: an infinitive that the parse gave to the verb or to the callers."""
    clause = next(
        (found for found in noun.head.children if found.dep_ in ("xcomp", "advcl") and found.i > noun.i), None
    )
    if clause is not None and is_deed(clause.doc[clause.left_edge.i - 1]):  # “his appeal on the ruling to bar him”
        return None
    governed = words("verbs", "light") | lemmas("verb").keys()
    return fill(parsed, noun.head, Slot("objinf")) if clause is not None and noun.head.lower_ in governed else None


def light_verb(noun: Token) -> Token | None:
    """The verb that only carries the noun’s act: “made an offer”, “has concerns”."""
    top = noun
    while top.dep_ == "conj" and top.head.dep_ in ("dobj", "nsubjpass", "conj"):
        top = top.head
    if top.dep_ in ("dobj", "nsubjpass") and is_verb(top.head) and top.head.lower_ in words("verbs", "light"):
        return top.head
    if top.dep_ == "dobj" and top.head.lower_ in ("has", "have", "had") and noun.lower_ in words("classes", "stance"):
        return top.head
    return None


def listed_items(parsed: Parsed, noun: Token) -> tuple[Range, ...]:
    """The items of “demands, which include a, b and c”, by their commas: small parsers lose long lists."""
    doc = noun.doc
    after = doc[noun.i + 1] if noun.i + 2 < len(doc) else None
    if after is not None and after.text == ":" and len(items := _items(after)) > 1:
        return parsed.spans(items)
    for token in doc[noun.i + 1 : noun.i + 5]:
        if token.lower_ in words("verbs", "include") | {"including"} and (
            token.lower_ == "including" or is_verb(token)
        ):
            return parsed.spans(_items(token))
    return ()


def _items(include: Token) -> list[Range]:
    doc, items, start = include.doc, [], include.i + 1
    for token in doc[include.i + 1 :]:
        last = token.i + 1 == len(doc)
        if token.text in (",", ";") or token.text in (".", ":") or last:
            end = token.i + 1 if last and not token.is_punct else token.i
            items.append(trimmed(token, (start, end)))
            start = token.i + 1
            if token.text in (".", ":"):
                break
    items = [item for item in items if item[0] < item[1]]
    if len(items) == 2 or len(items) == 1:
        items = [half for item in items for half in _halves(include, item)]
    return items if len(items) > 1 else []


def _halves(include: Token, item: Range) -> list[Range]:
    doc = include.doc
    for index in range(item[0] + 1, item[1] - 1):
        if doc[index].lower_ == "and" and doc[index].head.i <= index:
            return [(item[0], index), (index + 1, item[1])]
    return [item]
