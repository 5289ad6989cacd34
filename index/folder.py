"""An index's folder, open for reading what its catalog has; index/search.py adds the search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from corpus.article import Article
from corpus.span import Span
from corpus.statement import Act
from index.catalog import (
    IN_USE,
    StoredPassage,
    list_articles,
    open_catalog,
    passages_by_id,
    read_article,
    spans_of_articles,
)
from index.copies import also_in
from index.editions import Edition, Standing, read_edition, standings
from index.filters import ALL, Filters
from index.other_names import OtherNames, read_other_names
from index.statements import StoredStatement, find_statements, frequent_actors, statements_of_passages


class Folder:
    """See index.archive.Reader."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.place = str(directory)

    def article(self, name: str) -> Article:
        """The latest version of an article. Raises KeyError if there is none."""
        with open_catalog(self.directory) as catalog:
            return read_article(catalog, name)

    def passages(self, ids: Sequence[int]) -> list[StoredPassage]:
        """See index.catalog.passages_by_id."""
        with open_catalog(self.directory) as catalog:
            return passages_by_id(catalog, ids)

    def spans(self, names: Sequence[str]) -> Mapping[str, list[Span]]:
        """See index.catalog.spans_of_articles."""
        with open_catalog(self.directory) as catalog:
            return spans_of_articles(catalog, names)

    def statements_of(self, passages: Sequence[int]) -> list[StoredStatement]:
        """See index.statements.statements_of_passages."""
        with open_catalog(self.directory) as catalog:
            return statements_of_passages(catalog, passages)

    def find_statements(
        self,
        *,
        actor: str | None = None,
        acts: Sequence[Act] = (),
        topic: str | None = None,
        filters: Filters = ALL,
        limit: int = -1,
    ) -> list[StoredStatement]:
        """See index.statements.find_statements."""
        with open_catalog(self.directory) as catalog:
            return find_statements(catalog, actor=actor, acts=acts, topic=topic, filters=filters, limit=limit)

    def actors(self, count: int) -> list[str]:
        """See index.statements.frequent_actors."""
        with open_catalog(self.directory) as catalog:
            return frequent_actors(catalog, count)

    def other_names(self) -> OtherNames:
        """See index.other_names.read_other_names."""
        with open_catalog(self.directory) as catalog:
            return read_other_names(catalog)

    def edition(self, name: str, digest: str | None = None) -> Edition:
        """See index.editions.read_edition."""
        with open_catalog(self.directory) as catalog:
            return read_edition(catalog, name, digest)

    def also_in(self, names: Sequence[str], filters: Filters = ALL) -> dict[str, list[Article]]:
        """See index.copies.also_in."""
        with open_catalog(self.directory) as catalog:
            return also_in(catalog, names, filters)

    def listed(self, state: int = IN_USE) -> Iterator[tuple[Article, int, int]]:
        """See index.catalog.list_articles."""
        with open_catalog(self.directory) as catalog:
            yield from list_articles(catalog, state)

    def standings(self, state: int = IN_USE) -> dict[str, Standing]:
        """See index.editions.standings."""
        with open_catalog(self.directory) as catalog:
            return standings(catalog, state)
