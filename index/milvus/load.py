"""An index's folder into Milvus: all of it beside what is served, or what has changed into the generation served."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.dates import day_number
from index.catalog import FORMAT as CATALOG_FORMAT
from index.catalog import open_catalog, read_meta
from index.errors import IndexMismatch
from index.generations import Generation
from index.milvus.engine import Engine
from index.milvus.manifest import FORMAT, Manifest, read_manifest, served, verify, write_manifest
from index.milvus.source import Weights, batched, identity, mean_said, outlets, rows_of, stamps
from index.milvus.sweep import sweep
from index.milvus.tables import KINDS, NOTHING, maker, table, term_number
from index.milvus.where import Where
from index.other_names import read_other_names
from index.search import open_current
from index.statements import frequent_actors
from index.writing import locked

BATCH_VERSIONS = 32  # articles written together, about 400 passages
BATCH_ROWS = 500
MOST_REPLACED = 5_000  # versions that an edition may replace: each query carries them until the next edition
MOST_CHANGED = 0.25  # share of the versions; if more is new or changed, all is loaded beside what is served
MOST_DRIFT = 0.02  # of the mean length of passages, before all is loaded anew
ACTORS_KEPT = 300
SETTLE_S = 6.0  # Milvus lets a reader lag by 5 s, unless it asks not to: what is switched to must be seen by all

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did: how many versions of articles were written of how many, and whether all was loaded anew."""

    written: int
    versions: int
    passages: int
    anew: bool


def load(
    directory: Path,
    engine: Engine,
    dimension: int,
    *,
    replace_other: bool = False,
    progress: Progress = lambda done, total: None,
) -> Loaded:
    """Make an archive in Milvus hold what an index's folder holds now; readers go on with what was served until then.

    What a killed run has written of a new generation is not written again. ``progress`` is called with the numbers of
    articles' versions written and to be written.

    Raises:
        IndexMissing, IndexDamaged, IndexBusy: of the folder.
        IndexMismatch: the name is taken, by another archive unless ``replace_other``, or by something else.
        StoreUnavailable, StoreRefused, StoreFull, StoreFailed: what was served is served still; run it again.
    """
    with locked(directory):
        generation = open_current(directory, dimension, lambda line: None)
        with open_catalog(directory) as catalog:
            catalog.execute("BEGIN")
            return _Load(catalog, generation, engine, dimension, progress).run(replace_other=replace_other)


