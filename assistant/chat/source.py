"""A source on the page: headline, outlet, date, what is said in it, the passage with its marks, the whole article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode, urlsplit

from assistant.chat.escape import escaped, isolated, safe_url
from assistant.chat.said import said_lines
from assistant.chat.wanted import day_in_words
from assistant.words import say
from corpus.article import Article
from corpus.span import Span
from index.catalog import StoredPassage
from index.statements import StoredStatement


@dataclass(frozen=True, slots=True)
class Card:
    """What a source card shows besides the source itself.

    ``name`` is its id in the page; of those with the same ``group``, if it has one, one is open at a time; ``marks``
    are spans of the article, in order; the quote if None;
    ``remarks`` are lines on its copies, corrections and versions.
    """

    name: str
    group: str
    badge: str
    quote: Span
    is_open: bool = False
    whole_open: bool = False
    marks: tuple[Span, ...] | None = None
    said: tuple[StoredStatement, ...] = ()
    remarks: Sequence[str] = ()


def card(shown: Card, stored: StoredPassage) -> str:
    """A source as HTML. All text of the article is escaped."""
    marks = (shown.quote,) if shown.marks is None else shown.marks
    kind = "proof" if shown.badge else "proof plain"
    group = f' name="{shown.group}"' if shown.group else ""
    return (
        f'<details class="{kind}"{group} id="{shown.name}"{" open" if shown.is_open else ""}>'
        f"<summary>{_heading(shown.badge, stored.article)}</summary>{said_lines(shown.said)}"
        f'<blockquote class="passage">{marked(stored.article.text, stored.span, marks)}</blockquote>'
        f"{_remarks(shown.remarks)}{_whole(shown, stored, marks)}{_particulars(stored, shown.quote)}</details>"
    )


def article_html(article: Article) -> str:
    """A whole article, nothing marked."""
    everything = Span(article.id, 0, len(article.text))
    head = f'<div class="proof plain"><div class="summary">{_heading("", article)}</div>'
    text = f'<div class="article" tabindex="0" role="region" aria-label="{escaped(say("source.whole"))}">'
    return f"{head}{text}{marked(article.text, everything, ())}</div></div>"


def source_link(passage: int, quote: Span) -> str:
    """A relative URL that shows a source again, though its article may have changed since."""
    return "?" + urlencode({"passage": passage, "start": quote.start, "end": quote.end})


def citation_line(article: Article, quote: Span) -> str:
    """A citation in one line, with all that is needed to check it."""
    words = " ".join(quote.of(article.text).split())
    known = (article.title, ", ".join(article.authors), article.publisher, article.published, article.url)
    where = f"{article.id}, characters {quote.start}–{quote.end}, SHA-256 {article.digest()}"
    return f"“{words}” {'. '.join(one for one in known if one)} ({where})"


def marked(text: str, shown: Span, marks: Sequence[Span]) -> str:
    """The text of a span, escaped, with what is marked in it marked."""
    pieces, at = [], shown.start
    for mark in marks:
        start, end = max(mark.start, at), min(mark.end, shown.end)
        if start < end:
            pieces += [_paragraphs(text[at:start]), f"<mark>{_paragraphs(text[start:end])}</mark>"]
            at = end
    return f"<bdi>{''.join(pieces)}{_paragraphs(text[at : shown.end])}</bdi>"


def published_html(published: str | None) -> str:
    """A date as a newspaper writes it, or that it is unknown."""
    if published is None:
        return f'<span class="unknown">{escaped(say("source.no_date"))}</span>'
    try:
        words = day_in_words(date.fromisoformat(published[:10]))
    except ValueError:
        return escaped(published)
    return f'<time datetime="{escaped(published)}">{words}</time>'


def _heading(badge: str, article: Article) -> str:
    title = _known(article.title, "source.no_headline")
    outlet = _known(article.publisher, "source.no_outlet")
    author = f"{isolated(', '.join(article.authors))}, " if article.authors else ""
    return (
        f'{badge}<span class="headline">{title}</span><span class="byline">{author}{outlet} '
        f'<span aria-hidden="true">·</span> {published_html(article.published)}</span>'
    )


def _known(text: str | None, otherwise: str) -> str:
    return isolated(text) if text else f'<span class="unknown">{escaped(say(otherwise))}</span>'


def _paragraphs(text: str) -> str:
    """Escaped text; where the article begins a new line, so does the page."""
    return '<span class="break"></span>'.join(escaped(line) for line in re.split(r"\n+", text))


def _remarks(lines: Sequence[str]) -> str:
    items = "".join(f"<li>{isolated(line)}</li>" for line in lines)
    return f'<ul class="remarks">{items}</ul>' if items else ""


def _whole(shown: Card, stored: StoredPassage, marks: Sequence[Span]) -> str:
    everything = Span(stored.article.id, 0, len(stored.article.text))
    label = escaped(say("source.whole"))
    return (
        f'<details class="whole"{" open" if shown.whole_open else ""}><summary>{label}</summary>'
        f'<div class="article" tabindex="0" role="region" aria-label="{label}" id="{shown.name}-article">'
        f"{marked(stored.article.text, everything, marks)}</div></details>"
    )


def _particulars(stored: StoredPassage, quote: Span) -> str:
    article = stored.article
    url = safe_url(article.url)
    link = ""
    if url:
        host = isolated(urlsplit(url).hostname or "")
        told = escaped(say("source.published_at"))
        link = f'<a href="{escaped(url)}" target="_blank" rel="noopener noreferrer">{told} {host}</a>'
    return (
        f'<div class="particulars"><code>{isolated(article.id)}</code>{link}'
        f'<a href="{escaped(source_link(stored.id, quote))}">{escaped(say("source.link"))}</a>'
        f'<button class="copy">{escaped(say("source.copy"))}</button>'
        f'<span class="citation" hidden>{escaped(citation_line(article, quote))}</span></div>'
    )
