"""Asking: the conversation, its proofs beside it, and what happens between them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.chat import render
from assistant.chat.archive import covered
from assistant.chat.downloads import download
from assistant.chat.escape import escaped
from assistant.chat.examples import Examples
from assistant.chat.filters import QUEUED, QUICK, FilterPanel, shown, wanted
from assistant.chat.halting import Readers
from assistant.chat.html import html
from assistant.chat.keep import FORMS
from assistant.chat.proofs import empty, within
from assistant.chat.reading import linked_source, read_passage, read_statements
from assistant.chat.source import Card, card
from assistant.chat.talk import Given, Said, talk
from assistant.chat.turn import Turn, asked
from assistant.chat.wanted import of_link
from assistant.chat.words import say
from assistant.feedback import Verdict, note_feedback
from assistant.question import MAX_CHARACTERS
from assistant.remarks import remarks_on_source
from index.archive import Archive

CORES = os.cpu_count() or 1
EXAMPLES_WAIT_S = 2.0  # that the search for examples stands back at most, each time, while readers are answered
Update = dict[str, Any]


class AskTab:
    """The components of the tab. Holds no state; a conversation is the list of its turns."""

    def __init__(self, assistant: Assistant, filters: FilterPanel) -> None:
        self._assistant = assistant
        self._filters = filters
        self._readers = Readers()
        self._examples = Examples(assistant, partial(self._readers.wait_until_none_asks, EXAMPLES_WAIT_S))
        self._examples.begin()
        self._verdicts = {say(f"verdict.{verdict.value}"): verdict for verdict in Verdict}
        self.turns = gr.State([])
        with gr.Row(elem_id="desk", equal_height=False):
            with gr.Column(scale=6, min_width=320, elem_id="talk"):
                self._lay_out_chat()
            with gr.Column(scale=5, min_width=320, elem_id="beside"):
                self.proofs = html(empty(), elem_id="proofs", elem_classes="sources")

    def _lay_out_chat(self) -> None:
        self.chat = gr.Chatbot(
            label=say("chat.label"), show_label=False, container=False, elem_id="chat", scale=1, height="100%",
            layout="panel", buttons=[], feedback_options=list(self._verdicts),
            allow_tags=False, latex_delimiters=[], sanitize_html=True,
            placeholder=say("chat.title"),
        )  # fmt: skip
        self.box = gr.Textbox(
            label=say("ask.label"), show_label=False, placeholder=say("ask.placeholder"), elem_id="question",
            autofocus=True, submit_btn=say("ask.go"), lines=1, max_lines=4, max_length=MAX_CHARACTERS,
            html_attributes=gr.InputHTMLAttributes(enterkeyhint="send", autocomplete="off"),
        )  # fmt: skip

        with gr.Row(visible=False, elem_id="keep") as self._keep:
            self._forms = [
                gr.DownloadButton(say("keep.as", form=name), size="sm", elem_id=f"keep-{form}", min_width=90)
                for form, name in (("md", "Markdown"), ("html", "HTML"), ("json", "JSON"))
            ]

    def connect(self, blocks: gr.Blocks) -> list[Any]:
        """Ask by Enter, example, follow-up chip and permalink; stop; begin anew. Gives the events that ask."""
        asking: Update = {
            "inputs": [self.box, self.turns, *self._filters.all],
            "outputs": [self.chat, self.proofs, self.turns, self.box],
            "show_progress": "hidden", "concurrency_limit": CORES, "concurrency_id": "ask", "api_visibility": "private",
        }  # fmt: skip
        linked = {**asking, "outputs": [*asking["outputs"], *self._filters.all]}
        events: list[Any] = [
            self.box.submit(self._ask, **asking),
            self.chat.example_select(self._ask_chosen, **asking),
            self.chat.option_select(self._ask_chip, **asking),
            blocks.load(self._ask_linked, **linked),
        ]
        for event in events:
            event.failure(self._failed, self.turns, [self.chat, self.box], **QUICK)
            event.success(self._saved, self.turns, [self._keep, *self._forms], **QUICK)
            # Gradio drops what is sent while an event goes on: the button that asks comes back after it, not with it.
            event.then(self._ready_linked if event is events[-1] else self._ready, None, self.box, **QUICK)
        self.chat.like(self._judged, self.turns, None, **QUEUED)
        self.box.stop(self._stop, None, None, **QUICK)
        blocks.load(self._offer_examples, None, self.chat, show_progress="hidden", api_visibility="private")
        clean: Update = gr.update(visible=False)
        begin: Update = {
            "fn": lambda: ([], empty(), [], clean), "outputs": [self.chat, self.proofs, self.turns, self._keep], **QUICK
        }  # fmt: skip
        self.chat.clear(**begin)
        return events

    def _ask(
        self, request: gr.Request, question: str, turns: list[Turn], *filters: str | None, after: str = ""
    ) -> Iterator[Any]:
        if not question.strip():
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        with self._readers.asking(str(request.session_hash)) as going:
            for said in talk(self._assistant, turns, Given(question, wanted(filters), after), going):
                if going.is_replaced:
                    return
                yield said.messages, said.proofs or gr.skip(), said.turns, _box(said)

    def _ask_chosen(
        self, request: gr.Request, event: gr.SelectData, _: str, turns: list[Turn], *filters: str | None
    ) -> Iterator[Any]:
        yield from self._ask(request, str(event.value["text"])[:MAX_CHARACTERS], turns, *filters)

    def _ask_chip(
        self, request: gr.Request, event: gr.SelectData, _: str, turns: list[Turn], *filters: str | None
    ) -> Iterator[Any]:
        yield from self._ask(request, str(event.value)[:MAX_CHARACTERS], turns, *filters)

    def _ready(self, request: gr.Request) -> Update:
        """The button that asks, unless the next question is being answered already."""
        return gr.skip() if self._readers.is_asking(str(request.session_hash)) else _idle()

    def _ready_linked(self, request: gr.Request) -> Update:
        return self._ready(request) if "q" in request.query_params else gr.skip()

    def _stop(self, request: gr.Request) -> None:
        """Let what this reader is being answered come to its end at once."""
        self._readers.stop(str(request.session_hash))

    def _ask_linked(self, request: gr.Request, _: str, turns: list[Turn], *_filters: str | None) -> Iterator[Any]:
        """Asks what a permalink asks, or shows its source. Else leaves all alone: the user may be typing already."""
        given, query = of_link(request.query_params), request.query_params
        question, leave = query.get("q", "")[:MAX_CHARACTERS], gr.skip()
        chosen = shown(given) if given else [leave] * len(self._filters.all)
        if question.strip():
            after = query.get("after", "")[:MAX_CHARACTERS]
            for said in self._ask(request, question, turns, *shown(given), after=after):
                yield (*said, *chosen)
        elif "passage" in query:
            yield leave, linked_html(self._assistant.index, query), leave, leave, *chosen
        else:
            yield leave, leave, leave, leave, *chosen

    def _failed(self, turns: list[Turn]) -> tuple[list[gr.ChatMessage], Update]:
        told = [*render.conversation(turns, covered(self._assistant.index)), render.problem(say("problem.here"))]
        return told, _idle()

    def _saved(self, turns: list[Turn]) -> tuple[Any, ...]:
        """The conversation as files to download."""
        if not turns:
            return (gr.skip(),) * 4
        read = partial(read_passage, self._assistant.index)
        files = [self._file(form, write(turns, read)) for form, write in FORMS.items()]
        return gr.update(visible=True), *files

    def _file(self, form: str, text: str) -> str:
        return download(f"conversation.{form}", text, lambda: text)

    def _judged(self, event: gr.LikeData, turns: list[Turn]) -> None:
        """Keep what the reader says of an answer."""
        place = event.index if isinstance(event.index, int) else event.index[0]
        if event.liked not in self._verdicts or not 0 <= place // 2 < len(turns):
            return
        turn = turns[place // 2]
        before = asked(turns[: place // 2 + 1])[:-1]
        directory = self._assistant.index.directory
        note_feedback(directory, self._verdicts[event.liked], turn.answer, before, turn.wanted.given())
        gr.Info(say("keep.thanks"))

    def _offer_examples(self) -> Iterator[Update]:
        for questions in self._examples.questions():
            yield gr.update(examples=[{"text": question} for question in questions])


def linked_html(index: Archive, query: Any) -> str:
    """The source that a permalink names, its article open at the place."""
    found = linked_source(index, query.get("passage", ""), query.get("start", ""), query.get("end", ""))
    heading = f"<h2>{escaped(say('source.heading'))}</h2>"
    if found is None:
        return f'<section class="cited">{heading}<p>{escaped(say("source.gone"))}</p></section>'
    stored, quote = found
    said = within(read_statements(index, stored.id), quote)
    remarks = remarks_on_source(index, stored.article, quote)
    shown_card = Card("source-1", "source", "", quote, is_open=True, whole_open=True, said=said, remarks=remarks)
    return f'<section class="cited">{heading}{card(shown_card, stored)}</section>'


def _idle() -> Update:
    """The question box when nothing is being answered."""
    return gr.update(submit_btn=say("ask.go"), stop_btn=False)


def _box(said: Said) -> Update:
    """The question box: while it works there is a button that stops. One update a state: two at once may be merged."""
    buttons: Update = {"submit_btn": False, "stop_btn": say("ask.stop")}
    return gr.update(**buttons) if said.box is None else gr.update(value=said.box, **buttons)
