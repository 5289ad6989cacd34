from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from filelock import FileLock

from corpus.errors import BadInput, UnreadableCorpus
from index.catalog import open_catalog, read_article
from index.embed import Embedder, load_embedder
from index.errors import IndexMismatch, IndexUnusable
from index.generations import current_name
from index.onnx_encoder import Floats
from index.removal import remove, restore
from index.search import LOCK, Index
from index.update import Summary, count_articles, update
from index.writing import IndexBusy
from tests.conftest import SAMPLE


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text("Egypt asked Israel to withdraw from the corridor.")
    (folder / "b.txt").write_text("Boeing offered the machinists a raise of 25 percent.")
    (folder / "c.jsonl").write_text(
        "".join(
            json.dumps({"id": name, "text": f"The {name} council rejected the tax."}) + "\n" for name in ("red", "blue")
        )
    )
    return folder


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "index"


def counts(summary: Summary) -> tuple[int, ...]:
    """Added, changed, unchanged, removed, skipped."""
    return tuple(len(getattr(summary, name)) for name in ("added", "changed", "unchanged", "removed", "skipped"))


def found(directory: Path, embedder: Embedder, query: str) -> list[str]:
    return [hit.text for hit in Index(directory, embedder).search(query, 10)]


def test_once_and_again(corpus: Path, directory: Path, embedder: Embedder) -> None:
    first = update([corpus], directory, embedder)
    assert counts(first) == (4, 0, 0, 0, 0)
    assert first.passages_embedded == 4
    name = current_name(directory)
    again = update([corpus], directory, embedder)
    assert counts(again) == (0, 0, 4, 0, 0)
    assert again.passages_embedded == 0
    assert current_name(directory) == name


def test_a_changed_article_is_a_new_version_and_its_old_text_is_gone(
    corpus: Path, directory: Path, embedder: Embedder
) -> None:
    update([corpus], directory, embedder)
    (corpus / "a.txt").write_text("Egypt asked Qatar to mediate.")
    summary = update([corpus], directory, embedder)
    assert counts(summary) == (0, 1, 3, 0, 0)
    assert summary.passages_embedded == 1
    texts = found(directory, embedder, "Egypt asked Israel to withdraw")
    assert "Egypt asked Qatar to mediate." in texts
    assert not [text for text in texts if "withdraw" in text]


def test_a_changed_article_that_changes_back(corpus: Path, directory: Path, embedder: Embedder) -> None:
    before = (corpus / "a.txt").read_text()
    for text in (before, "Egypt asked Qatar to mediate.", before):
        (corpus / "a.txt").write_text(text)
        update([corpus], directory, embedder)
    texts = found(directory, embedder, "Egypt")
    assert before in texts
    assert "Egypt asked Qatar to mediate." not in texts
    with open_catalog(directory) as catalog:
        assert catalog.execute("SELECT latest FROM article WHERE id = 'a.txt'").fetchone() == (3,)


def test_changed_metadata_is_a_change(corpus: Path, directory: Path, embedder: Embedder) -> None:
    (corpus / "d.md").write_text("---\ntitle: One\n---\nHe said no.")
    update([corpus], directory, embedder)
    (corpus / "d.md").write_text("---\ntitle: Two\n---\nHe said no.")
    assert update([corpus], directory, embedder).changed == ["d.md"]


def test_removed_and_back(corpus: Path, directory: Path, embedder: Embedder) -> None:
    update([corpus], directory, embedder)
    text = (corpus / "a.txt").read_text()
    (corpus / "a.txt").unlink()
    gone = update([corpus], directory, embedder)
    assert (gone.removed, gone.passages_embedded) == (["a.txt"], 0)
    assert text not in found(directory, embedder, "Egypt Israel withdraw")
    (corpus / "a.txt").write_text(text)
    back = update([corpus], directory, embedder)
    assert (back.added, back.passages_embedded) == (["a.txt"], 0)
    assert text in found(directory, embedder, "Egypt Israel withdraw")


