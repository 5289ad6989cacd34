"""What a sentence says was done, by whom and to whom, held against what its quotes say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from spacy.tokens import Doc

from assistant.verification.certainty import Certainty, certainty
from assistant.verification.negation import NEGATIONS, is_negative, words
from assistant.verification.problem import Fault, Problem, Quote
from assistant.verification.tokens import is_adjective
from corpus.actors.aliases import fold
from corpus.actors.identity import same_actor
from corpus.actors.names import is_title
from corpus.article import Article
from corpus.attribution.grammar import is_verb
from corpus.attribution.statements import statements_of
from corpus.span import Span
from corpus.statement import Act, Modality, Polarity, Statement
from index.keywords import terms

_ALIKE = (
    frozenset({Act.STATE, Act.ANNOUNCE, Act.WARN, Act.PROPOSE, Act.ACCUSE, Act.DENY}),
    frozenset({Act.PROPOSE, Act.OFFER}),
    frozenset({Act.DEMAND, Act.REQUEST}),
    frozenset({Act.PROMISE, Act.OFFER}),
    frozenset({Act.PROMISE, Act.ACCEPT}),
    frozenset({Act.REJECT, Act.DENY}),
    frozenset({Act.THREATEN, Act.WARN, Act.PROMISE}),
)
_YES = frozenset({Act.ACCEPT, Act.PROMISE, Act.OFFER})
_NO = frozenset({Act.REJECT, Act.DENY})
_TELLING = frozenset({Act.STATE, Act.ANNOUNCE})
_SURE = frozenset({Modality.FACT})
_ANAPHORS = frozenset(  # may mean any party that was named
    f"{article} {noun}"
    for article in ("the", "this")
    for noun in (
        "group",
        "movement",
        "organization",
        "organisation",
        "body",
        "side",
        "two",
        "pair",
        "latter",
        "man",
        "woman",
    )
)
PRONOUNS = frozenset(
    {"he", "she", "it", "they", "we", "i", "you", "who", "which", "him", "her", "them", "us", "me"}
) | {"somebody"}
_ASIDE = re.compile(r", (?:which|who|while|but|and|as|although|though|because)\b| (?:that|who|which|because|so) ")
_NOBODY = frozenset({"nobody", "no one", "none", "neither"})
_HIS = re.compile(r"(?:his|her|its|their) ", re.IGNORECASE)  # “his country” may be any that was named
_POSSESSOR = re.compile(r"^.*[’']s?\s+(?=[a-z])")
_REPORTER = re.compile(r"((?:[A-Z][\w.’'-]*\s)+)(?:has |had )?(?:reported|reports)\b")
_ACCORDING = re.compile(r"[Aa]ccording to ((?:(?:an?|the|its|his|her|their) )?[^,.;]+)")
_NOT_TO = re.compile(r"\bnot (?:to )?$")
_ENDING = "end stop halt against cease abandon quit"
_GIVE_UP = re.compile(r"\bg(?:ive|ives|iving|ave|iven) up\b")
_CONDITION = re.compile(r"^(?:that )?(?:without|unless|if|should|were|had) [^,]*, ")
_WORKERS = frozenset({"employee", "staff", "worker", "personnel", "crew", "workforce"})
SAME_MATTER = 0.5  # share of the shorter content's stems in the other from which on both are on one matter


@dataclass(frozen=True, slots=True)
class Claim:
    """An act as a sentence tells it; ``source`` and ``addressee`` are words, None if there are none."""

    cue: str
    act: Act
    source: str | None
    addressee: str | None
    content: str
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality | None = Modality.FACT

    @property
    def effective(self) -> Act:
        """The act with its polarity taken in: who refused a promise rejected it."""
        return Act.REJECT if self.polarity is Polarity.REFUSED and self.act in _YES else self.act

    @property
    def denies(self) -> bool:
        """Whether the content is told as not so: “said it was not his”, “denied that it was his”."""
        return is_negated(self.content) != (self.act is Act.DENY)

    @property
    def is_undone(self) -> bool:
        """Whether all in all it is told as not so: “will not back either”, “will back neither”; two make none."""
        return (self.polarity is not Polarity.POSITIVE) != self.denies


def claims(text: str) -> list[Claim]:
    """What the grammar finds in a text, without the tagger: quick, and a claim that it misses is no problem found."""
    article = Article("", text, "")
    return [_claim(one, text) for one in next(statements_of([article], with_tagger=False))]


def _claim(one: Statement, text: str) -> Claim:
    source = None if one.source is None else one.source.of(text)
    if source is not None and (is_adjective(source) or re.fullmatch(r"\S*\d\S*( percent)?", source)):
        source = None  # “an American guarantee”: whose it is, not who gives it; “64% voted”: how many, not who
    nobody = source is not None and source.lower() in _NOBODY
    return Claim(
        one.cue.of(text),
        one.act,
        None if nobody else source,
        None if one.addressee is None else one.addressee.of(text),
        " ".join(_content(text, span) for span in one.content),
        Polarity.NEGATIVE if nobody else one.polarity,
        one.modality,
    )


def _content(text: str, span: Span) -> str:
    """A content with the negation before it: “urged them not to [sail]”."""
    return f"not {span.of(text)}" if _NOT_TO.search(text[: span.start]) else span.of(text)


def stated(statements: Iterable[Mapping[str, Any]]) -> Iterator[Claim]:
    """The statements that an answer shows (CONTRACT: answers out); how surely they are told is not among it."""
    for one in statements:
        content = one["content"] or ""
        text = " ".join(content) if isinstance(content, list) else content
        yield Claim("", Act(one["act"]), one["source"], one["addressee"], text, Polarity(one["polarity"]), None)


def wrong_claim(
    sentence: str, quotes: Sequence[Quote], statements: Iterable[Mapping[str, Any]], doc: Doc | None = None
) -> Problem | None:
    """The first act that a sentence tells otherwise than its quotes and their statements.

    With ``doc``, its parse, what it tells as meant or planned alone counts as open.
    """
    made = [_as_sure(claim, doc) for claim in claims(sentence) if not _is_reporting(claim, quotes)]
    if not made:
        return None
    known = [*(claim for quote in quotes for claim in claims(quote.text)), *stated(statements)]
    stems = {stem for quote in quotes for stem in terms(quote.text)}
    denied = next((claim for claim in made if claim.act is Act.DENY and _is_affirmed(claim, quotes, stems)), None)
    if denied is not None:
        return Problem(Fault.ACT, f"{denied.cue} {denied.content}")
    found = (_against(claim, known, stems) for claim in made)
    return next((problem for problem in found if problem is not None), None)


def _as_sure(claim: Claim, doc: Doc | None) -> Claim:
    """A claim as surely as its verb is told: “had planned on accepting” is no acceptance."""
    verbs = [token for token in doc or () if token.text == claim.cue.split()[0] and is_verb(token)] if claim.cue else []
    is_open = bool(verbs) and all(certainty(verb) is Certainty.OPEN for verb in verbs)
    return replace(claim, modality=Modality.POSSIBLE) if is_open and claim.modality in _SURE else claim


def _against(claim: Claim, known: Sequence[Claim], stems: set[str]) -> Problem | None:
    """Whatever fits the claim clears it; else what comes closest tells what is wrong.

    Where nothing told is of a like act, the claim is of another act than those told on the matter, unless its very cue
    stands in the quotes (``stems``), where it was not found to be one.
    """
    near = [other for other in known if _on_one_matter(claim, other)]
    problems = [_difference(claim, other) for other in near if _alike(claim.effective, other.effective)]
    if None in problems:
        return None
    if any(_opposed(claim, other) for other in near):
        return Problem(Fault.ACT, f"{claim.cue} {claim.content}".strip())
    if not problems:
        new_act = claim.act not in _TELLING and set(terms(claim.cue)).isdisjoint(stems)
        others = any(other.act not in _TELLING or other.polarity is not Polarity.POSITIVE for other in near)
        return Problem(Fault.ACT, f"{claim.cue} {claim.content}".strip()) if new_act and others else None
    found = [problem for problem in problems if problem is not None]
    return min(found, key=lambda problem: (problem.fault is Fault.ROLE, problem.fault))


def _is_affirmed(denial: Claim, quotes: Sequence[Quote], stems: set[str]) -> bool:
    """Whether quotes in which nothing is denied or negated have what a denial denies."""
    content = set(terms(denial.content))
    told = bool(content) and len(content & stems) >= SAME_MATTER * len(content)
    return told and not any(is_negative(quote.text) for quote in quotes)


def _is_reporting(claim: Claim, quotes: Sequence[Quote]) -> bool:
    """Whether the claim is but that an article reports what it does: “…, the Varn Post reported”."""
    if claim.act not in _TELLING or claim.source is None:
        return False
    publishers = [quote.publisher for quote in quotes if quote.publisher is not None]
    reporters = [name for quote in quotes for form in (_REPORTER, _ACCORDING) for name in form.findall(quote.text)]
    return any(_named_in(claim.source, name) for name in (*publishers, *reporters))


def _difference(claim: Claim, other: Claim) -> Problem | None:
    told = f"{claim.source or ''} {claim.cue} {claim.content}".strip()
    if not _same_parties(claim, other):
        return Problem(Fault.ROLE, told)
    if claim.is_undone != other.is_undone and not _is_prevented(claim, other):
        return Problem(Fault.NEGATION, told)
    if claim.modality in _SURE and other.modality is not None and other.modality not in _SURE:
        return Problem(Fault.CERTAINTY, told)
    return None


def _is_prevented(claim: Claim, other: Claim) -> bool:
    """Whether one content has a “no” and the other what comes to the same: “no more attacks”, “an end to attacks”."""
    ending = [one for one in (claim, other) if _is_ending(one.content)]
    return len(ending) == 1 or any(not is_negated(one.content) for one in ending)


def _is_ending(content: str) -> bool:
    """Whether a content is that something ends: “to give up its defence”."""
    return not set(terms(_ENDING)).isdisjoint(terms(content)) or _GIVE_UP.search(content) is not None


def _same_parties(claim: Claim, other: Claim) -> bool:
    if any(_is_turned(*both) for both in _ends(claim, other)):
        return False
    turned = claim.source is None and claim.addressee is not None and other.source is not None
    if turned and not _named_in(claim.addressee, other.addressee) and _named_in(claim.addressee, other.source):
        return False
    to_one = not claim.addressee or not other.addressee or _same_party(claim.addressee, other.addressee)
    return to_one and _same_party(claim.source, other.source)


def _ends(claim: Claim, other: Claim) -> Iterator[tuple[str | None, str | None, str | None]]:
    yield claim.source, other.source, other.addressee
    yield claim.addressee, other.addressee, other.source


def _is_turned(mine: str | None, same: str | None, opposite: str | None) -> bool:
    """Whether who is at one end of an act is told at the other end, whatever pronoun stands at this one."""
    pronoun = same is not None and same.lower() in PRONOUNS
    return pronoun and _named_in(mine, opposite)


def is_negated(text: str) -> bool:
    """Whether a text has a word of negation, up to where another clause begins.

    >>> is_negated("will not sail"), is_negated("it won't sail"), is_negated("nothing"), is_negated("note")
    (True, True, True, False)
    """
    return not NEGATIONS.isdisjoint(words(_ASIDE.split(_CONDITION.sub("", text))[0]))


def _on_one_matter(claim: Claim, other: Claim) -> bool:
    """Whether two claims may be about the same: by their contents, or the parties in the other's content."""
    mine = set(terms(f"{claim.content} {claim.addressee or ''}"))
    theirs = set(terms(f"{other.content} {other.addressee or ''} {other.source or ''}"))
    smaller = min(len(mine), len(set(terms(other.content))) or len(theirs))
    return not smaller or len(mine & theirs) >= SAME_MATTER * smaller


