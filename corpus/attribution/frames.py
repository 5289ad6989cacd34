"""Verbs and adjectives that tell an act, with their frame: who, to whom, what."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from corpus.attribution.acts import Cue, Slot, cues, lemmas, words
from corpus.attribution.agents import can_act, is_agent, is_document
from corpus.attribution.content import Content
from corpus.attribution.control import agent, antecedent, doer, main_verb, patient
from corpus.attribution.found import Found, Parsed, tokens_span
from corpus.attribution.grammar import Range, child, is_passive, is_verb, noun_phrase
from corpus.attribution.hedges import is_advice, is_caused, is_outlook
from corpus.attribution.modality import condition, modality
from corpus.attribution.polarity import polarity
from corpus.attribution.slots import fill
from corpus.statement import Act, Polarity

_COPULAS = words("other", "copulas")
_NOBODY = frozenset({"you", "there", "who", "what", "which", "that", "this"})
_NOT_A_CUE = frozenset({"amod", "aux", "auxpass", "compound", "prep", "case", "mark"})
_OF_DOCUMENTS = frozenset({Act.STATE, Act.PROPOSE, Act.DEMAND, Act.REQUEST, Act.ACCUSE, Act.WARN, Act.ANNOUNCE})
_TELLERS = frozenset({Act.STATE, Act.ANNOUNCE})
_BY_ANYBODY = frozenset({Act.STATE, Act.ANNOUNCE, Act.WARN})
MAX_NAME = 16  # words of a speaker after his quotation
_FINITE = frozenset({"VBZ", "VBP", "MD"})


def verb_statements(parsed: Parsed) -> Iterator[Found]:
    """The statements that verbs and adjectives of a parse tell."""
    verbs, adjectives = lemmas("verb"), lemmas("adj")
    for token in parsed.doc:
        lower = token.lower_
        if parsed.quotation(token) is not None:
            continue
        owned = token.i > 0 and parsed.doc[token.i - 1].tag_ == "PRP$"  # “had their say”
        if lower in verbs and token.tag_.startswith("VB") and token.dep_ not in _NOT_A_CUE and not owned:
            found = _first(parsed, token, cues("verb")[verbs[lower]])
        else:
            found = None
        if found is None and lower in adjectives and _is_predicate(token):
            found = _first(parsed, token, cues("adj")[adjectives[lower]])
        if found is not None:
            yield found


def _is_predicate(adjective: Token) -> bool:
    """Whether an adjective is told of somebody: “is ready”, “opposed to”, and in a headline “Norway willing to …”."""
    if adjective.head.lower_ in _COPULAS or adjective.dep_ == "conj":
        return True
    if child(adjective, "auxpass") is not None:
        return True
    bare = adjective.dep_ in ("ROOT", "amod", "acl") and child(adjective, "xcomp") is not None
    return bare and (child(adjective, "nsubj") is not None or adjective.head.i < adjective.i)


def _first(parsed: Parsed, head: Token, frames: tuple[Cue, ...]) -> Found | None:
    for frame in frames:
        rest = particles(head, frame.words[1:])
        if rest is None:
            continue
        for slot in frame.content or (Slot("bare"),):
            content = fill(parsed, rest[0] if _governs(rest, slot) else head, slot)
            if content is not None:
                return found(parsed, head, frame, [head, *rest], content)
    return None


def _governs(rest: list[Token], slot: Slot) -> bool:
    """Whether the slot hangs on the cue's further word: “called on the banks to lend”, “ruled out leaving”."""
    if not rest:
        return False
    if slot.name in ("inf", "objinf"):
        return rest[0].dep_ == "prep" and rest[0].lower_ in ("on", "upon", "with", "to")
    if slot.name in ("ing", "obj"):
        return rest[0].dep_ == "prep" and child(rest[0], "pobj", "pcomp") is not None
    return rest[0].tag_.startswith("JJ") and any(found.lower_ == slot.name for found in rest[0].children)


def particles(head: Token, wanted: tuple[str, ...]) -> list[Token] | None:
    """The tokens of a cue's further words, among its head's children; None if one is missing."""
    rest = []
    for word in wanted:
        leading = (mark for found in head.children for mark in found.children if mark.dep_ in ("mark", "neg"))
        near = [*head.children, *leading]
        token = next((found for found in near if found.lower_ == word and 0 < found.i - head.i < 6), None)
        if token is None:
            return None
        rest.append(token)
    return rest


