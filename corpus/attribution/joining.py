"""What the tagger saw and the grammar did not: its cues of the lexicon, with source and content as it tagged them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from corpus.attribution.acts import Cue, Slot, cues, lemmas, words
from corpus.attribution.agents import can_act
from corpus.attribution.found import Found, Parsed
from corpus.attribution.grammar import Range, child, is_passive, is_verb, noun_phrase
from corpus.attribution.hedges import is_advice
from corpus.attribution.modality import modality
from corpus.attribution.polarity import polarity
from corpus.attribution.quoting import tidy
from corpus.attribution.tagger import Tagged
from corpus.attribution.units import Outline
from corpus.statement import Act

MIN_CUE = 0.4  # mean probability of a cue; on the tune half of benchmarks.statements .8 loses right ones, wrong none
_NOBODY = frozenset({"which", "that", "who", "what", "you", "there", "this", "it"})
_NEVER = frozenset({"amod", "aux", "auxpass", "compound"})
_FINITE = frozenset({"VBZ", "VBD", "VBP", "MD"})
_CLAUSES = frozenset({"that", "wh", "quote"})
_FORMS = _CLAUSES | {"inf", "objinf", "obj", "for", "of", "as"}  # of a content, as ``_act`` tells them
_BY_ANYBODY = frozenset({Act.STATE, Act.ANNOUNCE, Act.WARN})  # a report, a health body, research: no closed list
_TELLERS = frozenset({Act.STATE, Act.ANNOUNCE})


@dataclass(frozen=True, slots=True)
class Attribution:
    """One of the tagger's: ranges of the article's text, and how sure it is of the cue."""

    cue: Range
    source: Range
    contents: tuple[Range, ...]
    score: float


def attributions(tagged: Tagged) -> Iterator[Attribution]:
    """The attributions that name a source and a content, in the order of their cues."""
    for link in tagged.links:
        if link.source is None or not link.contents:
            continue
        cue, source = tagged.cues[link.cue], tagged.sources[link.source]
        contents = tuple((mark.start, mark.end) for mark in (tagged.contents[index] for index in link.contents))
        yield Attribution((cue.start, cue.end), (source.start, source.end), contents, cue.score)


def has_open_cue(parsed: Parsed, known: Sequence[Found]) -> bool:
    """Whether a unit has a word that may be a cue, or a quotation, and has no statement of it."""
    taken = [one.cue for one in known]
    spoken = {number for one in known for number in one.folded}
    if any(piece.quotation is not None and piece.quotation not in spoken for piece in parsed.unit.pieces):
        return True
    return any(
        _may_tell(token)
        and token.dep_ not in _NEVER
        and parsed.quotation(token) is None
        and not any(_overlap(parsed.span((token.i, token.i + 1)), cue) for cue in taken)
        for token in parsed.doc
    )


def _may_tell(token: Token) -> bool:
    """Whether a word may be the cue of a statement, whatever the tagger finds: some frame of it fits (``_act``)."""
    lemma = lemmas("verb").get(token.lower_)
    if lemma is None or not token.tag_.startswith("VB"):
        return token.lower_ == "according"
    return any(
        frame.act in _TELLERS or any(slot.name in _FORMS and _is_open(slot, frame) for slot in frame.content)
        for frame in _fitting(token, cues("verb")[lemma])
    )


def tagged_statements(
    text: str, drawn: Outline, parsed: Parsed, told: Sequence[Attribution], known: Sequence[Found]
) -> Iterator[Found]:
    """The attributions of a unit that have no statement of the grammar's at their cue."""
    taken = [one.cue for one in known]
    for one in told:
        if one.score < MIN_CUE or not _holds(parsed, one.cue) or any(_overlap(one.cue, cue) for cue in taken):
            continue
        found = _found(text, drawn, parsed, one)
        if found is not None:
            yield found


def _holds(parsed: Parsed, run: Range) -> bool:
    start, end = parsed.unit.sentence
    return start <= run[0] and run[1] <= end and bool(_tokens(parsed, run))


