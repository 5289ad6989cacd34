"""An assistant that reads only passages in which one of some acts is stated."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from assistant.assistant import Assistant
from corpus.statement import Act
from index.catalog import open_catalog
from index.filters import ALL, Filters
from index.search import Hit, Index
from index.statements import statements_of_passages

_DEEPER = 300  # passages looked through for those that state the act


def narrowed(assistant: Assistant, acts: Sequence[Act]) -> Assistant:
    """The same assistant over the passages that state one of the acts; over all if none is given."""
    if not acts:
        return assistant
    narrow = copy(assistant)
    narrow.index = _OfActs(assistant.index, acts)
    return narrow


class _OfActs(Index):
    """An index that finds only passages with a statement of one of some acts. Made for one question."""

    def __init__(self, whole: Index, acts: Sequence[Act]) -> None:
        vars(self).update(vars(whole))
        self._acts = frozenset(acts)

    def search(self, query: str, k: int, filters: Filters = ALL) -> list[Hit]:
        """The ``k`` passages that fit a query best among those that state one of the acts."""
        hits = super().search(query, max(k, _DEEPER), filters)
        with open_catalog(self.directory) as catalog:
            stored = statements_of_passages(catalog, [hit.passage for hit in hits])
        stating = {one.passage for one in stored if one.statement.act in self._acts}
        return [hit for hit in hits if hit.passage in stating][:k]
