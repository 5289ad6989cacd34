"""The lexicon of cues: which words, in which frame, tell which act of speech; and the act's CAMEO and PLOVER codes.

The data is in ``cues.tsv`` (with its provenance), ``acts.tsv`` and ``words.toml``; nothing here names a cue.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.attribution.inflection import plural, verb_forms
from corpus.statement import Act


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a part of the frame stands; ``kind`` narrows it to a class of nouns or of clauses."""

    name: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """One frame of one cue: its words (lemma, then particle or preposition), its act, its slots in order."""

    words: tuple[str, ...]
    part: str
    act: Act
    content: tuple[Slot, ...]
    addressee: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Codes:
    """An act's nearest event type in PLOVER and its code in CAMEO; None where it has none."""

    plover: str | None
    cameo: str | None


def codes(act: Act) -> Codes:
    """The act's codes in other people's schemes.

    >>> codes(Act.REJECT), codes(Act.PROPOSE)
    (Codes(plover='REJECT', cameo='12'), Codes(plover=None, cameo=None))
    """
    return _codes()[act]


@cache
def cues(part: str) -> Mapping[str, tuple[Cue, ...]]:
    """The frames of one part of speech (verb, adj, noun) by lemma, longest cue first, else in the file's order."""
    found: dict[str, list[Cue]] = defaultdict(list)
    for row in _rows("cues.tsv"):
        if row[1] == part:
            words = tuple(row[0].split())
            found[words[0]].append(Cue(words, part, Act(row[2]), _slots(row[3]), _slots(row[4])))
    return {lemma: tuple(sorted(frames, key=lambda cue: -len(cue.words))) for lemma, frames in found.items()}


@cache
def lemmas(part: str) -> Mapping[str, str]:
    """From each form of a cue's first word to its lemma."""
    found: dict[str, str] = {}
    for row in _rows("cues.tsv"):
        lemma = row[0].split()[0]
        if row[1] != part:
            continue
        past = tuple(row[5].split(",")) if len(row) > 5 else ()
        if past or lemma not in found:
            found |= dict.fromkeys(_forms(lemma, part, past), lemma)
    return found


@cache
def words(table: str, name: str) -> frozenset[str]:
    """One closed list of ``words.toml``; lists of verbs and of classes come with all their forms."""
    listed = str(_words()[table][name]).split()
    if table == "verbs":
        irregular = _words()["irregular"]
        return frozenset().union(*(verb_forms(word, tuple(str(irregular.get(word, "")).split())) for word in listed))
    return frozenset(listed) | (frozenset(map(plural, listed)) if table in {"classes", "other"} else frozenset())


def _forms(lemma: str, part: str, past: tuple[str, ...]) -> frozenset[str]:
    if part == "verb":
        return verb_forms(lemma, past)
    return frozenset({lemma, plural(lemma)}) if part == "noun" else frozenset({lemma})


def _slots(field: str) -> tuple[Slot, ...]:
    if field == "-":
        return ()
    pairs = (part.partition(":") for part in field.split("|"))
    return tuple(Slot(name, kind or None) for name, _, kind in pairs)


@cache
def _codes() -> Mapping[Act, Codes]:
    rows = _rows("acts.tsv")
    return {Act(row[0]): Codes(*(None if code == "-" else code for code in row[1:3])) for row in rows}


def _rows(name: str) -> Iterator[list[str]]:
    for line in files("corpus.attribution").joinpath(name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def _words() -> Mapping[str, Mapping[str, object]]:
    return tomllib.loads(files("corpus.attribution").joinpath("words.toml").read_text("utf-8"))
