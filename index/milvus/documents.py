"""An article's version as a document in Milvus: all that is kept of it besides vectors and statements."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus.article import Article
from corpus.corrections import Note, NoteKind
from corpus.span import Span
from index.catalog import IN_USE
from index.errors import IndexDamaged

_PIECE = 15_000  # characters of a text field: at most 60,000 bytes
_FIELDS = ("title", "publisher", "published", "url", "language", "aside")


@dataclass(frozen=True, slots=True)
class Document:
    """A version of an article.

    ``version`` and ``row`` are its rows in the catalog, ``number`` counts the versions of its article from 1,
    ``latest`` is the number of the one that answers use, ``state`` the article's in the catalog. ``cluster`` is that of
    its copies, 0 if it has none.
    """

    version: int
    row: int
    number: int
    latest: int
    state: int
    superseded_by: str | None
    cluster: int
    corpus: str
    digest: str
    indexed: str
    article: Article
    passages: tuple[tuple[int, Span], ...]
    notes: tuple[Note, ...]

    @property
    def current(self) -> bool:
        """Whether answers may use it."""
        return self.number == self.latest and self.state == IN_USE

    @property
    def retracted(self) -> bool:
        """Whether it says of itself that it was withdrawn."""
        return any(note.kind is NoteKind.RETRACTION for note in self.notes)


def pack(document: Document) -> list[str]:
    """A document as texts that fit a field each."""
    article = document.article
    packed: dict[str, Any] = {name: getattr(article, name) for name in _FIELDS}
    packed |= {"id": article.id, "text": article.text, "file": article.file, "authors": article.authors}
    packed |= {"provenance": article.provenance, "digest": document.digest, "indexed": document.indexed}
    packed |= {"row": document.row, "number": document.number, "latest": document.latest, "cluster": document.cluster}
    packed |= {"state": document.state, "superseded_by": document.superseded_by, "corpus": document.corpus}
    packed |= {"passages": [(name, span.start, span.end) for name, span in document.passages]}
    packed |= {"notes": [(note.kind, note.span.start, note.span.end) for note in document.notes]}
    text = json.dumps(packed, ensure_ascii=False)
    return [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]


def unpack(version: int, parts: Sequence[str]) -> Document:
    """A document from its texts, its article checked against its digest.

    Raises IndexDamaged if it is not what was written.
    """
    try:
        packed = json.loads("".join(parts))
        name = packed["id"]
        article = Article(
            name, packed["text"], packed["file"], authors=tuple(packed["authors"]),
            provenance=tuple((field, where) for field, where in packed["provenance"]),
            **{field: packed[field] for field in _FIELDS},
        )  # fmt: skip
        sound = article.digest() == packed["digest"]
        document = Document(
            version=version, article=article,
            passages=tuple((one, Span(name, start, end)) for one, start, end in packed["passages"]),
            notes=tuple(Note(NoteKind(kind), Span(name, start, end)) for kind, start, end in packed["notes"]),
            **{field: packed[field] for field in _PLAIN},
        )  # fmt: skip
    except (ValueError, TypeError, KeyError) as error:
        raise IndexDamaged(f"version {version} of an article cannot be read ({error}); load the store again") from error
    if not sound:
        raise IndexDamaged(f"what the store has of {name} is not what was written; load it again")
    return document


_PLAIN = ("row", "number", "latest", "state", "superseded_by", "cluster", "corpus", "digest", "indexed")
