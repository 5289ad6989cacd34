"""The other names that articles tell of someone (corpus/actors/other_names.py): kept, settled, and looked up."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.actors.aliases import fold
from corpus.actors.identity import same_actor
from corpus.actors.other_names import other_names, settled
from corpus.article import Article


@dataclass(frozen=True, slots=True)
class Told:
    """Whose other name it is, and the id of an article that says so."""

    name: str
    article: str


OtherNames = Mapping[str, Told]


def put_other_names(catalog: sqlite3.Connection, article: Article, passage: int) -> None:
    """Store the other names that an article version, which one of its passages names, tells."""
    catalog.executemany(
        "INSERT OR IGNORE INTO also_known VALUES ((SELECT version FROM passage WHERE id = ?), ?, ?)",
        [(passage, one.name, one.other) for one in other_names(article.body)],
    )


def settle_other_names(catalog: sqlite3.Connection) -> None:
    """Find anew which of the other names that articles in use tell can mean one alone."""
    told = catalog.execute(
        "SELECT k.name, k.other, a.id FROM also_known k JOIN version v ON v.row = k.version "
        "JOIN article a ON a.row = v.article AND a.latest = v.number WHERE a.deleted = 0 ORDER BY a.id, k.other, k.name"
    ).fetchall()
    actors = catalog.execute("SELECT DISTINCT actor FROM statement WHERE actor IS NOT NULL") if told else ()
    found = settled(told, (actor for (actor,) in actors))
    catalog.execute("DELETE FROM other_name")
    catalog.executemany(
        "INSERT INTO other_name VALUES (?, ?, ?)", [(other, *named) for other, named in sorted(found.items())]
    )


def read_other_names(catalog: sqlite3.Connection) -> OtherNames:
    """Other name → whose it is; none in an index that was made before there were any."""
    there = catalog.execute("SELECT 1 FROM sqlite_master WHERE name = 'other_name'").fetchone()
    rows = catalog.execute("SELECT other, name, article FROM other_name ORDER BY other") if there else ()
    return {other: Told(name, article) for other, name, article in rows}


def names_of(name: str, known: OtherNames) -> list[str]:
    """A name with the others that its bearer goes by.

    >>> known = {"Sunny": Told("Ann Lee", "a"), "Moro": Told("Omar Diaz", "b")}
    >>> names_of("Sunny", known), names_of("Lee", known), names_of("Norway", known)
    (['Sunny', 'Ann Lee'], ['Lee', 'Sunny'], ['Norway'])
    """
    whose = next((told.name for other, told in known.items() if fold(other) == fold(name)), None)
    wanted = [name] if whose is None else [name, whose]
    others = [other for other, told in known.items() if any(same_actor(one, told.name) for one in wanted)]
    return list(dict.fromkeys([*wanted, *others]))