def test_removed_and_back_with_other_words(corpus: Path, directory: Path, embedder: Embedder) -> None:
    update([corpus], directory, embedder)
    (corpus / "a.txt").unlink()
    update([corpus], directory, embedder)
    (corpus / "a.txt").write_text("Egypt asked Qatar to mediate.")
    back = update([corpus], directory, embedder)
    assert (back.added, back.passages_embedded) == (["a.txt"], 1)
    assert "Egypt asked Qatar to mediate." in found(directory, embedder, "Egypt")


def test_touched_files_are_unchanged(corpus: Path, directory: Path, embedder: Embedder) -> None:
    update([corpus], directory, embedder)
    for path in corpus.iterdir():
        os.utime(path, (1, 1))
    assert update([corpus], directory, embedder).passages_embedded == 0


def test_the_last_good_version_of_an_unreadable_file_stays(corpus: Path, directory: Path, embedder: Embedder) -> None:
    update([corpus], directory, embedder)
    (corpus / "a.txt").write_bytes(b"\x00\x01\x02")
    (corpus / "c.jsonl").write_text('{"id": "red", "text": "The red council rejected the tax."}\n{"id": "blue", "te')
    summary = update([corpus], directory, embedder)
    assert counts(summary) == (0, 0, 2, 0, 2)
    assert {refusal.where for refusal in summary.skipped} == {"a.txt", "c.jsonl:2"}
    texts = found(directory, embedder, "Egypt Israel council")
    assert "Egypt asked Israel to withdraw from the corridor." in texts
    assert "The blue council rejected the tax." in texts


def test_a_line_taken_out_of_a_file_is_gone(corpus: Path, directory: Path, embedder: Embedder) -> None:
    update([corpus], directory, embedder)
    (corpus / "c.jsonl").write_text('{"id": "red", "text": "The red council rejected the tax."}\n' * 2)
    summary = update([corpus], directory, embedder)
    assert summary.removed == ["blue"]  # although the file has a second `red`, which is refused
    assert [str(refusal) for refusal in summary.skipped] == [
        "c.jsonl: a second article with the id 'red'; give each its own"
    ]


def test_an_unreadable_file_of_one_corpus_keeps_nothing_of_another(
    corpus: Path, directory: Path, tmp_path: Path, embedder: Embedder
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "b2.txt").write_text("The union asked for more.")
    (other / "x.txt").write_text("The court ordered a halt.")
    update([corpus, other], directory, embedder)
    (corpus / "x.txt").write_bytes(b"\x00")
    (other / "x.txt").unlink()
    assert update([corpus, other], directory, embedder).removed == ["x.txt"]


def test_other_corpora_stay(corpus: Path, directory: Path, embedder: Embedder) -> None:
    update([corpus], directory, embedder)
    summary = update([SAMPLE / "turkey-halts-israel-trade.md"], directory, embedder)
    assert counts(summary) == (1, 0, 0, 0, 0)
    assert "Egypt asked Israel to withdraw from the corridor." in found(directory, embedder, "Egypt Israel withdraw")


def test_one_id_in_two_corpora(corpus: Path, directory: Path, tmp_path: Path, embedder: Embedder) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("Something else was said.")
    update([corpus], directory, embedder)
    summary = update([other], directory, embedder)
    assert "is taken by an article of" in summary.skipped[0].reason
    assert "Egypt asked Israel to withdraw from the corridor." in found(directory, embedder, "Egypt Israel withdraw")


def test_a_corpus_that_was_moved_is_not_embedded_again(
    corpus: Path, directory: Path, tmp_path: Path, embedder: Embedder
) -> None:
    update([corpus], directory, embedder)
    moved = corpus.rename(tmp_path / "moved")
    assert update([moved], directory, embedder).passages_embedded == 0
    (moved / "a.txt").unlink()
    assert update([moved], directory, embedder).removed == ["a.txt"]


