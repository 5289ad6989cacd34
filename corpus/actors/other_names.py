"""What an article says that someone is also called: “Ann “Sunny” Lee”, “Lee, better known as Sunny”.

Read from the words of the article alone; no table knows it. What merely shortens a name (Joe for Joseph, Lee for Ann
Lee) is no other name: spelling tells that (corpus/actors/identity.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.actors.aliases import country, fold, gender_of_given_name, is_place, nouns
from corpus.actors.identity import same_actor
from corpus.actors.mentions import Mention
from corpus.actors.names import Kind, parse_name, title_end
from corpus.actors.runs import JOINT, WORD, function_words

MOST_WORDS = 4  # of a name on either side
_AROUND = 120  # characters on either side of the words that may tell


@dataclass(frozen=True, slots=True)
class OtherName:
    """``name`` is also called ``other``. ``start`` and ``end`` are where the name stands, with a nickname within it."""

    name: str
    other: str
    start: int
    end: int


_NAME = rf"{WORD}(?:[ \u00a0]+(?:{JOINT}[ \u00a0]+){{0,2}}{WORD}){{0,{MOST_WORDS - 1}}}"
_NICK = rf"[“\"‘'](?P<nick>(?:the |The )?{WORD}(?:[ \u00a0]{WORD}){{0,2}})[”\"’']"
_OTHER = rf"(?:the |The )?[“\"‘']?(?P<other>(?:the |The )?{WORD}(?:[ \u00a0]+(?:{JOINT}[ \u00a0]+)?{WORD}){{0,2}})"
_HOW = r"(?:also|better|best|widely|commonly|popularly|universally|often|sometimes|usually|generally|more|affectionately|simply|still|now|once|formerly|previously|locally)"  # noqa: E501
_BY = (
    r"(?: (?:simply|affectionately|popularly|universally|just|(?:to|by|among|in|around) (?:[\w’'-]+ ){0,3}?[\w’'-]+))?"
)
_KNOWN = (
    rf"(?:(?:(?:who|which) )?(?:is|was) )?(?:{_HOW} ){{0,2}}(?:known|referred to){_BY} as"
    rf"|(?:(?:(?:who|which) )?(?:is|was)|(?<=[,(—–] )|(?<=[(—–])) ?(?:{_HOW} ){{1,2}}called"
    rf"|(?:who|which) goes by(?: the (?:nick)?name(?: of)?)?|whose nickname is|(?:a\.k\.a\.|aka|AKA)"
)
_WITHIN = re.compile(rf"(?P<first>{_NAME})[ \u00a0]+{_NICK}[ \u00a0]+(?P<last>{WORD}(?:[ \u00a0]+{WORD}){{0,1}})")
_AFTER = re.compile(rf"(?P<name>{_NAME})(?:,? | ?[(—–-] ?)(?:{_KNOWN})[ \u00a0]+{_OTHER}")
_NAMED = re.compile(rf"(?P<name>{_NAME})(?:, (?:who (?:is|was) )?| ?[(—–] ?| (?:is|was) )nicknamed {_OTHER}")
_TURNED = re.compile(
    rf"(?P<other>{WORD}(?:[ \u00a0]{WORD})?)[”\"’']?(?:,| ?[(—–]) ?as (?P<name>{_NAME}) (?:is|was) "
    rf"(?:{_HOW} )?(?:known|called|nicknamed)"
)
_MAY_TELL = re.compile(
    r"\b(?:known|called|nicknam|referred to|goes by|a\.k\.a|aka\b|AKA\b)|\w [“\"‘'](?:the )?[A-Z]\w*[”\"’'] [A-Z]"
)


def other_names(text: str) -> list[OtherName]:
    """The other names that a text gives, in order, each once.

    >>> [(found.name, found.other) for found in other_names("Ann “Sunny” Lee met Omar Diaz, better known as Moro.")]
    [('Ann Lee', 'Sunny'), ('Omar Diaz', 'Moro')]
    >>> other_names("Lee, known as a careful man, called Diaz “Moro”.")
    []
    """
    found = {(one.name, one.other): one for one in _found(text)}
    return sorted(found.values(), key=lambda one: one.start)


def _found(text: str) -> Iterator[OtherName]:
    for around, at in _places(text):
        for match in _WITHIN.finditer(around):
            yield from _within(match, at)
        for pattern in (_AFTER, _NAMED, _TURNED):
            for match in pattern.finditer(around):
                yield from _told(match, at)


def _places(text: str) -> Iterator[tuple[str, int]]:
    """What stands around the words that may tell of another name, within a line, from the beginning of a word on."""
    for match in _MAY_TELL.finditer(text):
        line = text.rfind("\n", 0, match.start()) + 1
        start = max(line, match.start() - _AROUND)
        start = start if start == line else text.find(" ", start) + 1
        end = text.find("\n", match.end())
        yield text[start : min(match.end() + _AROUND, end if end >= 0 else len(text))], start


def _within(match: re.Match[str], at: int) -> Iterator[OtherName]:
    """“Ann “Sunny” Lee”: a given name before, a surname behind."""
    before, skipped = _without_title(match["first"])
    start = next((n for n, word in enumerate(before) if gender_of_given_name(word)), None)
    last = re.sub(r"[’']s$|(?<=s)[’']$", "", match["last"])
    if start is None or len([word for word in before[start:] if len(word.rstrip(".")) > 1]) > 1:
        return  # “Ann Lee “Blue Moon” Omar Diaz” is a list of songs
    name = " ".join([*before[start:], last])
    begin = match.start("first") + match["first"].rindex(" ".join(before[start:])) if before else skipped
    yield from _checked(name, match["nick"], at + begin, at + match.start("last") + len(last))


# “known as Lee's man”, “known as Part A and Part B”, “known as Parents, Families and Friends”
_GOES_ON = re.compile(
    r"(?:[’']s?|(?<=[’']s))[ \u00a0]+[\w“\"]|[ \u00a0](?:and|of)[ \u00a0][A-Z]|[ \u00a0]\d|, [A-Z][\w’'-]*(?:,| and) "
)
_BEFORE = re.compile(r"[A-Z]\w* (?:of|and|for|do|di|y|e)(?: the)? $")


def _told(match: re.Match[str], at: int) -> Iterator[OtherName]:
    if _GOES_ON.match(match.string, match.end("other")) or _is_tail(match):
        return
    words, _ = _without_title(re.sub(r"[’']s$", "", match["name"]))
    name = " ".join(words)
    start = match.start("name") + match["name"].rindex(name) if words else match.start("name")
    yield from _checked(name, match["other"], at + start, at + start + len(name))


def _is_tail(match: re.Match[str]) -> bool:
    """Whether a name is the end of a longer one: “Fire Protection” of “Department of Forestry and …”."""
    before = match.string[: match.start("name")]
    return bool(_BEFORE.search(before)) and parse_name(match["name"]).kind is not Kind.PERSON


def _without_title(run: str) -> tuple[list[str], int]:
    words = run.split()
    end = title_end(words)
    words = words[end:]
    while len(words) > 1 and fold(words[0]) in function_words():
        words = words[1:]
    return words, end


def _checked(name: str, other: str, start: int, end: int) -> Iterator[OtherName]:
    other = re.sub(r"^[Tt]he ", "", re.sub(r"[’']s$", "", other)).strip()
    if _may_be_a_name(name) and _may_be_a_name(other) and not same_actor(name, other) and not _is_part(other, name):
        yield OtherName(name, other, start, end)


def _may_be_a_name(name: str) -> bool:
    folded = fold(name)
    common = (
        title_end(name.split()) > 0
        or folded in function_words()
        or folded in nouns("honorific")
        or folded in nouns("role")
    )
    return len(folded) > 1 and not common and not folded.isdigit()


def _is_part(other: str, name: str) -> bool:
    """“Lula” of “Luiz Inácio Lula da Silva” is a part of his name; a state is not called by another state's name."""
    states = (country(name), country(other))
    if states == (None, None) and is_place(name):  # “a stop outside Newark, known as …” is not Newark
        return True
    return (None not in states and states[0] != states[1]) or set(fold(other).split()) == set(fold(name).split())


