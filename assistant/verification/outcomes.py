"""What a sentence adds of its own: an agreement where there was a request, doers of whom the quotes do not speak."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc, Token

from assistant.verification.certainty import Certainty, certainty
from assistant.verification.problem import Fault, Problem, Quote, all_known
from assistant.verification.stems import stem_of, stems_of
from corpus.attribution.grammar import is_verb

_OUTCOMES = "agree accept adopt approve ratify sign pass grant consent win achieve obtain secure"  # of what was asked
_BACKING = (  # any of these in the quotes may stand for one of those
    f"{_OUTCOMES} endorse back support favor favour vote welcome deal accord agreement approval yes "
    "promise pledge vow allow permit get receive gain victory success succeed settle resolve"
)
_FAILURES = "collapse fail founder unravel"  # of what was under way
_FAILING = f"{_FAILURES} failure breakdown break end stop stall impasse deadlock halt suspend cancel abandon dead over"
_DOER = re.compile(r"[a-z]{3,}(?:er|or|ist|ian|ant|ent|ee)s?", re.IGNORECASE)
_ANYBODY = (  # said of anybody, or of no person at all
    "worker member leader officer speaker minister president resident manager director voter supporter user owner "
    "reader customer parent student government parliament agreement settlement statement document movement number "
    "offer order matter paper letter answer other winter summer quarter center centre figure event moment amount "
    "investment treatment department employment development argument percent payment assessment equipment"
)
_ROOT_LETTERS = 5
_LEAST_LETTERS = 4  # of a word that a compound begins with: the home of a homeowner


def wrong_outcome(doc: Doc, quotes: Sequence[Doc]) -> Problem | None:
    """A verb that tells how something ended, where no quote has a word of such an end."""
    told = {stem_of(token) for quote in quotes for token in quote}
    for outcomes, backing in ((_OUTCOMES, _BACKING), (_FAILURES, _FAILING)):
        if told.isdisjoint(_stems(backing)):
            ends = (token for token in doc if is_verb(token) and stem_of(token) in _stems(outcomes))
            wrong = next((verb for verb in ends if certainty(verb, attributed=True) is not Certainty.OPEN), None)
            if wrong is not None:
                return Problem(Fault.CERTAINTY, wrong.text, firm=True)
    return None


def wrong_doer(doc: Doc, quotes: Sequence[Quote]) -> Problem | None:
    """A subject that names a trade or a side (“teachers”, “opponents”) of whose root no word stands in the quotes."""
    known = re.findall(r"[^\W\d_]+", all_known(quotes).lower())
    for token in doc:
        if token.tag_ in ("NN", "NNS") and _does(token) and _DOER.fullmatch(token.text):
            single = token.lower_.removesuffix("s")
            root = single[:_ROOT_LETTERS]
            if single not in _ANYBODY.split() and not any(
                word.startswith(root) or (len(word) >= _LEAST_LETTERS and single.startswith(word)) for word in known
            ):
                return Problem(Fault.NAME, token.text)
    return None


def _does(noun: Token) -> bool:
    return noun.dep_ in ("nsubj", "nsubjpass") or (noun.dep_ == "pobj" and noun.head.dep_ == "agent")


@cache
def _stems(words: str) -> frozenset[str]:
    return frozenset(stems_of(words))
