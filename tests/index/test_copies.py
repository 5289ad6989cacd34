from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from index.catalog import open_catalog
from index.copies import also_in, cluster_articles, clusters
from index.embed import Embedder
from index.filters import ALL, Filters
from index.removal import remove, restore
from index.repeats import read_repeats
from index.search import Index
from index.statements import find_statements
from index.update import update

STORY = (
    "The dockers of Skagen rejected the wage offer of the harbour company on Thursday. "
    "Their union demanded a raise of 14 percent over two years. "
    "The company said it could not pay more than nine percent without closing a pier. "
    "Mayor Inge Lund proposed that a judge from Aalborg should mediate between the two sides. "
    "Ferries to Norway stayed in port, and fishermen sold their herring from the quay. "
    "The harbour has seen no strike since the spring of 2009, when the cranes stood still for eleven days."
)
MORE = "Finland promised the dockers a ship full of potatoes."
OTHER = (
    "A storm tore the roof from the school of Hirtshals during the night. Nobody was hurt. The headmaster asked the "
    "council for tents, and the council agreed to send them by noon. Lessons go on in the church and in the town hall."
)


def article(name: str, text: str, published: str | None = None, **fields: str) -> dict[str, object]:
    return {"id": name, "text": text, "published": published, "title": f"Title of {name}", **fields}


AGENCY = article("agency", STORY, "2024-03-04", publisher="Fjord Agency")
POST = article("post", f"(Skagen) {STORY} {MORE}", "2024-03-05", publisher="Cod Post")
CUT = article("cut", STORY[: STORY.index("Ferries")], "2024-03-05", publisher="Herring Times")
STORM = article("storm", OTHER, "2024-03-05", publisher="Cod Post")


