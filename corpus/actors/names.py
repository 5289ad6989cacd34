"""A name taken apart: titles, given names, surname, and what kind of party bears it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from corpus.actors.aliases import body, body_classes, country, country_of_adjective, fold, gender_of_given_name, nouns


class Kind(StrEnum):
    """What bears a name. A NAME is one that spelling alone does not settle, such as a surname or “Hamas”."""

    PERSON = "person"
    STATE = "state"
    BODY = "body"
    NAME = "name"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class Name:
    """A name's parts, folded. ``words`` are the words compared; ``code`` the state that it is or belongs to.

    ``suffix`` is jr, sr …; ``article`` tells that the surname has one (al-, El); ``titled`` that a title came first.
    """

    kind: Kind
    words: tuple[str, ...]
    code: str | None = None
    suffix: str | None = None
    article: bool = False
    titled: bool = False


_SUFFIXES = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
_LEGAL = frozenset(
    [
        "inc",
        "incorporated",
        "corp",
        "corporation",
        "ltd",
        "limited",
        "llc",
        "plc",
        "co",
        "company",
        "ag",
        "sa",
        "nv",
        "gmbh",
        "lp",
        "llp",
        "holdings",
    ]
)
_ARTICLES = frozenset({"al", "el"})
_PARTICLES = frozenset(
    [
        "de",
        "da",
        "di",
        "del",
        "della",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ten",
        "ter",
        "dos",
        "das",
        "du",
        "bin",
        "ibn",
        "bint",
        "ben",
    ]
)
_SUN_LETTERS = re.compile(r"\b(?:[Aa](?:l|d|s|sh|r|n|z|t|th)|[EeUu]l)[-‐‑–](?=\w)")
_OWNER = re.compile(r"(?:[’']s|(?<=s)[’'])$")
_SERVANT = re.compile(r"\babd(?:[aeou]l|[ -]?[aeu]l)?[ -]*(?=[a-z]{3,})")
_LEGAL_END = re.compile(r",?\s+(?:Inc|Corp|Co|Ltd|LLC|PLC|plc|Company|Corporation)\.?$")
_HYPHEN = re.compile(r"(?<=\w)[-‐‑–](?=\w)")
_SERVED = re.compile(r"(?<=[Aa]bd[aeu]l)[-‐‑–]|(?<=[Aa]bd)[-‐‑–]")
_TOKEN = re.compile(r"[^\s,;:()\[\]\"“”]+")
_SIDE = frozenset(["side", "government", "state", "nation", "occupation"])
_MINISTRY = frozenset(["ministry", "department"])
_SMALL = frozenset(["of", "and", "for", "the", "in", "on", "to", "at", "with", "s"])


@lru_cache(maxsize=200_000)
def parse_name(text: str) -> Name:
    """The parts of a name as news writes it.

    >>> parse_name("Egyptian President Abdel-Fattah al-Sisi").words, parse_name("Mr Trump").words
    (('abdfattah', 'sisi'), ('trump',))
    >>> parse_name("the Israeli side").code, parse_name("Egyptian officials").kind.value
    ('IL', 'description')
    """
    text = text.strip().strip(',;:"“”').strip()
    code = country(text) or _by_adjective(text)
    if code:
        return Name(Kind.STATE, (code,), code)
    known = body(text) or body(_LEGAL_END.sub("", text))
    if known:
        return Name(Kind.BODY, _body_words(known.split()))
    tokens = _TOKEN.findall(text)
    rest, titled, code = _after_titles(tokens)
    if not rest or (not rest[0][:1].isupper() and not _SUN_LETTERS.match(rest[0])):
        return Name(Kind.DESCRIPTION, _body_words(fold(text).split()), code)
    return _proper(rest, titled, code)


def _by_adjective(text: str) -> str | None:
    """“the Israeli side”, “Qatar's government”, “the government of Qatar”: the state itself."""
    tokens = re.sub(r"^[Tt]he ", "", text).split()
    if len(tokens) > 2 and tokens[0].lower() in _SIDE and tokens[1] == "of":
        return country(" ".join(tokens[2:]))
    if len(tokens) > 1 and tokens[-1].lower() in _SIDE:
        return country_of_adjective(" ".join(tokens[:-1]))
    return None


def _after_titles(tokens: list[str]) -> tuple[list[str], bool, str | None]:
    """What is left of a name after “the”, its state and its titles; whether there was a title; the state's code."""
    begin, code = title_end(tokens), None
    for at in range(len(tokens) - 1):
        step, found = _state_step(tokens, at)
        code = code or found
        if not step or found is None:
            break
    if begin:
        return tokens[begin:], True, code
    rest = _without_the(tokens)
    step, _ = _state_step(rest, 0)
    return (rest[step:], False, code) if code and step else (rest, False, None)


