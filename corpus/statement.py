"""What a statement is: this source, with this cue, said this content, to this addressee.

The field's terms: an attribution has a source, a cue and a content (PARC, Pareti 2015; PolNeAR, Newell et al. 2018);
nested sources make the chain (MPQA, Wiebe et al. 2005).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.span import Span


class Act(StrEnum):
    """What is done by saying it. CAMEO and PLOVER codes are in ``acts.py``."""

    PROPOSE = "propose"
    DEMAND = "demand"
    REQUEST = "request"
    OFFER = "offer"
    PROMISE = "promise"
    ACCEPT = "accept"
    REJECT = "reject"
    THREATEN = "threaten"
    WARN = "warn"
    ACCUSE = "accuse"
    DENY = "deny"
    ANNOUNCE = "announce"
    STATE = "state"


class Polarity(StrEnum):
    """Whether the act was done, was not done, or was refused (“refuses to pledge”)."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    REFUSED = "refused"


class Modality(StrEnum):
    """How the act is told: as done, under a condition, to come, hoped for, or as possible."""

    FACT = "fact"
    CONDITIONAL = "conditional"
    FUTURE = "future"
    HOPED = "hoped"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Statement:
    """One reported act of speech. Every span lies in the text of one article; nothing is filled in.

    ``sentence`` is the sentence that carries the cue. ``actor`` and ``addressee_actor`` are who is meant, as the
    article names them most fully, None where that cannot be told. ``reported_by`` is the chain of who relays it,
    innermost first, in the words of the text. ``confidence`` is how far its kind of cue is to be trusted, 0 to 1.
    """

    sentence: Span
    cue: Span
    act: Act
    source: Span | None = None
    content: tuple[Span, ...] = ()
    addressee: Span | None = None
    condition: Span | None = None
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.FACT
    verbatim: bool = False
    source_named: bool = False
    actor: str | None = None
    addressee_actor: str | None = None
    reported_by: tuple[str, ...] = ()
    confidence: float = 0.0