def _overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _tokens(parsed: Parsed, run: Range) -> list[Token]:
    """The tokens of a unit that stand for a range of the article, folded quotations left out."""
    found: list[Token] = []
    for piece in parsed.unit.pieces:
        if piece.quotation is not None or not _overlap(piece.article, run):
            continue
        start = piece.start + max(0, run[0] - piece.article[0])
        end = piece.start + min(piece.article[1], run[1]) - piece.article[0]
        found.extend(token for token in parsed.doc if start <= token.idx < end)
    return found


def _top(tokens: Sequence[Token]) -> Token:
    """The token of a phrase that the others hang on."""
    own = {token.i for token in tokens}
    return next((token for token in tokens if token.head.i not in own or token.head == token), tokens[0])


def _found(text: str, drawn: Outline, parsed: Parsed, one: Attribution) -> Found | None:
    names = [token for token in _tokens(parsed, one.source) if not token.is_punct]
    told = _cue(_tokens(parsed, one.cue))
    if not names or told is None:
        return None
    anchor, frames = told
    source = _top(names)
    act = _act(text, parsed, anchor, frames, max(one.contents, key=lambda run: run[1] - run[0]))
    if act is None or source.lower_ in _NOBODY or _cites_for_another(text, one) or is_advice(anchor, act):
        return None
    if not _can(source, act):
        return None
    asked, runs = _asked(parsed, frames, one.contents)
    content = tuple(run for run in (_content(text, run) for run in runs) if run[0] < run[1])
    inner = [token for run in content for token in _tokens(parsed, run)]
    addressee = asked if asked is not None else _addressee(anchor, content, parsed)
    return Found(
        parsed=parsed,
        anchor=anchor,
        cue=parsed.span((anchor.i, anchor.i + 1)) if anchor.lower_ != "according" else one.cue,
        act=act,
        part="tagged",
        source=source,
        source_range=_source(text, one.source),
        content=content,
        root=_top(inner) if inner else None,
        folded=_folded(drawn, parsed, content),
        addressee=addressee,
        addressee_range=parsed.name(noun_phrase(addressee)) if addressee is not None else None,
        polarity=polarity(anchor),
        modality=modality(anchor),
        telling=act in _TELLERS,
    )


def _can(source: Token, act: Act) -> bool:
    """Whether a source can do an act: things do not. Of “a number of countries”, the countries."""
    of = next((found for found in source.children if found.lower_ == "of"), None)
    part = child(of, "pobj") if of is not None and source.lower_ == "number" else None
    who = part if part is not None else source
    if who.tag_ in ("NN", "NNS") and who.lower_ in words("other", "things"):
        return False
    return act in _BY_ANYBODY or can_act(who)


def _asked(
    parsed: Parsed, frames: Sequence[Cue], contents: tuple[Range, ...]
) -> tuple[Token | None, tuple[Range, ...]]:
    """“the bank to lend more”, after a cue that asks: the bank is asked, to lend more."""
    asks = any(slot.name == "objinf" for frame in frames for slot in frame.content)
    for number, run in enumerate(contents if asks else ()):
        tokens = _tokens(parsed, run)
        at = next((index for index, token in enumerate(tokens) if token.lower_ == "to" and token.tag_ == "TO"), 0)
        if 0 < at < 8 and not any(is_verb(token) for token in tokens[:at]):
            rest = (parsed.span((tokens[at].i, tokens[at].i + 1))[1] + 1, run[1])
            return _top(tokens[:at]), (*contents[:number], rest, *contents[number + 1 :])
    return None, contents


def _cites_for_another(text: str, one: Attribution) -> bool:
    """“citing two officials as saying that …”: it is the officials who say it."""
    return any(" as saying" in text[start:end] for start, end in one.contents)


