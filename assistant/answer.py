"""What comes back: an answer with its citations, or an abstention with its reason. Never None."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from corpus.article import Article
from corpus.span import Span

EXTRACT = "extract"  # who wrote an answer that is in the articles' own words


class Reason(StrEnum):
    """Why there is no answer."""

    NO_EVIDENCE = "no-evidence"
    ROLE_MISMATCH = "role-mismatch"
    FALSE_PREMISE = "false-premise"
    MISSING_DETAIL = "missing-detail"
    OUT_OF_RANGE = "out-of-range"


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and where it stands: ``article.text[start:end] == quote``.

    ``version`` is the digest of the article version that is cited; ``updated`` says that there is a later one;
    ``corrections`` is what it says of itself, ``also_in`` the other articles with the same report (docs/copies.md).
    """

    marker: int
    article: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    passage: int
    start: int
    end: int
    quote: str
    version: str = ""
    updated: bool = False
    corrections: tuple[Mapping[str, Any], ...] = ()
    also_in: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Nearest:
    """What comes closest when there is no answer. Not an answer."""

    article: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    passage: int
    start: int
    end: int
    quote: str
    label: str = "not an answer"


@dataclass(frozen=True, slots=True)
class Answer:
    """One question's result (CONTRACT: answers out). An abstention has a reason, no citations, and what comes closest.

    ``notes`` are remarks about the search, such as how many undated articles a date filter left out. ``written_by`` is
    “extract”, or the name of the language model that worded the answer; then ``extractive`` is what it would be in the
    articles' own words, with the same markers (docs/writer.md).
    """

    question: str
    standalone_question: str
    answer: str
    abstained: bool
    confidence: float
    id: str | None = None
    reason: Reason | None = None
    citations: tuple[Citation, ...] = ()
    statements: tuple[Mapping[str, Any], ...] = ()
    nearest: tuple[Nearest, ...] = ()
    notes: tuple[str, ...] = ()
    written_by: str = EXTRACT
    extractive: str | None = None
    timing_ms: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The contract's JSON object, keys in its order."""
        fields = asdict(self)
        order = ("id", "question", "standalone_question", "answer", "abstained", "reason", "confidence", "citations")
        first = {name: fields.pop(name) for name in order}
        timing = {name: round(ms, 2) for name, ms in fields.pop("timing_ms").items()}
        return {**first, "statements": list(fields.pop("statements")), **fields, "timing_ms": timing}


def cite(marker: int, article: Article, passage: int, span: Span) -> Citation:
    """The citation of a span."""
    return Citation(marker, *_where(article), passage, span.start, span.end, span.of(article.text), article.digest())


def nearest(article: Article, passage: int, span: Span) -> Nearest:
    """A span that comes close, labelled as no answer."""
    return Nearest(*_where(article), passage, span.start, span.end, span.of(article.text))


def _where(article: Article) -> tuple[str, str | None, str | None, str | None, str | None]:
    return article.id, article.title, article.publisher, article.published, article.url
