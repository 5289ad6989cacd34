"""What a reader should know of the articles that an answer cites: copies, corrections, later versions, odd dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.answer import Answer, Citation, cite
from corpus.article import Article
from corpus.corrections import Note
from corpus.language import ENGLISH, language_at
from corpus.repetition import Retold, Told, repeats, retold, told
from corpus.sentences import sentence_spans
from corpus.span import Span
from index.archive import Archive
from index.editions import Edition, Resolved, resolve_citation
from index.filters import ALL, Filters

NAMED = 3  # outlets named with “also in”


def remarked(answer: Answer, index: Archive, filters: Filters) -> Answer:
    """The same answer with its citations' copies and corrections, and notes on what is odd about their articles."""
    if not answer.citations:
        return answer
    editions = {cited.article: index.edition(cited.article, cited.version) for cited in answer.citations}
    copies = index.also_in(list(editions), filters)
    citations = tuple(_with_copies(cited, editions[cited.article], copies[cited.article]) for cited in answer.citations)
    odd = (_odd(cited, editions[cited.article], filters) for cited in citations)
    return replace(answer, citations=citations, notes=(*answer.notes, *dict.fromkeys(line for line in odd if line)))


def remarks_on(citation: Citation) -> list[str]:
    """The lines that are shown below a citation."""
    lines = []
    if citation.also_in:
        lines.append(_also_in(citation))
    if citation.updated:
        lines.append("This article was updated since.")
    return [*lines, *(f"It says of itself: “{' '.join(note['quote'].split())}”" for note in citation.corrections)]


def remarks_on_source(index: Archive, article: Article, quote: Span, filters: Filters = ALL) -> list[str]:
    """The lines that are shown below a source outside an answer: as they are today, though the version may be old."""
    found = resolve_citation(index.edition, article.id, article.digest(), quote.start, quote.end)
    copies = index.also_in([article.id], filters)[article.id]
    cited = _with_copies(cite(1, article, 0, quote), found.edition, copies)
    return [*remarks_on(replace(cited, updated=False)), *remarks_on_resolved(found)]


def _also_in(citation: Citation) -> str:
    """In how many other outlets what is quoted ran: each counts once, a copy whose outlet is unknown for itself."""
    ran = (other["publisher"] or other["article"] for other in citation.also_in)
    outlets = list(dict.fromkeys(outlet for outlet in ran if outlet != citation.publisher))
    if not outlets:
        return f"The same outlet ran it {len(citation.also_in) + 1} times."
    more = f" and {len(outlets) - NAMED} more" if len(outlets) > NAMED else ""
    return f"Also in {len(outlets)}: {', '.join(outlets[:NAMED])}{more}."


def remarks_on_resolved(found: Resolved) -> list[str]:
    """The lines that are shown below a citation that was looked up again."""
    edition, latest, lines = found.edition, found.latest, []
    if edition.updated:
        by = f" by {latest.article.id}" if latest.article.id != edition.article.id else ""
        still = "still has" if found.still_at else "no longer has"
        lines.append(f"This article was updated{by}; the latest version {still} these words.")
    if latest.retracted:
        lines.append("It was retracted.")
    if edition.removed:
        lines.append("It was removed from the index.")
    return lines


def resolved_to_json(found: Resolved) -> dict[str, Any]:
    """A citation looked up again, as ``resolve --json`` shows it."""
    article, still = found.edition.article, found.still_at
    return {
        "article": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published,
        "url": article.url,
        "quote": found.quote,
        "version": article.digest(),
        "updated": found.edition.updated,
        "removed": found.edition.removed,
        "retracted": found.latest.retracted,
        "latest": {
            "article": found.latest.article.id,
            "version": found.latest.article.digest(),
            "start": still.start if still else None,
            "end": still.end if still else None,
        },
        "corrections": [note_to_json(note, found.latest) for note in found.latest.notes],
    }


def note_to_json(note: Note, edition: Edition) -> dict[str, Any]:
    """A note as a citation shows it; its quote is the headline where that says it."""
    quote = note.span.of(edition.article.text) or edition.article.title
    return {"kind": note.kind.value, "quote": quote, "start": note.span.start, "end": note.span.end}


def _with_copies(cited: Citation, edition: Edition, others: Sequence[Article]) -> Citation:
    """The citation with those copies that have what it quotes, or half of its sentences: not those that were cut before
    it, or that it adds it to."""
    sentences = [retold(cited.quote[start:end]) for start, end in sentence_spans(cited.quote)]
    others = [other for other in others if 2 * _count(sentences, told(other.text)) >= len(sentences)]
    return replace(
        cited,
        updated=edition.updated,
        corrections=tuple(note_to_json(note, edition) for note in edition.notes),
        also_in=tuple(
            {"article": other.id, "publisher": other.publisher, "published": other.published} for other in others
        ),
    )


def _count(sentences: Sequence[Retold], article: Told) -> int:
    return sum(repeats(sentence, article) for sentence in sentences)


def _odd(cited: Citation, edition: Edition, filters: Filters) -> str | None:
    if edition.retracted:
        return f"[{cited.marker}] is from an article that was retracted."
    if edition.future:
        return f"[{cited.marker}] is dated {cited.published}, after the day it was indexed: the date is doubtful."
    language = language_at(edition.article, Span(cited.article, cited.start, cited.end))
    if language not in (ENGLISH, None):
        return (
            f"[{cited.marker}] is quoted in its own language ({language}); it was found by its words, not its meaning."
        )
    if filters.as_of and edition.number > 1 and edition.indexed[:10] > filters.as_of:
        return f"[{cited.marker}] was changed after {filters.as_of}; what it said by then may differ."
    return None
