"""Words that tell not who is meant: pronouns, determiners, numbers, letters that stand alone; and times.

Closed classes of English grammar, as in Quirk et al., A Comprehensive Grammar of the English Language, 5 and 6.
"""

from __future__ import annotations

import re

from corpus.actors.aliases import fold
from corpus.actors.phrases import PRONOUNS, is_acronym
from corpus.actors.when import is_time

_PERSONAL = PRONOUNS | frozenset(["you", "your", "yours", "yourself", "yourselves"])
_RELATIVE = frozenset(["who", "whom", "whose", "which", "that", "what", "whoever", "whichever", "whatever", "where"])
_DETERMINERS = frozenset(
    [
        "a", "an", "the", "this", "these", "those", "such", "same", "some", "any", "no", "not", "none", "all", "both",
        "half", "each", "every", "either", "neither", "enough", "much", "many", "more", "most", "several", "few",
        "fewer", "fewest", "little", "less", "least", "other", "others", "another", "ones", "dozens", "hundreds",
        "thousands", "millions", "billions", "percent",
    ]
)  # fmt: skip
_INDEFINITE = frozenset(f"{some}{body}" for some in ("some", "any", "no", "every") for body in ("one", "body", "thing"))
_JOINING = frozenset(["of", "and", "or", "but", "than", "at", "as", "else"])  # “some of them”, “more than two”
_WORD = re.compile(r"\w+(?:[’']\w+)?")


def is_nobody(name: str) -> bool:
    """Whether no word of a name tells who is meant; capitals of more than one letter do (US, WHO).

    >>> [is_nobody(name) for name in ("they", "Some of them", "first two", "58%", "A", "whose", "late Monday")]
    [True, True, True, True, True, True, True]
    >>> [is_nobody(name) for name in ("US", "WHO", "two sources", "One Nation", "the company", "Kim")]
    [False, False, False, False, False, False]
    """
    return is_time(name) or all(_tells_nobody(word) for word in _WORD.findall(name))


def stands_for_nobody(words: str) -> bool:
    """Whether words of a text cannot even stand for who is meant: a relative pronoun, an article, a letter, a time.

    >>> [stands_for_nobody(words) for words in ("who", "A", "they", "I", "two", "the company", "", "last Monday")]
    [True, True, False, False, False, False, True, True]
    """
    folded = fold(words)
    return not folded or folded in _RELATIVE or is_time(words) or (len(folded) == 1 and folded not in PRONOUNS)


def _tells_nobody(word: str) -> bool:
    folded = fold(word)
    if len(folded) < 2 or is_acronym(word):
        return len(folded) < 2
    closed = _PERSONAL | _RELATIVE | _DETERMINERS | _INDEFINITE | _JOINING
    return folded in closed or _is_number(folded) or _is_number(folded.removesuffix("s"))


def _is_number(word: str) -> bool:
    from spacy.lang.en.lex_attrs import like_num  # here: an unchanged corpus is told without half a second of imports

    return bool(like_num(word))  # type: ignore[no-untyped-call]
