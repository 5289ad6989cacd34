"""Where an article names someone: runs of capitalised words, with the title before and the noun that describes them.

Found in the text alone, without a parse, since an antecedent may stand in any sentence and most sentences hold no
statement. What a parse would tell of a mention, whether it is a subject, is read from its place in the clause.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.actors.aliases import body, country, country_of_adjective, fold, nouns
from corpus.actors.names import Kind, is_title, parse_name, title_end
from corpus.actors.runs import function_words, runs

_ABBREVIATED = re.compile(r"\((?:the |known as )?([A-Z][A-Za-z.]{1,7})\)")
_WHERE = re.compile(
    r"\b(?:in|from|near|across|throughout|outside|around|into|inside|at)\s+(?:the\s+|northern\s+|southern\s+|central\s+)?$|[a-z], $"  # noqa: E501
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text: its range, the name without title, and what the text says around it.

    ``nouns`` are the folded nouns and adjectives that describe it there (“egyptian”, “president”); ``subject`` tells
    whether it seems to be the subject of its clause; ``quoted`` whether it stands in quotation marks;
    ``place`` whether it seems to be where something is.
    """

    start: int
    end: int
    name: str
    kind: Kind
    sentence: int
    nouns: frozenset[str] = frozenset()
    subject: bool = False
    quoted: bool = False
    place: bool = False


def mentions(text: str, sentences: list[tuple[int, int]]) -> list[Mention]:
    """The names in a text, in order.

    >>> text = "Egyptian President Abdel Fattah El Sisi met Hamas."
    >>> [(m.name, sorted(m.nouns)) for m in mentions(text, [(0, len(text))])]
    [('Abdel Fattah El Sisi', ['egyptian', 'president']), ('Hamas', [])]
    """
    starts = [start for start, _ in sentences]
    quoted = quoted_ranges(text)
    lower = frozenset(re.findall(r"\b[a-z]{3,}\b", text))
    found: list[Mention] = []
    for start, end in runs(text, starts, lower):
        number = max(0, bisect_right(starts, start) - 1)
        found.extend(_mentions_in(text, start, end, number, sentences, quoted))
    return found


def quoted_ranges(text: str) -> list[tuple[int, int]]:
    """Ranges between quotation marks; an unclosed one ends with its line."""
    ranges, opened = [], -1
    for match in re.finditer(r"[\"“”\n]", text):
        mark = match.group()
        if opened < 0:
            opened = match.end() if mark in '"“' else -1
        elif mark != "“":
            ranges.append((opened, match.start()))
            opened = -1
    return ranges


def inside(ranges: list[tuple[int, int]], at: int) -> bool:
    """Whether an offset lies in one of the ordered ranges."""
    place = bisect_right(ranges, (at, 1 << 60)) - 1
    return place >= 0 and ranges[place][0] <= at < ranges[place][1]


def _mentions_in(
    text: str, start: int, end: int, number: int, sentences: list[tuple[int, int]], quoted: list[tuple[int, int]]
) -> Iterator[Mention]:
    run = text[start:end]
    for begin, stop, described in _split_titles(run):
        name = re.sub(r"[’']s$|(?<=s)[’']$", "", run[begin:stop])
        kind = parse_name(run[:stop] if described else name).kind
        if kind is Kind.DESCRIPTION or not name:
            continue
        at, finish = start + begin, start + begin + len(name)
        before = _described_before(text, sentences[number][0], start) if begin == 0 or described else frozenset()
        after = _described_after(text, finish, sentences[number][1])
        around = before | after
        if kind is Kind.NAME and around & nouns("role").keys() and (" " in name or not around & nouns("body").keys()):
            kind = Kind.PERSON
        yield Mention(
            at,
            finish,
            name,
            kind,
            number,
            frozenset(described) | before | after,
            _is_subject(text, sentences[number], at, finish),
            inside(quoted, at),
            bool(_WHERE.search(text, max(sentences[number][0], at - 24), at)),
        )


