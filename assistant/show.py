"""Results as a person reads them in a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import fill, indent
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.answer import Answer, Citation, Nearest
from assistant.index_summary import summary_lines
from assistant.remarks import remarks_on, remarks_on_resolved
from corpus.article import Article
from corpus.language import ENGLISH, language_at
from index.editions import Resolved
from index.search import Hit
from index.update import Summary

_WIDTH = 100


def show_answer(answer: Answer) -> None:
    """The answer and the quotes that it rests on, or why there is none and what comes closest."""
    if answer.standalone_question != answer.question:
        _say(f"({answer.standalone_question})\n")
    _say(_wrap(answer.answer))
    for note in answer.notes:
        _say(_wrap(note))
    for citation in answer.citations:
        _say(f"\n[{citation.marker}] {_source(citation)}\n{_quote(citation.quote)}")
        for remark in remarks_on(citation):
            _say(indent(_wrap(remark, _WIDTH - 4), "    "))
    if answer.nearest:
        _say("\nClosest, but not an answer:")
    for item in answer.nearest:
        _say(f"\n  - {_source(item)}\n{_quote(item.quote)}")


def show_resolved(found: Resolved) -> None:
    """A citation looked up again."""
    article, latest = found.edition.article, found.latest
    _say(f"{_where(article.title, article.publisher, article.published, article.id)}\n{_quote(found.quote)}")
    for remark in remarks_on_resolved(found):
        _say(_wrap(remark))
    for note in latest.notes:
        _say(_quote(note.span.of(latest.article.text) or latest.article.title or ""))


def show_hits(hits: Sequence[Hit]) -> None:
    """Ranked passages."""
    for rank, hit in enumerate(hits, 1):
        article = hit.article
        where = _where(article.title, article.publisher, article.published, article.id)
        language = language_at(article, hit.span)
        tongue = f", in {language}" if language not in (ENGLISH, None) else ""
        _say(
            f"{rank}. {where} [{hit.span.start}:{hit.span.end}], similarity {hit.similarity:.2f}{tongue}\n"
            f"{_quote(hit.text)}\n"
        )
    if not hits:
        _say("No passage fits.")


def show_summary(summary: Summary, directory: Path) -> None:
    """What an indexing did."""
    for line in summary_lines(summary, directory):
        _say(line)


def show_articles(listed: Sequence[tuple[Article, int, int]]) -> None:
    """A table of articles; where title, outlet and date were found stands behind them, for the rest see ``--json``."""
    table = Table("id", "title", "publisher", "published", "language", "passages", "version", box=None)
    for article, version, passages in listed:
        told = (_found(article, name) for name in ("title", "publisher", "published"))
        cells = (article.id, *told, article.language or "–")
        table.add_row(*map(Text, cells), str(passages), str(version))
    Console().print(table)


def _found(article: Article, name: str) -> str:
    """A field with where it was found: “2024-11-04 (JSON-LD)”."""
    value, where = getattr(article, name), dict(article.provenance).get(name)
    return f"{value} ({where})" if value and where else value or "–"


def show_statements(rows: Sequence[Mapping[str, Any]]) -> None:
    """A table of statements."""
    table = Table("published", "who", "act", "to whom", "what", "told by", "article", box=None)
    for row in rows:
        content = row["content"]
        what = "; ".join(content) if isinstance(content, list) else content or "–"
        act = row["act"] if row["polarity"] == "positive" else f"{row['act']} ({row['polarity']})"
        who = row["actor"] or row["source"] or "–"
        cells = (row["published"] or "–", who, act, row["addressee_actor"] or row["addressee"] or "–", what)
        table.add_row(*map(Text, (*cells, " → ".join(row["reported_by"]) or "–", row["article"])))
    Console().print(table)


def _source(item: Citation | Nearest) -> str:
    return _where(item.title, item.publisher, item.published, item.article)


def _where(title: str | None, publisher: str | None, published: str | None, article: str) -> str:
    known = ", ".join(filter(None, (publisher, published)))
    return f"{title or 'untitled'}{f' ({known})' if known else ''}, {article}"


def _quote(text: str) -> str:
    return indent(_wrap(f"“{' '.join(text.split())}”", _WIDTH - 4), "    ")


def _wrap(text: str, width: int = _WIDTH) -> str:
    return "\n".join(fill(line, width) for line in text.split("\n"))


def _say(text: str) -> None:
    Console(soft_wrap=True, markup=False, highlight=False, emoji=False).print(Text(text))