class _Load:
    """One run of ``load``."""

    def __init__(
        self,
        catalog: sqlite3.Connection,
        generation: Generation,
        engine: Engine,
        dimension: int,
        progress: Progress,
    ) -> None:
        self._catalog = catalog
        self._generation = generation
        self._engine = engine
        self._dimension = dimension
        self._archive = identity(catalog)
        self._progress = progress
        self._name = engine.address.name
        self._meta = read_meta(catalog)
        self._stamps = stamps(catalog)

    def run(self, *, replace_other: bool) -> Loaded:
        now = served(self._engine)
        if now is not None and now.archive != self._archive and not replace_other:
            raise IndexMismatch(
                f"{self._engine.address}: holds another archive than this folder; choose another name, or --replace it"
            )
        if now is not None and now.archive == self._archive and now.model == self._meta["model"]:
            self._tidy(now)
            there = self._written(now)
            changed = [version for version, stamp in self._stamps.items() if there.get(version) != stamp]
            replaced = [version for version in changed if version in there]
            if not changed and now.revision == int(self._meta["revision"]):
                return Loaded(0, len(self._stamps), now.passages, anew=False)
            few = len(changed) <= MOST_CHANGED * len(there) and len(replaced) <= MOST_REPLACED
            if few and not set(there) - set(self._stamps) and self._weighs_alike(now):
                return self._load_changes(now, changed, replaced)
        return self._load_anew(now)

    def _weighs_alike(self, now: Manifest) -> bool:
        """Whether the keyword weights that are there are still about right: they go by the mean length."""
        keywords = self._generation.keywords
        return keywords is not None and abs(keywords.mean_length - now.mean_terms) <= MOST_DRIFT * now.mean_terms

    def _load_anew(self, now: Manifest | None) -> Loaded:
        plan = self._begun(now.generation if now else 0)
        if plan is None:
            plan = self._plan(1 + self._last_generation())
            for kind in reversed(KINDS):  # the documents, which have the plan, last
                make = maker(kind, self._dimension, self._generation.manifest.passages)
                self._engine.create(table(self._name, plan.generation, kind), make)
            write_manifest(self._engine, plan)
        edition = replace(plan, edition=1)
        there = self._written(edition)
        changed = [version for version, stamp in self._stamps.items() if there.get(version) != stamp]
        self._delete_versions(edition, [version for version in there if there[version] != self._stamps.get(version)])
        self._write(edition, changed)
        self._publish(self._summed(edition, ()))
        self._tidy_generations(keep={plan.generation, now.generation if now else 0})
        return Loaded(len(changed), len(self._stamps), self._generation.manifest.passages, anew=True)

    def _load_changes(self, now: Manifest, changed: list[int], replaced: list[int]) -> Loaded:
        edition = replace(now, edition=now.edition + 1, outlets=tuple(outlets(self._catalog, now.outlets)))
        self._write(edition, changed)
        self._publish(self._summed(edition, tuple(replaced)))
        return Loaded(len(changed), len(self._stamps), self._generation.manifest.passages, anew=False)

    def _plan(self, number: int) -> Manifest:
        keywords = self._generation.keywords
        return Manifest(
            FORMAT, CATALOG_FORMAT, self._meta["model"], self._dimension, self._archive, int(self._meta["revision"]),
            number, 0, keywords.mean_length if keywords else 0.0, mean_said(self._catalog),
            outlets=tuple(outlets(self._catalog)),
        )  # fmt: skip

    def _begun(self, current: int) -> Manifest | None:
        """The generation that a killed run has begun to load from this archive, None if there is none."""
        plan = None
        for number in self._generations():
            if number > current:
                found = None
                if table(self._name, number, "documents") in self._engine.tables():
                    found = read_manifest(self._engine, number)
                if found is not None and found.edition <= 1 and self._is_of_this(found):
                    plan = replace(found, edition=0, outlets=tuple(outlets(self._catalog, found.outlets)))
                else:
                    self._drop(number)
        return plan

    def _is_of_this(self, found: Manifest) -> bool:
        return (found.archive, found.model) == (self._archive, self._meta["model"])

    def _written(self, manifest: Manifest) -> dict[int, int]:
        """The stamps of the versions that an edition has whole: a document is written after all that is of it."""
        last = max([manifest.last_version, *self._stamps], default=0)
        whole = Where("part == {zero} and version > {zero}", {"zero": 0}) & manifest.visible()
        name = table(self._name, manifest.generation, "documents")
        rows = sweep(self._engine, name, "version", last + 1, ("version", "stamp"), whole)
        return {row["version"]: row["stamp"] for row in rows}

    def _write(self, edition: Manifest, versions: list[int]) -> None:
        """Write versions with all that is of them; each batch's documents last."""
        weights = Weights(
            edition.mean_terms, edition.mean_said, {name: code for code, name in enumerate(edition.outlets)}
        )
        known: set[int] = set()
        self._progress(0, len(versions))
        done = 0
        for batch in batched(versions, BATCH_VERSIONS):
            rows = rows_of(self._catalog, batch, edition.edition, weights, self._stamps)
            new = [row for row in rows.actors if row["key"] not in known]
            known.update(row["key"] for row in new)
            for kind, those in (
                ("actors", new), ("passages", rows.passages), ("statements", rows.statements),
                ("documents", rows.documents),
            ):  # fmt: skip
                for start in range(0, len(those), BATCH_ROWS):
                    self._engine.put(table(self._name, edition.generation, kind), those[start : start + BATCH_ROWS])
            done += len(batch)
            self._progress(done, len(versions))

    def _write_terms(self, edition: Manifest) -> None:
        """How many passages have each term, where that is not what is there."""
        keywords = self._generation.keywords
        wanted: dict[int, int] = {}
        for term, having in (keywords.frequencies() if keywords else {}).items():
            number = term_number(term)
            wanted[number] = wanted.get(number, 0) + having
        name = table(self._name, edition.generation, "terms")
        there = self._terms(name)
        changed = [number for number in wanted if there.get(number) != wanted[number]]
        gone = [number for number in there if number not in wanted]
        for batch in batched([*changed, *gone], 10 * BATCH_ROWS):
            self._engine.put(
                name,
                [{"key": one, "term": one, "having": wanted.get(one, 0), "nothing": NOTHING} for one in batch],
            )

    def _terms(self, name: str) -> dict[int, int]:
        return {row["term"]: row["having"] for row in sweep(self._engine, name, "term", 2**32, ("term", "having"))}

    def _summed(self, edition: Manifest, replaced: tuple[int, ...]) -> Manifest:
        """The manifest of what the catalog has."""
        days = [
            (day_number(published), publisher)
            for published, publisher in self._catalog.execute(
                "SELECT v.published, v.publisher FROM article a "
                "JOIN version v ON v.article = a.row AND v.number = a.latest WHERE a.deleted = 0"
            )
        ]
        dated = [day for day, _ in days if day]
        codes = {name: code for code, name in enumerate(edition.outlets)}
        return replace(
            edition,
            revision=int(self._meta["revision"]),
            articles=len(days),
            undated=len(days) - len(dated),
            first_day=min(dated, default=0),
            last_day=max(dated, default=0),
            versions=len(self._stamps),
            last_version=max(self._stamps, default=0),
            passages=self._generation.manifest.passages,
            all_passages=self._one("SELECT count(*) FROM passage"),
            statements=self._one("SELECT count(*) FROM statement"),
            last_statement=self._one("SELECT coalesce(max(id), 0) FROM statement"),
            outlets_used=tuple(sorted({codes[publisher] for _, publisher in days if publisher})),
            actors=tuple(frequent_actors(self._catalog, ACTORS_KEPT)),
            replaced=replaced,
            called=tuple(
                f"{other}\t{told.name}\t{told.article}" for other, told in read_other_names(self._catalog).items()
            ),
        )

    def _publish(self, manifest: Manifest) -> None:
        """Have an edition seen by readers, once all of it is there."""
        for kind in KINDS:
            self._engine.flush(table(self._name, manifest.generation, kind))
        verify(self._engine, manifest)
        self._write_terms(manifest)
        if not self._engine.is_lite:
            time.sleep(SETTLE_S)
        write_manifest(self._engine, manifest)
        documents = table(self._name, manifest.generation, "documents")
        for name in (documents, table(self._name, manifest.generation, "terms")):
            self._engine.flush(name)
        self._engine.point(self._name, documents)

    def _tidy(self, now: Manifest) -> None:
        """Delete what no reader sees: rows that the current edition replaced, and what a killed run left."""
        self._tidy_generations(keep={now.generation, now.generation - 1})
        for kind in ("documents", "passages", "statements"):
            name = table(self._name, now.generation, kind)
            self._engine.delete(name, Where("born > {edition}", {"edition": now.edition}))
            for batch in batched(now.replaced, 1_000):
                old = Where("born < {edition} and version in {versions}", {"edition": now.edition, "versions": batch})
                self._engine.delete(name, old)

    def _delete_versions(self, manifest: Manifest, versions: Iterable[int]) -> None:
        for batch in batched(list(versions), 1_000):
            for kind in ("documents", "statements", "passages"):
                name = table(self._name, manifest.generation, kind)
                self._engine.delete(name, Where("version in {versions}", {"versions": batch}))

    def _generations(self) -> list[int]:
        """The numbers of all generations of this archive, whole or not."""
        start = f"{self._name}_"
        parts = (name.removeprefix(start).split("_") for name in self._engine.tables() if name.startswith(start))
        return sorted({int(one[0]) for one in parts if len(one) == 2 and one[0].isdecimal() and one[1] in KINDS})

    def _last_generation(self) -> int:
        return max(self._generations(), default=0)

    def _tidy_generations(self, keep: set[int]) -> None:
        """Drop generations older than the one before."""
        for number in self._generations():
            if number not in keep and number < max(keep):
                self._drop(number)

    def _drop(self, number: int) -> None:
        for name in self._engine.tables():
            if name in {table(self._name, number, kind) for kind in KINDS}:
                self._engine.drop(name)

    def _one(self, query: str) -> int:
        return int(self._catalog.execute(query).fetchone()[0])