def _split_titles(run: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The names in a run with their ranges and titles: what comes before a title is a mention of its own."""
    tokens = [(m.start(), m.end()) for m in re.finditer(r"\S+", run)]
    words = [run[start:end] for start, end in tokens]
    begin = title_end(words)
    if begin:
        yield from _before_title(run, tokens, words[:begin])
        yield tokens[begin][0], len(run), _titles(words[:begin])
        return
    owner = next((at for at, word in enumerate(words[:-1]) if re.search(r"[’']s$", word)), None)
    if owner is not None:
        of_state = country(re.sub(r"[’']s$", "", run[: tokens[owner][1]])) is not None
        person = parse_name(" ".join(words[owner + 1 :])).kind is Kind.PERSON
        whole = parse_name(run).kind is Kind.BODY or (not of_state and not person)
        if of_state or person:
            yield tokens[0][0], tokens[owner][1], ()
        yield (0 if whole else tokens[owner + 1][0]), len(run), ()
    elif is_title(fold(words[-1])) and len(words) > 1 and not body(run):
        if (not is_title(fold(" ".join(words[:-1]))) and not country_of_adjective(words[0])) or country(words[0]):
            yield 0, tokens[-2][1], ()
    elif (
        len(words) > 1
        or country(run)
        or not (country_of_adjective(run) or fold(run) in nouns("role") | nouns("honorific"))
    ):
        yield 0, len(run), ()


def _titles(words: list[str]) -> tuple[str, ...]:
    """The words before a name and, as one, those of the title itself: “us”, “secretary of state”."""
    folded = [fold(word) for word in words]
    first = next((at for at, word in enumerate(folded) if word in nouns("role") or word in nouns("honorific")), 0)
    adjectives = [at for at in range(first) if not country_of_adjective(words[at])]
    whole = " ".join(folded[min(adjectives, default=first) :])
    return (*folded, whole)


def _before_title(
    run: str, tokens: list[tuple[int, int]], words: list[str]
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """“White House” of “White House Chief of Staff Ann Lee”; an adjective or title is none."""
    stop = next(
        (at for at, word in enumerate(words) if fold(word) in nouns("role") or fold(word) in nouns("honorific")), 0
    )
    if stop and (country(words[0]) or not country_of_adjective(words[0])):
        yield tokens[0][0], tokens[stop - 1][1], ()


def _described_before(text: str, floor: int, start: int) -> frozenset[str]:
    """“the group's senior negotiator ”, “militant group ”: the words before a name up to a comma or a small word."""
    words: set[str] = set()
    known = nouns("role").keys() | nouns("body").keys() | nouns("state").keys() | nouns("honorific").keys()
    for word in reversed(re.findall(r"[\w’'-]+|[^\w\s]", text[max(floor, start - 80) : start])):
        folded = fold(word)
        if not folded or folded in function_words() or (not words and folded not in known) or len(words) >= 5:
            break
        words.add(folded)
    return frozenset(words)


def _described_after(text: str, end: int, ceiling: int) -> frozenset[str]:
    """“, chairman of the service,” and “, a Lebanese militant group”: the head of an apposition."""
    match = re.match(
        r",\s+(?:(?:who is|which is)\s+)?(?:(?:an?|the|its|his|her|their|one of the)\s+)?([^,.;:“”\"]{3,90})[,.;]",
        text[end : min(ceiling + 1, end + 110)],
    )
    if match is None:
        return frozenset()
    head = re.split(r"\b(?:of|for|at|in|who|which|that|with|from|and|on|to|said|says)\b", match.group(1))[0]
    words = [fold(word) for word in head.split()]
    known = nouns("role").keys() | nouns("body").keys() | nouns("state").keys()
    return frozenset(words) if words and words[-1] in known else frozenset()


_VERB_AFTER = re.compile(
    r"(?:,[^,]{3,80},)?\s+(?:has|have|had|is|was|were|are|will|would|can|could|may|might|must|did|does|do|also|then|later|himself|herself"
    r"|said|says|told|tells|went|came|made|took|gave|saw|got|met|won|lost|left|held|sought|wrote|spoke|put|ran|fell|\w{2,}ed|\w{3,}es"
    r"|wants|plans|hopes|adds|seeks|calls|warns|denies|thinks|believes|insists|argues|claims|suggests|expects|asks)\b"
)
_CLAUSE_BEFORE = re.compile(
    r"(?:^|[,;:—–“\"]|\b(?:that|when|while|if|because|after|before|as|since|although|though|but|and|where|until|unless|which|who))\s*(?:the |The |an? |An? )?$"  # noqa: E501
)


def _is_subject(text: str, sentence: tuple[int, int], start: int, end: int) -> bool:
    """Whether a name begins its clause or has a verb right after it."""
    before = text[sentence[0] : start]
    return bool(
        _VERB_AFTER.match(text, end, min(len(text), end + 120))
        and not re.search(r"\b(?:of|to|by|with|for|from|at|in|on)\s+(?:the\s+)?$", before)
    )


_COUNTING = frozenset(
    [
        "the",
        "these",
        "those",
        "some",
        "many",
        "several",
        "most",
        "all",
        "both",
        "two",
        "three",
        "four",
        "five",
        "more",
        "other",
    ]
)
_GROUP = re.compile(
    r"(?:[“\"])?((?:[A-Z][\w’'-]*\s+)(?:[\w’'-]+\s+){0,4}?(?:[a-z]+s|people|men|women|police))\s+(?:in\s+\w+\s+)?"
    r"(?:have|had|were|are|will|would|could|should|may|might|must|say|said|told|also|who|do|did|\w{2,}ed)\b"
)


def groups(text: str, sentences: list[tuple[int, int]]) -> list[tuple[int, str, int]]:
    """Plural subjects that open a sentence: offset, words, number of the sentence.

    >>> groups("Several union leaders said no.", [(0, 30)])
    [(0, 'Several union leaders', 0)]
    """
    found = ((number, _GROUP.match(text, start, end)) for number, (start, end) in enumerate(sentences))
    return [
        (match.start(1), match.group(1), number) for number, match in found if match and _opens_group(match.group(1))
    ]


def _opens_group(words: str) -> bool:
    folded = fold(words).split()
    return (folded[0] in _COUNTING or folded[0] not in function_words()) and not set(folded[1:]) & function_words()


def abbreviations(text: str, found: list[Mention]) -> dict[str, str]:
    """Short form → full name, from “United Auto Workers (UAW)”.

    >>> text = "The United Auto Workers (UAW) struck."
    >>> abbreviations(text, mentions(text, [(0, len(text))]))
    {'UAW': 'United Auto Workers'}
    """
    ends = {mention.end: mention.name for mention in found}
    return {
        match.group(1): ends[match.start() - 1] for match in _ABBREVIATED.finditer(text) if match.start() - 1 in ends
    }
