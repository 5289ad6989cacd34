"""The last gate: no sentence leaves that its quotes do not bear out.

For answers of whatever writer. A sentence that stands in a quote passes at once; any other is parsed, and its names,
numbers, dates, roles, acts, negations and certainty are held against the quotes that it cites.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from spacy.tokens import Doc

from assistant.answer import Answer, Citation, Nearest, Reason
from assistant.evaluation.fold import fold
from assistant.verification.borne_out import Judges, is_firm, weighed
from assistant.verification.claims import wrong_claim
from assistant.verification.opposites import wrong_adjective, wrong_opposite
from assistant.verification.outcomes import wrong_doer, wrong_outcome
from assistant.verification.own_voice import own_voice
from assistant.verification.problem import Fault, Problem, Quote
from assistant.verification.sources import wrong_source
from assistant.verification.tokens import is_adjective, wrong_token
from assistant.verification.wording import wrong_verb
from assistant.words import say
from corpus.attribution.grammar import is_verb
from corpus.attribution.parse import parse
from corpus.sentences import sentence_spans

_PRONOUN = re.compile(r"(?:I|me|you|he|him|she|her|it|we|us|they|them|this|that|who)", re.IGNORECASE)
_CITED = re.compile(r"(?P<text>.*?)\s*(?P<markers>(?:\[\d+\]\s*)+)(?P<stop>[.;:]?)\s*", re.DOTALL)
_MARKER = re.compile(r"\[(\d+)\]")
_BRACKETED = re.compile(r"[\[(](\d+)[\])]")

ReadText = Callable[[str], str]  # from an article's id to its text; raises KeyError


def verify_sentence(
    sentence: str,
    quotes: Sequence[Quote],
    statements: Sequence[Mapping[str, Any]] = (),
    *,
    judges: Judges | None = None,
) -> Problem | None:
    """What a sentence says that its quotes do not bear out; None if they do.

    ``statements`` are those of the quotes, as an answer shows them. A sentence without a verb (“Norway.”) must stand in
    a quote or in the metadata as it is; one with a verb passes at once only if it is a whole sentence there.
    Without ``judges`` a sentence that tells of something else altogether, in words for which there is no rule, is not
    noticed. They read sentence and quotes together and are weighed with the rules: with them, freer wordings pass.

    >>> quote = Quote("Norway asked Denmark for a loan of four ships.", published="2024-10-24")
    >>> verify_sentence("Denmark was asked by Norway for a loan.", [quote]) is None
    True
    >>> verify_sentence("Denmark asked Norway for a loan of four ships.", [quote]).fault.value
    'role'
    """
    if not quotes:
        return Problem(Fault.UNCITED, sentence)
    sentence = _without_heading(sentence, quotes)
    plain = _plain(sentence)
    if _PRONOUN.fullmatch(plain) or is_adjective(sentence.rstrip(".")):
        return Problem(Fault.NAME, sentence)
    if plain in {_plain(text) for quote in quotes for text in _whole(quote)}:
        return None
    doc, *others = parse([sentence, *(quote.text for quote in quotes)])
    if not any(is_verb(token) for token in doc):
        known = _plain("\n".join(quote.known for quote in quotes))
        return None if re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", known) else Problem(Fault.NAME, sentence)
    found = _firmest(_found(sentence, doc, quotes, others, statements), all_of_them=judges is not None)
    if judges is not None:
        return weighed(sentence, quotes, found, judges)
    return found


def _found(
    sentence: str, doc: Doc, quotes: Sequence[Quote], others: Sequence[Doc], statements: Sequence[Mapping[str, Any]]
) -> Iterator[Problem | None]:
    """What each family of rules finds wrong, the cheapest first."""
    yield wrong_token(doc, quotes, others)
    yield wrong_doer(doc, quotes)
    yield wrong_source(doc, quotes, others)
    yield wrong_claim(sentence, quotes, statements, doc)
    yield wrong_verb(doc, others)
    yield wrong_opposite(doc, others) or wrong_adjective(doc, others)
    yield wrong_outcome(doc, others)
    yield own_voice(sentence, quotes)


def _firmest(found: Iterator[Problem | None], *, all_of_them: bool) -> Problem | None:
    """The first problem; if ``all_of_them`` are to be looked for, the first firm one before the others."""
    problems = (problem for problem in found if problem is not None)
    if not all_of_them:
        return next(problems, None)
    several = list(problems)
    return next((problem for problem in several if is_firm(problem)), several[0] if several else None)


def problems(answer: Answer, read_text: ReadText) -> list[Problem]:
    """All that is wrong with an answer's markers, quotes and sentences; nothing is with an abstention."""
    return [problem for _, problem in _checked(answer, read_text) if problem is not None]


