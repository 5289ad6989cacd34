"""Clauses and quotations as contents: “said that …”, “…, the mayor said”, “asked whether …”."""

from __future__ import annotations

from spacy.tokens import Token

from corpus.attribution.acts import Slot, cues, lemmas, words
from corpus.attribution.agents import is_body
from corpus.attribution.content import Content
from corpus.attribution.control import is_of_teller
from corpus.attribution.found import Parsed
from corpus.attribution.grammar import child, is_passive, is_trailing, is_verb
from corpus.statement import Act

_WH = frozenset({"WRB", "WP", "WDT", "WP$"})
_SELF = frozenset({"it", "they", "he", "she", "we", "i"})


def that_clause(parsed: Parsed, head: Token, slot: Slot) -> Content | None:
    """A clause told, of the slot’s kind; or the folded quotation, or what stands around or before the cue."""
    if (told := _clause(parsed, head, slot)) is not None:
        return told
    if slot.kind is None and _may_tell_late(head) and (late := _late_that(parsed, head)) is not None:
        return late
    if slot.kind:
        return None
    if (lost := _lost_verb(head)) is not None:
        return lost
    if not _tells(head):
        return quotation_near(parsed, head, slot)
    return _around(parsed, head) or quotation_near(parsed, head, slot) or _before(head)


def _clause(parsed: Parsed, head: Token, slot: Slot) -> Content | None:
    """The clause that a cue governs, of the slot’s kind."""
    for clause in sorted(head.children, key=lambda found: -(found.right_edge.i - found.left_edge.i)):
        if clause.i < head.i and not _tells(head):
            continue
        if clause.dep_ == "ccomp" and _has_object(head, clause):
            continue
        finite = clause.dep_ == "xcomp" and child(clause, "nsubj") is not None and child(clause, "aux") is not None
        told = finite or clause.dep_ in ("ccomp", "parataxis")
        if told or (clause.dep_ == "acl" and mark_of(clause) == "that"):
            folded = any(parsed.quotation(token) is not None for token in clause.subtree)
            inner = child(clause, "ccomp") if clause.lower_ in ("clear", "plain") else None
            if inner is not None:
                return Content(inner, (clause_tokens(inner),))
            if (folded or not (has_to(clause) or _is_question(clause))) and _is_kind(head, clause, slot.kind):
                return Content(clause, (clause_tokens(clause),))
    return None


def _has_object(head: Token, clause: Token) -> bool:
    """“declared a curfew after riots saw shops burn”: a clause far behind the object that the verb takes."""
    object_, lemma = child(head, "dobj"), lemmas("verb").get(head.lower_)
    if object_ is None or lemma is None or mark_of(clause) is not None or not object_.i < clause.left_edge.i:
        return False
    frames = cues("verb")[lemma]
    return any(slot.name == "obj" for frame in frames for slot in frame.content) and not any(
        slot.name == "obj" for frame in frames for slot in frame.addressee
    )


def _may_tell_late(head: Token) -> bool:
    """Whether a clause far off can be the content: not where the object is, “denied entry on the grounds that …”."""
    object_, lemma = child(head, "dobj"), lemmas("verb").get(head.lower_)
    if object_ is None or lemma is None or is_passive(head):
        return True
    return any(slot.name == "obj" for frame in cues("verb")[lemma] for slot in frame.addressee)


def _tells(head: Token) -> bool:
    """Whether a clause around or before a cue can be its content: “…, he said”, not “…, many require”."""
    lemma = lemmas("verb").get(head.lower_)
    return lemma is None or any(frame.act not in (Act.DEMAND, Act.REJECT, Act.ACCEPT) for frame in cues("verb")[lemma])


def _is_kind(head: Token, clause: Token, kind: str | None) -> bool:
    auxiliaries = {found.lower_ for found in clause.children if found.dep_ == "aux"}
    if kind == "must":
        bare = child(clause, "auxpass")
        subjunctive = clause.tag_ in ("VB", "VBP") or (bare is not None and bare.lower_ == "be")
        return bool(auxiliaries & {"must", "should", "have"}) or (subjunctive and not auxiliaries)
    if kind == "self":
        subject, speaker = child(clause, "nsubj"), child(head, "nsubj")
        own = subject is not None and (
            subject.lower_ in _SELF or (speaker is not None and subject.text == speaker.text)
        )
        return own and bool(auxiliaries & {"will", "would"})
    return kind is None or is_among(clause, kind)


def is_among(clause: Token, kind: str) -> bool:
    """Whether a verb or its object is of a class of words; to fight a charge or a tax is no harm."""
    object_ = child(clause, "dobj")
    if clause.lower_ == "fight" and object_ is not None and not is_body(object_) and object_.tag_ in ("NN", "NNS"):
        return False
    wanted = words("classes", kind)
    return clause.lower_ in wanted or (object_ is not None and object_.lower_ in wanted)


def _late_that(parsed: Parsed, head: Token) -> Content | None:
    """“told the paper in a statement that strikes are rare”: a clause that the parse gave to a noun before it."""
    for mark in head.subtree:
        clause = mark.head
        if (
            mark.i <= head.i
            or mark.lower_ != "that"
            or mark.dep_ != "mark"
            or clause.dep_ not in ("relcl", "acl", "ccomp")
        ):
            continue
        between = [found for found in clause.ancestors if found.i > head.i and is_verb(found)]
        if not between and clause.head.lower_ not in lemmas("noun").keys() - {"statement"}:
            return Content(clause, (clause_tokens(clause),))
    return None