def _cue(tokens: Sequence[Token]) -> tuple[Token, tuple[Cue, ...]] | None:
    """The word of a tagged cue that the lexicon knows, with its frames; the last verb of “was quoted saying”."""
    for part, tags in (("verb", "VB"), ("noun", "NN"), ("adj", "JJ")):
        known = lemmas(part)
        for token in reversed(tokens):
            if token.lower_ in known and token.tag_.startswith(tags):
                return token, cues(part)[known[token.lower_]]
    if len(tokens) == 1 and (lemma := lemmas("verb").get(tokens[0].lower_)) is not None:
        return tokens[0], cues("verb")[lemma]  # “…,” the statement read: to the parse a noun
    according = next((token for token in tokens if token.lower_ == "according"), None)
    return (according, ()) if according is not None else None


def _act(text: str, parsed: Parsed, anchor: Token, frames: Sequence[Cue], content: Range) -> Act | None:
    """The act of the first frame whose particles follow and whose content has the form of this; a clause is told."""
    begins = text[content[0] : content[1]].lower()
    tokens = _tokens(parsed, content)
    marked = any(mark in begins for mark in ('"', "“", "''")) and " to " not in begins
    quoted = marked or text[max(0, content[0] - 1) : content[0]] in ('"', "“") or begins.startswith(('"', "“", "''"))
    clause = quoted or begins.startswith("that ") or not tokens or _is_clause(tokens)
    asks = " to " in begins and not clause
    lead = anchor.doc[tokens[0].i - 1].lower_ if tokens and tokens[0].i else ""
    words_in = {"as"} & set(begins.split()) | {begins.split(" ")[0], lead} & {"for", "of", "as"}
    wanted = {"inf"} if begins.startswith("to ") else {"objinf"} if asks else _CLAUSES if clause else {"obj", *words_in}
    fitting = _fitting(anchor, frames)
    for frame in fitting:
        if any(slot.name in wanted and _is_open(slot, frame) for slot in frame.content):
            return frame.act
    telling = [frame for frame in fitting if frame.act in _TELLERS]
    tells = not frames or any(slot.name not in ("as", "objname") for frame in telling for slot in frame.content)
    return Act.STATE if tells and (clause or not frames) else None


def _fitting(anchor: Token, frames: Sequence[Cue]) -> list[Cue]:
    """The frames of a cue whose particles follow it."""
    after = {token.lower_ for token in anchor.doc[anchor.i + 1 : anchor.i + 5]}
    return [frame for frame in frames if after.issuperset(frame.words[1:])]


def _is_open(slot: Slot, frame: Cue) -> bool:
    """Whether a slot takes any content of its form: which nouns it is narrowed to, the tagger cannot tell."""
    return slot.kind is None or frame.act is Act.STATE


def _is_clause(tokens: Sequence[Token]) -> bool:
    """Whether tokens are a clause, and not a noun with one."""
    top = _top(tokens)
    return any(token.tag_ in _FINITE for token in tokens) and (
        top.tag_.startswith(("VB", "MD", "JJ")) or any(found.dep_ == "cop" for found in top.children)
    )


def _source(text: str, run: Range) -> Range:
    start, end = tidy(text, *run)
    while end > start and text[start:end].endswith(("’s", "'s")):
        end -= 2
    return start, end


def _content(text: str, run: Range) -> Range:
    """A content without the word that leads it in."""
    start, end = run
    for lead in ("that ", "to "):
        if text[start:end].startswith(lead):
            start += len(lead)
    return tidy(text, start, end)


def _folded(drawn: Outline, parsed: Parsed, content: Sequence[Range]) -> tuple[int, ...]:
    numbers = [piece.quotation for piece in parsed.unit.pieces if piece.quotation is not None]
    return tuple(n for n in numbers if any(_overlap(drawn.quotations[n].inner, run) for run in content))


def _addressee(anchor: Token, content: Sequence[Range], parsed: Parsed) -> Token | None:
    if not is_verb(anchor) or is_passive(anchor) or anchor.lower_ in words("verbs", "states"):
        return None
    noun = child(anchor, "dative", "dobj")
    if noun is None or anchor.lower_ not in lemmas("verb"):
        return None
    takes = any(slot.name == "obj" for frame in cues("verb")[lemmas("verb")[anchor.lower_]] for slot in frame.addressee)
    here = parsed.span((noun.i, noun.i + 1))
    return noun if takes and not any(_overlap(here, run) for run in content) else None
