"""What is one statement and not two: “said it had rejected” is a rejection; “agreed to offer” is told once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from corpus.attribution.acts import cues, lemmas, words
from corpus.attribution.agents import is_body
from corpus.attribution.control import is_of_teller
from corpus.attribution.found import Found, Parsed, tokens_span
from corpus.attribution.grammar import Range, child, is_verb
from corpus.attribution.modality import condition
from corpus.attribution.slots import predicates
from corpus.statement import Act, Modality, Polarity

_PERSONS = frozenset({"he", "she", "i"})
_GROUPS = frozenset({"it", "they", "we"})
_ACCEPTING = Act.ACCEPT
_ASKING = frozenset({Act.PROPOSE, Act.DEMAND, Act.REQUEST})


def merged(found: Sequence[Found]) -> list[Found]:
    """Found statements with those joined or dropped that tell the same act twice."""
    found = [_required(one) for one in _once(found)]
    added = [*found, *(one for teller in found if (one := _promised(teller)) is not None)]
    kept = list(_dropped(_refusals(added)))
    return [_refused(one) for one in kept]


def _once(found: Sequence[Found]) -> Iterator[Found]:
    """“submitted a proposal” is told by the verb and not by its noun as well; “offered assurances” by its noun."""
    verbs = {(one.anchor.i, one.act) for one in found if one.part == "verb"}
    promised = {one.anchor.i for one in found if one.part == "noun" and one.act is Act.PROMISE}
    for one in found:
        twice = one.part == "noun" and (one.anchor.i, one.act) in verbs
        if not twice and not (one.part == "verb" and one.act is Act.OFFER and one.anchor.i in promised):
            yield one


def _refusals(found: list[Found]) -> list[Found]:
    """“refuses to make such a pledge”: the act that is refused, told as refused."""
    acts = {(one.anchor.doc, one.anchor.i): one for one in found}
    told = []
    for over in found:
        inner = acts.get((over.root.doc, over.root.i)) if over.root is not None else None
        refuses = over.act is Act.REJECT and over.anchor.lower_ in words("verbs", "refused")
        told.append(_refusal(over, inner) if refuses and inner is not None else over)
    return told


def _refusal(over: Found, inner: Found) -> Found:
    if inner.part == "noun" and inner.source != over.source:
        return over
    if inner.act is Act.ACCEPT:
        return replace(over, content=inner.content or over.content)
    if inner.act is Act.REJECT:
        return over
    told = replace(over, addressee=inner.addressee, addressee_range=inner.addressee_range)
    return replace(told, act=inner.act, polarity=Polarity.REFUSED)


def _dropped(found: list[Found]) -> Iterator[Found]:
    absorbed: set[int] = set()
    renamed: dict[int, Found] = {}
    for index, teller in enumerate(found):
        for other, one in enumerate(found):
            if index == other or one.parsed != teller.parsed:
                continue
            if _says_own_act(teller, one):
                if one.act is Act.STATE:
                    absorbed.add(other)
                else:
                    absorbed.add(index)
                    renamed[other] = replace(one, source=teller.source, source_range=teller.source_range)
            elif _governs_same(teller, one):
                absorbed.add(other)
    for index, one in enumerate(found):
        if index not in absorbed and not _is_thought(one):
            yield renamed.get(index, one)


def _says_own_act(teller: Found, one: Found) -> bool:
    """Whether a teller only says that he did the act himself."""
    if (
        not teller.telling
        or teller.part not in ("verb", "tagged")
        or teller.folded
        or teller.root is None
        or one.source is None
    ):
        return False
    if teller.root != one.anchor and teller.root != _over(one.anchor):
        return False
    if any(other.dep_ == "conj" and is_verb(other) for other in teller.root.children):
        return False
    return is_self(one.source, teller.source)


def _is_thought(one: Found) -> bool:
    """“I think” in one’s own quotation, which says no more than the quotation; a state somebody is only asked for."""
    if one.act is not Act.STATE or one.source is None:
        return False
    own = one.parsed.unit.quotation is not None and one.source.lower_ in ("i", "we")
    own = own and (one.addressee is None or (one.root is not None and one.addressee.head == one.root))
    return own or one.modality is Modality.HOPED


def _over(anchor: Token) -> Token:
    """The verb of an adjective, or the verb that governs an infinitive: the head of the clause."""
    head = anchor
    while head.dep_ in ("xcomp", "acomp", "attr", "pcomp", "prep") and head.head != head:
        if head.dep_ == "prep" and is_verb(head.head) and head.head.lower_ not in words("other", "copulas"):
            break  # “said it was focusing on supporting …”
        head = head.head
    return head


def is_accepting(verb: Token) -> bool:
    """Whether a verb accepts by will, as “reach a deal” does not."""
    return verb.lower_ not in words("verbs", "settling")


def is_self(inner: Token, outer: Token | None) -> bool:
    """Whether a pronoun within what somebody says can be that somebody."""
    if outer is None or inner == outer:
        return outer is not None
    if outer.lower_ in ("we", "i") and inner.lower_ not in ("we", "i"):
        return False
    if inner.lower_ in _PERSONS:
        return outer.lower_ not in _GROUPS
    if inner.lower_ in _GROUPS:
        named = outer.text[0].isupper() and outer.left_edge == outer
        if inner.lower_ == "it" and outer.tag_ == "NN" and not named and not is_body(outer):
            return False
        plural = outer.tag_ in ("NNS", "NNPS") or any(found.dep_ == "conj" for found in outer.children)
        return outer.lower_ not in _PERSONS and not (inner.lower_ == "it" and plural)
    return inner.text == outer.text and inner.tag_ in ("NNP", "NNPS")


def _governs_same(over: Found, one: Found) -> bool:
    """Whether an act of the same source stands in another’s infinitive: “agreed to offer”."""
    if over.root is None or over.part not in ("verb", "adj", "noun", "tagged"):
        return False
    anchor = one.anchor
    while anchor != over.root and _goes_on(anchor):
        anchor = anchor.head
    if anchor != over.root:
        return False
    if over.act in _ASKING and one.act is Act.STATE and one.modality is not Modality.FACT:
        return True
    if over.act is Act.STATE:
        return over.addressee is not None and one.source == over.addressee
    return over.source is not None and (over.source == one.source or over.part == "noun")


def _goes_on(verb: Token) -> bool:
    """Whether a verb shares the subject of the verb above it: “to stop and think”, “to keep pushing”."""
    if not is_verb(verb.head) or child(verb, "nsubj", "nsubjpass") is not None:
        return False
    joined = verb.dep_ == "conj" and not is_of_teller(verb)
    return joined or (verb.dep_ == "xcomp" and verb.tag_ == "VBG")


def _refused(one: Found) -> Found:
    """“refused to accept” and “will not accept” reject; “refused to reject” stays as it is."""
    if one.act is not _ACCEPTING or one.polarity is Polarity.POSITIVE:
        return one
    if one.polarity is Polarity.REFUSED:
        return replace(one, act=Act.REJECT, polarity=Polarity.POSITIVE)
    will = any(found.dep_ == "aux" and found.lower_ in ("will", "wo") for found in one.anchor.children)
    if will and one.source is not None and one.part == "verb" and is_accepting(one.anchor):
        return replace(one, act=Act.REJECT, polarity=Polarity.POSITIVE, modality=Modality.FACT)
    return one


def _promised(teller: Found) -> Found | None:
    """“says it will not leave”, “said they would strike”: a rejection, promise or threat by who says it."""
    verb = teller.root
    if teller.anchor.lower_ not in words("verbs", "saying") or teller.polarity is not Polarity.POSITIVE:
        return None
    if not teller.telling or verb is None or teller.folded:
        return None
    subject = child(verb, "nsubj")
    if subject is None:
        return None
    said = _of_will(teller.parsed, verb, subject, teller.source_range)
    hanging = said is not None and said.act is Act.THREATEN and said.condition is not None
    return said if hanging or is_self(subject, teller.source) else None


def of_own_will(parsed: Parsed) -> Iterator[Found]:
    """“We will …” in a quotation."""
    if parsed.unit.quotation is None:
        return
    for token in parsed.doc:
        our = any(found.lower_ in ("our", "my") for found in token.children)
        if (
            (our or token.lower_ in ("we", "i"))
            and token.dep_ == "nsubj"
            and token.head.dep_ in ("ROOT", "conj", "ccomp")
        ):
            found = _of_will(parsed, token.head, token, parsed.span((token.left_edge.i, token.i + 1)))
            if found is not None:
                yield found


def _of_will(parsed: Parsed, verb: Token, subject: Token, source: Range | None) -> Found | None:
    wills = ("will", "wo", "would", "'ll", "’ll")
    will = next((found for found in verb.children if found.dep_ == "aux" and found.lower_ in wills), None)
    negation = child(verb, "neg")
    lemma = lemmas("verb").get(verb.lower_)
    if lemma is not None and any(len(frame.words) == 1 for frame in cues("verb")[lemma]):
        return None
    if (
        will is None
        or verb.tag_ != "VB"
        or verb.lower_ in words("verbs", "states") | {"prefer"}
        or child(verb, "auxpass") is not None
    ):
        return None
    if any(found.dep_ == "aux" and found.lower_ in ("have", "be") for found in verb.children):
        return None
    if will.lower_ == "would" and parsed.unit.quotation is not None:
        return None
    after = negation if negation is not None else will
    hanging = condition(verb)
    dropped = {token.i for token in hanging[0].subtree} if hanging else set()
    dropped |= {token.i for found in verb.subtree if found.lower_ == "according" for token in found.subtree}
    own = [token for token in verb.subtree if token.i > after.i and token.i not in dropped and token.i != subject.i]
    harms = _harms(verb)
    unless = (
        any(found.dep_ == "mark" and found.lower_ == "unless" for found in hanging[0].children) if hanging else False
    )
    act = Act.REJECT if negation is not None else Act.THREATEN if harms or unless else Act.PROMISE
    return Found(
        parsed=parsed, anchor=verb, cue=parsed.span((min(will.i, after.i), max(will.i, after.i) + 1)),
        act=act, part="will",
        source=subject, source_range=source, content=tokens_span(parsed, own), root=None,
        condition=parsed.span(hanging[1]) if hanging else None, modality=Modality.FACT,
    )  # fmt: skip


def _harms(verb: Token) -> bool:
    """“will attack”, “will take action”: harm is what is done, not what it is done about."""
    object_ = child(verb, "dobj")
    waged = verb.lower_ in words("verbs", "waging") and object_ is not None
    return bool(words("classes", "harm") & {verb.lower_, object_.lower_ if waged and object_ is not None else ""})


def _required(teller: Found) -> Found:
    """“said it must do its part”: a demand."""
    verb = teller.root
    if teller.act is not Act.STATE or teller.part != "verb" or verb is None or teller.folded or not _is_must(verb):
        return teller
    subject = child(verb, "nsubj", "nsubjpass")
    if subject is None or (is_self(subject, teller.source) and subject.lower_ != "it"):
        return teller
    content = tuple(tokens_span(teller.parsed, [token for group in predicates(verb) for token in group]))
    return replace(teller, act=Act.DEMAND, content=content)


def _is_must(verb: Token) -> bool:
    must = any(found.dep_ == "aux" and found.lower_ == "must" for found in verb.children)
    return must and not any(found.dep_ == "aux" and found.lower_ == "have" for found in verb.children)


def quoted_demands(parsed: Parsed) -> Iterator[Found]:
    """“Those who did it must resign” in a quotation: a demand of its speaker, who is filled in later."""
    if parsed.unit.quotation is None:
        return
    for verb in parsed.doc:
        subject = child(verb, "nsubj", "nsubjpass")
        if verb.dep_ not in ("ROOT", "conj") or not _is_must(verb) or subject is None:
            continue
        must = next(found for found in verb.children if found.lower_ == "must")
        if subject.lower_ not in ("i", "we", "there", "it", "this", "that"):
            content = tokens_span(parsed, list(verb.subtree))
            yield Found(parsed=parsed, anchor=verb, cue=parsed.span((must.i, must.i + 1)), act=Act.DEMAND, part="must",
                        source=None, source_range=None, content=content)  # fmt: skip
