"""The page: its head, its filters and its tabs."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.chat.articles import ArticlesTab
from assistant.chat.ask import CORES, AskTab
from assistant.chat.editor import Editor
from assistant.chat.filters import FilterPanel
from assistant.chat.follow import Masthead
from assistant.chat.lookup import LookupTab
from assistant.chat.positions import PositionsTab
from assistant.chat.programs import offer
from assistant.words import say

CONVERSATIONS_KEPT = 200  # of users at once; the oldest is forgotten
WAITING = 40  # questions that may wait for their turn; more are asked to come back


class _Quiet(gr.Blocks):
    """Blocks whose pages hold no connection open: of six that a browser grants a host, Gradio keeps one for each tab.

    So the sixth tab would wait for ever. What the connection is for, to forget a conversation when its tab is closed,
    ``CONVERSATIONS_KEPT`` does; an answer in the making ends with the stream that it is told by.
    """

    def get_config_file(self) -> Any:
        return {**super().get_config_file(), "connect_heartbeat": False}


class Page:
    """The components of the page, and the events between them."""

    def __init__(self, assistant: Assistant, editor: Editor | None) -> None:
        with _Quiet(title="Demarche", analytics_enabled=False, fill_height=True, fill_width=True) as self.blocks:
            filters = FilterPanel(assistant.index)
            head = Masthead(assistant.index)
            filters.lay_out_active()
            with gr.Tabs(elem_id="tabs") as tabs:
                with gr.Tab(say("tab.ask"), id="ask"):
                    ask = AskTab(assistant, filters)
                with gr.Tab(say("tab.lookup"), id="lookup"):
                    lookup = LookupTab(assistant, filters)
                with gr.Tab(say("tab.positions"), id="positions") as positions_tab:
                    positions = PositionsTab(assistant, filters)
                with gr.Tab(say("tab.articles"), id="articles") as articles_tab:
                    articles = ArticlesTab(assistant, editor)
            look = head.connect(self.blocks, filters)
            filters.connect()
            ask.connect(self.blocks)
            looking: dict[str, Any] = {
                "show_progress": "minimal", "concurrency_limit": CORES, "concurrency_id": "ask",
                "api_visibility": "private",
            }  # fmt: skip
            lookup.connect(looking)
            positions.connect(self.blocks, positions_tab, tabs, looking)
            articles.connect(self.blocks, articles_tab, look)
            self.blocks.load(lookup.open_linked, None, [tabs, lookup.box, lookup.found, *filters.all], **looking)
            offer(assistant)
        self.blocks.queue(default_concurrency_limit=CORES, max_size=WAITING, api_open=False)