def verified(answer: Answer, read_text: ReadText) -> Answer:
    """An answer without the sentences that fail; an abstention if none is left."""
    if answer.abstained:
        return answer
    checked = _checked(answer, read_text)
    if all(problem is None for _, problem in checked):
        return answer
    kept = [part for part, problem in checked if problem is None]
    return (
        renumbered(answer, "".join(kept).rstrip())
        if any(map(_is_sentence, kept))
        else refused(answer, Reason.NO_EVIDENCE, say("no.unsupported"))
    )


def sentences(text: str) -> Iterator[tuple[str, tuple[int, ...], str]]:
    """The parts of an answer: words, the markers that they end in, and their text as it stands.

    >>> list(sentences("Norway [1]. It asked twice [1][2]."))
    [('Norway', (1,), 'Norway [1]. '), ('It asked twice', (1, 2), 'It asked twice [1][2].')]
    """
    end = 0
    for part in _CITED.finditer(text):
        yield part["text"].strip(), tuple(int(number) for number in _MARKER.findall(part["markers"])), part[0]
        end = part.end()
    if text[end:].strip():
        yield text[end:].strip(), (), text[end:]


def _checked(answer: Answer, read_text: ReadText) -> list[tuple[str, Problem | None]]:
    good = {one.marker: one for one in answer.citations if _stands(one, read_text)}
    return (
        []
        if answer.abstained
        else [
            (part, _wrong(words, markers, good, answer.statements)) for words, markers, part in sentences(answer.answer)
        ]
    )


def _wrong(
    words: str, markers: Sequence[int], good: Mapping[int, Citation], statements: Sequence[Mapping[str, Any]]
) -> Problem | None:
    if not set(markers) <= set(good):
        return Problem(Fault.QUOTE, words)
    quotes = [Quote(one.quote, one.title, one.publisher, one.published) for one in map(good.__getitem__, markers)]
    return verify_sentence(words, quotes, [one for one in statements if one["marker"] in markers])


def _stands(citation: Citation, read_text: ReadText) -> bool:
    """Whether a quote is in its article as it is."""
    try:
        return bool(citation.quote) and read_text(citation.article)[citation.start : citation.end] == citation.quote
    except KeyError:
        return False


def _is_sentence(part: str) -> bool:
    """Whether a part can stand alone, and not only lead to what follows."""
    return bool(_MARKER.search(part))


def renumbered(answer: Answer, text: str) -> Answer:
    """The answer with another text of its citations' markers, which are counted anew; what is not cited is gone."""
    order = list(dict.fromkeys(int(number) for number in _MARKER.findall(text)))
    new = {old: number for number, old in enumerate(order, start=1)}
    return replace(
        answer,
        answer=_MARKER.sub(lambda marker: f"[{new[int(marker[1])]}]", text),
        citations=tuple(
            sorted((replace(c, marker=new[c.marker]) for c in answer.citations if c.marker in new), key=_by_marker)
        ),
        statements=tuple({**one, "marker": new[one["marker"]]} for one in answer.statements if one["marker"] in new),
    )


def _by_marker(citation: Citation) -> int:
    return citation.marker


def refused(answer: Answer, reason: Reason, said: str) -> Answer:
    """An abstention in place of an answer, whose citations become what comes closest."""
    closest = tuple(
        Nearest(c.article, c.title, c.publisher, c.published, c.url, c.passage, c.start, c.end, c.quote)
        for c in answer.citations
    )
    return replace(
        answer,
        answer=said,
        abstained=True,
        reason=reason,
        confidence=round(1 - answer.confidence, 3),
        citations=(),
        statements=(),
        nearest=closest,
    )


def _without_heading(sentence: str, quotes: Sequence[Quote]) -> str:
    """A line without the day and the outlet before it: “2024-10-24, Varn Post: Norway asked …”."""
    heading, colon, rest = sentence.partition(": ")
    known = {part for quote in quotes for part in ((quote.published or "")[:10], quote.publisher, quote.title) if part}
    return rest if colon and all(part in known for part in heading.split(", ")) else sentence


def _whole(quote: Quote) -> Iterator[str]:
    """What may be said again as it stands: whole sentences; a clause in one may be what somebody denied."""
    yield quote.text
    if quote.title is not None:
        yield quote.title
    yield from (quote.text[start:end] for start, end in sentence_spans(quote.text))


def _plain(text: str) -> str:
    return fold(_BRACKETED.sub(r"(\1)", text)).rstrip(". ")
