"""Common nouns that open a sentence as its subject, whom “they” and “it” may mean: “Parents of the pupils sued …”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.actors.aliases import nouns
from corpus.actors.phrases import is_plural, singular
from corpus.attribution.agents import listed_agents

MAX_WORDS = 7
_LEAD = re.compile(
    r"\s*[“\"]?(?:(?:On|In|At|By|Last|Earlier|Meanwhile|But|And|Still|Later|Also)\b[^,.;:“”]{0,30},\s+)?"
)
_WORD = re.compile(r"[\w’'-]+")
_DETERMINERS = """
the a an some several many most few two three four five six seven eight nine ten dozens hundreds thousands scores more
other both its his her their these those all another
"""
_COUNTING = frozenset(["dozens", "hundreds", "thousands", "scores", "number", "group", "handful", "majority", "pair"])
_AFTERWARDS = """
in at of from for with who that which on to and by outside across inside under have had has were was are is will would
could should may might must do did say says said told also
"""
_LEADING, _AFTER = frozenset(_DETERMINERS.split()), frozenset(_AFTERWARDS.split())


def openers(text: str, sentences: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The place of each subject that opens a sentence and is a noun for persons or a body, not a name.

    >>> text = "Thousands of students marched. The committee, led by Berg, voted. Rain fell."
    >>> [text[slice(*place)] for place in openers(text, [(0, 30), (31, 65), (66, 76)])]
    ['Thousands of students', 'The committee']
    """
    for start, end in sentences:
        lead = _LEAD.match(text, start, end)
        place = _opener(text, lead.end() if lead else start, end)
        if place is not None:
            yield place


def _opener(text: str, start: int, end: int) -> tuple[int, int] | None:
    words = list(_WORD.finditer(text, start, min(end, start + 120)))[: MAX_WORDS + 1]
    for number, match in enumerate(words):
        word, after = match.group().lower(), words[number + 1] if number + 1 < len(words) else None
        if _is_agent(word) and (after is None or _ends(text, match.end(), after.group())):
            return start, match.end()
        between = text[words[number - 1].end() : match.start()] if number else ""
        of = word == "of" and number and words[number - 1].group().lower() in _COUNTING
        if between.strip() or not (of or word in _LEADING or _is_modifier(word)):
            return None
    return None


def _is_agent(word: str) -> bool:
    if word in _COUNTING:
        return False
    return word in listed_agents() or singular(word) in nouns("role") or singular(word) in nouns("body")


def _is_modifier(word: str) -> bool:
    return word not in _AFTER and not word.endswith("ed")


def _ends(text: str, at: int, after: str) -> bool:
    """Whether a noun phrase ends with a word: a comma, a verb or a preposition follows."""
    if text[at : at + 1] in ",.;:":
        return True
    return (
        after in _AFTER
        or (after.islower() and after.endswith("ed"))
        or not (_is_agent(after.lower()) or is_plural(after) or after[0].isupper())
    )
