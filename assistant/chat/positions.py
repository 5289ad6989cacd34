"""Positions: who demanded, proposed, rejected, accepted what, and when, as a table and over time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.chat.changes import Change, changes
from assistant.chat.downloads import download
from assistant.chat.escape import escaped, isolated
from assistant.chat.filters import FilterPanel, shown, wanted
from assistant.chat.html import html
from assistant.chat.positions_found import SHOWN, day_of, find_positions, headers, one_position, table
from assistant.chat.reading import read_passage
from assistant.chat.said import act_in_words, shortened, what_of
from assistant.chat.source import Card, card, published_html, source_link
from assistant.chat.talk import kind
from assistant.chat.timeline import timeline
from assistant.chat.wanted import Wanted, of_link
from assistant.question import MAX_CHARACTERS
from assistant.remarks import remarks_on_source
from assistant.statement_rows import statement_row, to_csv
from assistant.words import say
from corpus.errors import BadInput
from index.archive import Archive
from index.errors import IndexUnusable
from index.statements import StoredStatement

_WIDTHS: list[str | int] = ["60px", "115px", "170px", "120px", "330px", "150px", "150px", "150px"]
_BOM = "\ufeff"  # without it Excel takes UTF-8 for something else


class PositionsTab:
    """The components of the tab, and what happens in it."""

    def __init__(self, assistant: Assistant, filters: FilterPanel) -> None:
        self._index = assistant.index
        self._filters = filters
        self._seen = gr.State("")  # what the table shows: generation, topic and filters
        self._rows = gr.State([])  # (statement, passage) of each row
        with gr.Row(elem_id="positions-form", equal_height=True):
            self.topic = gr.Textbox(
                label=say("positions.topic"), placeholder=say("positions.topic_hint"), elem_id="topic", scale=5,
                submit_btn=say("positions.go"), lines=1, max_lines=1, max_length=MAX_CHARACTERS,
            )  # fmt: skip
            self._csv = gr.DownloadButton(say("positions.csv"), elem_id="csv", scale=1, size="md", interactive=False)
            self._json = gr.DownloadButton(say("positions.json"), elem_id="json", scale=1, size="md", interactive=False)
        with gr.Row(elem_id="positions", equal_height=False):
            with gr.Column(scale=7, min_width=320):
                self._head = html("", elem_id="positions-head", elem_classes="sources")
                self._table = gr.Dataframe(
                    headers=headers(), type="array", interactive=False, wrap=True,
                    show_search="filter", buttons=[], max_height=640, column_widths=_WIDTHS, elem_id="positions-table",
                    label=say("positions.table"), show_label=False,
                )  # fmt: skip
            with gr.Column(scale=4, min_width=320):
                self._opened = html(_note("positions.opened"), elem_id="opened", elem_classes="sources")
        self._chosen = gr.Textbox(visible="hidden", elem_id="chosen", container=False, show_label=False)

    def connect(self, blocks: gr.Blocks, tab: gr.Tab, tabs: gr.Tabs, options: dict[str, Any]) -> None:
        """Show when the tab is opened, the topic sent or a filter changed; open what is chosen."""
        inputs = [self._seen, self.topic, *self._filters.all]
        outputs = [self._head, self._table, self._rows, self._seen]
        files = {"fn": self._files, "inputs": inputs, "outputs": [self._csv, self._json]}
        for event in (
            gr.on([tab.select, self.topic.submit], self._show, inputs, outputs, **options),
            gr.on([one.change for one in self._filters.all], self._show_again, inputs, outputs, **options),
        ):
            event.success(**files, **{**options, "show_progress": "hidden"})
        self._table.select(self._open_row, self._rows, self._opened, **options)
        self._chosen.submit(self._open_point, self._chosen, self._opened, **options)
        linked = blocks.load(self._open_linked, None, [tabs, self.topic, *self._filters.all], **options)
        opened = linked.success(self._show_linked, inputs, outputs, **options)
        opened.success(**{**files, "fn": self._files_linked}, **options)

    def _show(self, seen: str, topic: str | None, *filters: str | None) -> tuple[Any, ...]:
        topic, given = (topic or "")[:MAX_CHARACTERS], wanted(filters)
        try:
            key = self._key(topic, given)
            if key == seen:
                return (gr.skip(),) * 4
            found = find_positions(self._index, given, topic)
        except (BadInput, IndexUnusable) as error:
            return f'<div class="problem" role="alert">{escaped(kind(error))}</div>', [], [], ""
        rows = found[:SHOWN]
        return head_html(found, given, topic), table(rows), [(one.id, one.passage) for one in rows], key

    def _show_again(self, seen: str, *others: str | None) -> tuple[Any, ...]:
        return self._show(seen, *others) if seen else (gr.skip(),) * 4

    def _show_linked(self, request: gr.Request, seen: str, *others: str | None) -> tuple[Any, ...]:
        return self._show(seen, *others) if "positions" in request.query_params else (gr.skip(),) * 4

    def _open_linked(self, request: gr.Request) -> tuple[Any, ...]:
        query = request.query_params
        if "positions" not in query:
            return (gr.skip(),) * (2 + len(self._filters.all))
        return gr.Tabs(selected="positions"), query["positions"][:MAX_CHARACTERS], *shown(of_link(query))

    def _open_row(self, event: gr.SelectData, rows: list[tuple[int, int]]) -> Any:
        number = int(event.row_value[0])
        return opened_html(self._index, *rows[number - 1]) if 0 < number <= len(rows) else gr.skip()

    def _open_point(self, chosen: str) -> Any:
        """``chosen`` is “statement:passage”, put there by page.js for a point of the timeline."""
        name, _, passage = (chosen or "").partition(":")
        if not (name.isdecimal() and passage.isdecimal() and len(chosen) < 32):
            return gr.skip()
        return opened_html(self._index, int(name), int(passage))

    def _files(self, seen: str, topic: str | None, *filters: str | None) -> tuple[Any, Any]:
        topic, given = (topic or "")[:MAX_CHARACTERS], wanted(filters)
        try:
            key = self._key(topic, given)
            rows = _Rows(self._index, given, topic)
            as_csv = download("positions.csv", key, lambda: _BOM + to_csv(rows.read()))
            as_json = download("positions.json", key, lambda: json.dumps(rows.read(), ensure_ascii=False, indent=1))
        except (BadInput, IndexUnusable):
            return (gr.update(value=None, interactive=False),) * 2
        return gr.update(value=as_csv, interactive=True), gr.update(value=as_json, interactive=True)

    def _files_linked(self, request: gr.Request, *inputs: str | None) -> tuple[Any, Any]:
        """The same for a link to a table alone: all rows take seconds, in which the first question would be slow."""
        return self._files("", *inputs[1:]) if "positions" in request.query_params else (gr.skip(), gr.skip())

    def _key(self, topic: str, given: Wanted) -> str:
        where = (self._index.place, self._index.state())
        return json.dumps([*where, topic, *given.given().items()])


class _Rows:
    """The rows of a download, read once."""

    def __init__(self, index: Archive, given: Wanted, topic: str) -> None:
        self._what = index, given, topic
        self._rows: list[dict[str, Any]] | None = None

    def read(self) -> list[dict[str, Any]]:
        if self._rows is None:
            self._rows = [statement_row(one) for one in find_positions(*self._what)]
        return self._rows


def head_html(found: Sequence[StoredStatement], given: Wanted, topic: str) -> str:
    """How many there are, the changes of position, and the timeline."""
    if not found:
        return _note("positions.none")
    told = (
        say("positions.cut", count=f"{len(found):,}", shown=SHOWN)
        if len(found) > SHOWN
        else say("positions.found_one" if len(found) == 1 else "positions.found", count=f"{len(found):,}")
    )
    link = f'<a href="{escaped(given.link(positions=topic))}">{escaped(say("positions.link"))}</a>'
    shown_changes = _changes(changes(found))
    return f'<p class="count" role="status">{escaped(told)} {link}</p>{timeline(found)}{shown_changes}'


def opened_html(index: Archive, name: int, passage: int) -> str:
    """The sentence of one position in its article."""
    one = one_position(index, name, passage)
    if one is None:
        return f"<p>{escaped(say('source.gone'))}</p>"
    remarks = remarks_on_source(index, one.article, one.statement.sentence)
    shown_card = Card("opened-1", "", "", one.statement.sentence, is_open=True, said=(one,), remarks=remarks)
    heading = f"<h2>{escaped(say('source.heading'))}</h2>"
    return f'<section class="cited">{heading}{card(shown_card, read_passage(index, passage))}</section>'


def _changes(found: Sequence[Change]) -> str:
    if not found:
        return ""
    items = "".join(
        f"<li><strong>{isolated(one.who)}</strong> {_step(one.before)} <span aria-hidden='true'>→</span> "
        f"{_step(one.after)}</li>"
        for one in found
    )
    title = escaped(say("changes.title", count=len(found)))
    return f'<details class="changes"><summary>{title}</summary><ul>{items}</ul></details>'


def _step(one: StoredStatement) -> str:
    href = escaped(source_link(one.passage, one.statement.sentence) + f"&statement={one.id}")
    what = isolated(shortened(what_of(one), 90))
    act = f'<a class="step" href="{href}">{isolated(act_in_words(one.statement))}</a>'
    return f"{act} {what} ({published_html(day_of(one))})"


def _note(key: str) -> str:
    return f'<p class="note">{escaped(say(key))}</p>'
