"""What a model for entailment says of a sentence, next to what the rules found wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from assistant.verification.problem import Fault, Problem, Quote
from corpus.attribution.grammar import is_verb
from corpus.attribution.parse import parse
from index.keywords import terms
from index.onnx_encoder import Floats

Entails = Callable[[str, Sequence[str]], Floats]  # from a sentence and texts to their places (index/entailment.py)
FIRM = frozenset({Fault.NAME, Fault.NUMBER, Fault.DATE, Fault.CERTAINTY})  # no score outweighs these

_NAME = re.compile(r"[A-Z][\w.&’'-]*(?: (?:[A-Z][\w.&’'-]*|of|the|and|for|&)){0,4}")

# Set on the 800 sentences of gate_rewordings*.txt and gate_fluent.txt: benchmarks/gate.py. The scale is that of
# index/entailment.py.


@dataclass(frozen=True, slots=True)
class Window:
    """Between which places a quote says what a sentence says."""

    least: float
    most: float

    def has(self, places: Floats) -> bool:
        """Whether any place is in it."""
        return bool(((places >= self.least) & (places <= self.most)).any())


UNSUSPECTED = Window(-0.3, 2.6)  # of sentences with which the rules find nothing wrong
SUSPECTED = Window(0.0, 1.7)  # of such as a rule speaks against


def weighed(sentence: str, quotes: Sequence[Quote], found: Problem | None, entails: Entails) -> Problem | None:
    """The problem that stands: a rule's may be outweighed unless it is firm; without one, quotes may say otherwise.

    Where the model cannot read them, as they are too long, the rules alone count.
    """
    if found is not None and found.fault in FIRM:
        return found
    texts = [_read_as(quote, sentence) for quote in quotes]
    places = entails(sentence, [*texts, *([" ".join(texts)] if len(texts) > 1 else [])])
    places = places[~np.isnan(places)]
    if not len(places):
        return found
    if found is not None:
        return None if SUSPECTED.has(places) else found
    return None if UNSUSPECTED.has(places) else Problem(Fault.UNSUPPORTED, sentence)


def _read_as(quote: Quote, sentence: str) -> str:
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