def _lost_verb(head: Token) -> Content | None:
    """“claimed the deal soured after …”: a clause whose verb the parse took for a participle of its subject."""
    noun, lemma = child(head, "dobj"), lemmas("verb").get(head.lower_)
    if noun is None or lemma is None or any(
        slot.name == "obj" for frame in cues("verb")[lemma] for slot in (*frame.content, *frame.addressee)
    ):  # fmt: skip
        return None
    verb = next((found for found in noun.children if found.dep_ == "acl" and found.tag_ == "VBN"), None)
    if verb is None or verb.i < noun.i or any(found.dep_ in ("agent", "auxpass") for found in verb.children):
        return None
    return Content(verb, (tuple(noun.subtree),)) if any(True for _ in verb.children) else None


def _around(parsed: Parsed, head: Token) -> Content | None:
    """“The offer, the source explained, merely called for talks”: the clause that the cue is set into."""
    over = head.head
    if over == head or not is_verb(over) or child(head, "nsubj") is None:
        return None
    as_told = mark_of(head) == "as" and child(head, "xcomp", "dobj", "ccomp") is None
    comment = head.dep_ == "parataxis" or (head.dep_ == "advcl" and as_told and not _is_told(over))
    inserted = over.dep_ == "relcl" and head.dep_ == "ccomp" and head.i < over.i and child(head, "ccomp") is None
    if not comment and not inserted and not (head.dep_ == "ccomp" and _is_set_off(head) and mark_of(head) is None):
        return None
    own = {token.i for token in head.subtree}
    return Content(over, (tuple(token for token in over.subtree if token.i not in own),))


def _is_told(verb: Token) -> bool:
    """Whether a verb tells something itself: “told the paper as his wife testified”."""
    lemma = lemmas("verb").get(verb.lower_)
    return lemma is not None and any(frame.act is Act.STATE for frame in cues("verb")[lemma])


def _before(head: Token) -> Content | None:
    """“The gates are shut, the mayor said on Monday”: all that stands before, where the parse has lost it."""
    subject = child(head, "nsubj")
    if subject is None or head.dep_ not in ("ROOT", "ccomp", "conj") or child(head, "xcomp") is not None:
        return None
    if child(head, "dobj") is not None and not _may_tell_late(head):
        return None
    edge = min(subject.left_edge.i, head.i)
    doc = head.doc
    end = len(doc)
    for token in head.children:  # “…, the mayor said on Monday, calling it a shame”: what goes on about who says it
        if token.dep_ == "advcl" and token.tag_ == "VBG" and token.left_edge.i > head.i and is_trailing(token):
            end = min(end, token.left_edge.i)
    if edge < 4 or doc[edge - 1].text != "," or end - head.i > 16:
        return None
    tokens = tuple(doc[: edge - 1])
    verbs = [token for token in tokens if token.tag_ in ("VBZ", "VBD", "VBP", "MD")]
    return Content(verbs[0] if verbs else tokens[-1], (tokens,)) if verbs or len(tokens) > 9 else None


def _is_set_off(verb: Token) -> bool:
    before, after = verb.left_edge.i - 1, verb.right_edge.i + 1
    doc = verb.doc
    return (
        before >= 0
        and doc[before].lower_ in (",", "—", "–")
        and after < len(doc)
        and doc[after].lower_ in (",", "—", "–", ".")
    )


def quotation_near(parsed: Parsed, head: Token, _slot: Slot) -> Content | None:
    """A folded quotation that stands in the cue's clause or beside it."""
    if not any(piece.quotation is not None for piece in parsed.unit.pieces):
        return None
    near = [token for token in parsed.doc if parsed.quotation(token) is not None and _is_near(token, head)]
    return Content(near[0], (tuple(near),)) if near else None


def _is_near(token: Token, head: Token) -> bool:
    """Whether only the cue's own words and its subject's stand between it and a folded quotation."""
    low, high = sorted((token.i, head.i))
    quoted = head.dep_ == "xcomp" and is_passive(head.head)  # “…,” she was quoted saying
    clause = {found.i for found in (head.head if quoted else head).subtree}
    return all(
        found.i in clause or found.is_punct or found.text.strip('“”"') in ("It", "works")
        for found in head.doc[low + 1 : high]
    )


def question(parsed: Parsed, head: Token, _slot: Slot) -> Content | None:
    """A clause that asks: “whether …”, “what …”."""
    for clause in head.children:
        if clause.dep_ in ("ccomp", "advcl", "xcomp") and clause.i > head.i and _is_question(clause):
            return Content(clause, (clause_tokens(clause),))
    return None


def _is_question(clause: Token) -> bool:
    first = clause.left_edge
    return first.tag_ in _WH or (
        first.lower_ in ("whether", "if", "how") and first.head == clause and clause.dep_ != "advcl"
    )


def clause_tokens(clause: Token) -> tuple[Token, ...]:
    """A clause without the word that leads it in, and without what goes on with who tells it."""
    lead = {found.i for found in clause.children if found.dep_ == "mark" and found.lower_ == "that"}
    for found in clause.children:
        if is_of_teller(found):
            lead |= {token.i for token in found.subtree}
            lead |= {other.i for other in clause.children if other.dep_ == "cc" and other.i < found.i}
    return tuple(token for token in clause.subtree if token.i not in lead)


def has_to(clause: Token) -> bool:
    """Whether a verb is a to-infinitive."""
    return any(found.lower_ == "to" and found.dep_ == "aux" for found in clause.children)


def mark_of(clause: Token) -> str | None:
    """The word that leads a clause in."""
    mark = child(clause, "mark")
    return mark.lower_ if mark is not None else None
