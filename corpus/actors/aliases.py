"""What names stand for: countries, their capitals and adjectives, bodies and their short forms, given names, nouns.

All of it is data in ``alias_data``, whose README tells where each table comes from. A table that is missing counts as
empty: names are then told apart by their spelling alone. A form with two meanings has none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache, lru_cache
from pathlib import Path

DATA = Path(__file__).with_name("alias_data")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "ı": "i", "ß": "ss", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_MARKS = re.compile(r"[’‘'ʼʻ`´ʾʿ.]")
_GAPS = re.compile(r"[^a-z0-9&]+")


def table(name: str) -> list[list[str]]:
    """The rows of a table of ``alias_data`` below its header; none if there is no such table."""
    path = DATA / name
    if not path.exists():
        return []
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:] if line]


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Lower case ASCII words with single spaces: accents, apostrophes, full stops and hyphens are gone.

    >>> fold("Türkiye’s  U.N. envoy"), fold("Abdel-Fattah al-Sisi"), fold("Ibrahim Kalın")
    ('turkiyes un envoy', 'abdel fattah al sisi', 'ibrahim kalin')
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _GAPS.sub(" ", _MARKS.sub("", plain)).strip()


@cache
def _countries() -> dict[str, dict[str, str]]:
    """kind → folded form → ISO 3166 code; short forms keep their case."""
    rows = table("countries.tsv") + table("supplement.tsv")
    barred = {fold(form) for _, kind, form in rows if kind == "ambiguous"}
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for code, kind, form in rows:
        key = form if kind == "short" else _bare(fold(form))
        if key not in barred:
            found[kind][key].add(code)
    return {
        kind: {form: min(codes) for form, codes in forms.items() if len(codes) == 1} for kind, forms in found.items()
    }


def _bare(folded: str) -> str:
    return folded.removeprefix("the ")


@lru_cache(maxsize=100_000)
def country(name: str) -> str | None:
    """ISO 3166 code of the state that goes by this name, short form or capital.

    >>> country("the United States"), country("U.S."), country("us"), country("Doha"), country("Georgia")
    ('US', 'US', None, 'QA', None)
    """
    name = name.strip()
    short = re.sub(r"^[Tt]he ", "", name)
    key = _bare(fold(name))
    kinds = _countries()
    return kinds.get("short", {}).get(short) or kinds.get("name", {}).get(key) or kinds.get("capital", {}).get(key)


@lru_cache(maxsize=100_000)
def is_capital(name: str) -> bool:
    """Whether the name is that of a capital, standing for the government there."""
    return _bare(fold(name)) in _countries().get("capital", {}) and country(name) is not None


@lru_cache(maxsize=100_000)
def country_of_adjective(word: str) -> str | None:
    """ISO 3166 code for “Egyptian”, “Saudi”, “US”, “Egypt's”.

    >>> country_of_adjective("Israeli"), country_of_adjective("Qatar's"), country_of_adjective("US")
    ('IL', 'QA', 'US')
    """
    kinds = _countries()
    key = fold(word)
    owner = re.sub(r"(?:[’']s|(?<=s)[’'])$", "", word)
    return kinds.get("adjective", {}).get(key) or kinds.get("people", {}).get(key) or country(owner)


@cache
def _places() -> frozenset[str]:
    return frozenset(fold(name) for (name,) in table("places.tsv"))


@lru_cache(maxsize=100_000)
def is_place(name: str) -> bool:
    """Whether the name is that of a state of the USA or a larger city; it may be someone's all the same.

    >>> is_place("Florida"), is_place("Istanbul"), is_place("Hamas")
    (True, True, False)
    """
    return fold(name) in _places()


@cache
def _given_names() -> dict[str, str]:
    return dict(table("given_names.tsv"))


def gender_of_given_name(name: str) -> str | None:
    """f, m, ? for borne by both; None if it is no known given name.

    >>> gender_of_given_name("Ursula"), gender_of_given_name("Hassan"), gender_of_given_name("Hamas")
    ('f', 'm', None)
    """
    return _given_names().get(fold(name).replace(" ", ""))


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """Nickname → the given names it may stand for."""
    return {nick: frozenset(names.split(",")) for nick, names in table("nicknames.tsv")}


@cache
def _bodies() -> dict[str, str]:
    rows = [(fold(short), _bare(fold(name))) for name, short in table("bodies.tsv")]
    return dict(rows) | {name: name for _, name in rows}


def body(name: str) -> str | None:
    """The folded full name of a body known by its short form.

    >>> body("U.N."), body("Hamas")
    ('united nations', None)
    """
    return _bodies().get(_bare(fold(name)))


CLASSES = ("company", "agency", "group", "union", "team", "school")


@cache
def body_classes(noun: str) -> frozenset[str]:
    """The classes of bodies that a folded singular noun is used of: an airline is a company.

    >>> sorted(body_classes("association"))
    ['group', 'union']
    """
    return frozenset(kind for kind in CLASSES if noun in nouns(kind))


@cache
def nouns(kind: str) -> dict[str, str]:
    """Nouns of a kind (honorific, role, body, state, document), folded, each with its gender: f, m or ?."""
    return {fold(noun): gender for noun, of_kind, gender in table("nouns.tsv") if of_kind == kind}
