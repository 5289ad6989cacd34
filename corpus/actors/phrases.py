"""What a source or addressee phrase is: a name, a pronoun, someone's thing, or a description with its head noun."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.actors.aliases import country_of_adjective, fold, nouns
from corpus.actors.mentions import Mention
from corpus.actors.runs import function_words
from corpus.actors.when import without_times

HE, SHE = frozenset({"he", "him", "his", "himself"}), frozenset({"she", "her", "hers", "herself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
IT = frozenset({"it", "its", "itself"})
FIRST = frozenset({"i", "me", "my", "mine", "myself"})
WE = frozenset({"we", "us", "our", "ours", "ourselves"})
PRONOUNS = HE | SHE | THEY | IT | FIRST | WE
_DEFINITE = frozenset(["the", "this", "that", "these", "those", "both"])
_INDEFINITE = frozenset(
    [
        "a",
        "an",
        "one",
        "some",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "several",
        "many",
        "most",
        "multiple",
        "other",
        "another",
    ]
)
_EVERYBODY = frozenset({"everyone", "everybody", "someone", "somebody", "participants", "most", "many", "others"})
_CUT = re.compile(
    r"\s+(?:who|whom|whose|which|that|with|from|in|at|on|of|for|within|inside|to|about|against|and|near|after|before|under|over|by|during|between|among|via|speaking|familiar|briefed|involved"
    r"|compiled|released|provided|published|filed|obtained|issued|conducted|posted|reviewed|collected|gathered|shared|signed|cited"
    r"|representing|living|close)\b|,|\("
)
_OWNER = re.compile(r"^(.{2,60}?)(?:[’']s|(?<=s)[’'])\s+(.+)$", re.S)


class Form(StrEnum):
    """How a phrase points at someone."""

    PRONOUN = "pronoun"
    NAME = "name"
    OWNED = "owned"
    DEFINITE = "definite"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase taken apart. ``name`` is what it names, ``head`` its folded head noun, ``modifiers`` what is before."""

    text: str
    form: Form
    name: Mention | None = None
    head: str = ""
    modifiers: tuple[str, ...] = ()
    owner: str = ""

    @property
    def plural(self) -> bool:
        """Whether the head is a plural."""
        return is_plural(self.head) or " and " in self.text


def is_plural(noun: str) -> bool:
    """Whether a noun looks like a plural.

    >>> is_plural("officials"), is_plural("boss"), is_plural("people")
    (True, False, True)
    """
    return noun in ("people", "police", "men", "women", "children", "media") or (
        noun.endswith("s") and not noun.endswith(("ss", "us", "is"))
    )


def singular(noun: str) -> str:
    """The singular of a regular plural.

    >>> singular("officials"), singular("parties"), singular("boss"), singular("companies")
    ('official', 'party', 'boss', 'company')
    """
    if not is_plural(noun) or noun in ("people", "police", "media"):
        return noun
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-2] if noun.endswith(("sses", "ches", "shes")) else noun[:-1]


def is_acronym(text: str) -> bool:
    """Whether a word that reads like a pronoun is a name in capitals: US, not us.

    >>> is_acronym("US"), is_acronym("us"), is_acronym("I")
    (True, False, False)
    """
    return len(text) > 1 and text.isupper()


def is_first_person(text: str) -> bool:
    """Whether a word is “I”, “we” or a form of them.

    >>> is_first_person("we"), is_first_person("US")
    (True, False)
    """
    return fold(text) in FIRST | WE and not is_acronym(text)


def read_phrase(text: str, start: int, named: list[Mention]) -> Phrase:
    """Take apart the phrase ``text`` that begins at ``start``; ``named`` are the mentions inside it, in order."""
    folded = fold(text)
    if folded in PRONOUNS and not is_acronym(text):
        return Phrase(text, Form.PRONOUN, head=folded)
    core = _core(text, start, named)
    name = _named(text, start, core, named)
    if name is not None:
        return Phrase(text, Form.NAME, name, head=fold(name.name))
    owned = _OWNER.match(text)
    if owned and not _CUT.search(owned.group(1)):
        words = fold(_CUT.split(owned.group(2), maxsplit=1)[0]).split()
        return Phrase(
            text, Form.OWNED, head=words[-1] if words else "", modifiers=tuple(words[:-1]), owner=owned.group(1)
        )
    words = fold(core).split()
    if words and words[0] in ("his", "her", "its", "their", "our", "my"):
        return Phrase(text, Form.OWNED, head=words[-1], modifiers=tuple(words[1:-1]), owner=words[0])
    headline = len(words) == 1 and core == core.lower() and (words[0] in nouns("role") or words[0] in nouns("body"))
    form = Form.DEFINITE if headline or (words and words[0] in _DEFINITE) else Form.PLAIN
    inner = tuple(word for word in words[:-1] if word not in _DEFINITE | _INDEFINITE)
    return Phrase(text, form, head=words[-1] if words else "", modifiers=inner)