def found(parsed: Parsed, head: Token, frame: Cue, cue: list[Token], content: Content) -> Found | None:  # noqa: C901, PLR0911
    """The statement of a head with its frame filled, None if nobody makes it."""
    passive = frame.part == "verb" and is_passive(head)
    source = _holder(head) if frame.part == "adj" else agent(head) if passive else doer(head)
    if source is None and not passive and frame.act is Act.STATE:
        source, content = _beside_quotation(parsed, head, content)
    if source is None and (not passive or frame.act is Act.STATE):
        return None
    if source is not None and (_is_nobody(source, head) or not _can(source, frame.act)):
        return None
    if source is None and head.lower_ in words("verbs", "stative"):
        return None
    if frame.act is Act.ACCUSE and frame.addressee == (Slot("obj"),) and not passive and child(head, "dobj") is None:
        return None
    if is_caused(head) or is_outlook(source, frame.act, content) or is_advice(head, frame.act):
        return None
    if source is not None and source.lower_ in words("classes", "carried") and source.dep_ in ("dobj", "pobj"):
        source = doer(main_verb(source.head if source.dep_ == "dobj" else source.head.head))
        if source is None:
            return None
    elif source is not None and source.lower_ in words("classes", "carried"):
        return None
    if source is not None and has_verb(noun_phrase(source, before=head), head):
        return None
    planned = source is not None and _is_planned(source, frame.act) and not {"on", "upon"} & set(frame.words)
    act = Act.PROPOSE if planned else frame.act
    hanging = condition(head, *((content.root,) if content.root is not None else ()))
    tokens = [token for group in content.groups for token in group]
    addressee = content.addressee if content.addressee is not None else _addressee(head, frame, content)
    if source is None and addressee is not None and (not is_agent(addressee) or addressee.lower_ == "you"):
        return None
    return Found(
        parsed=parsed,
        anchor=head,
        cue=_cue(parsed, cue),
        act=act,
        part=frame.part,
        source=source,
        source_range=parsed.name(noun_phrase(source, before=head)) if source is not None else None,
        content=content_ranges(parsed, content, hanging[0] if hanging and frame.act is not Act.STATE else None),
        root=content.root,
        folded=tuple(dict.fromkeys(number for token in tokens if (number := parsed.quotation(token)) is not None)),
        addressee=addressee,
        addressee_range=parsed.name(noun_phrase(addressee, before=_edge(addressee, content) or head))
        if addressee is not None
        else None,
        condition=parsed.span(hanging[1]) if hanging and hanging[1][0] < hanging[1][1] else None,
        polarity=_polarity(head, frame),
        modality=modality(head),
        telling=frame.act in _TELLERS and _is_told(content, parsed),
    )


def _beside_quotation(parsed: Parsed, head: Token, content: Content) -> tuple[Token | None, Content]:
    """“…,” one of the miners, Anna Berg, said: a speaker whom the parse has lost to the quotation before him."""
    quoted = [token for token in head.doc[: head.i] if parsed.quotation(token) is not None]
    if head.dep_ != "ROOT" or not quoted:
        return None, content
    between = [token for token in head.doc[quoted[-1].i + 1 : head.i] if not token.is_punct]
    tops = [token for token in between if token.head.i <= quoted[-1].i]
    name = next((token for token in tops if token.tag_.startswith(("NN", "CD", "PRP", "DT"))), None)
    lost = name is not None and len(between) < MAX_NAME
    return (name, Content(quoted[0], (tuple(quoted),))) if lost else (None, content)


def _holder(adjective: Token) -> Token | None:
    """Of whom an adjective is told."""
    subject = child(adjective, "nsubj", "nsubjpass")
    if subject is not None:
        return antecedent(subject)
    if adjective.dep_ in ("amod", "acl", "relcl") and adjective.head.i < adjective.i:
        return adjective.head
    return doer(adjective)


def _polarity(head: Token, frame: Cue) -> Polarity:
    if "not" in frame.words:
        return Polarity.POSITIVE
    return Polarity.REFUSED if _keeps_silent(head, frame) else polarity(head)


