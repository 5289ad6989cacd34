"""The page follows the index: when new articles are in use, counts and choices change without a restart."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.chat.archive import covered
from assistant.chat.escape import escaped
from assistant.chat.filters import QUEUED, FilterPanel
from assistant.chat.html import html
from assistant.words import say
from index.archive import Archive
from index.errors import IndexUnusable

LOOK_S = 10.0  # how often an open page asks whether there is a new generation


class Masthead:
    """The head of the page with what the archive covers, and the watch for a new generation."""

    def __init__(self, index: Archive) -> None:
        self._index = index
        self.head = html(_masthead(covered(index)), elem_id="masthead")
        self._seen = gr.State("")
        self._timer = gr.Timer(LOOK_S)

    def connect(self, blocks: gr.Blocks, filters: FilterPanel) -> dict[str, Any]:
        """Look at each load, and then again and again. Gives the look, for events after which to look at once."""
        outputs = [self.head, self._seen, filters.publisher, filters.actor]
        look: dict[str, Any] = {"fn": self._look(filters), "inputs": self._seen, "outputs": outputs, **QUEUED}
        blocks.load(**look)
        self._timer.tick(**look)
        return look

    def _look(self, filters: FilterPanel) -> Any:
        def look(seen: str) -> tuple[Any, Any, Any, Any]:
            try:
                name = self._index.state()
                if name == seen:
                    return gr.skip(), gr.skip(), gr.skip(), gr.skip()
                choices = filters.choices()
            except IndexUnusable:
                return gr.skip(), gr.skip(), gr.skip(), gr.skip()
            words = covered(self._index)
            if seen:
                gr.Info(say("news.in_use", covered=words))  # numbers and dates alone: nothing to escape
            return _masthead(words), name, *choices

        return look


def _masthead(words: str) -> str:
    return (
        f'<header><h1>Demarche</h1><p class="motto">{escaped(say("motto"))}</p>'
        f'<p class="covered">{escaped(words)}</p></header>'
    )
