"""English verb and noun forms from lemmas: enough to look a lexicon's words up without a lemmatizer."""

from __future__ import annotations

import re

_DOUBLES = re.compile(r"[^aeiou][aeiou][bdglmnprt]$")
_NOT_DOUBLED = frozenset({"offer", "answer", "alter", "order", "consider", "petition", "reveal", "claim", "appear"})


def verb_forms(lemma: str, past: tuple[str, ...] = ()) -> frozenset[str]:
    """The lemma, its -s, -ing, past and participle; ``past`` gives the irregular ones.

    >>> sorted(verb_forms("deny")), sorted(verb_forms("beg"))
    (['denied', 'denies', 'deny', 'denying'], ['beg', 'begged', 'begging', 'begs'])
    """
    stem = _stem(lemma)
    ing = lemma[:-1] + "ing" if lemma.endswith("e") and not lemma.endswith("ee") else stem + "ing"
    return frozenset({lemma, plural(lemma), ing, *(past or (_past(lemma, stem),))})


def plural(lemma: str) -> str:
    """The -s form of a noun or verb.

    >>> plural("plea"), plural("pledge"), plural("veto"), plural("ally"), plural("press")
    ('pleas', 'pledges', 'vetoes', 'allies', 'presses')
    """
    if re.search(r"[^aeiou]y$", lemma):
        return lemma[:-1] + "ies"
    return lemma + ("es" if re.search(r"(s|x|z|ch|sh|[^aeiou]o)$", lemma) else "s")


def _stem(lemma: str) -> str:
    short = len(re.findall(r"[aeiouy]+", lemma)) == 1
    stressed_last = lemma in {"commit", "admit", "refer", "regret", "permit", "rebut", "compel", "propel"}
    doubles = bool(_DOUBLES.search(lemma)) and (short or stressed_last) and lemma not in _NOT_DOUBLED
    return lemma + lemma[-1] if doubles else lemma


def _past(lemma: str, stem: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    return lemma[:-1] + "ied" if re.search(r"[^aeiou]y$", lemma) else stem + "ed"