def with_nicknames(found: Sequence[Mention], called: Iterable[OtherName]) -> list[Mention]:
    """The mentions of an article, “Ann “Sunny” Lee” being one of “Ann Lee” and no longer one of “Ann”."""
    whole = {one.start: one for one in called}
    joined = []
    for mention in found:
        one = whole.get(mention.start)
        inside = one is not None and mention.end < one.end and one.name.startswith(mention.name)
        joined.append(replace(mention, end=one.end, name=one.name, kind=Kind.PERSON) if one and inside else mention)
    return joined


def settled(told: Iterable[tuple[str, str, str]], actors: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Other name → (name, where told), of (name, other name, where) from all articles: those that can mean one alone.

    An other name that is told of two, or that someone else bears as a part of his own (``actors``), means nobody.

    >>> told = [("Ann Lee", "Sunny", "a"), ("Lee", "Sunny", "b"), ("Robert Diaz", "Bob", "a")]
    >>> settled(told, ["Bob Woodward", "Ann Lee"])
    {'Sunny': ('Ann Lee', 'a')}
    """
    by_other: dict[str, list[tuple[str, str]]] = {}
    for name, other, where in told:
        by_other.setdefault(other, []).append((name, where))
    found = {}
    for other, named in by_other.items():
        best = max(named, key=lambda pair: len(pair[0].split()))
        if all(same_actor(name, best[0]) for name, _ in named):
            found[other] = best
    for actor in actors:
        words = actor.split()
        for part in (words[0], words[-1]) if len(words) > 1 else ():
            if part in found and not same_actor(actor, found[part][0]) and part not in found[part][0].split():
                del found[part]
    return found
