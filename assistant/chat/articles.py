"""Articles: what is in the archive; adding to it and removing from it while the chat goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.chat.archive import covered
from assistant.chat.editor import Editor, Step
from assistant.chat.escape import escaped, isolated
from assistant.chat.filters import QUICK
from assistant.chat.html import html
from assistant.chat.source import article_html
from assistant.chat.talk import kind
from assistant.chat.uploads import MAX_FILE_MB, MAX_FILES, MAX_REQUEST_MB, Result, keep_files, keep_pasted
from assistant.words import say
from corpus.errors import BadInput
from index.errors import IndexUnusable
from index.writing import IndexBusy

SHOWN = 1_000
_COLUMNS = ("number", "date", "outlet", "headline", "passages", "id")
_WIDTHS: list[str | int] = ["60px", "115px", "170px", "420px", "90px", "260px"]
_PASTED = ("title", "publisher", "published", "url")


class ArticlesTab:
    """The components of the tab, and what happens in it. Without an editor it only lists."""

    def __init__(self, assistant: Assistant, editor: Editor | None) -> None:
        self._index = assistant.index
        self._editor = editor
        self._ids = gr.State([])
        self._chosen = gr.State("")
        with gr.Row(elem_id="articles", equal_height=False):
            with gr.Column(scale=7, min_width=320):
                self._count = html("", elem_id="articles-count", elem_classes="sources")
                self._table = gr.Dataframe(
                    headers=[say(f"column.{name}") for name in _COLUMNS], type="array", interactive=False, wrap=True,
                    show_search="search", buttons=[], max_height=640, column_widths=_WIDTHS, elem_id="articles-table",
                    label=say("tab.articles"), show_label=False,
                )  # fmt: skip
            with gr.Column(scale=4, min_width=320):
                if editor is None:
                    html(_note("articles.read_only"), elem_classes="sources")
                else:
                    self._lay_out_adding()
                self._opened = html("", elem_id="article", elem_classes="sources")
                self._remove = gr.Button(say("articles.remove"), visible=False, elem_id="remove", size="sm")
                with gr.Row(visible=False) as self._sure:
                    self._yes = gr.Button(say("articles.remove_yes"), variant="stop", size="sm", elem_id="remove-yes")
                    self._no = gr.Button(say("articles.remove_no"), size="sm")

    def _lay_out_adding(self) -> None:
        limits = {"files": MAX_FILES, "megabytes": MAX_FILE_MB, "together": MAX_REQUEST_MB}
        self._files = gr.File(
            label=say("articles.upload", **limits), file_count="multiple", type="filepath", height=150, elem_id="upload"
        )
        with gr.Accordion(say("articles.paste"), open=False, elem_id="paste"):
            self._fields = [
                gr.Textbox(label=say(f"paste.{name}"), max_length=500, lines=1, elem_id=f"paste-{name}")
                for name in _PASTED
            ]
            self._text = gr.Textbox(label=say("paste.text"), lines=6, max_lines=12, elem_id="paste-text")
            self._add = gr.Button(say("paste.go"), variant="primary", size="sm", elem_id="paste-go")
        self._results = html("", elem_id="results", elem_classes="sources")

    def connect(self, blocks: gr.Blocks, tab: gr.Tab, look: dict[str, Any]) -> None:
        """List when the tab is opened; add, remove. ``look`` makes the page see a new generation at once."""
        private: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        listing: dict[str, Any] = {"fn": self._list, "outputs": [self._count, self._table, self._ids], **private}
        tab.select(**listing)
        choosing = [self._opened, self._chosen, self._remove, self._sure]
        self._table.select(self._open, self._ids, choosing, **private)
        if self._editor is None:
            return
        one_at_a_time: dict[str, Any] = {**private, "concurrency_limit": 1, "concurrency_id": "edit"}
        for event in (
            self._files.upload(self._add_files, self._files, [self._results, self._files], **one_at_a_time),
            self._add.click(
                self._add_pasted,
                [self._text, *self._fields],
                [self._results, self._text, *self._fields],
                **one_at_a_time,
            ),
            self._yes.click(self._remove_chosen, self._chosen, [self._results, *choosing], **one_at_a_time),
        ):
            event.then(**listing).then(**look)
        self._remove.click(lambda: (gr.update(visible=False), gr.update(visible=True)), None, choosing[2:], **QUICK)
        self._no.click(lambda: (gr.update(visible=True), gr.update(visible=False)), None, choosing[2:], **QUICK)

    def _list(self) -> tuple[Any, Any, Any]:
        try:
            listed = [(article, count) for article, _, count in self._index.listed()]
        except IndexUnusable as error:
            return _problem(error), [], []
        listed.sort(key=lambda one: one[0].published or "", reverse=True)
        rows = [
            [number, (one.published or "")[:10], one.publisher or "", one.title or "", count, one.id]
            for number, (one, count) in enumerate(listed[:SHOWN], 1)
        ]
        words = covered(self._index)
        more = f" {say('articles.cut', shown=SHOWN)}" if len(listed) > SHOWN else ""
        return f'<p class="count">{escaped(words + "." + more)}</p>', rows, [row[-1] for row in rows]

    def _open(self, event: gr.SelectData, ids: list[str]) -> tuple[Any, ...]:
        number = int(event.row_value[0])
        if not 0 < number <= len(ids):
            return (gr.skip(),) * 4
        try:
            article = self._index.article(ids[number - 1])
        except (IndexUnusable, KeyError):
            return _note("source.gone"), "", gr.update(visible=False), gr.update(visible=False)
        return article_html(article), article.id, gr.update(visible=self._editor is not None), gr.update(visible=False)

    def _add_files(self, files: list[str] | None) -> Iterator[tuple[Any, Any]]:
        paths = [Path(file) for file in files or []]
        if not paths:
            return
        try:
            names = keep_files(self._index.directory, paths)
            for told in self._added(names):
                yield told, gr.skip()
            yield gr.skip(), None
        except (BadInput, IndexUnusable, OSError) as error:
            yield _problem(error), None

    def _add_pasted(self, text: str, *values: str) -> Iterator[tuple[Any, ...]]:
        keep = (gr.skip(),) * (1 + len(values))
        try:
            name = keep_pasted(
                self._index.directory, text or "", dict(zip(_PASTED, (v or "" for v in values), strict=True))
            )
            for told in self._added([name]):
                yield told, *keep
            yield gr.skip(), *("" for _ in keep)
        except (BadInput, IndexUnusable, OSError) as error:
            yield _problem(error), *keep

    def _added(self, names: list[str]) -> Iterator[str]:
        if self._editor is None:
            return
        for step in self._editor.add(names):
            yield _progress(step, covered(self._index)) if isinstance(step, Step) else results_html(step)

    def _remove_chosen(self, name: str) -> tuple[Any, ...]:
        hidden = gr.update(visible=False)
        if self._editor is None:
            return (gr.skip(),) * 5
        try:
            self._editor.remove(name)
        except (BadInput, IndexUnusable) as error:
            return _problem(error), gr.skip(), gr.skip(), gr.skip(), hidden
        told = f'<p class="note" role="status">{escaped(say("articles.removed"))} {isolated(name)}</p>'
        return told, "", "", hidden, hidden


def results_html(results: list[Result]) -> str:
    """What became of each file."""
    items = "".join(f"<li>{isolated(one.file)}: {_result(one)}</li>" for one in results)
    return f'<div class="results" role="status"><p>{escaped(say("articles.done"))}</p><ul>{items}</ul></div>'


def _result(one: Result) -> str:
    counts = [(one.added, "result.added"), (one.changed, "result.changed"), (one.unchanged, "result.unchanged")]
    parts = [escaped(say(key, count=count)) for count, key in counts if count]
    parts += [
        f'<span class="refused">{escaped(say("result.refused"))} {isolated(why)}</span>' for why in one.refused[:5]
    ]
    if len(one.refused) > 5:
        parts.append(escaped(say("result.more", count=len(one.refused) - 5)))
    return "; ".join(parts) or escaped(say("result.nothing"))


def _progress(step: Step, words: str) -> str:
    told = say("articles.reading", read=min(step.read, step.total), total=step.total)
    return (
        f'<div class="results" role="status"><p>{escaped(told)}</p><progress max="{step.total}" value="{step.read}">'
        f"</progress><p>{escaped(say('articles.meanwhile', covered=words))}</p></div>"
    )


def _problem(error: Exception) -> str:
    if isinstance(error, IndexBusy):
        line = say("articles.busy")
    else:
        line = kind(error) if isinstance(error, BadInput | IndexUnusable) else say("articles.disk")
    return f'<div class="problem" role="alert">{escaped(line)}</div>'


def _note(key: str) -> str:
    return f'<p class="note">{escaped(say(key))}</p>'
