"""What a day costs: one per cent added to 1e5 passages, an article removed, and a run over an unchanged corpus.

    python -m benchmarks.growth --index INDEX --corpus NEWS/articles.jsonl [--passages 100000]

The archive is the given index, its articles copied within the catalog under other ids until there are so many passages;
the day is articles of the corpus under new ids, indexed as `demarche index` does. Building anew is what the day's
articles cost to read, embed and write, for as many as the archive has, and publishing everything, which is measured.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.results import keep
from corpus.article import Article
from corpus.load import load
from index.catalog import live_ids, next_revision, open_catalog
from index.embed import load_embedder
from index.generations import publish
from index.removal import remove
from index.search import Index
from index.update import update


def main() -> None:
    """Grow an index, add a day, remove an article, run again; keep the seconds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=100_000)
    given = parser.parse_args()
    embedder = load_embedder()
    with tempfile.TemporaryDirectory() as temporary:
        directory = Path(temporary) / "index"
        shutil.copytree(given.index, directory)
        with open_catalog(directory, write=True) as catalog:
            before, copies = len(live_ids(catalog)), 0
            while len(live_ids(catalog)) < given.passages:
                copies += 1
                copy_all(catalog, copies)
            count = len(live_ids(catalog))
        start = time.perf_counter()
        publish(directory, embedder.dimension)
        whole_s = time.perf_counter() - start
        articles = [read for read in load(given.corpus) if isinstance(read, Article)]
        day = articles[: max(1, round(len(articles) * count / before / 100))]
        lines = [
            {"id": f"day/{one.id}", "title": one.title, "published": one.published, "text": one.text} for one in day
        ]
        corpus = Path(temporary) / "day.jsonl"
        corpus.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        start = time.perf_counter()
        added = update([corpus], directory, embedder).passages_embedded
        day_s = time.perf_counter() - start
        start = time.perf_counter()
        update([corpus], directory, embedder)
        again_s = time.perf_counter() - start
        start = time.perf_counter()
        remove([f"day/{day[0].id}"], directory, embedder.dimension)
        remove_s = time.perf_counter() - start
        publish_s = _publish_alone(directory, embedder.dimension)
        start = time.perf_counter()
        Index(directory, embedder).search("Who rejected the offer?", 10)
        open_s = time.perf_counter() - start
    # what is embedded and written costs the same for each passage; only publishing is not in proportion
    anew_s = whole_s + (day_s - publish_s) * count / added
    told = {
        "passages": count,
        "added": added,
        "day_s": round(day_s, 2),
        "of_it_publishing_s": round(publish_s, 2),
        "publishing_all_s": round(whole_s, 2),
        "anew_s": round(anew_s, 1),
        "share": round(day_s / anew_s, 4),
        "unchanged_s": round(again_s, 2),
        "remove_s": round(remove_s, 2),
        "open_and_search_s": round(open_s, 2),
    }
    for name, value in told.items():
        print(f"{name:20} {value}")
    keep("growth", told)


def _publish_alone(directory: Path, dimension: int) -> float:
    """Seconds to publish on top of what is there, when nothing is new."""
    index = Index(directory, load_embedder())
    with open_catalog(directory, write=True) as catalog, catalog:
        next_revision(catalog)
    start = time.perf_counter()
    publish(directory, dimension, base=index.generation())
    return time.perf_counter() - start


def copy_all(catalog: sqlite3.Connection, number: int) -> None:
    """Every article of the first corpus once more, with versions, passages and vectors, under other ids."""
    tables = ("article", "version", "passage")
    catalog.create_function("digest_of", 10, _digest)
    with catalog:
        step = {table: catalog.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0] for table in tables}
        old = "id NOT LIKE 'copy%'"
        catalog.execute(
            f"INSERT INTO article (row, id, corpus, file, latest, deleted) SELECT row + ?, 'copy{number}/' || id, "
            f"corpus, file, latest, deleted FROM article WHERE {old}",
            (step["article"],),
        )
        fields = "title, publisher, authors, published, url, language, text, provenance, aside"
        values = fields.replace("url", "NULL")  # or the copies would take the place of each other
        digest = f"digest_of('copy{number}/' || a.id, {values})"
        catalog.execute(
            f"INSERT INTO version (row, article, number, digest, {fields}) SELECT v.row + ?, v.article + ?, number, "
            f"{digest}, {values} FROM version v JOIN article a ON a.row = v.article WHERE a.{old}",
            (step["version"], step["article"]),
        )
        of_first = f"JOIN version v ON v.row = p.version JOIN article a ON a.row = v.article WHERE a.{old}"
        catalog.execute(
            'INSERT INTO passage (id, version, "start", "end") SELECT p.id + ?, p.version + ?, p."start", p."end" '
            f"FROM passage p {of_first}",
            (step["passage"], step["version"]),
        )
        catalog.execute(
            "INSERT INTO vector (passage, data) SELECT x.passage + ?, x.data FROM vector x "
            f"JOIN passage p ON p.id = x.passage {of_first}",
            (step["passage"],),
        )
        catalog.execute(  # each a report of its own: what is measured is an archive, not a heap of copies
            "INSERT INTO copy (article, version, cluster) SELECT c.article + ?, c.version + ?, c.article + ? "
            f"FROM copy c JOIN article a ON a.row = c.article WHERE a.{old}",
            (step["article"], step["version"], step["article"]),
        )
        next_revision(catalog)


def _digest(name: str, title: str, publisher: str, authors: str, *others: Any) -> str:
    published, url, language, text, told, aside = others
    provenance = tuple((field, where) for field, where in json.loads(told))
    known = (title, publisher, tuple(json.loads(authors)), published, url, language, provenance, aside)
    return Article(name, text, "", *known).digest()


if __name__ == "__main__":
    main()
