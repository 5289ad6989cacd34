"""Who is meant by the sources and addressees of an article's statements.

``resolve`` fills ``actor`` and ``addressee_actor``; ``actor_key``, ``same_actor`` and ``group`` tell which names are
one actor's across articles. Unresolved stays unresolved: None.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.actors.identity import ActorKey, actor_key, group, same_actor
from corpus.actors.reading import Reading
from corpus.article import Article
from corpus.statement import Statement

__all__ = ["ActorKey", "actor_key", "group", "resolve", "same_actor"]


def resolve(article: Article, statements: Sequence[Statement]) -> list[Statement]:
    """The statements, in the same order, with who is meant by each source and addressee; None where that is unsure."""
    return Reading(article).filled(statements) if statements else []
