"""Nouns that tell an act: “Egypt’s request”, “the US proposal”, “made an offer”, “demands, which include …”."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from corpus.attribution.acts import Cue, Slot, cues, lemmas, words
from corpus.attribution.agents import is_agent, is_document
from corpus.attribution.clauses import clause_tokens, has_to, mark_of
from corpus.attribution.content import Content
from corpus.attribution.found import Found, Parsed
from corpus.attribution.frames import content_ranges
from corpus.attribution.control import agent, doer
from corpus.attribution.grammar import Range, child, is_passive, is_verb, noun_phrase, trimmed
from corpus.attribution.modality import modality
from corpus.attribution.polarity import polarity
from corpus.attribution.slots import fill, predicates
from corpus.statement import Act, Modality, Polarity

_ASKING = frozenset({Act.DEMAND, Act.REQUEST, Act.PROPOSE, Act.OFFER, Act.PROMISE, Act.WARN})
_TAKEN_UP = frozenset({"such", "this", "that", "these", "those"})


def noun_statements(parsed: Parsed) -> Iterator[Found]:
    """The statements that nouns of a parse tell, where the text says whose they are."""
    nouns = lemmas("noun")
    for token in parsed.doc:
        if token.lower_ in nouns and token.tag_ in ("NN", "NNS") and token.dep_ not in ("compound", "amod"):
            for frame in cues("noun")[nouns[token.lower_]]:
                found = _found(parsed, token, frame)
                if found is not None:
                    yield found
                    break


def _found(parsed: Parsed, noun: Token, frame: Cue) -> Found | None:  # noqa: PLR0911
    verb = _light_verb(noun)
    source, negative = _source(noun, verb, frame)
    if parsed.quotation(noun) is not None or (source is None and not negative and not _is_public(noun, frame)):
        return None
    if source is not None and not (is_agent(source) or is_document(source)):
        return None
    content = _content(parsed, noun, frame, light=verb is not None)
    if content is None and negative:
        content = Content()
    if content is None or (source is None and not negative and content.root is None):
        return None
    addressee = _addressee(noun, verb, frame, content)
    anchor = verb if verb is not None else noun
    sought = _sought(noun, source)
    if sought is not None and addressee is None:
        addressee = sought
    if (
        (owner := child(noun, "poss")) is not None
        and owner.tag_ == "PRP$"
        and verb is None
        and frame.act is Act.PROMISE
    ):
        return None
    if content.root is None and (owner := child(noun, "poss")) is not None and owner.tag_ == "PRP$" and verb is None:
        listed = _listed(parsed, noun)
        if not listed:
            return None
    if verb is not None and modality(verb) is Modality.HOPED:
        return None
    found = Found(
        parsed=parsed,
        anchor=anchor,
        cue=_cue(parsed, noun, verb),
        act=frame.act,
        part=frame.part,
        source=source,
        source_range=parsed.span(_owner_range(noun, source)) if source is not None else None,
        content=content_ranges(parsed, content, None),
        root=content.root,
        addressee=addressee,
        addressee_range=parsed.span(noun_phrase(addressee)) if addressee is not None else None,
        polarity=polarity(verb) if verb is not None else polarity(noun),
        modality=Modality.HOPED if sought is not None else modality(verb) if verb is not None else Modality.FACT,
        telling=frame.act is Act.STATE,
    )
    listed = _listed(parsed, noun)
    return replace(found, content=listed) if listed else found


def _is_public(noun: Token, frame: Cue) -> bool:
    """“calls to resign”: a request of nobody in particular, where its content is told."""
    return frame.act is Act.REQUEST and noun.tag_ == "NNS"


def _sought(noun: Token, source: Token | None) -> Token | None:
    """Who seeks the act of somebody else, to whom it is then due."""
    if noun.dep_ != "dobj" or noun.head.lower_ not in words("verbs", "seeking") or source is None:
        return None
    seeker = doer(noun.head)
    return seeker if seeker != source else None


def _light_verb(noun: Token) -> Token | None:
    top = noun
    while top.dep_ == "conj" and top.head.dep_ in ("dobj", "nsubjpass", "conj"):
        top = top.head
    if top.dep_ in ("dobj", "nsubjpass") and is_verb(top.head) and top.head.lower_ in words("verbs", "light"):
        return top.head
    if top.dep_ == "dobj" and top.head.lower_ in ("has", "have", "had") and noun.lower_ in words("classes", "stance"):
        return top.head
    return None


def _source(noun: Token, verb: Token | None, frame: Cue) -> tuple[Token | None, bool]:
    """Whose the act is; and whether it is told as not done, which needs nobody."""
    owner = child(noun, "poss")
    if owner is not None and not (verb is not None and owner.tag_ == "PRP$"):
        return (None, False) if owner.lower_ in ("your", "its'") else (owner, False)
    if verb is not None:
        source = agent(verb) if is_passive(verb) else doer(verb)
        if source is not None and source.lower_ in ("it", "there", "you", "that", "this", "which", "what"):
            source = None
        return source, source is None and is_passive(verb) and polarity(verb) is Polarity.NEGATIVE
    for prep in noun.children:
        if prep.dep_ in ("prep", "agent") and prep.lower_ in ("by", "from"):
            who = child(prep, "pobj")
            if who is not None and who.tag_ in ("NNP", "NNPS", "NNS", "NN") and child(who, "nummod") is None:
                return who, False
    if noun.dep_ == "nsubj" and noun.head.lower_ in ("came", "comes", "come"):
        origin = next((found for found in noun.head.children if found.dep_ == "prep" and found.lower_ == "from"), None)
        if origin is not None and child(origin, "pobj") is not None:
            return child(origin, "pobj"), False
    if frame.act is Act.STATE:
        return None, False
    given = _giver(noun)
    return (given, False) if given is not None else (_modifier(noun), False)


def _giver(noun: Token) -> Token | None:
    """“seeks guarantees from the bank that …”: who is to give it, where the text says so."""
    asked = noun.dep_ == "dobj" and noun.head.lower_ in lemmas("verb")
    origin = child(noun.head, "prep") if asked else None
    return child(origin, "pobj") if origin is not None and origin.lower_ == "from" else None


def _modifier(noun: Token) -> Token | None:
    """“the US proposal”, “Israeli demands”: a name right before the noun, or its adjective."""
    for found in noun.children:
        name = found.tag_ in ("NNP", "NNPS") or (
            found.tag_ == "JJ" and found.text[0].isupper() and found.text.isalpha()
        )
        if found.dep_ in ("compound", "amod", "nmod") and name and found.i < noun.i and found.i > 0:
            return found
    return None


def _content(parsed: Parsed, noun: Token, frame: Cue, *, light: bool) -> Content | None:
    verb = _light_verb(noun)
    if (told := _told_of(noun, frame)) is not None:
        return told
    for slot in frame.content:
        if slot.name == "bare":
            return Content()
        if slot.name == "light":
            return Content() if light else None
        if slot.name == "held":
            content = fill(parsed, verb, Slot(slot.kind or "")) if verb is not None else None
            if content is not None:
                return content
            continue
        content = fill(parsed, noun, slot)
        if content is None and verb is not None and slot.name not in ("inf", "to"):
            content = _of_verb(parsed, noun, verb, slot)
        if content is None and (against := _against(noun)) is not None and slot.name in ("over", "for"):
            content = fill(parsed, against, slot)
        if content is None and slot.name == "inf" and noun.dep_ == "dobj":
            content = fill(parsed, noun, Slot("objinf")) or _verb_infinitive(parsed, noun)
        if content is not None:
            return replace(content, addressee=None) if content.addressee == noun else content
    return (
        Content()
        if light and frame.act is not Act.STATE and any(found.lower_ in _TAKEN_UP for found in noun.children)
        else None
    )


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
    governed = words("verbs", "light") | lemmas("verb").keys()
    return fill(parsed, noun.head, Slot("objinf")) if clause is not None and noun.head.lower_ in governed else None


def _addressee(noun: Token, verb: Token | None, frame: Cue, content: Content) -> Token | None:
    used = {token.i for group in content.groups for token in group}
    if content.addressee is not None:
        return content.addressee
    for holder in (noun, *((verb,) if verb is not None else ())):
        for slot in frame.addressee:
            for prep in holder.children:
                if prep.dep_ in ("prep", "dative") and prep.lower_ == slot.name:
                    who = child(prep, "pobj")
                    if who is not None and who.i not in used:
                        return who
    return None


def _owner_range(noun: Token, source: Token) -> Range:
    if source.head == noun and source.dep_ in ("compound", "amod", "nmod"):
        return trimmed(source, (source.left_edge.i, source.i + 1))
    return noun_phrase(source)


def _cue(parsed: Parsed, noun: Token, verb: Token | None) -> Range:
    if verb is not None and 0 < noun.i - verb.i < 4:
        return parsed.span((verb.i, noun.i + 1))
    return parsed.span((noun.i, noun.i + 1))


def _listed(parsed: Parsed, noun: Token) -> tuple[Range, ...]:
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
