"""Looking up: the passages that fit some words, ranked, with the words marked, and no answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.chat.escape import escaped
from assistant.chat.filters import FilterPanel, shown, wanted
from assistant.chat.html import html
from assistant.chat.narrowed import narrowed
from assistant.chat.proofs import within
from assistant.chat.reading import read_statements
from assistant.chat.source import Card, card
from assistant.chat.talk import kind
from assistant.chat.wanted import Wanted, of_link
from assistant.question import MAX_CHARACTERS, checked
from assistant.remarks import remarks_on_source
from assistant.words import say
from corpus.errors import BadInput
from corpus.span import Span
from index.archive import Archive, Hit
from index.catalog import StoredPassage
from index.errors import IndexUnusable
from index.filters import Filters
from index.keywords import terms

_WORD = re.compile(r"\w+")
COUNTS = (10, 25, 50)


class LookupTab:
    """The components of the tab, and what happens in it."""

    def __init__(self, assistant: Assistant, filters: FilterPanel) -> None:
        self._assistant = assistant
        self._filters = filters
        with gr.Row(elem_id="lookup-form", equal_height=True):
            self.box = gr.Textbox(
                label=say("lookup.label"), placeholder=say("lookup.placeholder"), elem_id="lookup", scale=5,
                submit_btn=say("lookup.go"), lines=1, max_lines=2, max_length=MAX_CHARACTERS,
            )  # fmt: skip
            self.count = gr.Dropdown(list(COUNTS), value=COUNTS[0], label=say("lookup.count"), scale=1, min_width=90)
        self.found = html(_note("lookup.empty"), elem_id="found", elem_classes="sources")

    def connect(self, event_options: dict[str, Any]) -> None:
        """Look up on Enter, and again when filters or the number of passages change."""
        inputs = [self.box, self.count, *self._filters.all]
        self.box.submit(self.look_up, inputs, self.found, **event_options)
        changes = [self.count.change, *(one.change for one in self._filters.all)]
        gr.on(changes, self._look_up_again, inputs, self.found, **event_options)

    def open_linked(self, request: gr.Request) -> tuple[Any, ...]:
        """Show what a permalink looks up; leave all alone if it looks up nothing."""
        query = request.query_params.get("lookup", "")[:MAX_CHARACTERS]
        if not query.strip():
            return (gr.skip(),) * (3 + len(self._filters.all))
        values = shown(of_link(request.query_params))
        return gr.Tabs(selected="lookup"), query, self.look_up(query, COUNTS[0], *values), *values

    def _look_up_again(self, words: str | None, count: int, *filters: str | None) -> Any:
        """With other filters; without words nothing changes, as when a link fills in its filters before its words."""
        return self.look_up(words, count, *filters) if words and words.strip() else gr.skip()

    def look_up(self, words: str | None, count: int, *filters: str | None) -> str:
        """The passages as HTML, or a kind line."""
        if not words or not words.strip():
            return _note("lookup.empty")
        given = wanted(filters)
        try:
            query = checked(words, "your words")
            hits = narrowed(self._assistant, given.acts()).lookup(query, min(int(count), COUNTS[-1]), given.filters())
            return passages_html(self._assistant.index, query, hits, given)
        except (BadInput, IndexUnusable) as error:
            return f'<div class="problem" role="alert">{escaped(kind(error))}</div>'


def passages_html(index: Archive, query: str, hits: Sequence[Hit], given: Wanted) -> str:
    """Ranked passages, the first open."""
    if not hits:
        return _note("lookup.none")
    link = f'<a href="{escaped(given.link(lookup=query))}">{escaped(say("lookup.link"))}</a>'
    told = "lookup.found_one" if len(hits) == 1 else "lookup.found"
    head = f'<p class="count" role="status">{escaped(say(told, count=len(hits)))} {link}</p>'
    show = partial(_card, index, frozenset(terms(query)), given.filters())
    return head + "".join(show(rank, hit) for rank, hit in enumerate(hits, 1))


def spans_of_words(stems: frozenset[str], text: str, span: Span) -> tuple[Span, ...]:
    """Where words with one of some stems stand in a span of a text."""
    return tuple(
        Span(span.article_id, found.start(), found.end())
        for found in _WORD.finditer(text, span.start, span.end)
        if stems & frozenset(terms(found[0]))
    )


def _card(index: Archive, stems: frozenset[str], filters: Filters, rank: int, hit: Hit) -> str:
    marks = spans_of_words(stems, hit.article.text, hit.span)
    acts = within(read_statements(index, hit.passage), hit.span)
    source = Card(
        f"found-{rank}", "", f'<span class="badge">{rank}</span>', hit.span, is_open=True, marks=marks, said=acts[:3],
        remarks=remarks_on_source(index, hit.article, hit.span, filters),
    )  # fmt: skip
    return card(source, StoredPassage(hit.passage, hit.span, hit.article))


def _note(key: str) -> str:
    return f'<p class="note">{escaped(say(key))}</p>'
