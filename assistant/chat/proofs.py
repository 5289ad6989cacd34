"""The proofs beside the answer: each source with its quote marked, and the whole article at that place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from urllib.parse import urlsplit

from assistant.answer import Citation, Nearest
from assistant.chat.archive import day_in_words
from assistant.chat.escape import escaped, isolated, safe_url
from assistant.chat.turn import Turn
from corpus.span import Span
from index.catalog import StoredPassage

Proof = Citation | Nearest
ReadPassage = Callable[[int], StoredPassage]

EMPTY = (
    '<div class="proofs-empty"><h2>Proof</h2><p>Each answer carries numbers. '
    "The sentence behind each number appears here, marked in its article.</p></div>"
)


def proofs(turns: Sequence[Turn], read: ReadPassage) -> str:
    """The proofs of a conversation, those of the latest question first and open.

    ``read`` gives a passage, with the version of the article that it was cited from, by the passage's id.
    """
    if not turns:
        return EMPTY
    latest, *earlier = reversed(turns)
    sections = [_section(latest, read)]
    sections += [
        f'<details class="earlier"><summary>Earlier: {isolated(turn.answer.question)}</summary>{_section(turn, read)}'
        "</details>"
        for turn in earlier
        if turn.proofs
    ]
    return "".join(sections)


def _section(turn: Turn, read: ReadPassage) -> str:
    cards = "".join(_card(turn, position, proof, read(proof.passage)) for position, proof in enumerate(turn.proofs, 1))
    if turn.answer.abstained:
        about = "These passages come closest. <strong>They do not answer the question.</strong>"
        heading, kind = "What comes closest", "nearest"
    else:
        about, heading, kind = "", "Proof", "cited"
    intro = f"<p>{about}</p>" if about and cards else ""
    nothing = "" if cards else "<p>Nothing in the archive comes close.</p>"
    return f'<section class="{kind}"><h2>{heading}</h2>{intro}{nothing}{cards}</section>'


def _card(turn: Turn, position: int, proof: Proof, stored: StoredPassage) -> str:
    number = position if isinstance(proof, Citation) else None
    open_first = " open" if position == 1 else ""
    name = turn.proof_id(position)
    quote = Span(proof.article, proof.start, proof.end)
    return (
        f'<details class="proof" name="proofs-{turn.number}" id="{name}"{open_first}>'
        f"<summary>{_heading(number, proof)}</summary>"
        f'<blockquote class="passage">{_marked(stored, stored.span, quote)}</blockquote>'
        f"{_whole(name, proof, stored, quote)}{_particulars(proof)}</details>"
    )


def _heading(number: int | None, proof: Proof) -> str:
    badge = f'<span class="badge">{number}</span>' if number else '<span class="badge not">not an answer</span>'
    title = isolated(proof.title) if proof.title else '<span class="unknown">No headline</span>'
    outlet = isolated(proof.publisher) if proof.publisher else '<span class="unknown">outlet unknown</span>'
    return (
        f'{badge}<span class="headline">{title}</span>'
        f'<span class="byline">{outlet} <span aria-hidden="true">·</span> {_published(proof.published)}</span>'
    )


def _published(published: str | None) -> str:
    if published is None:
        return '<span class="unknown">date unknown</span>'
    try:
        words = day_in_words(date.fromisoformat(published[:10]))
    except ValueError:
        return escaped(published)
    return f'<time datetime="{escaped(published)}">{words}</time>'


def _marked(stored: StoredPassage, shown: Span, quote: Span) -> str:
    """The text of a span, escaped, with the part that is quoted marked."""
    text = stored.article.text
    start, end = max(quote.start, shown.start), min(quote.end, shown.end)
    if start >= end:
        return f"<bdi>{_paragraphs(shown.of(text))}</bdi>"
    before, marked, after = text[shown.start : start], text[start:end], text[end : shown.end]
    return f"<bdi>{_paragraphs(before)}<mark>{_paragraphs(marked)}</mark>{_paragraphs(after)}</bdi>"


def _paragraphs(text: str) -> str:
    """Escaped text; where the article begins a new line, so does the page."""
    return '<span class="break"></span>'.join(escaped(line) for line in re.split(r"\n+", text))


def _whole(name: str, proof: Proof, stored: StoredPassage, quote: Span) -> str:
    everything = Span(proof.article, 0, len(stored.article.text))
    return (
        f'<details class="whole"><summary>Whole article</summary><div class="article" tabindex="0" role="region" '
        f'aria-label="Whole article" id="{name}-article">{_marked(stored, everything, quote)}</div></details>'
    )


def _particulars(proof: Proof) -> str:
    url = safe_url(proof.url)
    link = ""
    if url:
        host = isolated(urlsplit(url).hostname or "")
        link = f'<a href="{escaped(url)}" target="_blank" rel="noopener noreferrer">Published at {host}</a>'
    return f'<div class="particulars"><code>{isolated(proof.article)}</code>{link}</div>'
