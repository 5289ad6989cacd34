"""An assistant that reads only passages in which one of some acts is stated."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any, cast

from assistant.assistant import Assistant
from corpus.statement import Act
from index.archive import Archive, Hit
from index.filters import ALL, Filters

_DEEPER = 300  # passages looked through for those that state the act


def narrowed(assistant: Assistant, acts: Sequence[Act]) -> Assistant:
    """The same assistant over the passages that state one of the acts; over all if none is given."""
    if not acts:
        return assistant
    narrow = copy(assistant)
    narrow.index = cast("Archive", _OfActs(assistant.index, acts))
    return narrow


class _OfActs:
    """An archive that finds only passages with a statement of one of some acts, and is else as it was."""

    def __init__(self, whole: Archive, acts: Sequence[Act]) -> None:
        self._whole = whole
        self._acts = frozenset(acts)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whole, name)

    def search(self, query: str, k: int, filters: Filters = ALL) -> list[Hit]:
        """The ``k`` passages that fit a query best among those that state one of the acts."""
        hits = self._whole.search(query, max(k, _DEEPER), filters)
        stored = self._whole.statements_of([hit.passage for hit in hits])
        stating = {one.passage for one in stored if one.statement.act in self._acts}
        return [hit for hit in hits if hit.passage in stating][:k]