def test_odd_names_are_indexed(corpus: Path, directory: Path, embedder: Embedder) -> None:
    odd = corpus / os.fsdecode(b"caf\xe9\nx")
    odd.mkdir()
    (odd / os.fsdecode(b"\xff.txt")).write_text("The mayor demanded an answer.")
    (odd / os.fsdecode(b"\xff.bin")).write_text("x")
    assert len(update([corpus], directory, embedder).added) == 5
    assert len(update([odd], directory, embedder).added) == 1


def test_remove(corpus: Path, directory: Path, embedder: Embedder) -> None:
    update([corpus], directory, embedder)
    open_before = Index(directory, embedder)
    with pytest.raises(BadInput, match="nowhere: no such article"):
        remove(["a.txt", "nowhere"], directory, embedder.dimension)
    assert "Egypt asked Israel to withdraw from the corridor." in found(directory, embedder, "Egypt")
    remove(["a.txt", "red"], directory, embedder.dimension)
    for index in (open_before, Index(directory, embedder)):
        assert {hit.article.id for hit in index.search("Egypt council", 10)} == {"b.txt", "blue"}
    with pytest.raises(BadInput):
        remove(["a.txt"], directory, embedder.dimension)


def test_what_was_removed_stays_out_until_it_is_restored(corpus: Path, directory: Path, embedder: Embedder) -> None:
    update([corpus], directory, embedder)
    remove(["a.txt", "b.txt", "red", "blue"], directory, embedder.dimension)
    assert found(directory, embedder, "Egypt") == []
    (corpus / "b.txt").write_text("Boeing offered more.")
    again = update([corpus], directory, embedder)
    assert (counts(again), sorted(again.kept_out)) == ((0, 0, 0, 0, 0), ["a.txt", "b.txt", "blue", "red"])
    assert found(directory, embedder, "Egypt") == []
    restore(["a.txt", "b.txt"], directory, embedder.dimension)
    assert len(found(directory, embedder, "Egypt Boeing")) == 2
    assert counts(update([corpus], directory, embedder)) == (0, 1, 1, 0, 0)
    with pytest.raises(BadInput, match=r"a\.txt: no article that was removed"):
        restore(["red", "a.txt"], directory, embedder.dimension)
    asked = update([corpus], directory, embedder, asked=["c.jsonl"])
    assert (sorted(asked.added), asked.kept_out, asked.passages_embedded) == (["blue", "red"], [], 0)


def test_what_was_removed_does_not_keep_out_another_article_of_its_name(
    corpus: Path, directory: Path, tmp_path: Path, embedder: Embedder
) -> None:
    update([corpus], directory, embedder)
    remove(["a.txt"], directory, embedder.dimension)
    shutil.copytree(corpus, tmp_path / "moved")
    assert update([tmp_path / "moved"], directory, embedder).kept_out == ["a.txt"]
    (tmp_path / "moved" / "a.txt").write_text("Norway asked Denmark for a loan.")
    assert update([tmp_path / "moved"], directory, embedder).added == ["a.txt"]


def test_a_folder_that_was_emptied(corpus: Path, directory: Path, tmp_path: Path, embedder: Embedder) -> None:
    update([corpus], directory, embedder)
    kept = {path.name: path.read_bytes() for path in corpus.iterdir()}
    for path in corpus.iterdir():
        path.unlink()
    for removed in (4, 0):
        emptied = update([corpus], directory, embedder)
        assert (counts(emptied), emptied.emptied) == ((0, 0, 0, removed, 0), [str(corpus)])
    assert found(directory, embedder, "Egypt") == []
    for name, data in kept.items():
        (corpus / name).write_bytes(data)
    back = update([corpus], directory, embedder)
    assert (counts(back), back.passages_embedded) == ((4, 0, 0, 0, 0), 0)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableCorpus, match="the folder is empty"):
        update([corpus, tmp_path / "empty"], directory, embedder)
    with pytest.raises(UnreadableCorpus, match="the folder is empty"):
        update([tmp_path / "empty"], tmp_path / "none", embedder)
    assert not (tmp_path / "none").exists()


