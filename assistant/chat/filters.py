"""The filters at the side, which narrow every tab, and the line that says which are active."""

from __future__ import annotations

from functools import partial
from typing import Any

import gradio as gr

from assistant.chat.archive import survey
from assistant.chat.escape import isolated
from assistant.chat.html import html
from assistant.chat.reading import ACTS, actors
from assistant.chat.wanted import Wanted, in_words
from assistant.words import say
from index.archive import Archive

Update = dict[str, Any]
QUEUED: Update = {"show_progress": "hidden", "api_visibility": "private"}  # a toast reaches the page by the queue alone
QUICK: Update = {"show_progress": "hidden", "queue": False, "api_visibility": "private"}


class FilterPanel:
    """The components of the filters. ``all`` are those that hold a filter, in the order of Wanted's fields."""

    def __init__(self, index: Archive) -> None:
        self._index = index
        with gr.Sidebar(open=False, width=300, elem_id="filters", label=say("filter.open")):
            gr.Markdown(f"## {say('filter.title')}", elem_classes="sidebar-title")
            day = partial(gr.DateTime, include_time=False, type="string")
            self.since = day(label=say("filter.from"), elem_id="since")
            self.until = day(label=say("filter.to"), elem_id="until")
            pick = partial(gr.Dropdown, value="", filterable=True)
            self.publisher = pick(
                self._outlets(), label=say("filter.outlet"), elem_id="publisher", allow_custom_value=True
            )
            self.actor = pick(self._actors(), label=say("filter.actor"), elem_id="actor", allow_custom_value=True)
            self.act = pick(_acts(), label=say("filter.act"), elem_id="act", allow_custom_value=True)
            self.clear = gr.Button(say("filter.clear"), size="sm")
        self.all: list[Any] = [self.since, self.until, self.publisher, self.actor, self.act]

    def lay_out_active(self) -> None:
        """The line that says what is filtered, to be placed where every tab shows it."""
        self.active = html("", elem_id="active", visible=False)

    def connect(self) -> None:
        """Show what is active, and clear it."""
        gr.on([one.change for one in self.all], active, self.all, self.active, **QUICK)
        self.clear.click(lambda: (None, None, "", "", ""), None, self.all, **QUICK)

    def choices(self) -> tuple[Update, Update]:
        """Outlets and actors of the current generation; what is chosen stays."""
        return gr.update(choices=self._outlets()), gr.update(choices=self._actors())

    def _outlets(self) -> list[tuple[str, str]]:
        return [(say("filter.any_outlet"), ""), *((name, name) for name in survey(self._index).outlets)]

    def _actors(self) -> list[tuple[str, str]]:
        return [(say("filter.any_actor"), ""), *((name, name) for name in actors(self._index))]


def active(*values: str | None) -> Update:
    """What the filters let through, in words; hidden if they let all through."""
    words = in_words(wanted(values))
    return gr.update(value=f"{say('filter.active')} <strong>{isolated(words)}</strong>", visible=bool(words))


def wanted(values: tuple[str | None, ...]) -> Wanted:
    """The filters from the values of the panel's components."""
    return Wanted(*(value if isinstance(value, str) else None for value in values))


def shown(given: Wanted) -> tuple[str | None, str | None, str, str, str]:
    """The filters as the values of the panel's components."""
    return given.since, given.until, given.publisher or "", given.actor or "", given.act or ""


def _acts() -> list[tuple[str, str]]:
    return [(say("filter.any_act"), ""), *((say(f"did.{act}"), act) for act in ACTS)]
