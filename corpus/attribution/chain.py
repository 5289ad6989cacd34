"""Statements of one article joined: whose a quotation is, who tells whose words, what is one statement and not two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.article import Article
from corpus.attribution.acts import words
from corpus.attribution.confidence import confidence
from corpus.attribution.found import Found
from corpus.attribution.grammar import Range, is_verb
from corpus.attribution.naming import is_named, is_outlet
from corpus.attribution.quoting import contents, speakers
from corpus.attribution.units import Outline
from corpus.span import Span
from corpus.statement import Act, Statement

MAX_CHAIN = 5
MAX_REACH = 20_000  # characters from a cue to that of who relays it; only a bound on the time


def joined(article: Article, drawn: Outline, found: Sequence[Found]) -> list[Statement]:
    """The statements of an article from what was found in its units."""
    speaker = speakers(article.text, drawn, found)
    kept = [
        replace(one, content=contents(article.text, drawn, one, number, speaker)) for number, one in enumerate(found)
    ]
    kept, absorbed = _with_speakers(kept, speaker)
    kept = _with_outlets(kept, article.text)
    made = [
        _statement(article, drawn, one, _tellers(number, kept), speaker, kept)
        for number, one in enumerate(kept)
        if number not in absorbed and not _is_own_voice(number, kept, drawn)
    ]
    return sorted(set(made), key=lambda one: (one.cue, one.act, one.source or one.cue))


def _is_own_voice(number: int, found: Sequence[Found], drawn: Outline) -> bool:
    """“we think”, “I hope” outside quotations, told by nobody: the reporter’s own voice."""
    one = found[number]
    if one.act is not Act.STATE or one.source is None or one.source.lower_ not in ("we", "i"):
        return False
    quoted = one.parsed.unit.quotation is not None or any(
        quotation.start <= one.cue[0] < quotation.end for quotation in drawn.quotations
    )
    return not quoted and not _tellers(number, found)


def _with_outlets(found: list[Found], text: str) -> list[Found]:
    """Tellers with the outlets they speak to: “added” goes on speaking to the one told before."""
    outlets: dict[int, tuple[Range, ...]] = {}
    latest: tuple[Range, ...] = ()
    for number in sorted(range(len(found)), key=lambda number: found[number].cue):
        one = found[number]
        if not one.telling or one.parsed.unit.quotation is not None:
            continue
        own = (one.addressee_range,) if one.addressee_range is not None and is_outlet(one, text) else ()
        goes_on = one.anchor.lower_ in words("verbs", "going_on")
        latest = own or one.relayed or (latest if goes_on else ())
        outlets[number] = latest
    return [replace(one, relayed=outlets.get(number, one.relayed)) for number, one in enumerate(found)]


def _with_speakers(found: list[Found], speaker: dict[int, int]) -> tuple[list[Found], set[int]]:
    """Statements within quotations, with their speaker as the source where it is he; and those to leave out.

    “must” is a demand of the speaker. A quotation that is one act and no more (“We demand a vote,” she said) is
    one statement, the act.
    """
    given, absorbed = [], set()
    for number, one in enumerate(found):
        quotation = one.parsed.unit.quotation
        teller = speaker.get(quotation) if quotation is not None else None
        who = found[teller] if teller is not None else None
        whole = who is not None and _is_all(one, who)
        if one.part == "must" and who is None:
            absorbed.add(number)
        if whole and teller is not None and one.part != "must":
            absorbed.add(teller)
        speaks = who is not None and (one.part == "must" or whole)
        given.append(replace(one, source=who.source, source_range=who.source_range) if who and speaks else one)
    return given, absorbed


def _is_all(one: Found, speech: Found) -> bool:
    """Whether an act of the speaker’s own is all that a quotation says."""
    if one.act is Act.STATE or speech.act is not Act.STATE or len(speech.content) != 1 or len(speech.folded) != 1:
        return False
    own = one.source is not None and one.source.lower_ in ("we", "i") and one.anchor.dep_ == "ROOT"
    return own and not any(
        found.dep_ in ("conj", "ccomp", "parataxis") and is_verb(found) and found != one.root
        for found in one.anchor.children
    )


def _tellers(number: int, found: Sequence[Found]) -> list[Found]:
    """Who relays a statement, innermost first: those in whose content its cue stands."""
    own = found[number]
    position = own.cue[0]
    over = [
        other
        for index, other in enumerate(found)
        if index != number
        and other.telling
        and abs(other.cue[0] - position) < MAX_REACH
        and any(start <= position < end for start, end in other.content)
    ]
    over.sort(key=lambda other: (sum(end - start for start, end in other.content), not other.relayed))
    return over[:MAX_CHAIN]


def _statement(
    article: Article, drawn: Outline, one: Found, tellers: list[Found], speaker: dict[int, int], found: Sequence[Found]
) -> Statement:
    text, name = article.text, article.id
    itself = _speaks_for_itself(one, speaker, found)
    return Statement(
        sentence=Span(name, *one.parsed.unit.sentence),
        cue=Span(name, *one.cue),
        act=one.act,
        source=_span(name, one.source_range),
        content=tuple(span for run in one.content if (span := _span(name, run))),
        addressee=_span(name, one.addressee_range),
        condition=_span(name, one.condition),
        polarity=one.polarity,
        modality=one.modality,
        verbatim=_verbatim(one, drawn),
        source_named=is_named(one, text),
        reported_by=_reported_by(one, tellers, text, itself),
        confidence=confidence(one),
    )


def _span(name: str, ends: tuple[int, int] | None) -> Span | None:
    """The span between two ends; None where nothing is left between them but quotation marks."""
    return Span(name, *ends) if ends and ends[0] < ends[1] else None


def _speaks_for_itself(one: Found, speaker: dict[int, int], found: Sequence[Found]) -> Found | None:
    """Who says “we” or “I” in his own quotation, who is then not one who reports it."""
    quotation = one.parsed.unit.quotation
    if quotation not in speaker or one.source is None or one.source.lower_ not in ("we", "i"):
        return None
    return found[speaker[quotation]]


def _reported_by(one: Found, tellers: list[Found], text: str, itself: Found | None) -> tuple[str, ...]:
    chain: list[str] = []
    chain.extend(_words(text, outlet) for outlet in one.relayed)
    for teller in tellers:
        if itself is None or teller.cue != itself.cue:
            chain.append(_words(text, teller.source_range))
        chain.extend(_words(text, outlet) for outlet in teller.relayed)
    own = _words(text, one.source_range)
    return tuple(name for name in dict.fromkeys(chain) if name and name != own)


def _words(text: str, run: Range | None) -> str:
    return text[run[0] : run[1]] if run else ""


def _verbatim(one: Found, drawn: Outline) -> bool:
    """Whether at least half of the content stands between quote marks."""
    if one.parsed.unit.quotation is not None:
        return True
    total = sum(end - start for start, end in one.content)
    quoted = sum(
        max(0, min(end, quotation.inner[1]) - max(start, quotation.inner[0]))
        for start, end in one.content
        for quotation in drawn.quotations
    )
    return total > 0 and quoted * 2 >= total
