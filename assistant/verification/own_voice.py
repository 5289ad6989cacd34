"""Words of a speaker told as if they were the article's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.verification.problem import Fault, Problem, Quote
from index.keywords import terms

_REPORTING = "reported reports said says according wrote"
MOST = 0.8  # share of a sentence's stems that stand between quotation marks from which on it tells what is said there
_QUOTED = re.compile(r"^[^“”\"]*”|[“\"][^”\"]*[”\"]?")  # a quotation may have begun in a sentence before


def own_voice(sentence: str, quotes: Sequence[Quote]) -> Problem | None:
    """A problem if a quote has a sentence only in a speaker's mouth, and the sentence names neither him nor a saying.

    >>> quote = Quote("“The talks have collapsed,” said Anna Berg, who writes every week.")
    >>> own_voice("The talks have collapsed.", [quote]).fault.value
    'certainty'
    >>> own_voice("Berg: the talks have collapsed.", [quote]) is None
    True
    """
    told = frozenset(terms(sentence))
    found = [_is_own_voice(told, quote) for quote in quotes]
    return Problem(Fault.CERTAINTY, sentence, firm=True) if told and found and all(found) else None


def _is_own_voice(told: frozenset[str], quote: Quote) -> bool:
    """What an outlet is said to report is its own voice too."""
    told -= frozenset(terms(f"{quote.publisher or ''} {_REPORTING}"))
    inside = frozenset(terms(" ".join(_QUOTED.findall(quote.text))))
    speaking = frozenset(terms(_QUOTED.sub(" ", quote.text)))
    return len(told & inside) >= MOST * len(told) and bool(speaking) and told.isdisjoint(speaking - inside)
