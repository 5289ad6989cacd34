"""The archive that the growth benchmark makes of copies is one that an index publishes."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.growth import copy_all
from index.catalog import live_ids, open_catalog
from index.embed import Embedder
from index.generations import publish
from index.search import Index


def test_copies_are_articles_of_their_own(sample_index: Path, tmp_path: Path, embedder: Embedder) -> None:
    shutil.copytree(sample_index, tmp_path / "index")
    with open_catalog(tmp_path / "index", write=True) as catalog:
        before = len(live_ids(catalog))
        copy_all(catalog, 1)
        assert len(live_ids(catalog)) == 2 * before
    publish(tmp_path / "index", embedder.dimension)
    index = Index(tmp_path / "index", embedder)
    found = {hit.article.id for hit in index.search("Who rejected the offer?", 10)}
    assert any(f"copy1/{name}" in found for name in found)
