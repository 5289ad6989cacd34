"""The page: what is where, and what happens when. Holds no state; a conversation is the list of its turns."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.chat import render
from assistant.chat.archive import covered, described, survey
from assistant.chat.escape import escaped
from assistant.chat.examples import Examples
from assistant.chat.proofs import EMPTY
from assistant.chat.talk import Given, talk
from assistant.question import MAX_CHARACTERS

CONVERSATIONS_KEPT = 200  # of users at once; the oldest is forgotten
WAITING = 40  # questions that may wait for their turn; more are asked to come back
CORES = os.cpu_count() or 1
Update = dict[str, Any]


class Page:
    """The components of the page, and the events between them."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._examples = Examples(assistant)
        with gr.Blocks(title="Demarche", analytics_enabled=False, fill_height=True, fill_width=True) as self.blocks:
            self.turns = gr.State([])
            self._lay_out_filters()
            _html(_masthead(described(survey(assistant.index))), elem_id="masthead")
            with gr.Row(elem_id="desk", equal_height=False):
                with gr.Column(scale=6, min_width=320, elem_id="talk"):
                    self._lay_out_chat()
                with gr.Column(scale=5, min_width=320, elem_id="beside"):
                    self.proofs = _html(EMPTY, elem_id="proofs")
            self._connect()
        self.blocks.queue(default_concurrency_limit=CORES, max_size=WAITING, api_open=False)

    def _lay_out_filters(self) -> None:
        outlets = survey(self._assistant.index).outlets
        with gr.Sidebar(open=False, width=300, elem_id="filters", label="Filters"):
            gr.Markdown("## Search only", elem_classes="sidebar-title")
            day = partial(gr.DateTime, include_time=False, type="string")
            self.since = day(label="From (YYYY-MM-DD)", elem_id="since")
            self.until = day(label="To (YYYY-MM-DD)", elem_id="until")
            choices = [("Any outlet", ""), *((name, name) for name in outlets)]
            self.publisher = gr.Dropdown(choices, value="", label="Outlet", elem_id="publisher", filterable=True)
            self.clear = gr.Button("Clear filters", size="sm")
            self.renew = gr.Button("New conversation", size="sm")

    def _lay_out_chat(self) -> None:
        self.chat = gr.Chatbot(
            label="Conversation", show_label=False, container=False, elem_id="chat", scale=1, height="100%",
            layout="panel", buttons=[], allow_tags=False, latex_delimiters=[], sanitize_html=True,
            placeholder="## Who proposed, demanded, rejected what?\nAsk; each answer shows the sentence it rests on.",
        )  # fmt: skip
        self.active = _html("", elem_id="active", visible=False)
        self.box = gr.Textbox(
            label="Your question", show_label=False, placeholder="Ask about the articles", elem_id="question",
            autofocus=True, submit_btn="Ask", lines=1, max_lines=4, max_length=MAX_CHARACTERS,
            html_attributes=gr.InputHTMLAttributes(enterkeyhint="send", autocomplete="off"),
        )  # fmt: skip

    def _connect(self) -> None:
        filters = [self.since, self.until, self.publisher]
        asking: Update = {
            "inputs": [self.box, self.turns, *filters],
            "outputs": [self.chat, self.proofs, self.turns, self.box],
            "show_progress": "hidden", "concurrency_limit": CORES, "concurrency_id": "ask", "api_visibility": "private",
        }  # fmt: skip
        quick: Update = {"show_progress": "hidden", "queue": False, "api_visibility": "private"}
        for event in (
            self.box.submit(self._ask, **asking),
            self.chat.example_select(self._ask_chosen, **asking),
            self.blocks.load(self._ask_linked, **{**asking, "outputs": [*asking["outputs"], *filters]}),
        ):
            event.failure(self._failed, self.turns, self.chat, **quick)
        self.blocks.load(self._offer_examples, None, self.chat, show_progress="hidden", api_visibility="private")
        changed = [self.since.change, self.until.change, self.publisher.change]
        gr.on(changed, _active, filters, self.active, **quick)
        self.clear.click(lambda: (None, None, ""), None, filters, **quick)
        begin: Update = {"fn": lambda: ([], EMPTY, []), "outputs": [self.chat, self.proofs, self.turns], **quick}
        self.renew.click(**begin)
        self.chat.clear(**begin)

    def _ask(self, question: str, turns: Any, since: str | None, until: str | None, publisher: str) -> Iterator[Any]:
        if not question.strip():
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        given = Given(question, since, until, publisher)
        for said in talk(self._assistant, turns, given):
            yield said.messages, said.proofs or gr.skip(), said.turns, said.box

    def _ask_chosen(
        self, event: gr.SelectData, _: str, turns: Any, since: str | None, until: str | None, publisher: str
    ) -> Iterator[Any]:
        yield from self._ask(str(event.value["text"])[:MAX_CHARACTERS], turns, since, until, publisher)

    def _ask_linked(self, request: gr.Request, _: str, turns: Any, *_filters: Any) -> Iterator[Any]:
        """Asks what a permalink asks. Without one, leaves the box alone: the user may be typing already."""
        question, since, until, publisher = _of_link(request)
        filters = [since, until, publisher] if question else [gr.skip(), gr.skip(), gr.skip()]
        for said in self._ask(question, turns, since, until, publisher):
            yield (*said, *filters)

    def _failed(self, turns: Any) -> list[gr.ChatMessage]:
        line = "Something went wrong here, not in your question. Please ask again; the terminal says more."
        return [*render.conversation(turns, covered(self._assistant.index)), render.problem(line)]

    def _offer_examples(self) -> Iterator[Update]:
        for questions in self._examples.questions():
            yield gr.update(examples=[{"text": question} for question in questions])


def _html(value: str, **options: Any) -> gr.Markdown:
    """Escaped HTML of ours. gr.HTML needs eval, which the Content-Security-Policy forbids; Markdown sanitises too."""
    return gr.Markdown(value, sanitize_html=True, latex_delimiters=[], **options)


def _of_link(request: gr.Request) -> tuple[str, str | None, str | None, str]:
    """Question and filters of a permalink, cut to what a user could have typed."""
    given = request.query_params
    since, until = given.get("since", "")[:10] or None, given.get("until", "")[:10] or None
    return given.get("q", "")[:MAX_CHARACTERS], since, until, given.get("publisher", "")[:200]


def _active(since: str | None, until: str | None, publisher: str) -> Update:
    parts = [f"from {since}" if since else "", f"to {until}" if until else "", publisher or ""]
    words = " · ".join(escaped(part) for part in parts if part)
    return gr.update(value=f"Searching only: <strong>{words}</strong>", visible=bool(words))


def _masthead(covered: str) -> str:
    return (
        f'<header><h1>Demarche</h1><p class="motto">Who said what to whom, and the sentence that shows it</p>'
        f'<p class="covered">{escaped(covered)}</p></header>'
    )
