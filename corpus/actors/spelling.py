"""Whether two spellings are one word of a name: transliterations, doubled letters, accents, nicknames.

Names come into English from Arabic, Russian, Persian or Hebrew by ear, so one man is Mohammed, Muhammad and Mohamed.
Each word is brought to how it sounds (in the manner of Soundex and its kin, but keeping vowels: Hassan is not Hussein,
Mahmoud not Mohammed), and two sounds may then differ only in what transliterations differ in.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.actors.aliases import nicknames

# Longest first; written from the romanisation tables of UNGEGN and BGN/PCGN for Arabic, Persian, Russian and Ukrainian,
# and the German and French habits that news wires carry over.
_SOUNDS = (
    ("tch", "C"),
    ("sch", "S"),
    ("sh", "S"),
    ("ch", "C"),
    ("zh", "j"),
    ("dj", "j"),
    ("dh", "d"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("tz", "ts"),
    ("cz", "C"),
    ("x", "ks"),
    ("w", "v"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("aa", "a"),
    ("oe", "o"),
    ("ue", "u"),
)
_AFTER = (
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"c"), "k"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"^ye(?=[vlk])"), "e"),
    (re.compile(r"(?:[iye]y|[iy]j|yi|ei|y)$"), "i"),
    (re.compile(r"(?<=i)y(?=[aeo])"), ""),
    (re.compile(r"(?<=[^aeiou])y(?=[^aeiou])"), "i"),
    (re.compile(r"(?<=[^aeiouy])y(?=[aeou])"), "i"),
    (re.compile(r"(?<=[aeiou])h$"), ""),
)
_VOWELS = frozenset("aeiou")
_NEAR = {
    frozenset(pair): cost
    for pair, cost in {
        "ae": 0.5,
        "ei": 0.5,
        "ou": 0.5,
        "iy": 0.25,
        "jy": 0.5,
        "ij": 0.5,
        "qk": 0.0,
        "qg": 0.5,
        "gj": 0.5,
        "SC": 0.5,
    }.items()
}
_COARSE = str.maketrans("qgSjy", "kkCkk")
_SLIP = 0.5  # a vowel that one spelling has and the other leaves out, as in Dmitry and Dimitri
_NEVER = 9.0
_TOLERANT_FROM = 5  # sounds: Li Peng is not Li Ping
_LENIENT_FROM = 6  # sounds; shorter words are too close to each other to be judged by more than one difference


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """How a folded word sounds, roughly; equal for most transliterations of one word.

    >>> sound("zelenskyy") == sound("zelensky") == sound("zelenskiy"), sound("hayya") == sound("hayah")
    (True, True)
    >>> sound("hassan") == sound("hussein")
    False
    """
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    for pattern, heard in _AFTER:
        word = pattern.sub(heard, word)
    return word


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The consonants of the sound: what a list of names is looked up by before spellings are compared.

    >>> skeleton("mohammed"), skeleton("muhammad"), skeleton("qaddafi") == skeleton("gadhafi")
    ('mmd', 'mmd', True)
    """
    heard = sound(word).translate(_COARSE)
    return (heard[:1] if heard[:1] not in _VOWELS else "a") + "".join(
        c for c in heard[1:] if c not in _VOWELS and c != "h"
    )


@lru_cache(maxsize=200_000)
def same_word(one: str, other: str) -> bool:
    """Whether two folded words can be one word of a name in two spellings.

    >>> same_word("mohammed", "muhammad"), same_word("mahmoud", "mohammed"), same_word("rashid", "rashad")
    (True, False, False)
    """
    if one == other:
        return True
    a, b = sound(one), sound(other)
    if a == b:
        return min(len(one), len(other)) > 2
    if (
        skeleton(one).replace("k", "") != skeleton(other).replace("k", "")
        or abs(len(a) - len(b)) > 1
        or min(len(a), len(b)) < _TOLERANT_FROM
    ):
        return False
    return _distance(a, b) <= (1.0 if min(len(a), len(b)) >= _LENIENT_FROM else 0.5)


def _distance(a: str, b: str) -> float:
    """Edit distance in which only what transliterations differ in is cheap."""
    row = [_SLIP * j for j in range(len(b) + 1)]
    for i, x in enumerate(a, 1):
        above, row = row, [_SLIP * i]
        for j, y in enumerate(b, 1):
            swap = above[j - 1] + (0.0 if x == y else _NEAR.get(frozenset((x, y)), _NEVER))
            drop = above[j] + (_gap(a, i - 1) if len(a) > len(b) else _NEVER)
            add = row[j - 1] + (_gap(b, j - 1) if len(b) > len(a) else _NEVER)
            row.append(min(swap, drop, add))
    return row[-1]


def _gap(word: str, at: int) -> float:
    """A vowel, or an h before a consonant, may be left out inside a word; nothing else."""
    if not 0 < at < len(word) - 1:
        return _NEVER
    return _SLIP if word[at] in _VOWELS or (word[at] == "h" and word[at + 1] not in _VOWELS) else _NEVER


@lru_cache(maxsize=200_000)
def same_given_name(one: str, other: str) -> bool:
    """Whether two folded given names can be one person's: a spelling, an initial or a nickname of the other.

    >>> same_given_name("joe", "joseph"), same_given_name("j", "joe"), same_given_name("bill", "jill")
    (True, True, False)
    """
    if same_word(one, other):
        return True
    if min(len(one), len(other)) == 1:
        return one[:1] == other[:1]
    short, table = nicknames(), nicknames()
    return other in short.get(one, ()) or one in table.get(other, ())
