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
from corpus.span import Span
from index.statements import StoredStatement

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
        lead = _lead(frame, told[0])
        return " ".join([*([_marked(lead, 1)] if lead else []), *sentences]), citations, statements


def _when(cited: Citation) -> str:
    """The day and the outlet of a line of a list, as far as they are known."""
    known = [part for part in ((cited.published or "")[:10], cited.publisher) if part]
    return f"{', '.join(known)}: " if known else ""


def _lead(frame: Frame, best: Evidence) -> str | None:
    """Who is asked for, in the words of the sentence, if a statement in it says so."""
    if frame.asked is not Asked.SOURCE or best.fit is not Fit.FITS:
        return None
    stored = next(stored for stored in best.statements if fit(frame, stored) is Fit.FITS)
    return _source(stored, best.span)


def _source(stored: StoredStatement, quoted: Span) -> str | None:
    """The source as the quote names it; None for a pronoun, a mere description, or a name that stands elsewhere."""
    statement, text = stored.statement, stored.article.text
    if statement.source is None or not statement.source_named:
        return None
    if not quoted.start <= statement.source.start <= statement.source.end <= quoted.end:
        return None
    name = statement.source.of(text)
    return f"{name}." if any(word[:1].isupper() for word in name.split()) else None


def _marked(sentence: str, marker: int) -> str:
    """A sentence of the answer with its marker before its full stop; numbers in brackets of its own are no markers."""
    text = _BRACKETED.sub(r"(\1)", " ".join(sentence.split()))
    return f"{text.removesuffix('.')} [{marker}]."
