"""How many facts a question wants, and what to look for to find them: one, a list, a change, or one a party."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from spacy.tokens import Doc

from assistant.compared import sides_of
from corpus.attribution.parse import parse


class Scope(StrEnum):
    """How many facts make an answer."""

    ONE = "one"
    LIST = "list"
    CHANGE = "change"
    EACH = "each"


@dataclass(frozen=True, slots=True)
class Plan:
    """``questions`` are what to look for, one after the other: only EACH has several, one a party of ``parties``."""

    scope: Scope
    questions: tuple[str, ...]
    parties: tuple[str, ...] = ()


_CHANGES = (
    "chang(?:e|es|ed)|evolv(?:e|es|ed)|shift(?:s|ed)?|gr(?:ow|ows|ew|own)|ris(?:e|es|en)|rose|f[ae]ll(?:s|en)?|vary|varied|varies"
    "|mov(?:e|es|ed)|develop(?:s|ed)?|increas(?:e|es|ed)|decreas(?:e|es|ed)|drop(?:s|ped)?|soften(?:s|ed)?|harden(?:s|ed)?"
)
_HOW_CHANGED = re.compile(
    rf"^how (?:has|have|had|did|does|do) (?P<what>.+?) (?:{_CHANGES})(?: over time)?"
    r"(?P<rest>(?: (?:from|between|in|on|since|after|before|during|by|over|to|through|under|with)\b.*?)?)\??$",
    re.IGNORECASE,
)
_WHAT_CHANGED = re.compile(
    r"^(?:what (?:has |have |had )?changed (?:in|about|with)"
    r"|(?:what (?:was|is) the (?:history|timeline|evolution|course) of))"
    r" (?P<what>.+?)(?P<rest>)\??$",
    re.IGNORECASE,
)
_OVER_TIME = re.compile(r"^(?P<what>.+?),? over time(?P<rest>)\??$", re.IGNORECASE)
_ASKING = r"(?:who|whom|whose|what|which|when|where|why|how)"
_SECOND = re.compile(
    rf"(?<![?!.]),? (?:and|but) (?=(?:(?:to|from|with|by|on|for|in|of|at|under|against|until|since) )?{_ASKING}\b)",
    re.IGNORECASE,
)
_PARTY = re.compile(  # “And from whom?”: who else is in what was just told
    r"(?:(?:and|but|so|then),? )?(?:(?:to|from|with|by|on|of|against) )?(?:who|whom)\?*$", re.IGNORECASE
)
_FIRST_WORDS, _SECOND_WORDS = 4, 2  # of fewer, a part is none: “Who met whom and when?”
_LISTING = re.compile(
    r"^(?:list|name|give|show me|tell me|enumerate)\b|^(?:who|what|which|where) (?:all|else)\b|\ball (?:of )?the\b",
    re.IGNORECASE,
)
_LIST_NOT_OF = frozenset({"talks", "negotiations", "news", "terms", "odds", "plans", "words"})


def plan_of(question: str, *, follow_up: str | None = None) -> Plan:
    """What to look for. ``follow_up`` is the end of ``question`` that was asked last, if it was made to stand alone.

    The questions before it are answered already: it alone says how many facts are wanted, where it asks for something
    of its own.

    >>> plan_of("How did Boeing's wage offer grow in October?")
    Plan(scope=<Scope.CHANGE: 'change'>, questions=("What was Boeing's wage offer in October?",), parties=())
    >>> plan_of("What did Egypt and Qatar each propose?").questions
    ('What did Egypt propose?', 'What did Qatar propose?')
    >>> plan_of("Which demands did the union make?").scope.value, plan_of("What did Egypt propose?").scope.value
    ('list', 'one')
    >>> plan_of("Who offered Latvia a loan, and what did Sweden want for it?").questions
    ('Who offered Latvia a loan?', 'Who offered Latvia a loan? And what did Sweden want for it?')
    >>> plan_of("Which loans does Latvia want? And from whom?", follow_up="And from whom?").scope.value
    'one'
    """
    question = question.strip()
    if follow_up is not None and _PARTY.match(follow_up.strip()):
        return Plan(Scope.ONE, (question,))
    changed = _HOW_CHANGED.match(question) or _WHAT_CHANGED.match(question) or _OVER_TIME.match(question)
    if changed:
        return Plan(Scope.CHANGE, (_restated(changed["what"], changed["rest"]),))
    doc = next(parse([question]))
    sides, parties = sides_of(question, doc)
    if sides:
        return Plan(Scope.EACH, sides, parties)
    parts = parts_of(question)
    if len(parts) > 1:
        return Plan(Scope.EACH, parts)
    return Plan(Scope.LIST if _lists(doc, question) else Scope.ONE, (question,))


def parts_of(question: str) -> tuple[str, ...]:
    """The questions that “and” joins to one, the second behind the first; the question itself if it is but one.

    >>> parts_of("Whom did Latvia ask for a loan, and when?")
    ('Whom did Latvia ask for a loan, and when?',)
    >>> parts_of("What did Latvia ask for, and from whom?")[1]
    'What did Latvia ask for? And from whom?'
    """
    found = _SECOND.search(question)
    if found is None or not re.match(_ASKING, question, re.IGNORECASE):
        return (question,)
    first, second = question[: found.start()], question[found.end() :]
    if len(first.split()) < _FIRST_WORDS or len(second.split()) < _SECOND_WORDS:
        return (question,)
    return (f"{first}?", f"{first}? And {second}")


def _restated(what: str, rest: str) -> str:
    """What a question about a change asks for at each time."""
    if re.match(r"(?:who|what|how|which)\b", what, re.IGNORECASE):
        return f"{what}?"
    return f"What was {what}{rest}?".replace(" ?", "?")


def _lists(doc: Doc, question: str) -> bool:
    """A plural is asked for (“Which demands …”, “What are their conditions?”), or whatever was said about something."""
    if _LISTING.search(question):
        return True
    wh = next((token for token in doc if token.tag_ in ("WDT", "WP")), None)
    if wh is None or wh.lower_ not in ("what", "which", "who"):
        return False
    if wh.dep_ == "attr" and wh.head.lemma_ == "be":
        asked = next((child for child in wh.head.children if child.dep_ == "nsubj"), None)
    elif wh.tag_ == "WDT" or wh.dep_ == "det":
        asked = wh.head
    else:
        return wh.dep_ == "dobj" and wh.head.lower_ == "say" and any(c.lower_ == "about" for c in wh.head.children)
    return asked is not None and asked.tag_ in ("NNS", "NNPS") and asked.lower_ not in _LIST_NOT_OF
