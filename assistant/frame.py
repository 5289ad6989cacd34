"""What a question asks: which role is wanted, which act, which parties are given in which role.

Read from the dependency parse of the question with the lexicon and the grammar that read the articles, so that a
question and a sentence that say the same get the same roles.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from spacy.tokens import Doc, Token

from corpus.attribution.acts import Cue, cues, lemmas
from corpus.attribution.control import agent, doer
from corpus.attribution.grammar import Range, child, is_passive, is_verb
from corpus.attribution.parse import parse
from corpus.statement import Act


class Asked(StrEnum):
    """What a question wants to know."""

    SOURCE = "source"
    ADDRESSEE = "addressee"
    CONTENT = "content"
    REASON = "reason"
    TIME = "time"
    PLACE = "place"
    NUMBER = "number"
    YES_NO = "yes-no"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Frame:
    """``source`` is the noun phrase that the question gives as the one who acts, None if that is asked for or untold.

    ``addressee`` is whom it gives as addressed; ``others`` the names that it gives in any role but the source;
    ``names`` all of them; ``acts`` those that its cue can tell; ``topic`` what stands behind the cue.
    """

    asked: Asked
    acts: tuple[Act, ...]
    cue: str | None
    source: str | None
    addressee: str | None
    others: tuple[str, ...]
    names: tuple[str, ...]
    topic: str
    negated: bool


_WH_TAGS = frozenset({"WP", "WDT", "WP$", "WRB"})
_ADVERBS = {"why": Asked.REASON, "when": Asked.TIME, "where": Asked.PLACE}
_TIMES = frozenset({"day", "date", "month", "year", "week", "time", "deadline"})
_NUMBERS = frozenset({"many", "much", "big", "large", "long", "often", "far", "high"})
_SHARES = frozenset({"share", "percentage", "number", "amount", "sum", "margin", "raise", "rate"})
_TOWARDS = frozenset({"to", "from", "of"})
_MONTHS = frozenset(
    {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"}
    | {"December"}
)
_FRONT = 4  # tokens: “Why didn't they …” is negated, whatever the parser hangs it on
_REASONS = frozenset({"reason", "reasons", "grounds"})


def read_frame(question: str) -> Frame:
    """The frame of a question.

    >>> frame = read_frame("Whom did the union ask for help?")
    >>> frame.asked.value, [act.value for act in frame.acts], frame.source
    ('addressee', ['request'], 'the union')
    """
    doc = next(parse([question]))
    wh = next((token for token in doc if token.tag_ in _WH_TAGS and not _is_relative(token)), None)
    cue, subject = _with_auxiliary(doc) or _from_parse(doc)
    asks_source = wh is not None and subject is not None and subject[0] <= wh.i < subject[1]
    given = None if subject is None or asks_source else subject
    asker = (subject[0], min(subject[1], cue.i)) if asks_source and subject is not None and cue is not None else None
    runs = _names(doc)
    others = [run for run in runs if not _inside(run, given) and not _inside(run, asker)]
    return Frame(
        _asked(doc, wh, asks_source=asks_source),
        acts_of(cue),
        None if cue is None else cue.lower_,
        None if given is None else doc[given[0] : given[1]].text,
        _addressee(cue),
        tuple(_words(run) for run in others),
        tuple(_words(run) for run in runs),
        "" if cue is None else doc[cue.i + 1 :].text,
        any(token.dep_ == "neg" and (token.head == cue or token.i < _FRONT) for token in doc),
    )


def frame_of(question: str, standalone: str) -> Frame:
    """The frame of a question; without a verb of its own, of what it stands alone as: “And from whom?”.

    What is asked for is what the question itself asks.
    """
    frame = read_frame(question)
    if frame.cue is not None or question == standalone:
        return frame
    whole = read_frame(standalone)
    return whole if frame.asked is Asked.OTHER else replace(whole, asked=frame.asked)


def _with_auxiliary(doc: Doc) -> tuple[Token, Range] | None:
    """Verb and subject of “… did SUBJECT VERB …”: more reliable than a small parser that has seen few questions."""
    auxiliary = next((token for token in doc[:8] if token.lower_ in ("did", "does", "do")), None)
    if auxiliary is None:
        return None
    behind = doc[auxiliary.i + 2 : auxiliary.i + 14]
    verb = next((token for token in behind if token.tag_ in ("VB", "VBP") or _is_base_of_cue(token)), None)
    verb = verb or next((token for token in behind if _is_base_of_cue(token, after="NN")), None)
    if verb is None:
        return None
    end = verb.i - 1 if doc[verb.i - 1].dep_ == "neg" else verb.i
    return verb, (auxiliary.i + 1, end)


def _is_base_of_cue(token: Token, *, after: str = "NNP") -> bool:
    """A cue in its base form behind a name or a plural, whatever the tagger took it for: “did John Fervier accuse”."""
    if lemmas("verb").get(token.lower_) != token.text:
        return False
    before = token.nbor(-1).tag_
    return not token.tag_.startswith("NN") or before.startswith(after) or before in ("NNS", "NNPS")


def _from_parse(doc: Doc) -> tuple[Token | None, Range | None]:
    cue = _cue(doc)
    source = _source(cue)
    return cue, None if source is None else (source.left_edge.i, source.right_edge.i + 1)


def _inside(run: list[Token], span: Range | None) -> bool:
    return span is not None and span[0] <= run[0].i < span[1]


def _addressee(cue: Token | None) -> str | None:
    """Whom the cue is addressed to: its object, if its frame has the addressee there, or a name after a preposition."""
    if cue is None or cue.lower_ not in lemmas("verb"):
        return None
    slots = {slot.name for frame in cues("verb")[lemmas("verb")[cue.lower_]] for slot in frame.addressee}
    found = child(cue, "dobj", "dative") if slots & {"obj"} else None
    if found is None or any(token.tag_ in _WH_TAGS for token in found.children):  # “which loan did it ask of Norway?”
        towards = (
            token for token in cue.children if token.dep_ == "prep" and token.lower_ in slots | {"to", "from", "of"}
        )
        found = next((token for token in map(_object, towards) if token is not None), None)
    return None if found is None or found.tag_ in _WH_TAGS else _text(found)


def _object(preposition: Token) -> Token | None:
    found = child(preposition, "pobj")
    return found if found is not None and found.tag_.startswith("NNP") else None


def _is_relative(token: Token) -> bool:
    """“the group that …”, “workers who …”: no question word, for a noun stands before it."""
    return token.i > 0 and token.head.dep_ == "relcl" and token.nbor(-1).tag_.startswith("NN")


def _cue(doc: Doc) -> Token | None:
    """The verb that the question is about: the main one, or the first under it that tells an act."""
    root = next((token for token in doc if token.dep_ == "ROOT"), None)
    verbs = [
        token
        for token in doc
        if is_verb(token) and token.lower_ in lemmas("verb") and token.dep_ not in ("aux", "amod")
    ]
    if root is not None and (root in verbs or _asks_for_subject(root)):
        return root
    main = [token for token in verbs if token.dep_ not in ("relcl", "advcl", "acl")]
    return main[0] if main else verbs[0] if verbs else root if root is not None and is_verb(root) else None


def _asks_for_subject(root: Token) -> bool:
    """“Who let it be known that …”: the main verb is what is asked about, cue or not."""
    subject = child(root, "nsubj", "nsubjpass")
    return subject is not None and any(token.tag_ in _WH_TAGS for token in subject.subtree)


def acts_of(cue: Token | None) -> tuple[Act, ...]:
    """The acts that the cue's frames tell; those whose particles are there come before the bare ones."""
    if cue is None or cue.lower_ not in lemmas("verb"):
        return ()
    frames = cues("verb")[lemmas("verb")[cue.lower_]]
    near = _particles(cue)
    fitting = [frame for frame in frames if len(frame.words) > 1 and set(frame.words[1:]) <= near]
    bare = [frame for frame in frames if len(frame.words) == 1]
    told = [frame.act for frame in fitting or bare if frame.act is not Act.STATE or _tells_that(frame)]
    return tuple(dict.fromkeys(told or [frame.act for frame in fitting or bare]))


