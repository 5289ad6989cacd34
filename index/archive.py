"""What answers are made from, wherever it is kept: a folder of this machine (index/search.py) or an engine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from corpus.article import Article
from corpus.span import Span
from corpus.statement import Act
from index.catalog import IN_USE, StoredPassage
from index.editions import Edition, Standing
from index.filters import ALL, Filters
from index.other_names import OtherNames
from index.statements import StoredStatement

Warn = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found; ``similarity`` is its cosine to the query, ``keyword`` its BM25 score, 0 if none is shared."""

    passage: int
    span: Span
    article: Article
    similarity: float
    keyword: float

    @property
    def text(self) -> str:
        """The passage as it stands in the article."""
        return self.span.of(self.article.text)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much there is to answer from. Days are those of dated articles; None if no article is dated."""

    articles: int
    undated: int
    outlets: tuple[str, ...]
    first: date | None
    last: date | None


class Reader(Protocol):
    """Articles, passages and statements, open for reading; safe for several threads.

    Each method reads what is published whole when it is called, and raises IndexUnusable if it cannot.
    ``directory`` is a folder of this machine for what readers say of answers; ``place`` is what messages call the
    archive.
    """

    @property
    def directory(self) -> Path:
        """See above."""

    @property
    def place(self) -> str:
        """See above."""

    def article(self, name: str) -> Article:
        """The latest version of an article. Raises KeyError if there is none."""

    def passages(self, ids: Sequence[int]) -> list[StoredPassage]:
        """Passages in the order of their ids, whichever version they are of. Raises IndexDamaged if one is missing."""

    def spans(self, names: Sequence[str]) -> Mapping[str, list[Span]]:
        """The passages of the latest versions of some articles, by article id; none of one that is not there."""

    def statements_of(self, passages: Sequence[int]) -> list[StoredStatement]:
        """The statements whose cue is in one of the passages, by id."""

    def find_statements(
        self,
        *,
        actor: str | None = None,
        acts: Sequence[Act] = (),
        topic: str | None = None,
        filters: Filters = ALL,
        limit: int = -1,
    ) -> list[StoredStatement]:
        """The statements that fit all that is given: see index.statements.find_statements."""

    def actors(self, count: int) -> list[str]:
        """Who acts most often, by name, the most frequent first; descriptions such as “officials” left out."""

    def other_names(self) -> OtherNames:
        """What else someone is called, as the articles tell, where it can mean one alone."""

    def edition(self, name: str, digest: str | None = None) -> Edition:
        """A version of an article, by the beginning of its digest, else the latest. Raises KeyError."""

    def also_in(self, names: Sequence[str], filters: Filters = ALL) -> dict[str, list[Article]]:
        """For each of some articles its copies that are used and pass the filters, in canonical order."""

    def listed(self, state: int = IN_USE) -> Iterator[tuple[Article, int, int]]:
        """The articles in a state, else those that answers may use, by id: (article, version number, passages)."""

    def standings(self, state: int = IN_USE) -> dict[str, Standing]:
        """The standing of every article in a state, else of those that answers may use, by id."""


class Archive(Reader, Protocol):
    """A reader that can search. ``model`` is the fingerprint of its embedding model."""

    @property
    def model(self) -> str:
        """See above."""

    def state(self) -> str:
        """A name of what is published now: another one, and answers may be others."""

    def search(self, query: str, k: int, filters: Filters = ALL) -> list[Hit]:
        """The ``k`` passages that fit a query best, best first, of the articles that pass the filters."""

    def undated_left_out(self, filters: Filters) -> int:
        """How many articles a date filter leaves out because their date is unknown."""

    def coverage(self) -> Coverage:
        """How much there is to answer from."""

    def count_passages(self) -> int:
        """How many passages answers may use."""

    def passages_with(self, terms: Collection[str]) -> Mapping[str, int]:
        """How many passages have each of some terms, which are stems as index.keywords.terms gives them."""

    def some_articles(self, count: int) -> list[Article]:
        """About so many articles from all over the archive, each once."""