def _keeps_silent(head: Token, frame: Cue) -> bool:
    """“declined to comment”: telling is what is refused."""
    return frame.act is Act.STATE and head.lower_ in words("verbs", "refused") and polarity(head) is Polarity.POSITIVE


def _is_planned(source: Token, act: Act) -> bool:
    """“His plan calls for …”: what a plan asks for is proposed."""
    return act in (Act.REQUEST, Act.DEMAND) and source.lower_ in words("other", "plans")


def _can(source: Token, act: Act) -> bool:
    """Whether a source can do such an act: things do not, but documents tell, propose and ask."""
    if is_document(source) and source.tag_ in ("NN", "NNS"):
        return act in _OF_DOCUMENTS
    return is_agent(source) if act in _BY_ANYBODY else can_act(source)


def _is_told(content: Content, parsed: Parsed) -> bool:
    """Whether the content is something told, a clause or a quotation, and not a thing."""
    if content.root is None:
        return False
    return is_verb(content.root) or any(
        parsed.quotation(token) is not None for group in content.groups for token in group
    )


def has_verb(run: Range, head: Token) -> bool:
    """Whether a finite verb stands in a noun phrase: the parse has lost a clause, and its subject with it."""
    verbs = [token for token in head.doc[run[0] : run[1]] if token.tag_ in _FINITE and token.text.islower()]
    return any(not any(over.dep_ in ("relcl", "acl") for over in (verb, *verb.ancestors)) for verb in verbs)


def _is_nobody(source: Token, head: Token) -> bool:
    if source.lower_ in _NOBODY or source.tag_ == "WP":
        return True
    start, end = noun_phrase(source, before=head)
    return start <= head.i < end


def _cue(parsed: Parsed, cue: list[Token]) -> Range:
    first, last = cue[0].i, cue[-1].i
    return parsed.span((first, last + 1 if last - first < len(cue) else first + 1))


def content_ranges(parsed: Parsed, content: Content, without: Token | None) -> tuple[Range, ...]:
    """The ranges of a content, without the clause of its condition if that stands at its edge."""
    dropped = {token.i for token in without.subtree} if without is not None else set()
    if content.root is not None and content.root.i in dropped:
        dropped = set()
    ranges: list[Range] = []
    for group in content.groups:
        ranges.extend(tokens_span(parsed, [token for token in group if token.i not in dropped]))
    return tuple(dict.fromkeys(ranges))


def _addressee(head: Token, frame: Cue, content: Content) -> Token | None:
    used = {token.i for group in content.groups for token in group}
    for slot in frame.addressee:
        token = _at(head, slot, content)
        if token is None or (slot.kind == "person" and not _is_person(token, head)):
            continue
        if token != content.root and (token.i not in used or slot.name in ("from", "of")):
            return token
    return None


def _is_person(token: Token, head: Token) -> bool:
    """Whether who is told off is one, and not a decision of his."""
    return token.tag_ in ("NNP", "NNPS", "PRP") or (is_passive(head) and is_agent(token))


def _edge(addressee: Token, content: Content) -> Token | None:
    """Where the content begins within the phrase of the addressee: “accused the firm of theft”, misread."""
    if content.stop is not None:
        return content.stop
    inside = {token.i for token in addressee.subtree if token.i > addressee.i}
    if any(token == addressee for group in content.groups for token in group):
        return None  # “an apology from Denmark and Sweden”: all of it is content
    return next((token for group in content.groups for token in group if token.i in inside), None)


def _at(head: Token, slot: Slot, content: Content) -> Token | None:
    if slot.name in ("obj", "obj2"):
        if is_passive(head):
            return patient(head)
        token = child(head, "dative", "dobj")
        return antecedent(token) if token is not None else None
    holders = [head] if content.root is None else [head, content.root]
    if slot.name == "from" and content.root is not None and content.root.lower_ in words("classes", "help"):
        owner = child(content.root, "poss")
        if owner is not None:
            return owner
    for holder in holders:
        for prep in holder.children:
            dative = prep.dep_ == "dative" and prep.tag_ not in ("IN", "TO")
            if dative and slot.name == "dative":
                return prep
            helping = slot.name != "of" or holder.lower_ in words("classes", "help")
            if prep.lower_ == slot.name and prep.dep_ in ("prep", "dative") and helping:
                return child(prep, "pobj")
    return None
