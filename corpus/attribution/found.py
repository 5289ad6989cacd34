"""A statement as found in one parse, before chains and quotations are joined over the article."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from corpus.attribution.grammar import Range, indices, trimmed
from corpus.attribution.units import Unit
from corpus.statement import Act, Modality, Polarity


@dataclass(frozen=True, slots=True)
class Parsed:
    """A unit and its parse."""

    unit: Unit
    doc: Doc

    def span(self, run: Range) -> Range:
        """A run of tokens as a range of the article's text."""
        first, last = self.doc[run[0]], self.doc[run[1] - 1]
        return self.unit.to_article(first.idx, last.idx + len(last))

    def name(self, run: Range) -> Range:
        """As ``span``, without the folded quotations that a parse has drawn into a noun phrase."""
        start, end = run
        for index in range(start, end):
            if self.quotation(self.doc[index]) is not None:
                start = index + 1
        start = min(start, end - 1)
        return self.span(trimmed(self.doc[start], (start, end)) if end - start > 1 else (start, end))

    def spans(self, runs: list[Range]) -> tuple[Range, ...]:
        """Runs of tokens as ranges of the article's text, empty ones left out."""
        return tuple(self.span(run) for run in runs if run[0] < run[1])

    def quotation(self, token: Token) -> int | None:
        """The number of the quotation that a token stands for, if it is folded away."""
        return self.unit.piece(token.idx).quotation


@dataclass(frozen=True, slots=True)
class Found:
    """One statement in one unit. Tokens where the grammar is still needed, else ranges of the article's text.

    ``root`` is the head of the content, ``folded`` the quotations among it; ``telling`` whether it relays what others
    say (says, according to), as against asking or promising it; ``relayed`` who else passes it on (an outlet).
    """

    parsed: Parsed
    anchor: Token
    cue: Range
    act: Act
    part: str
    source: Token | None
    source_range: Range | None
    content: tuple[Range, ...] = ()
    root: Token | None = None
    folded: tuple[int, ...] = ()
    addressee: Token | None = None
    addressee_range: Range | None = None
    condition: Range | None = None
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.FACT
    telling: bool = False
    relayed: tuple[Range, ...] = ()


def tokens_span(parsed: Parsed, tokens: list[Token]) -> tuple[Range, ...]:
    """Tokens as ranges of the article, trimmed of edge punctuation; runs parted by punctuation alone are joined."""
    joined: list[Range] = []
    for run in indices(tokens):
        start, end = trimmed(parsed.doc[run[0]], run)
        if start >= end:
            continue
        if joined and all(token.is_punct or token.is_space for token in parsed.doc[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return parsed.spans(joined)
