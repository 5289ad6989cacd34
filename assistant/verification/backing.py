"""What a sentence says was done must be in its quotes: by the verb itself, a noun of it, the same act, or a synonym."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Doc, Token

from assistant.verification.certainty import is_telling
from assistant.verification.negation import is_negative
from assistant.verification.problem import Fault, Problem
from assistant.verification.stems import stem_of, stems_of
from corpus.attribution.acts import cues, lemmas
from corpus.attribution.grammar import is_verb
from corpus.statement import Act

_ROOT_LETTERS = 4  # “rejection” backs “reject”, “threat” backs “threaten”
_LIGHT = (  # say little by themselves: what they say is in their nouns, which the cross-encoder sees
    "be have do make take get give come go put stand stay keep remain follow meet include become let see use happen "
    "want need hold bring lead set concern contain cover involve mean face seem appear know think believe consider"
)
_OPINING = "argue contend assert claim hold estimate reckon count calculate hear learn caution warn expect"
_SPEAKING = "say tell report announce add explain state declare according call describe believe think view note"
_SYNONYMS = (
    "suggest propose recommend table float|want seek demand ask request wish require insist call press urge appeal need"
    "|stop end halt block bar prevent cease veto keep finish conclude|receive get obtain gain|name identify call dub"
    "|refuse decline reject turn rule dismiss rebuff deny spurn oppose vote|raise increase rise grow climb jump go"
    "|improve better upgrade|continue last go prolong extend resume keep persist run|lay furlough cut shed"
    "|close shut seal|walk strike picket|behave act|charge accuse blame allege|file sue bring"
    "|decide rule order determine permit allow let authorize authorise approve vote choose resolve elect"
    "|promise vow pledge swear guarantee assure"
    "|start begin launch open kick|predict expect foresee forecast anticipate"
    "|back support endorse favor favour stand agreement consent approval|praise welcome hail applaud commend thank laud"
    "|criticize criticise condemn blame denounce attack slam|plan intend aim mean prepare will"
    "|talk negotiate discuss meet confer bargain|leave withdraw pull exit quit depart|return bring come go hand"
    "|free release let liberate|show reveal find indicate suggest|adopt pass approve enact"
    "|agree accept approve consent endorse say|sign reach strike conclude clinch agree|cut reduce lower decrease slash"
    "|drop abandon scrap withdraw call cancel|delay postpone put shelve set defer push hold suspend"
    "|warn threaten caution alert|send ship deliver dispatch|buy purchase acquire|build construct erect|fight battle"
    "|help aid assist|hurt harm injure damage wound|arrest detain jail|change alter adapt amend revise modify"
    "|create establish form found|protect shield guard defend safeguard|kill die slay|disappoint dismay|disarm lay give"
    "|restrict limit curb|lend give loan|carry do execute|install put erect place|vote back support oppose"
    "|expire end lapse run cease|produce make manufacture build|violate breach break contravene infringe"
    "|discover find learn detect|undo reverse overturn revoke rescind|secure obtain get win achieve gain"
    "|lose give forfeit abandon end disappear|disarm abandon|allow let enable permit can"
    "|exclude reject refuse dismiss|intervene interfere step"
    "|exceed go overstep surpass|serve act work|earn make get|cost amount come|pay spend give|apologize apologise"
)
_ALIKE = (
    frozenset({Act.PROPOSE, Act.OFFER}),
    frozenset({Act.DEMAND, Act.REQUEST, Act.PROPOSE}),
    frozenset({Act.PROMISE, Act.OFFER}),
    frozenset({Act.REJECT, Act.DENY}),
    frozenset({Act.THREATEN, Act.WARN}),
)
_PLAIN = frozenset({Act.STATE, Act.ANNOUNCE})


def unbacked(verbs: Sequence[Token], quotes: Sequence[Doc]) -> Problem | None:
    """The first of a sentence's verbs for which no quote has a word."""
    told = {stem_of(token) for quote in quotes for token in quote}
    roots = {token.lower_[:_ROOT_LETTERS] for quote in quotes for token in quote if len(token) >= _ROOT_LETTERS}
    acts = {act for quote in quotes for token in quote for act in acts_of(token)}
    for verb in verbs:
        stem = stem_of(verb)
        if stem in told or stem in _light() or is_telling(verb) or verb.lower_[:_ROOT_LETTERS] in roots:
            continue
        if stem in _opining() and not told.isdisjoint(_speaking()):
            continue
        if stem in _refusing() and any(is_negative(quote.text) for quote in quotes):
            continue
        if any(not told.isdisjoint(group) for group in _groups() if stem in group):
            continue
        if not any(is_like(mine, other) for mine in acts_of(verb) for other in acts):
            return Problem(Fault.UNSUPPORTED, verb.text)
    return None


def acts_of(token: Token) -> Iterator[Act]:
    """The acts that a word may be the cue of, as a verb or a noun."""
    part = "verb" if is_verb(token) else "noun"
    lemma = lemmas(part).get(token.lower_)
    yield from () if lemma is None else (cue.act for cue in cues(part)[lemma] if cue.act not in _PLAIN)


def is_like(one: Act, other: Act) -> bool:
    """Whether one act may be told in words for the other."""
    return one is other or any({one, other} <= family for family in _ALIKE)


@cache
def _refusing() -> frozenset[str]:
    return frozenset(stems_of("refuse decline deny reject fail oppose"))


@cache
def _opining() -> frozenset[str]:
    return frozenset(stems_of(_OPINING))


@cache
def _speaking() -> frozenset[str]:
    return frozenset(stems_of(f"{_OPINING} {_SPEAKING}"))


@cache
def _light() -> frozenset[str]:
    return frozenset(stems_of(_LIGHT))


@cache
def _groups() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(stems_of(group)) for group in _SYNONYMS.split("|"))
