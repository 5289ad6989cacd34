"""The only way to point at text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of Unicode code points in one article's text.

    >>> Span("a.txt", 4, 9)
    Span(article_id='a.txt', start=4, end=9)
    """

    article_id: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end}) in {self.article_id}")

    def of(self, text: str) -> str:
        """The quote: ``text[start:end]``."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point of the same article."""
        return self.article_id == other.article_id and self.start < other.end and other.start < self.end
