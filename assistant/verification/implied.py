"""What a quote implies though it is not written there: the sum of those it lists, the long form of a short name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

_COUNTS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), start=1
    )
}
_TITLES = {  # offices that are told by their letters
    "CEO": "chief executive", "CFO": "chief financial officer", "COO": "chief operating officer",
    "VP": "vice president", "PM": "prime minister", "MP": "member of parliament", "TV": "television",
}  # fmt: skip
_SMALL = frozenset({"of", "and", "for", "the", "in", "on", "to", "at"})
_FEWEST_LETTERS = 3


def sums(doc: Doc) -> Iterator[int]:
    """How many each list of a text has in all: three of “a woman and two children”."""
    for head in doc:
        listed = [head, *head.conjuncts] if head.dep_ != "conj" else []
        counts = [_count(one) for one in listed]
        if len(counts) > 1 and None not in counts:
            yield sum(count for count in counts if count is not None)


def _count(noun: Token) -> int | None:
    """How many a noun phrase tells of; None if it does not say, or is none."""
    if not noun.tag_.startswith("NN"):
        return None
    number = next((child for child in noun.children if child.dep_ == "nummod"), None)
    if number is not None:
        return int(number.text) if number.text.isdigit() else _COUNTS.get(number.lower_)
    single = noun.tag_ == "NN" and any(child.lower_ in ("a", "an", "one") for child in noun.children)
    return 1 if single or noun.tag_ == "NNP" else None


def is_short_for(word: str, known: str) -> bool:
    """Whether a word is made of the first letters of a name in a text, or of an office there.

    >>> is_short_for("UHW", "the Union of Harbour Workers"), is_short_for("CEO", "its chief executive, Anna Berg")
    (True, True)
    >>> is_short_for("UHW", "the Union of Nurses")
    False
    """
    letters = word.replace(".", "")
    if letters in _TITLES:
        return _TITLES[letters] in known.lower()
    if not letters.isalpha() or not letters.isupper() or len(letters) < _FEWEST_LETTERS:
        return False
    names = re.findall(r"[A-Z][\w.’'-]*(?: (?:of |and |for |the |in |on |to |at )*[A-Z][\w.’'-]*)*", known)
    return any(letters in "".join(part[0] for part in name.split() if part not in _SMALL) for name in names)
