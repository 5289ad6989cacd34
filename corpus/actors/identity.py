"""Which names are one actor's, across articles: a key to index by, a test of two names, and groups of many.

Better two actors than one wrong merge: a surname is taken for a full name only where a single full name fits it, or one
that is told of far more often than the others.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from corpus.actors.aliases import country, fold
from corpus.actors.names import Kind, Name, parse_name
from corpus.actors.spelling import same_given_name, same_word, skeleton, sound

DOMINANT = 0.9  # share of the mentions of a surname's bearers above which the bare surname is taken for one of them
_SUFFIX = re.compile(r",? [JS]r\.?$")
_SMALL = frozenset(["of", "and", "for", "the", "in", "on", "to", "at"])


@dataclass(frozen=True, slots=True)
class ActorKey:
    """The normal form of a name: equal keys are one actor; unequal keys may be, if their ``block`` is equal.

    ``country`` is the ISO 3166 code of the state that the actor is, or that the name says it belongs to.
    """

    kind: Kind
    key: str
    block: str
    country: str | None = None


@lru_cache(maxsize=200_000)
def actor_key(name: str) -> ActorKey:
    """The key of a name.

    >>> actor_key("Doha").key, actor_key("the Qatari side").key, actor_key("Qatari officials").key
    ('state:QA', 'state:QA', 'description:qatari officials')
    >>> actor_key("Khalil Al Hayah").block == actor_key("al-Hayya").block
    True
    """
    parsed = parse_name(name)
    words = " ".join(parsed.words) + (f" {parsed.suffix}" if parsed.suffix else "")
    kind = parsed.kind.value if parsed.kind in (Kind.STATE, Kind.DESCRIPTION) else "name"
    if parsed.code and parsed.kind is Kind.BODY:
        words = f"{parsed.code} {words}"
    return ActorKey(parsed.kind, f"{kind}:{words}", _block(parsed), parsed.code)


def _block(name: Name) -> str:
    if name.kind in (Kind.PERSON, Kind.NAME):
        return "name:" + skeleton(name.words[-1])
    return (
        f"{name.kind.value}:{' '.join(name.words)}"
        if name.kind is not Kind.BODY
        else "name:" + skeleton(name.words[-1])
    )


@lru_cache(maxsize=200_000)
def same_actor(one: str, other: str) -> bool:
    """Whether two names are one actor's, as far as the names alone can tell.

    >>> same_actor("Al Hayah", "Khalil al-Hayya"), same_actor("UN", "U.N."), same_actor("UDW", "United Dock Workers")
    (True, True, True)
    >>> same_actor("Donald Trump", "Donald Trump Jr."), same_actor("Egyptian officials", "Egypt")
    (False, False)
    """
    a, b = parse_name(one), parse_name(other)
    if actor_key(one).key == actor_key(other).key:
        return True
    if _is_short_form(one, other, b.kind) or _is_short_form(other, one, a.kind):
        return True
    personal = (Kind.PERSON, Kind.NAME)
    return a.kind in personal and b.kind in personal and _same_person(a, b)


def _is_short_form(short: str, full: str, kind: Kind) -> bool:
    """Whether a word in capitals is made of the initials of a longer name, with or without its small words."""
    letters = _SUFFIX.sub("", short.removeprefix("the ").removeprefix("The ")).replace(".", "")
    full = _SUFFIX.sub("", full) if _SUFFIX.search(short) else full
    if not (2 < len(letters) <= 6 and letters.isupper() and letters.isalpha()) or kind is Kind.STATE:
        return False
    words = fold(full).removeprefix("the ").split()
    of_state = len(words) > 1 and country(full.removeprefix("the ").split()[0])  # the U.S. EPA
    wholes = [words, words[1:]] if of_state else [words]
    return letters.lower() in {
        "".join(w[0] for w in whole if w not in left_out) for whole in wholes for left_out in ((), _SMALL)
    }


def _same_person(a: Name, b: Name) -> bool:
    if a.suffix != b.suffix:
        return False
    short, long = sorted((a, b), key=lambda name: len(name.words))
    if len(short.words) == 1:
        return same_word(short.words[0], long.words[-1]) and (len(long.words) == 1 or long.kind is Kind.PERSON)
    if short.words[0] == "al" and len(short.words) == 2 and long.article:
        return same_word(short.words[1], long.words[-1])
    return _full_names_match(short.words, long.words) or sound("".join(a.words)) == sound("".join(b.words))


def _full_names_match(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """First and last words must match; what the shorter has between must come in the longer in the same order."""
    if not same_given_name(short[0], long[0]) or not same_word(short[-1], long[-1]):
        return False
    middle = iter(long[1:-1])
    return all(any(same_given_name(word, other) for other in middle) for word in short[1:-1])


def group(names: Iterable[str]) -> dict[str, str]:
    """Name → the name of its actor, for a whole catalog; give a name as often as it is told of.

    The actor's name is its longest, then its most frequent, then the first by the alphabet.

    >>> group(["Sisi", "Abdel Fattah al-Sisi", "Biden", "Joe Biden", "Hunter Biden"])["Sisi"]
    'Abdel Fattah al-Sisi'
    >>> group(["Biden", "Joe Biden", "Hunter Biden"])["Biden"]
    'Biden'
    """
    counts = Counter(names)
    clusters = _clusters(counts)
    canonical = {}
    for cluster in clusters:
        best = min(cluster, key=lambda name: (-len(parse_name(name).words), -counts[name], name))
        canonical.update(dict.fromkeys(cluster, best))
    return canonical


def _clusters(counts: Counter[str]) -> list[list[str]]:
    """Full names first, each joined to the one cluster that it fits; then short ones, where one cluster fits."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for name in sorted(counts):
        by_key[actor_key(name).key].append(name)
    blocks: dict[str, list[list[str]]] = defaultdict(list)
    clusters: list[list[str]] = []
    for members in sorted(by_key.values(), key=lambda names: (-len(parse_name(names[0]).words), names[0])):
        home = _home(members[0], [c for block in _blocks_of(members[0]) for c in blocks[block]], counts)
        if home is not None:
            home.extend(members)
            continue
        clusters.append(members)
        for block in {block for name in members for block in _blocks_of(name)}:
            blocks[block].append(members)
    return clusters


def _blocks_of(name: str) -> list[str]:
    key, words = actor_key(name), parse_name(name).words
    initials = "".join(word[0] for word in words)
    letters = name.removeprefix("the ").replace(".", "")
    short = letters.lower() if letters.isupper() and len(letters) > 2 else initials if len(words) > 2 else None
    return [key.block] if short is None else [key.block, f"short:{short}"]


def _home(name: str, candidates: list[list[str]], counts: Counter[str]) -> list[str] | None:
    """The cluster that a name belongs to: the only one that fits all through, or one that dominates."""
    fitting = [c for c in candidates if all(same_actor(name, other) for other in c if len(parse_name(other).words) > 1)]
    rivals = [c for c in candidates if same_actor(name, c[0])]
    if len(rivals) <= 1:
        return fitting[0] if fitting else None
    weights = [sum(counts[member] for member in c) for c in rivals]
    top = max(range(len(rivals)), key=lambda at: weights[at])
    if weights[top] >= DOMINANT * sum(weights) and rivals[top] in fitting:
        return rivals[top]
    return None