def _particles(cue: Token) -> set[str]:
    """The words that may belong to a cue: all under it, but next to it alone if an object comes first.

    “called Trump a burden for the party” is no call for anything.
    """
    objects = [child.i for child in cue.children if child.dep_ == "dobj" and child.i > cue.i]
    end = min(objects, default=len(cue.doc)) if cue.lemma_ == "call" else len(cue.doc)
    return {token.lower_ for token in cue.subtree if cue.i < token.i < end}


def _tells_that(frame: Cue) -> bool:
    """Whether a frame tells something (“told them that …”), and does not only put a question (“asked whether …”)."""
    return any(slot.name == "that" for slot in frame.content)


def _source(cue: Token | None) -> Token | None:
    if cue is None:
        return None
    return agent(cue) if is_passive(cue) else (doer(cue) or child(cue, "nsubj"))


def _asked(doc: Doc, wh: Token | None, *, asks_source: bool) -> Asked:
    if wh is None:
        return Asked.YES_NO if doc and (doc[0].tag_.startswith("VB") or doc[0].tag_ == "MD") else Asked.OTHER
    circumstance = _circumstance(doc, wh)
    if circumstance is not None:
        return circumstance
    if asks_source:
        return Asked.SOURCE
    addressed = wh.lower_ in ("who", "whom") or _before(wh, ("to", "from", "against", "of"))
    return Asked.ADDRESSEE if addressed else Asked.CONTENT


def _circumstance(doc: Doc, wh: Token) -> Asked | None:
    """Reason, time, place or number, by the question word and the nouns next to it; None for a party or a content."""
    if wh.lower_ in _ADVERBS:
        return _ADVERBS[wh.lower_]
    near = {token.lower_ for token in doc[wh.i : wh.i + 4]}
    if wh.lower_ == "how":
        return Asked.NUMBER if near & _NUMBERS else Asked.OTHER
    if wh.lower_ not in ("what", "which"):
        return None
    kinds = ((_TIMES, Asked.TIME), (_SHARES, Asked.NUMBER), (_REASONS, Asked.REASON))
    return next((asked for nouns, asked in kinds if near & nouns), None)


def _before(wh: Token, prepositions: tuple[str, ...]) -> bool:
    return wh.i > 0 and wh.nbor(-1).lower_ in prepositions


def _names(doc: Doc) -> list[list[Token]]:
    """Runs of proper nouns, with small words inside them."""
    runs: list[list[Token]] = []
    for token in doc:
        if not token.tag_.startswith("NNP") and not (token.tag_ == "JJ" and token.text[:1].isupper() and token.i > 0):
            continue
        if runs and runs[-1][-1].i == token.i - 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    return [run for run in runs if run[0].text not in _MONTHS]


def _words(run: list[Token]) -> str:
    return " ".join(token.text for token in run)


def _text(phrase: Token) -> str:
    return phrase.doc[phrase.left_edge.i : phrase.right_edge.i + 1].text
