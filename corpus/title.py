"""Whether the first line of a text is its headline."""

from __future__ import annotations

from corpus.article import Article
from corpus.sentences import sentence_spans
from corpus.span import Span
from corpus.unspaced import count_words

MAX_WORDS = 30
MAX_LEAD = 300  # characters of a first sentence that stands in for a title
_ENDS_OF_PROSE = (".", ",", ";", ":", "…", "。", "，", "、", "：", "；")


def headline(text: str) -> str | None:
    r"""The first line if it looks like a headline, else None: unknown stays unknown.

    A headline is short, begins like one, does not end as prose does, and something longer follows it.

    >>> headline("Israel seeks help for talks\n\nIsrael is reportedly in direct contact with officials.")
    'Israel seeks help for talks'
    >>> headline("The group said on Tuesday that it wants assurances.\nIt was the second day.") is None
    True
    """
    first, _, rest = text.partition("\n")
    words = count_words(first)
    if not 2 <= words <= MAX_WORDS or first.rstrip("\"'”’»").endswith(_ENDS_OF_PROSE):
        return None
    if first[0].islower() or not any(character.isalpha() for character in first):
        return None
    longest = max((len(line) for line in rest.split("\n")), default=0)
    return first if longest > len(first) else None


def heading(article: Article) -> str:
    """What stands above a passage to say what it is about: the title, else the first sentence."""
    if article.title is not None:
        return article.title
    start, end = next(iter(sentence_spans(article.text[:MAX_LEAD])), (0, 0))
    return article.text[start:end].rstrip(".")


def under_heading(article: Article, span: Span) -> str:
    """A slice of an article with the heading in front of it, for models that must know what it is about."""
    above, text = heading(article), span.of(article.text)
    return text if text.startswith(above) else f"{above}. {text}"
