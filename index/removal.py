"""Articles taken out of an index by hand, and put back: until then no update takes them in again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.errors import BadInput
from index.catalog import IN_USE, REMOVED, Known, known_articles, next_revision, open_catalog, read_meta, set_state
from index.editions import supersede
from index.other_names import settle_other_names
from index.writing import locked, publish_if_behind


def remove(ids: Sequence[str], directory: Path, dimension: int) -> None:
    """Take articles out of the index. They stay out, whatever their files are, until they are restored.

    Raises BadInput, and removes none, if one is not in it.
    """

    def why_not(name: str, known: Known | None) -> str | None:
        if known is None or known.deleted:
            return f"{name}: no such article in the index; list them with: demarche articles"
        return None

    _set(ids, directory, dimension, REMOVED, why_not)


def restore(ids: Sequence[str], directory: Path, dimension: int) -> None:
    """Put articles that were removed by hand back as they last were; the next update takes in what changed since.

    Raises BadInput, and restores none, if one was not removed by hand.
    """

    def why_not(name: str, known: Known | None) -> str | None:
        if known is None or known.state != REMOVED:
            return f"{name}: no article that was removed by hand; list those with: demarche articles --removed"
        return None

    _set(ids, directory, dimension, IN_USE, why_not)


def _set(
    ids: Sequence[str],
    directory: Path,
    dimension: int,
    state: int,
    why_not: Callable[[str, Known | None], str | None],
) -> None:
    with locked(directory):
        with open_catalog(directory, write=True) as catalog, catalog:
            known = known_articles(catalog)
            for name in ids:
                reason = why_not(name, known.get(name))
                if reason is not None:
                    raise BadInput(reason)
            set_state(catalog, ids, state)
            supersede(catalog)
            settle_other_names(catalog)
            next_revision(catalog)
            revision = int(read_meta(catalog)["revision"])
        publish_if_behind(directory, revision, dimension)
