"""From evidence to the words of an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

from assistant.answer import Citation, cite
from assistant.evidence import Evidence
from assistant.frame import Asked, Frame
from assistant.roles import Fit, fit
from assistant.select import Selection
from assistant.statement_rows import told_statement
from corpus.actors.aliases import country, country_of_adjective
from corpus.span import Span

_PRONOUNS = frozenset({"I", "We", "You", "He", "She", "It", "They", "This", "That", "These", "Those", "Who", "Others"})
_INDEFINITE = re.compile(r"(?:an?|one|two|three|some|several|unnamed|anonymous)\s", re.IGNORECASE)
_BRACKETED = re.compile(r"\[(\d+)\]")

Written = tuple[str, tuple[Citation, ...], tuple[Mapping[str, Any], ...]]


class Writer(Protocol):
    """Says what the evidence says, each sentence with its marker."""

    def write(self, question: str, frame: Frame, selected: Selection) -> Written:
        """The answer's text, its citations and their statements."""


class ExtractiveWriter:
    """The one who is asked for, then the best sentences as they stand in the articles; nothing is reworded."""

    def write(self, question: str, frame: Frame, selected: Selection) -> Written:
        """See Writer."""
        told = selected.items
        citations = tuple(cite(marker, item.article, item.passage, item.span) for marker, item in enumerate(told, 1))
        sentences = [_marked(cited.quote, cited.marker) for cited in citations]
        statements = tuple(
            told_statement(stored, marker) for marker, item in enumerate(told, 1) for stored in item.statements
        )
        if selected.lines:
            lines = (f"{_when(cited)}{sentence}" for cited, sentence in zip(citations, sentences, strict=True))
            return "\n".join(lines), citations, statements
        lead = party_asked_for(frame, told[0])
        return " ".join([*([_marked(lead, 1)] if lead else []), *sentences]), citations, statements


def _when(cited: Citation) -> str:
    """The day and the outlet of a line of a list, as far as they are known."""
    known = [part for part in ((cited.published or "")[:10], cited.publisher) if part]
    return f"{', '.join(known)}: " if known else ""


def party_asked_for(frame: Frame, best: Evidence) -> str | None:
    """Who is asked for, as the one who acts or as the one addressed, in the words of the sentence, if it says so."""
    if best.fit is not Fit.FITS:
        return None
    statement = next(stored for stored in best.statements if fit(frame, stored) is Fit.FITS)
    text = best.article.text
    if frame.asked is Asked.SOURCE:
        return _party(statement.statement.source, best.span, text, named=statement.statement.source_named)
    if frame.asked is Asked.ADDRESSEE:
        return _party(statement.statement.addressee, best.span, text, named=True)
    return None


def _party(party: Span | None, quoted: Span, text: str, *, named: bool) -> str | None:
    """A party as the quote names it, and that it is not named where that is so.

    None for a pronoun, a bare adjective, “the official”, or what stands elsewhere.
    """
    if party is None or not quoted.start <= party.start <= party.end <= quoted.end:
        return None
    name = party.of(text)
    if not named:
        unknown = _INDEFINITE.match(name) is not None
        return f"{name[0].upper()}{name[1:]}, not named in the article." if unknown else None
    adjective = country_of_adjective(name) is not None and country(name) is None
    if name in _PRONOUNS or adjective or not any(word[:1].isupper() for word in name.split()):
        return None
    return f"{name[0].upper()}{name[1:]}."


def _marked(sentence: str, marker: int) -> str:
    """A sentence of the answer with its marker before its full stop; numbers in brackets of its own are no markers."""
    text = _BRACKETED.sub(r"(\1)", " ".join(sentence.split()))
    return f"{text.removesuffix('.')} [{marker}]."
