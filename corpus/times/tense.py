"""Whether the words around an expression of time tell of what was or of what is to come."""

from __future__ import annotations

import re
from enum import Enum


class Tense(Enum):
    """PAST and FUTURE as told by a verb; NONE if nothing tells."""

    PAST = -1
    NONE = 0
    FUTURE = 1


_SCHEDULED = (  # in the present: “the council votes Tuesday”; behind an article they are nouns
    r"(?P<present>holds?|kicks? off|begins?|starts?|opens?|returns|meets|faces?|votes|ends|expires?|arrives|hosts|"
    r"plays|launches|airs|premieres|takes place|travels|heads|goes|comes|changes|closes|resumes|visits|runs|continues)"
)
_FUTURE = (
    r"will|won[’']t|[’']ll|would|shall|going to|about to|"
    r"(?:expect|schedul|plann|slat|forecast|project|predict|anticipat|intend|prepar|poised|gear)\w*"
    r"(?: \w+)? (?:to|for|on)|"
    r"set (?:to|for)|due|ready to|likely to|plans? (?:to|for)|hop(?:es?|ing) to|wants? to|aims? to|(?:is|are|s) to|"
    r"to be|on track to|in time for|upcoming|ahead of|until|deadline|starting|beginning|effective|running for|"
    r"(?-i:may|might|could|should|must)|is|are|" + _SCHEDULED
)
_PAST = (
    r"(?!need|indeed|speed|seed|feed|exceed|proceed|succeed|weed|bed|red|hundred|united|limited\b)\w{2,}ed|"
    r"said|told|was|were|had|did|has|have|been|met|began|came|went|made|took|held|won|lost|led|left|gave|got|found|sent|"
    r"saw|spoke|wrote|rose|fell|ran|shot|struck|hit|put|sought|brought|caught|kept|paid|sold|bought|stood|drew|broke|"
    r"chose|drove|flew|grew|knew|threw|became|felt|heard|built|spent|dealt|fought|taught|thought|withdrew|overthrew|"
    r"swept|stepped|swore|laid|lay|sat|tore|wore|woke|fled|bid|cut|quit|since|as of|after|following|late|early|earlier"
)
_MARK = re.compile(rf"(?P<future>\b(?:{_FUTURE})\b|[’']ll\b)|(?P<past>(?<!\bto )\b(?:{_PAST})\b)", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[.;:!?\n]|\s[–—-]\s|,\s(?:and|but|when|while|which|who|after|before|as|that|where)\b|—", re.IGNORECASE
)
_TOWARDS = re.compile(r"\b(?:to|until|for|by|through)\s$", re.IGNORECASE)
_ARTICLE = re.compile(
    r"(?:\b(?:the|an?|its|his|her|their|our|of|these|those|no|two|three)|[’']s|[’'])\s$", re.IGNORECASE
)
_REACH = 110  # characters


def tense_at(text: str, start: int, end: int) -> Tense:
    """The tense at ``text[start:end]``: of the nearest verb before it in its clause, else of the first after it."""
    before = text[max(0, start - _REACH) : start]
    if _TOWARDS.search(before):
        return Tense.FUTURE
    cuts = [found.end() for found in _CLAUSE.finditer(before)]
    found = _marks(before[cuts[-1] if cuts else 0 :])
    if found:
        return found[-1]
    after = text[end : end + _REACH]
    cut = _CLAUSE.search(after)
    return next(iter(_marks(after[: cut.start()] if cut else after)), Tense.NONE)


def _marks(clause: str) -> list[Tense]:
    """What the verbs of a clause tell, in order."""
    return [
        Tense.FUTURE if found["future"] else Tense.PAST
        for found in _MARK.finditer(clause)
        if not (found["present"] and _ARTICLE.search(clause[: found.start()]))
    ]
