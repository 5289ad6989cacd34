"""Who appears in an article: its names gathered into persons, states and bodies, each under its fullest name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.actors.aliases import (
    body_classes,
    country,
    country_of_adjective,
    fold,
    gender_of_given_name,
    is_capital,
    nouns,
)
from corpus.actors.identity import same_actor
from corpus.actors.mentions import Mention
from corpus.actors.names import Kind, is_body_word, parse_name
from corpus.actors.spelling import same_word, skeleton

_DIRECTIONS = frozenset(
    ["north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "new", "upper"]
)
_MOST_COMPARED = 64  # names of an article that share a word: a list of thousands must not take minutes
_CORPORATE = frozenset({"company", "union"})


@dataclass(slots=True)
class Entity:
    """One actor of an article. ``mentions`` are where it is named, in order."""

    name: str
    kind: Kind
    mentions: list[Mention] = field(default_factory=list)
    nouns: Counter[str] = field(default_factory=Counter)
    gender: str | None = None

    @property
    def acts(self) -> bool:
        """Whether it is ever a subject, and not mostly where something is."""
        return any(m.subject for m in self.mentions) and sum(m.place for m in self.mentions) * 3 < len(self.mentions)


class Cast:
    """The entities of one article, found by their names."""

    def __init__(self, found: Sequence[Mention], short_forms: dict[str, str]) -> None:
        self.entities: list[Entity] = []
        self._by_name: dict[str, Entity | None] = {}
        self._aliases: dict[str, Entity] = {}
        self._by_key: dict[str, list[Entity]] = defaultdict(list)
        full_first = sorted(found, key=lambda m: (-len(parse_name(m.name).words), m.start))
        for mention in full_first:
            self._add(mention)
        for short, full in short_forms.items():
            self._alias(short, full)
        for entity in self.entities:
            entity.mentions.sort(key=lambda m: m.start)
            _settle(entity)

    def find(self, name: str) -> Entity | None:
        """The one entity that a name stands for in this article; None if it has several or none."""
        if name in self._aliases:
            return self._aliases[name]
        if name not in self._by_name:
            near = {id(entity): entity for key in _keys(name) for entity in self._by_key[key][:_MOST_COMPARED]}
            fits = [(_fit(name, entity), entity) for entity in near.values()]
            best = max((fit for fit, _ in fits), default=0)
            self._by_name[name] = _one_of([entity for fit, entity in fits if fit == best]) if best else None
        return self._by_name[name]

    def _add(self, mention: Mention) -> None:
        entity = self.find(mention.name) or self.find(_without_adjective(mention.name))
        if entity is None or not _introduced(mention, entity):
            entity = Entity(mention.name, mention.kind)
            self.entities.append(entity)
            for key in _keys(mention.name):
                self._by_key[key].append(entity)
            self._by_name.clear()
        entity.mentions.append(mention)
        entity.nouns.update(mention.nouns)
        if entity.kind is Kind.NAME and mention.kind is Kind.PERSON:
            entity.kind = Kind.PERSON
        if len(fold(mention.name)) > len(fold(entity.name)) and mention.kind is entity.kind is Kind.PERSON:
            entity.name = mention.name

    def _alias(self, short: str, full: str) -> None:
        whole, brief = self.find(full), self.find(short)
        if whole is None or brief is whole:
            return
        if brief is not None and brief.name == short:
            whole.mentions.extend(brief.mentions)
            whole.nouns.update(brief.nouns)
            self.entities.remove(brief)
            for key in _keys(brief.name):
                self._by_key[key].remove(brief)
            self._by_name.clear()
        self._aliases[short] = whole


@lru_cache(maxsize=100_000)
def _keys(name: str) -> frozenset[str]:
    """What two names must share for one to fit the other: a word that sounds alike, a state, or initials."""
    parsed = parse_name(name)
    folded = [word for word in fold(name).removeprefix("the ").split() if word not in ("jr", "sr")]
    words = {skeleton(word) for word in parsed.words}
    letters = re.sub(r",? [JS]r\.?$", "", name.removeprefix("the ")).replace(".", "")
    wholes = [folded, folded[1:]] if len(folded) > 1 and country(name.removeprefix("the ").split()[0]) else [folded]
    initials = {"".join(w[0] for w in whole) for whole in wholes}
    initials |= {"".join(w[0] for w in whole if w not in ("of", "and", "for", "the")) for whole in wholes}
    short = {letters.lower()} if letters.isupper() and letters.isalpha() else set[str]()
    state = {f"state {parsed.code}"} if parsed.kind is Kind.STATE else set[str]()
    return frozenset(words | state | {fold(name)} | {f"initials {one}" for one in initials | short})


def _introduced(mention: Mention, entity: Entity) -> bool:
    """Whether a part of a name may stand for the whole: of all but a person or company, only once it has been told."""
    if _fit(mention.name, entity) > 2 or entity.kind is Kind.PERSON:
        return True
    rest = parse_name(entity.name).words[len(parse_name(mention.name).words) :]
    return entity.mentions[0].start < mention.start or any(body_classes(word) & _CORPORATE for word in rest)


def _one_of(fitting: list[Entity]) -> Entity | None:
    """The only one, or the one whose name all the others begin with."""
    if not fitting:
        return None
    shortest = min(fitting, key=lambda entity: len(entity.name))
    return shortest if all(fold(entity.name).startswith(fold(shortest.name)) for entity in fitting) else None


def _without_adjective(name: str) -> str:
    """“Hamas” for “Palestinian Hamas”, “Newark” for “City of Newark”."""
    first, _, rest = name.partition(" ")
    if fold(first) in nouns("place") and rest.startswith("of "):
        return rest[3:]
    return rest if rest and country_of_adjective(first) else name


def _fit(name: str, entity: Entity) -> int:  # noqa: PLR0911
    """How well a name fits: 4 as the name itself, 3 another spelling, 2 surname or first words, 1 the rest; or 0."""
    if fold(name) == fold(entity.name):
        return 4
    if same_actor(name, entity.name):
        return 3
    words, full = parse_name(name).words, parse_name(entity.name).words
    if country(name) or entity.kind is Kind.STATE or not 0 < len(words) < len(full):
        return 0
    if entity.kind is Kind.PERSON:
        return _part_of_person(words, full)
    if full[: len(words)] == words and not is_body_word(words[-1]):
        rest = full[len(words) :]
        return (
            2
            if all(w not in nouns("role") and (not is_body_word(w) or body_classes(w) & _CORPORATE) for w in rest)
            else 0
        )
    if (
        len(words) == 1
        and words[0] == full[-1]
        and len(full) <= 3
        and (full[0] not in _DIRECTIONS or words[0] in nouns("paper"))
        and not is_body_word(full[-1])
        and entity.kind is Kind.NAME
    ):
        return 1
    return 1 if len(words) > 1 and full[-len(words) :] == words and is_body_word(words[-1]) else 0


def _part_of_person(words: tuple[str, ...], full: tuple[str, ...]) -> int:
    if len(words) > 1:
        return 0
    return 2 if same_word(words[0], full[-1]) else int(words[0] == full[0])


def _settle(entity: Entity) -> None:
    """Fix the kind and gender of an entity by its titles, given name and the nouns used of it."""
    if entity.kind is Kind.NAME and any(noun in nouns("body") for noun in entity.nouns):
        entity.kind = Kind.BODY
    words = parse_name(entity.name).words
    if (
        entity.kind is Kind.NAME
        and len(words) > 1
        and any(parse_name(m.name).words == words[-1:] for m in entity.mentions)
    ):
        entity.kind = Kind.PERSON
    if entity.kind is Kind.PERSON:
        entity.gender = _gender(entity)


def _gender(entity: Entity) -> str | None:
    told = Counter[str]()
    for noun, count in entity.nouns.items():
        gender = nouns("honorific").get(noun) or nouns("role").get(noun) or "?"
        told[gender] += count if gender != "?" else 0
    if told["m"] != told["f"]:
        return "m" if told["m"] > told["f"] else "f"
    given = gender_of_given_name(entity.name.split()[0]) if " " in entity.name else None
    return given if given in ("m", "f") else None


def state_named(entities: Iterable[Entity], code: str) -> str | None:
    """What the article calls a state by name, most often; None if only by its capital."""
    counts = Counter(
        mention.name
        for entity in entities
        for mention in entity.mentions
        if country(mention.name) == code and not is_capital(mention.name)
    )
    return counts.most_common(1)[0][0] if counts else None