def test_two_writers(corpus: Path, directory: Path, embedder: Embedder) -> None:
    update([corpus], directory, embedder)
    with FileLock(directory / LOCK):
        with pytest.raises(IndexBusy, match="another process is writing"):
            update([corpus], directory, embedder)
        with pytest.raises(IndexBusy):
            remove(["a.txt"], directory, embedder.dimension)
        assert found(directory, embedder, "Egypt")


def test_another_model(corpus: Path, directory: Path, embedder: Embedder) -> None:
    update([corpus], directory, embedder)
    with pytest.raises(IndexMismatch):
        update([corpus], directory, load_embedder("bge-small-en-v1.5"))


def test_a_missing_corpus_changes_nothing(corpus: Path, directory: Path, tmp_path: Path, embedder: Embedder) -> None:
    update([corpus], directory, embedder)
    with pytest.raises(UnreadableCorpus):
        update([tmp_path / "nowhere"], directory, embedder)
    assert len(found(directory, embedder, "Egypt")) == 4


def test_no_folder_can_be_made(corpus: Path, tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "file", tmp_path / "file" / "index"):
        with pytest.raises(IndexUnusable, match="choose another"):
            update([corpus], place, embedder)


class Pausing:
    """The real embedder, which waits for leave at its second batch: a reader can ask in the middle of an update."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.fingerprint = embedder.fingerprint
        self.dimension = embedder.dimension
        self.reached, self.leave = threading.Event(), threading.Event()
        self._batches = 0

    def embed_passages(self, texts: Sequence[str]) -> Floats:
        self._batches += 1
        if self._batches == 2:
            self.reached.set()
            self.leave.wait()
        return self._embedder.embed_passages(texts)

    def embed_query(self, text: str) -> Floats:
        return self._embedder.embed_query(text)


def test_readers_during_an_update(corpus: Path, directory: Path, tmp_path: Path, embedder: Embedder) -> None:
    """Answers are those of before until all is done, then at once those of after."""
    update([corpus], directory, embedder)
    (corpus / "a.txt").write_text("Egypt asked Qatar to mediate.")
    (corpus / "b.txt").unlink()
    later = Path(shutil.copytree(SAMPLE, tmp_path / "later"))
    index, pausing = Index(directory, embedder), Pausing(embedder)
    writer = threading.Thread(target=lambda: update([corpus, later], directory, pausing))
    writer.start()
    assert pausing.reached.wait(60)
    for reader in (index, Index(directory, embedder)):
        texts = [hit.text for hit in reader.search("Egypt asked", 10)]
        assert "Egypt asked Israel to withdraw from the corridor." in texts
        assert "Egypt asked Qatar to mediate." not in texts
        assert not [text for text in texts if "Boeing" in text]  # what is removed is out at once
    pausing.leave.set()
    writer.join()
    texts = [hit.text for hit in index.search("Egypt asked", 200)]
    assert "Egypt asked Qatar to mediate." in texts
    assert "Egypt asked Israel to withdraw from the corridor." not in texts
    assert len(texts) > 100


def test_stored_articles_are_those_read(sample_index: Path) -> None:
    with open_catalog(sample_index) as catalog:
        article = read_article(catalog, "turkey-halts-israel-trade.md")
    assert article.text in (SAMPLE / "turkey-halts-israel-trade.md").read_text("utf-8")


def test_counting_for_the_progress_bar(corpus: Path) -> None:
    assert count_articles([corpus]) == 4
    assert count_articles([corpus / "c.jsonl", corpus / "a.txt"]) == 3
    with pytest.raises(UnreadableCorpus):
        count_articles([corpus / "nowhere"])