def title_end(tokens: list[str]) -> int:
    """How many tokens of a name are titles, up to the last one: 2 for “Foreign Minister Ann Lee”, 0 for “Ann Lee”.

    >>> title_end("US Secretary of State Antony Blinken".split()), title_end("General Motors".split())
    (4, 0)
    """
    if body(" ".join(tokens)) or (any(fold(token) in nouns("body") for token in tokens[1:]) and not _personal(tokens)):
        return 0
    end = 0
    for at in range(len(tokens) - 1):
        for length in (3, 2, 1):
            words = fold(" ".join(tokens[at : at + length]))
            if at + length < len(tokens) and is_title(words) and _follows(tokens[at], tokens[at + length]):
                end = max(end, at + length)
                break
    if end and fold(tokens[end]) in ("of", "for"):
        end += next((n for n in range(1, len(tokens) - end) if gender_of_given_name(tokens[end + n])), len(tokens))
    return end if end < len(tokens) else 0


def is_body_word(folded: str) -> bool:
    """Whether a word in a name makes it that of a body: “union”, “airlines”."""
    one = folded.removesuffix("s")
    return any(word in nouns("body") or body_classes(word) for word in (folded, one))


def _follows(title: str, token: str) -> bool:
    """Whether a name, or the rest of a title with capitals, can go on with this token."""
    if fold(token) in ("of", "for"):
        return title[:1].isupper()
    if fold(title) in nouns("royal"):
        return gender_of_given_name(token) is not None
    return (
        token[:1].isupper()
        or bool(_SUN_LETTERS.match(token))
        or fold(token) in _PARTICLES
        or fold(token) in nouns("role")
    )


def is_title(folded: str) -> bool:
    """Whether folded words are a title: “president”, “foreign minister”, “director general”."""
    if folded in nouns("honorific") or folded in nouns("role"):
        return True
    words = folded.split()
    return len(words) == 2 and words[0] in nouns("role") and words[1] in nouns("honorific")


def _personal(tokens: list[str]) -> bool:
    """Whether the last two tokens look like a given name and a surname."""
    return len(tokens) > 2 and gender_of_given_name(tokens[-2]) is not None and fold(tokens[-1]) not in nouns("body")


def _without_the(tokens: list[str]) -> list[str]:
    return tokens[1:] if len(tokens) > 1 and tokens[0].lower() == "the" else tokens


def _state_step(tokens: list[str], at: int) -> tuple[int, str | None]:
    for length in (2, 1):
        words = " ".join(tokens[at : at + length])
        if at + length < len(tokens) and words[:1].isupper():
            code = country_of_adjective(words)
            if code:
                return length, code
    return 0, None


def _proper(tokens: list[str], titled: bool, code: str | None) -> Name:
    article = any(_SUN_LETTERS.match(token) for token in tokens) or any(fold(t) in _ARTICLES for t in tokens[:-1])
    plain = _SUN_LETTERS.sub("", " ".join(tokens))
    words = _SERVANT.sub("abd", fold(plain)).split()
    suffix = _SUFFIXES.get(words[-1]) if len(words) > 1 else None
    words = words[:-1] if suffix else words
    if not words:
        return Name(Kind.DESCRIPTION, (), code)
    kind = _kind(tokens, words, titled)
    if kind is Kind.PERSON or kind is Kind.NAME:
        whole = _SERVANT.sub("abd", fold(_HYPHEN.sub("", _SERVED.sub(" ", plain)))).split()
        return Name(
            kind,
            _person_words(whole[:-1] if suffix else whole),
            None if kind is Kind.PERSON else code,
            suffix,
            article,
            titled,
        )
    return Name(kind, _body_words(words), code, None)


def _kind(tokens: list[str], words: list[str], titled: bool) -> Kind:
    if any(_OWNER.search(token) for token in tokens[:-1]):
        return Kind.BODY if words[-1] in nouns("body") and tokens[-1][:1].isupper() else Kind.DESCRIPTION
    if any(is_body_word(word) or word in _LEGAL for word in words) or {"of", "for", "and"} & set(words):
        return Kind.BODY
    if any(
        token[:1].islower() and fold(token) not in _PARTICLES | _ARTICLES and not _SUN_LETTERS.match(token)
        for token in tokens
    ):
        return Kind.DESCRIPTION
    if titled:
        return Kind.PERSON
    if (
        1 < len(words) <= 5
        and tokens[0] != "The"
        and (gender_of_given_name(tokens[0]) or len(words[0]) == 1 or words[0].startswith("abd"))
    ):
        return Kind.PERSON
    return Kind.NAME


def _person_words(words: list[str]) -> tuple[str, ...]:
    """Without particles, which spellings leave out, and without initials in the middle; a leading “Al” is kept."""
    kept = [
        word
        for at, word in enumerate(words)
        if word not in _PARTICLES and not (word in _ARTICLES and (at or word == "el"))
    ]
    kept = [word for at, word in enumerate(kept) if len(word) > 1 or at in (0, len(kept) - 1)]
    return tuple(kept or words)


def _body_words(words: list[str]) -> tuple[str, ...]:
    """Without legal forms and small words, and “Department of X” as “X department”."""
    if len(words) > 2 and words[0] in _MINISTRY and words[1] == "of":
        words = [*words[2:], words[0]]
    kept = tuple(word for word in words if word not in _LEGAL and word not in _SMALL)
    return kept or tuple(words)