def _core(text: str, start: int, named: list[Mention]) -> str:
    """The phrase up to what follows its head: a comma, “of”, “who”, but not one inside a name."""
    for cut in _CUT.finditer(text):
        if not any(mention.start < start + cut.start() < mention.end for mention in named):
            return text[: cut.start()]
    return text


def _named(text: str, start: int, core: str, named: list[Mention]) -> Mention | None:
    """The mention that the whole phrase names: its core ends with it, or it stands in apposition after a comma."""
    stop = start + len(core.rstrip())
    named = [mention for mention in named if mention.start != start or not _is_common(mention.name)]
    if _lists(text[len(core) :]):
        return None
    for mention in named:
        if mention.end == stop or is_label(text[mention.end - start : len(core.rstrip())]):
            return mention
    if (
        re.fullmatch(r"(?:the\s+)?\w+", core, re.I)
        and fold(core).split()[-1:]
        and fold(core).split()[-1] in nouns("place")
    ):
        for mention in named:
            if mention.end == start + len(text) and re.fullmatch(r"\s+of\s+", text[len(core) : mention.start - start]):
                return mention
    return _apposed(text, start, core, named)


def _apposed(text: str, start: int, core: str, named: list[Mention]) -> Mention | None:
    """The name in apposition to a description: “the mayor, Anna Berg”, “one of the miners, Anna Berg”."""
    one_of = re.match(r"[Oo]ne of [^,]+,\s+", text)
    if one_of is not None:
        return next((mention for mention in named if mention.start == start + one_of.end()), None)
    after = re.match(r",\s*", text[len(core) :])
    head = fold(core).split()[-1:]
    short = re.fullmatch(r"(?:[Tt]he|[Aa]n?)\s+[a-z]+", core) is not None
    if after and head and (short or head[0] in nouns("role") or head[0] in nouns("body")):
        begin = start + len(core) + after.end()
        for mention in named:
            if mention.start == begin and re.match(r"\W*$|,", text[mention.end - start :]):
                return mention
    return None


def _is_common(word: str) -> bool:
    """Whether a word is a common noun for persons, a capital at the beginning of a sentence notwithstanding."""
    folded = fold(word)
    return folded in _EVERYBODY or (is_plural(folded) and singular(folded) in nouns("role"))


def _lists(rest: str) -> bool:
    """Whether a name goes on with others beside it: “, his ministers and the media”, not “, head of A and B”."""
    match = re.match(r"((?:,[^,]*)*),?\s+and\s", rest)
    if match is None or re.match(r",\s+(?:an?|the)\s", rest):
        return False
    words = fold(match.group(1)).split()
    return not any(word in nouns("role") or word in nouns("body") for word in words)


def is_label(rest: str) -> bool:
    """“ union” after a name: small words that end with what kind of body it is."""
    words = rest.split()
    return 0 < len(words) <= 3 and rest == rest.lower() and words[-1] in nouns("label") and rest[:1].isspace()


def tells_who(phrase: Phrase, named: list[Mention]) -> bool:
    """Whether a definite description needs nothing before it: it has a name or another state's adjective in it."""
    return (
        bool(named)
        or any(country_of_adjective(word.capitalize()) for word in phrase.modifiers)
        or phrase.head not in (nouns("role").keys() | nouns("body").keys() | nouns("state").keys())
    )


def without_times_beside(text: str, start: int, end: int, named: list[Mention]) -> tuple[int, int]:
    """A range of a text without the times before and behind; a day within a name that is in it stays."""
    begin, stop = (start + at for at in without_times(text[start:end]))
    within_name = any(one.start < stop < one.end for one in named)
    return begin, end if within_name else stop


def bare(text: str) -> str:
    """A description without its article.

    >>> bare("The senior official"), bare("the sources"), bare("An official"), bare("those who left")
    ('senior official', 'sources', 'An official', 'those who left')
    """
    return re.sub(r"^(?:[Tt]he|[Tt]hese|[Tt]hose)\s+(?!who\b|whose\b|that\b|in\b|of\b|with\b)", "", text)


def fits_description(head: str, modifiers: tuple[str, ...], other: Phrase) -> bool:
    """Whether “the Egyptian source” can be “a separate Egyptian source”: one head, and no word that the other lacks."""
    words = set(other.modifiers) | set(fold(other.text).split())
    return (
        singular(head) == singular(other.head)
        and is_plural(head) == is_plural(other.head)
        and all(
            word in words or any(_same_state(word, mine) for mine in words)
            for word in modifiers
            if word not in function_words()
        )
    )


def _same_state(one: str, other: str) -> bool:
    code = country_of_adjective(one.capitalize())
    return code is not None and code == country_of_adjective(other.capitalize())
