"""What programs may call, by Gradio's API and as MCP tools: ask, lookup and statements, in CONTRACT.md's shapes."""

from typing import Any

import gradio as gr
from gradio.events import api

from assistant.assistant import Assistant
from assistant.commands import hit_to_json
from assistant.question import checked, parse_filters, parse_question
from assistant.statement_rows import statement_row
from corpus.errors import BadInput
from corpus.statement import Act
from index.errors import IndexUnusable

MOST_PASSAGES = 100
MOST_STATEMENTS = 5_000
CONCURRENT = 2


def offer(assistant: Assistant) -> None:
    """Add the endpoints to the Blocks that are being built.

    No ``from __future__ import annotations`` in this file: Gradio reads the types of what it offers.
    """

    def ask(
        question: str,
        turns: list[str] | None = None,
        since: str = "",
        until: str = "",
        publisher: str = "",
        actor: str = "",
    ) -> dict[str, Any]:
        """Answer a question from the articles, with the verbatim sentences that say so, or abstain and say why.

        Args:
            question: the question, in English
            turns: the questions asked before it, oldest first, if it follows up on them
            since: only articles published on this day or later, YYYY-MM-DD
            until: only articles published on this day or before, YYYY-MM-DD
            publisher: only articles of this outlet
            actor: only where this party is the one who says or does it
        """
        filters = _given(since=since, until=until, publisher=publisher, actor=actor)
        with _Told():
            parsed = parse_question({"question": question, "turns": turns or [], "filters": filters}, "the question")
            return assistant.ask(parsed).to_json()

    def lookup(
        query: str, k: int = 10, since: str = "", until: str = "", publisher: str = "", actor: str = ""
    ) -> list[dict[str, Any]]:
        """The passages that fit some words best, ranked, with where they stand in which article. No answer.

        Args:
            query: the words to look up
            k: how many passages, at most 100
            since: only articles published on this day or later, YYYY-MM-DD
            until: only articles published on this day or before, YYYY-MM-DD
            publisher: only articles of this outlet
            actor: only where this party is the one who says or does it
        """
        filters = _given(since=since, until=until, publisher=publisher, actor=actor)
        with _Told():
            count = max(1, min(int(k), MOST_PASSAGES))
            hits = assistant.lookup(checked(query, "the query"), count, parse_filters(filters, "the filters"))
            return [hit_to_json(rank, hit) for rank, hit in enumerate(hits, 1)]

    def statements(
        actor: str = "", act: str = "", topic: str = "", since: str = "", until: str = "", publisher: str = "",
        limit: int = 100,
    ) -> list[dict[str, Any]]:  # fmt: skip
        """Who proposed, demanded, rejected, accepted what, to whom, as told by whom: one row a statement.

        Args:
            actor: only what this party says or does
            act: propose, demand, request, offer, promise, accept, reject, threaten, warn, accuse, deny, announce, state
            topic: only statements with a word of it, best first
            since: only articles published on this day or later, YYYY-MM-DD
            until: only articles published on this day or before, YYYY-MM-DD
            publisher: only articles of this outlet
            limit: how many, at most 5000
        """
        with _Told():
            filters = parse_filters(_given(since=since, until=until, publisher=publisher, actor=actor), "the filters")
            acts = [_act(act)] if act else []
            count = max(1, min(int(limit), MOST_STATEMENTS))
            found = assistant.index.find_statements(
                actor=filters.actor, acts=acts, topic=topic or None, filters=filters, limit=count
            )
            return [statement_row(one) for one in found]

    for function in (ask, lookup, statements):
        api(function, api_name=function.__name__, concurrency_limit=CONCURRENT, concurrency_id="programs")


class _Told:
    """Tells a program what is wrong with its call, and hides what is wrong here."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, BadInput):
            raise gr.Error(str(error), print_exception=False) from error
        if isinstance(error, IndexUnusable):
            raise gr.Error("the archive cannot be read just now", print_exception=False) from error


def _act(name: str) -> Act:
    try:
        return Act(name)
    except ValueError as error:
        raise BadInput(f"the act {name!r} is none; there are {', '.join(Act)}") from error


def _given(**filters: str) -> dict[str, str | None]:
    return {name: value or None for name, value in filters.items()}
