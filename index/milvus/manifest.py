"""What a generation in Milvus holds, and which of its editions readers use: the counterpart of index/generations.py.

A generation is a set of collections ``NAME_000003_…``. The alias NAME stands for the documents of the one that is
served; a new one is loaded beside it, verified, and the alias switched. Small changes go into the generation that is
served, as its next edition: rows carry the edition that wrote them, and readers look at no later one than the manifest
says. A manifest is written last, in one request, so nothing half-loaded is ever seen.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from index.archive import Coverage
from index.catalog import FORMAT as CATALOG_FORMAT
from index.errors import IndexDamaged, IndexMismatch, IndexMissing, StoreFailed
from index.milvus.engine import Engine, Row
from index.milvus.tables import NEVER, NOTHING, document_number, key, table
from index.milvus.where import Where

FORMAT = "milvus-1"
_PIECE = 15_000  # characters of a text field: at most 60,000 bytes
_SUFFIX = "_documents"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an edition of a generation holds.

    ``archive`` tells archives apart; ``revision`` is the catalog's. ``mean_terms`` and ``mean_said`` are the lengths
    that keyword weights of passages and of statements were made with, ``passages`` the number that they count against:
    those that answers may use. ``all_passages``, ``versions`` and ``statements`` count old and removed ones too.
    ``called`` are other names, each with whose it is and an article that says so, by tabs.
    ``replaced`` are the versions that this edition wrote anew: their older rows are no longer seen. Edition 0 is a
    generation that is still being loaded.
    """

    format: str
    catalog: str
    model: str
    dimension: int
    archive: str
    revision: int
    generation: int
    edition: int
    mean_terms: float
    mean_said: float
    articles: int = 0
    undated: int = 0
    first_day: int = 0
    last_day: int = 0
    versions: int = 0
    last_version: int = 0
    passages: int = 0
    all_passages: int = 0
    statements: int = 0
    last_statement: int = 0
    outlets: tuple[str, ...] = ()
    outlets_used: tuple[int, ...] = ()
    actors: tuple[str, ...] = ()
    replaced: tuple[int, ...] = ()
    called: tuple[str, ...] = ()

    def coverage(self) -> Coverage:
        """What it covers."""
        used = (self.outlets[code] for code in self.outlets_used)
        return Coverage(
            self.articles,
            self.undated,
            tuple(sorted(used, key=str.casefold)),
            date.fromordinal(self.first_day) if self.first_day else None,
            date.fromordinal(self.last_day) if self.last_day else None,
        )

    def visible(self) -> Where:
        """The rows that this edition has."""
        where = Where("born <= {edition}", {"edition": self.edition})
        if self.replaced:
            where &= Where(
                "born == {edition} or version not in {replaced}", {"edition": self.edition, "replaced": self.replaced}
            )
        return where


def served(engine: Engine) -> Manifest | None:
    """The manifest that readers use now, None if there is no archive of this name.

    Raises:
        IndexMismatch: something else has this name, or an archive of another format.
        IndexDamaged: there is a generation without a manifest.
    """
    found = engine.alias(engine.address.name)
    if found is None:
        return None
    generation = number_of_generation(engine.address.name, found)
    if generation is None:
        raise IndexMismatch(f"{engine.address}: no archive of Demarche but {found}; choose another name")
    manifest = read_manifest(engine, generation)
    if manifest is None or manifest.edition == 0:
        raise IndexDamaged(f"{engine.address}: {found} has no manifest; load it again with: demarche migrate")
    return manifest


def require_served(engine: Engine) -> Manifest:
    """The manifest that readers use now. Raises IndexMissing if there is none, and as ``served`` does."""
    manifest = served(engine)
    if manifest is None:
        others = sorted(
            {name.removesuffix(_SUFFIX)[:-7] for name in engine.tables() if name.endswith(_SUFFIX)}
            - {engine.address.name}
        )
        there = f"; there are {', '.join(others)}" if others else ""
        raise IndexMissing(f"{engine.address}: no such archive{there}; load it with: demarche migrate DIR STORE")
    return manifest