class Archive:
    """A corpus of one file, and its index."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self.file, self.directory, self._embedder = folder / "news.jsonl", folder / "index", embedder

    def holds(self, *articles: dict[str, object]) -> None:
        self.file.write_text("\n".join(map(json.dumps, articles)), "utf-8")
        update([self.file], self.directory, self._embedder)

    def remove(self, *names: str) -> None:
        remove(names, self.directory, self._embedder.dimension)

    def restore(self, *names: str) -> None:
        restore(names, self.directory, self._embedder.dimension)

    def found(self, query: str, filters: Filters = ALL) -> dict[str, str]:
        hits = Index(self.directory, self._embedder).search(query, 50, filters)
        return {
            name: " | ".join(hit.text for hit in hits if hit.article.id == name)
            for name in {h.article.id for h in hits}
        }

    def clusters(self) -> list[list[str]]:
        with open_catalog(self.directory) as catalog:
            return sorted(sorted(names) for names in clusters(catalog))

    def statements(self, filters: Filters = ALL) -> list[tuple[str, str]]:
        with open_catalog(self.directory) as catalog:
            found = find_statements(catalog, filters=filters)
        return sorted((one.article.id, one.statement.cue.of(one.article.text)) for one in found)

    def also_in(self, name: str, filters: Filters = ALL) -> list[str]:
        with open_catalog(self.directory) as catalog:
            return [other.id for other in also_in(catalog, [name], filters)[name]]


@pytest.fixture
def archive(tmp_path: Path, embedder: Embedder) -> Archive:
    return Archive(tmp_path, embedder)


def test_a_search_sees_one_article_of_a_cluster_and_what_a_copy_adds(archive: Archive) -> None:
    archive.holds(STORM, CUT, POST, AGENCY)
    assert archive.clusters() == [["agency", "cut", "post"], ["storm"]]
    found = archive.found("dockers wage offer")
    assert set(found) == {"agency", "post", "storm"}
    assert "rejected the wage offer" in found["agency"]
    assert MORE in found["post"]
    assert set(archive.found("potatoes from Finland")) >= {"post"}


def test_statements_are_counted_once_but_those_that_a_copy_adds_are_there(archive: Archive) -> None:
    archive.holds(AGENCY, CUT)
    alone = archive.statements()
    assert ("agency", "rejected") in alone
    assert {name for name, _ in alone} == {"agency"}
    archive.holds(AGENCY, CUT, POST)
    assert ("post", "promised") in archive.statements()
    assert {name for name, _ in archive.statements(Filters(publisher="Herring Times"))} == {"cut"}


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        (Filters(publisher="cod post"), {"post", "storm"}),
        (Filters(publisher="Herring Times"), {"cut"}),
        (Filters(since="2024-03-05"), {"post", "storm"}),
        (Filters(until="2024-03-04"), {"agency"}),
        (Filters(as_of="2024-03-04"), {"agency"}),
        (Filters(article="cut"), {"cut"}),
    ],
    ids=str,
)
def test_filters_show_the_first_copy_that_passes(archive: Archive, filters: Filters, shown: set[str]) -> None:
    archive.holds(AGENCY, POST, CUT, STORM)
    assert set(archive.found("dockers wage offer", filters)) == shown


def test_nothing_is_lost_when_the_cited_copy_goes(archive: Archive) -> None:
    archive.holds(AGENCY, CUT, STORM)
    assert set(archive.found("dockers wage")) == {"agency", "storm"}
    archive.remove("agency")
    assert set(archive.found("dockers wage")) == {"cut", "storm"}
    assert archive.also_in("cut") == []
    archive.restore("agency")
    assert set(archive.found("dockers wage")) == {"agency", "storm"}


def test_a_copy_that_is_rewritten_leaves_the_cluster(archive: Archive) -> None:
    archive.holds(AGENCY, CUT)
    archive.holds(AGENCY | {"text": OTHER}, CUT)
    assert archive.clusters() == [["agency"], ["cut"]]
    assert set(archive.found("dockers wage")) == {"agency", "cut"}
    archive.holds(AGENCY, CUT)
    assert archive.clusters() == [["agency", "cut"]]
    assert set(archive.found("dockers wage")) == {"agency"}


def test_two_clusters_become_one_when_a_copy_of_both_comes(archive: Archive) -> None:
    half, rest = STORY[: len(STORY) // 2], STORY[len(STORY) // 2 :]
    archive.holds(article("half", half), article("rest", rest))
    assert archive.clusters() == [["half"], ["rest"]]
    archive.holds(article("half", half), article("rest", rest), article("whole", STORY))
    assert archive.clusters() == [["half", "rest", "whole"]]


def test_the_order_of_coming_does_not_matter(archive: Archive, tmp_path: Path, embedder: Embedder) -> None:
    all_of_them = [AGENCY, POST, CUT, STORM]
    archive.holds(*all_of_them)
    (tmp_path / "other").mkdir()
    other = Archive(tmp_path / "other", embedder)
    for number in range(1, 5):
        other.holds(*all_of_them[::-1][:number])
    assert other.clusters() == archive.clusters()
    assert other.found("dockers") == archive.found("dockers")
    assert other.statements() == archive.statements()


def test_what_is_clustered_is_not_compared_again(archive: Archive) -> None:
    archive.holds(AGENCY, CUT)
    with open_catalog(archive.directory, write=True) as catalog:
        before = catalog.total_changes
        cluster_articles(catalog)
        assert catalog.total_changes == before


def test_copies_are_named_in_order_and_filtered(archive: Archive) -> None:
    archive.holds(AGENCY, POST, CUT, STORM)
    assert archive.also_in("agency") == ["post", "cut"]
    assert archive.also_in("cut") == ["agency", "post"]
    assert archive.also_in("storm") == []
    assert archive.also_in("agency", Filters(as_of="2024-03-04")) == []
    assert archive.also_in("agency", Filters(publisher="Cod Post")) == ["post"]


def test_many_copies(archive: Archive) -> None:
    """More than have a bit of their own, and more than are kept for one key."""
    copies = [article(f"{number:03}", f"{STORY} Printed as number {number}.") for number in range(80)]
    archive.holds(*copies, article("last", STORY, "2024-03-04"))
    assert [len(names) for names in archive.clusters()] == [81]
    assert len(archive.also_in("last")) == 80
    assert "rejected the wage offer" in archive.found("dockers wage offer")["last"]


def test_repeats_are_found_whatever_the_order_of_the_rows(archive: Archive) -> None:
    archive.holds(AGENCY, POST, CUT, STORM)
    with open_catalog(archive.directory) as catalog:
        passages = np.array([row for (row,) in catalog.execute("SELECT id FROM passage ORDER BY id")], np.int64)
        hidden = []
        for rows in (passages, passages[::-1].copy(), np.roll(passages, 3)):
            shown = read_repeats(catalog, rows).hide(None, len(rows))
            assert shown is not None
            hidden.append(sorted(rows[~shown].tolist()))
    assert hidden[0] == hidden[1] == hidden[2] != []
