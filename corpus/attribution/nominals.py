"""Nouns that tell an act: “Egypt’s request”, “the US proposal”, “made an offer”, “demands, which include …”."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from corpus.attribution.acts import Cue, cues, lemmas, words
from corpus.attribution.agents import can_act, is_body, is_document
from corpus.attribution.content import Content
from corpus.attribution.control import agent, doer
from corpus.attribution.found import Found, Parsed
from corpus.attribution.frames import content_ranges
from corpus.attribution.grammar import Range, child, is_passive, noun_phrase, trimmed
from corpus.attribution.modality import modality
from corpus.attribution.noun_contents import light_verb, listed_items, noun_content
from corpus.attribution.polarity import polarity
from corpus.statement import Act, Modality, Polarity


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


def _found(parsed: Parsed, noun: Token, frame: Cue) -> Found | None:  # noqa: C901, PLR0911
    verb = light_verb(noun)
    source, negative = _source(noun, verb, frame)
    if noun.lower_ == "comment" and noun.head.lower_ == "for":
        return None
    if parsed.quotation(noun) is not None or (source is None and not negative and not _is_public(noun, frame)):
        return None
    if source is not None and not (can_act(source) or is_document(source)):
        return None
    content = noun_content(parsed, noun, frame)
    if content is None and negative:
        content = Content()
    if content is None or (source is None and not negative and content.root is None):
        return None
    if source is None and frame.act is Act.ACCUSE and not negative and not _is_sentence(content):
        return None
    addressee = _addressee(noun, verb, frame, content)
    anchor = verb if verb is not None else noun
    sought = _sought(noun, source)
    if addressee is None:
        addressee = sought if sought is not None else _responder(noun) if frame.act is Act.REQUEST else None
    if (
        (owner := child(noun, "poss")) is not None
        and owner.tag_ == "PRP$"
        and verb is None
        and frame.act is Act.PROMISE
    ):
        return None
    if content.root is None and (owner := child(noun, "poss")) is not None and owner.tag_ == "PRP$" and verb is None:
        listed = listed_items(parsed, noun)
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
    listed = listed_items(parsed, noun)
    return replace(found, content=listed) if listed else found


def _is_public(noun: Token, frame: Cue) -> bool:
    """“calls to resign”, “charges that he lied”: by nobody in particular, where the content is told."""
    return frame.act in (Act.REQUEST, Act.ACCUSE) and noun.tag_ == "NNS"


def _is_sentence(content: Content) -> bool:
    """Whether a content is a clause with a subject: “charges that he lied”, not “charges of lying”."""
    return content.root is not None and child(content.root, "nsubj", "nsubjpass") is not None


def _sought(noun: Token, source: Token | None) -> Token | None:
    """Who seeks the act of somebody else, to whom it is then due."""
    if noun.dep_ != "dobj" or noun.head.lower_ not in words("verbs", "seeking") or source is None:
        return None
    seeker = doer(noun.head)
    return seeker if seeker != source else None


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
    for prep in (*noun.children, *_of_what(noun)):
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


def _of_what(noun: Token) -> Iterator[Token]:
    """“a request for comment from the paper”: what the parse hangs on the comment that is asked for."""
    for prep in noun.children:
        what = child(prep, "pobj") if prep.lower_ == "for" else None
        if what is not None and what.lower_ in words("classes", "comment"):
            yield from what.children


def _responder(noun: Token) -> Token | None:
    """“did not respond to a request for comment”: of whom it was asked."""
    to, over = noun.head, noun.head.head
    return doer(over) if to.lower_ == "to" and over.lower_ in words("verbs", "responding") else None


def _giver(noun: Token) -> Token | None:
    """“seeks guarantees from the bank that …”: who is to give it, where the text says so."""
    asked = noun.dep_ == "dobj" and noun.head.lower_ in lemmas("verb")
    origin = child(noun.head, "prep") if asked else None
    return child(origin, "pobj") if origin is not None and origin.lower_ == "from" else None


def _modifier(noun: Token) -> Token | None:
    """“the US proposal”, “Israeli demands”, “the union offer”: a name or body before the noun, or an adjective."""
    for found in noun.children:
        the = child(noun, "det")
        body = found.dep_ == "compound" and found.tag_ == "NN" and is_body(found) and the is not None
        if body or (found.lower_ == "federal" and found.dep_ == "amod"):
            return found
        name = found.tag_ in ("NNP", "NNPS") or (
            found.tag_ == "JJ" and found.text[0].isupper() and found.text.isalpha()
        )
        quoted = found.i + 1 < len(noun.doc) and noun.doc[found.i + 1].text in "”’\"'"
        if found.dep_ in ("compound", "amod", "nmod") and name and not quoted and found.i < noun.i and found.i > 0:
            return found
    return None


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
