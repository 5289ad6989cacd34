"""What a pronoun or “the group” goes back to: spots of an article at which someone is meant, weighed by place and role.

Salience as in Lappin & Leass (1994): nearer sentences, subjects and sources weigh more, and agreement in number, gender
and kind is a condition. The margin to the next best candidate is the confidence; below ``SURE`` there is no antecedent.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import log2

from corpus.actors.aliases import is_place
from corpus.actors.names import Kind
from corpus.actors.phrases import HE, IT, SHE, THEY, Phrase

# Set by hand, then most of them varied one at a time on the tuning halves of benchmarks/actors.py gold and gum: at most
# four of 347 right answers changed, so the values are not sharp.
WINDOW_SENTENCES = 5
SUBJECT, SOURCE, NEARNESS, OFTEN, SAME_GENDER, QUOTED, UNSURE_KIND = 1.2, 0.7, 1.5, 0.4, 0.6, -1.0, -1.0
SURE = 0.35


@dataclass(eq=False, slots=True)
class Referent:
    """Someone an article speaks of, by name or only by a description such as “a senior official”.

    ``acts`` tells whether it is ever a subject or a source: a mere place is not; ``spoke`` whether it was a source.
    """

    name: str
    kind: Kind
    gender: str | None = None
    plural: bool = False
    phrase: Phrase | None = None
    nouns: frozenset[str] = frozenset()
    count: int = 1
    acts: bool = True
    spoke: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """One place where a referent is meant."""

    start: int
    sentence: int
    referent: Referent = field(compare=False)
    subject: bool = field(default=False, compare=False)
    source: bool = field(default=False, compare=False)
    quoted: bool = field(default=False, compare=False)


@dataclass(slots=True)
class Spots:
    """The spots of an article in order of place."""

    spots: list[Spot] = field(default_factory=list)

    def add(self, spot: Spot) -> None:
        """Put a spot in its place, unless the same one is there."""
        at = bisect_left(self.spots, spot)
        if at < len(self.spots) and self.spots[at].start == spot.start and self.spots[at].referent is spot.referent:
            if spot.source or spot.subject:
                self.spots[at] = spot
            return
        self.spots.insert(at, spot)

    def before(self, start: int, sentence: int, window: int = WINDOW_SENTENCES) -> Iterable[Spot]:
        """The spots before an offset, latest first, as far back as the window of sentences."""
        at = bisect_left([spot.start for spot in self.spots], start)
        for spot in reversed(self.spots[:at]):
            if sentence - spot.sentence > window:
                return
            yield spot


def antecedent(
    spots: Iterable[Spot],
    sentence: int,
    fits: Callable[[Referent], float | None],
    *,
    quoted: bool = False,
    sure: float = SURE,
    nearness: float = NEARNESS,
) -> tuple[Referent, float] | None:
    """The referent that a word in this sentence goes back to, with a confidence from 0 to 1; None if that is unsure.

    ``fits`` gives what a referent's kind, number and gender add to its weight, None if it cannot be meant.
    """
    weights: dict[int, tuple[float, Referent]] = {}
    for spot in spots:
        bonus = fits(spot.referent)
        if bonus is None:
            continue
        weight = bonus + _salience(spot, sentence, quoted, nearness) + OFTEN * log2(1 + min(15, spot.referent.count))
        if id(spot.referent) not in weights or weight > weights[id(spot.referent)][0]:
            weights[id(spot.referent)] = (weight, spot.referent)
    ranked = sorted(weights.values(), key=lambda pair: -pair[0])
    if not ranked:
        return None
    margin = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else 2.0
    confidence = min(1.0, margin / 2)
    return (ranked[0][1], confidence) if margin >= sure else None


def _salience(spot: Spot, sentence: int, quoted: bool, nearness: float) -> float:
    weight = -nearness * (sentence - spot.sentence)
    weight += SUBJECT if spot.subject else 0.0
    weight += SOURCE if spot.source else 0.0
    return weight + (QUOTED if spot.quoted and not quoted else 0.0)


def pronoun_fit(word: str) -> Callable[[Referent], float | None]:
    """Whom “he”, “she”, “they” or “it” can go back to, by kind, number and gender."""
    if word in HE | SHE:
        gender = "m" if word in HE else "f"
        return lambda referent: _person_fit(referent, gender)
    if word in IT:
        return _thing_fit
    if word in THEY:
        return _group_fit
    return lambda referent: None


def _person_fit(referent: Referent, gender: str) -> float | None:
    if referent.plural or referent.kind not in (Kind.PERSON, Kind.NAME) or referent.gender not in (None, gender):
        return None
    if referent.kind is Kind.NAME:
        return UNSURE_KIND if referent.spoke and not is_place(referent.name) else None
    return SAME_GENDER if referent.gender == gender else 0.0


def _thing_fit(referent: Referent) -> float | None:
    if referent.plural or referent.kind is Kind.PERSON or not referent.acts:
        return None
    return 0.0 if referent.kind is not Kind.DESCRIPTION else UNSURE_KIND


def _group_fit(referent: Referent) -> float | None:
    return SAME_GENDER if referent.plural else None