def _alike(one: Act, other: Act) -> bool:
    return one is other or any({one, other} <= family for family in _ALIKE)


def _opposed(claim: Claim, other: Claim) -> bool:
    """Whether the claim has a party accept what it rejected, or reject what it accepted."""
    one, two = claim.effective, other.effective
    opposite = (one in _YES and two in _NO) or (one in _NO and two in _YES)
    known = claim.source is not None and other.source is not None
    return opposite and known and _same_party(claim.source, other.source)


def _same_party(claimed: str | None, told: str | None) -> bool:
    """Whether two phrases may mean one party; a pronoun may mean any, and who is not told is not wrong."""
    if claimed is None or told is None or _HIS.match(claimed) or _HIS.match(told):
        return True
    if not (PRONOUNS | _ANAPHORS).isdisjoint((told.lower(), claimed.lower())):
        return True
    return _named_in(claimed, told)


def _named_in(one: str | None, other: str | None) -> bool:
    """Whether two phrases name one party, by the words of those who are meant, not of whose they are."""
    if one is None or other is None:
        return False
    named, known = _proper(one), _proper(other)
    if named and known:  # “Minister Berg” is not “Minister Dahl”
        return same_actor(one, other) or not named.isdisjoint(known)
    mine, theirs = (set(terms(_POSSESSOR.sub("", phrase))) for phrase in (one, other))
    workers = all(not phrase.isdisjoint(set(terms(" ".join(_WORKERS)))) for phrase in (mine, theirs))
    return workers or same_actor(one, other) or not mine.isdisjoint(theirs)


def _proper(phrase: str) -> set[str]:
    """The stems of a phrase's names, without titles."""
    words = re.findall(r"[^\W\d_][\w’'-]*", _POSSESSOR.sub("", phrase))
    names = [word for word in words if word[:1].isupper() and word != "Prime"]
    return set(terms(" ".join(name for name in names if not is_title(fold(name)) and not is_adjective(name))))
