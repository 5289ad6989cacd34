from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from corpus.corrections import NoteKind
from index.catalog import open_catalog
from index.editions import Edition, Resolved, left_out, read_edition, resolve_citation
from index.embed import Embedder
from index.filters import ALL, Filters
from index.removal import remove
from index.search import Index
from index.statements import find_statements
from index.update import update

FIRST = "The council of Skagen rejected the bridge on Monday. Mayor Lund said the fare would stay at 40 crowns."
SECOND = "The council of Skagen rejected the bridge on Monday. Mayor Lund said the fare would rise to 45 crowns."
AT = "https://www.fjordpost.example/2024/03/bridge.html"


class Archive:
    """A corpus of one file, and its index."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self.file, self.directory, self._embedder = folder / "news.jsonl", folder / "index", embedder

    def holds(self, **articles: dict[str, str]) -> None:
        self.file.write_text("\n".join(json.dumps({"id": k, **v}) for k, v in articles.items()), "utf-8")
        update([self.file], self.directory, self._embedder)

    def remove(self, name: str) -> None:
        remove([name], self.directory, self._embedder.dimension)

    def found(self, filters: Filters = ALL) -> dict[str, str]:
        hits = Index(self.directory, self._embedder).search("Who rejected the bridge?", 50, filters)
        return {hit.article.id: hit.article.text for hit in hits}

    def stating(self, filters: Filters = ALL) -> set[str]:
        with open_catalog(self.directory) as catalog:
            return {stored.article.id for stored in find_statements(catalog, filters=filters)}

    def edition(self, name: str, digest: str | None = None) -> Edition:
        with open_catalog(self.directory) as catalog:
            return read_edition(catalog, name, digest)

    def resolve(self, name: str, digest: str | None, start: int, end: int) -> Resolved:
        with open_catalog(self.directory) as catalog:
            return resolve_citation(partial(read_edition, catalog), name, digest, start, end)


@pytest.fixture
def archive(tmp_path: Path, embedder: Embedder) -> Archive:
    return Archive(tmp_path, embedder)


def test_a_citation_resolves_after_its_article_was_updated(archive: Archive) -> None:
    archive.holds(a={"text": FIRST})
    old = archive.edition("a")
    assert (old.number, old.updated) == (1, False)
    cited = archive.resolve("a", old.article.digest(), 53, len(FIRST))
    assert (cited.quote, cited.edition, cited.latest) == (FIRST[53:], old, old)
    archive.holds(a={"text": "Updated.\n" + SECOND})
    assert archive.found() == {"a": "Updated.\n" + SECOND}
    whole, short = old.article.digest(), old.article.digest()[:12]
    for digest in (whole, short):
        gone = archive.resolve("a", digest, 53, len(FIRST))
        assert gone.quote == FIRST[53:]
        assert (gone.edition.updated, gone.edition.number, gone.latest.number) == (True, 1, 2)
        assert gone.still_at is None
    kept = archive.resolve("a", whole, 0, 52)
    assert kept.still_at is not None
    assert kept.still_at.of(kept.latest.article.text) == kept.quote == FIRST[:52]
    assert not archive.edition("a").updated


def test_what_does_not_resolve(archive: Archive) -> None:
    archive.holds(a={"text": FIRST})
    for name, digest in (("b", None), ("a", "0" * 64), ("a", "%")):
        with pytest.raises(KeyError):
            archive.resolve(name, digest, 0, 5)
    for start, end in ((0, 9_999), (5, 5), (9, 3), (-4, 2)):
        with pytest.raises(IndexError):
            archive.resolve("a", None, start, end)


def test_a_removed_article_still_resolves(archive: Archive) -> None:
    archive.holds(a={"text": FIRST})
    archive.remove("a")
    assert archive.resolve("a", None, 0, 3).edition.removed


def test_the_same_address_with_other_words_is_a_later_edition(archive: Archive) -> None:
    old = {"text": FIRST, "url": AT, "published": "2024-03-04"}
    new = {
        "text": SECOND,
        "url": AT.replace("https://www.", "http://") + "?utm_source=x#top",
        "published": "2024-03-05",
    }
    for names in (("old", "new"), ("z", "a")):
        archive.holds(**{names[0]: old, names[1]: new})
        assert set(archive.found()) == {names[1]}
        assert archive.stating() == {names[1]}
        cited = archive.resolve(names[0], None, 53, len(FIRST))
        assert (cited.edition.updated, cited.edition.superseded_by, cited.quote) == (True, names[1], FIRST[53:])
        assert (cited.latest.article.id, cited.still_at) == (names[1], None)
        # by the day before, the later edition was not there yet
        assert set(archive.found(Filters(as_of="2024-03-04"))) == {names[0]}
        assert archive.stating(Filters(as_of="2024-03-04")) == {names[0]}
        archive.remove(names[1])
        assert set(archive.found()) == {names[0]}
        archive.remove(names[0])


def test_undated_editions_follow_one_another_as_they_come(archive: Archive) -> None:
    archive.holds(b={"text": FIRST, "url": AT})
    archive.holds(b={"text": FIRST, "url": AT}, a={"text": SECOND, "url": AT})
    assert set(archive.found()) == {"a"}


@pytest.mark.parametrize(
    "url", ["https://fjordpost.example/", "https://fjordpost.example", "no address", "http://[", ""]
)
def test_a_front_page_is_no_article(archive: Archive, url: str) -> None:
    archive.holds(a={"text": FIRST, "url": url}, b={"text": SECOND, "url": url})
    assert set(archive.found()) == {"a", "b"}


def test_unlike_texts_at_one_address_are_two_articles(archive: Archive) -> None:
    other = "Herring was dear in Hirtshals. The fishers asked Norway for more quota before winter sets in."
    archive.holds(a={"text": FIRST, "url": AT}, b={"text": other, "url": AT})
    assert set(archive.found()) == {"a", "b"}


def test_a_retracted_article_is_out_of_answers_unless_asked_for(archive: Archive) -> None:
    archive.holds(a={"text": FIRST}, b={"text": SECOND})
    retracted = f"{FIRST}\n\nEditor's note: The Fjord Post has retracted this article."
    archive.holds(a={"text": retracted}, b={"text": SECOND})
    assert set(archive.found()) == archive.stating() == {"b"}
    assert set(archive.found(Filters(retracted=True))) == archive.stating(Filters(retracted=True)) == {"a", "b"}
    assert archive.edition("a").retracted
    assert archive.resolve("a", None, 0, 10).edition.retracted
    archive.holds(a={"text": FIRST}, b={"text": SECOND})
    assert set(archive.found()) == {"a", "b"}
    with open_catalog(archive.directory) as catalog:
        assert left_out(catalog) == frozenset()


def test_notes_are_kept_with_the_version_that_has_them(archive: Archive) -> None:
    archive.holds(a={"text": FIRST})
    corrected = f"{SECOND}\nCorrection: The fare was misstated."
    before = archive.edition("a").article.digest()
    archive.holds(a={"text": corrected})
    notes = archive.edition("a").notes
    assert [(note.kind, note.span.of(corrected)) for note in notes] == [
        (NoteKind.CORRECTION, "Correction: The fare was misstated.")
    ]
    assert archive.edition("a", before).notes == ()


@pytest.mark.parametrize(
    ("published", "future"), [("2999-01-01", True), ("2024-03-04", False), (None, False), ("0001-01-01", False)]
)
def test_a_date_to_come_is_flagged(archive: Archive, published: str | None, future: bool) -> None:
    archive.holds(a={"text": FIRST} | ({"published": published} if published else {}))
    assert archive.edition("a").future is future
    assert archive.edition("a").article.published == published
