"""What a passage lost when it was cut from its article: given to what is searched, never to a quote."""

from __future__ import annotations

from datetime import date

from corpus.article import Article
from corpus.span import Span
from corpus.title import under_heading


def in_context(article: Article, span: Span) -> str:
    """A slice of an article under its month and heading, as it is embedded and indexed.

    On the tune half (benchmarks/context.py), with the month in front, evidence@1 / 3 / 10 / 30 of the vectors is .48 /
    .70 / .91 / .98, without .40 / .62 / .82 / .98; of both rankings fused .62 / .77 / .94 / 1.0, without .51 / .75 /
    .93 / .98.

    >>> text = "Talks fail\\nHe left."
    >>> in_context(Article("a", text, "a", "Talks fail", published="2024-10-03"), Span("a", 11, 19))
    'October 2024. Talks fail. He left.'
    """
    month = month_of(article)
    text = under_heading(article, span)
    return f"{month}. {text}" if month else text


def month_of(article: Article) -> str:
    """The month and year of an article as words, empty if its date is unknown."""
    return date.fromisoformat(article.published[:10]).strftime("%B %Y") if article.published else ""