def require_fitting(manifest: Manifest, fingerprint: str, where: object) -> None:
    """Raise IndexMismatch if the vectors were made by another model."""
    if manifest.model != fingerprint:
        raise IndexMismatch(f"{where}: made by the model {manifest.model}, not {fingerprint}; use that model")


def verify(engine: Engine, manifest: Manifest) -> None:
    """Count whether the engine has all that a manifest says. Raises StoreFailed if it does not."""
    seen = manifest.visible()
    for kind, where, wanted in (
        ("documents", Where("part == {zero} and version > {zero}", {"zero": 0}), manifest.versions),
        ("passages", Where("passage > {zero}", {"zero": 0}), manifest.all_passages),
        ("passages", Where("current == {one}", {"one": 1}), manifest.passages),
        ("statements", Where("statement > {zero}", {"zero": 0}), manifest.statements),
    ):
        found = engine.count(table(engine.address.name, manifest.generation, kind), where & seen)
        if found != wanted:
            raise StoreFailed(
                f"{engine.address}: it has {found:,} {kind} of {wanted:,}; what was served before is served still, "
                "load it again with: demarche migrate"
            )


def number_of_generation(name: str, collection: str) -> int | None:
    """The number of the generation whose documents a collection holds, None if it is none of an archive.

    >>> number_of_generation("news", "news_000003_documents"), number_of_generation("news", "photos")
    (3, None)
    """
    digits = collection.removeprefix(f"{name}_").removesuffix(_SUFFIX)
    return (
        int(digits)
        if len(digits) == 6 and digits.isdecimal() and collection == table(name, int(digits), "documents")
        else None
    )


def read_manifest(engine: Engine, generation: int) -> Manifest | None:
    """The newest whole manifest of a generation, None if it has none.

    Raises:
        IndexMismatch: it is of another format.
        IndexDamaged: it is not what was written.
    """
    name = table(engine.address.name, generation, "documents")
    editions: dict[int, list[Row]] = defaultdict(list)
    for row in engine.query(name, Where("version == {none}", {"none": 0}), ("born", "part", "parts", "data")):
        editions[row["born"]].append(row)
    for edition in sorted(editions, reverse=True):
        rows = sorted(editions[edition], key=lambda row: int(row["part"]))
        if len(rows) == rows[0]["parts"]:
            return _parsed("".join(row["data"] for row in rows), engine)
    return None


def write_manifest(engine: Engine, manifest: Manifest) -> None:
    """Make an edition the one that readers use, at once; or note what is about to be loaded, with edition 0."""
    fields = asdict(manifest)
    text = json.dumps({**fields, "sha256": _checksum(fields)}, ensure_ascii=False)
    rows = [
        {
            "key": key(document_number(0, part), manifest.edition), "version": 0, "born": manifest.edition,
            "part": part,
            "parts": 1 + (len(text) - 1) // _PIECE, "name": 0, "current": 0, "day": 0, "publisher": -1,
            "superseded": NEVER, "retracted": 0, "number": 0, "cluster": 0, "stamp": 0, "nothing": NOTHING,
            "data": text[start : start + _PIECE],
        }
        for part, start in enumerate(range(0, len(text), _PIECE))
    ]  # fmt: skip
    engine.put(table(engine.address.name, manifest.generation, "documents"), rows)


def _parsed(text: str, engine: Engine) -> Manifest:
    try:
        fields = json.loads(text)
        if (fields["format"], fields["catalog"]) != (FORMAT, CATALOG_FORMAT):
            raise IndexMismatch(
                f"{engine.address}: an archive of format {fields['format']}/{fields['catalog']}, this version reads "
                f"{FORMAT}/{CATALOG_FORMAT}; load it again under another name"
            )
        if fields.pop("sha256") != _checksum(fields):
            raise ValueError("its checksum is wrong")
        values: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in fields.items()}
        return Manifest(**values)
    except (ValueError, TypeError, KeyError) as error:
        raise IndexDamaged(f"{engine.address}: its manifest cannot be read ({error}); load it again") from error


def _checksum(fields: Row) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode("ascii")).hexdigest()
