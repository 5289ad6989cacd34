"""A corpus on disk to an index that holds it: adds, updates and removes, and embeds only what is new."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

from corpus.article import Article
from corpus.errors import EmptyCorpus, Refusal
from corpus.load import article_files, files, printable
from corpus.sandbox.sandbox import Sandbox
from corpus.sources import Source
from corpus.web.follow import Kept
from corpus.web.polite import PoliteFetcher
from index.batches import Batches
from index.catalog import (
    FILE,
    GONE,
    IN_USE,
    REMOVED,
    Known,
    create_catalog,
    known_articles,
    move_articles,
    next_revision,
    open_catalog,
    read_meta,
    require_model,
    set_state,
)
from index.copies import cluster_articles
from index.cores import cores
from index.editions import supersede
from index.embed import Embedder
from index.follow import Addresses
from index.other_names import settle_other_names
from index.workers import Begin, Workers, local_workers
from index.writing import locked, publish_if_behind


@dataclass(slots=True)
class Summary:
    """What an update did: ids of articles, and what was skipped and why."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept_out: list[str] = field(default_factory=list)  # the corpora have them, someone removed them by hand
    emptied: list[str] = field(default_factory=list)  # folders without a file, of which the index had articles
    skipped: list[Refusal] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)  # the languages of what was added or changed, if not English
    passages_embedded: int = 0

    @property
    def read(self) -> int:
        """How many articles the corpora hold."""
        return len(self.added) + len(self.changed) + len(self.unchanged) + len(self.kept_out)


Progress = Callable[[int, int], None]


def update(
    corpora: Sequence[Source],
    directory: Path,
    embedder: Embedder,
    *,
    progress: Progress = lambda articles, passages: None,
    processes: int = 0,
    fetcher: PoliteFetcher | None = None,
    asked: Collection[str] = (),
    workers: Begin | None = None,
) -> Summary:
    """Make the index hold these corpora as they are now; other corpora in it stay.

    A corpus is a folder, a file or an address. What an address no longer lists stays; what it still lists is fetched
    again only if it has changed (``sources.json`` beside the index remembers). An address that cannot be fetched is
    skipped, as a file is that cannot be read. What was removed by hand (``index.removal``) stays out, unless its file
    is one of those ``asked`` for. A folder that has been emptied is taken at its word if the index has articles of it:
    they are gone until their files come back.

    Every batch of work is committed, so that a killed run goes on where it was; answers change at the
    end, at once. ``progress`` is called with the numbers of articles done and passages embedded so far. What there is
    of more than a batch is read for statements in ``processes`` of their own (0: one a core), or by other ``workers``,
    with the same result.

    Raises:
        UnreadableCorpus: a corpus is not there, or is a folder that is empty and always was.
        IndexBusy, IndexMismatch, IndexDamaged: the index cannot be written.
    """
    if not (directory / FILE).exists():
        for corpus in corpora:
            _ = [] if isinstance(corpus, str) else article_files(corpus)  # before a folder is made for the index
    with locked(directory):
        create_catalog(directory, embedder.fingerprint)
        with open_catalog(directory, write=True) as catalog:
            require_model(catalog, embedder.fingerprint, directory)
            begun = workers(embedder) if workers is not None else local_workers(embedder, processes or cores())
            with Sandbox() as sandbox, begun as steps:
                summary = _Update(catalog, progress, steps, asked).run(corpora, directory, sandbox, fetcher)
            arrange(catalog)
            revision = int(read_meta(catalog)["revision"])
        publish_if_behind(directory, revision, embedder.dimension)
    return summary


def arrange(catalog: sqlite3.Connection) -> None:
    """Put what is new into its clusters of copies, see which articles a later one at their address replaces, and who
    goes by which other names."""
    cluster_articles(catalog)
    with catalog:
        supersede(catalog)
        settle_other_names(catalog)


class _Update:
    """One run of ``update``: what is known, what was seen, and the batches that wait to be written."""

    def __init__(
        self,
        catalog: sqlite3.Connection,
        progress: Progress,
        workers: Workers,
        asked: Collection[str],
    ) -> None:
        self._asked = asked
        self._catalog = catalog
        self._progress = progress
        self._workers = workers
        self._batches = Batches(catalog, workers, self._tell)
        self._known = known_articles(catalog)
        self._seen: dict[str, str] = {}
        self._moved: dict[str, tuple[str, str]] = {}
        self._restored: list[str] = []
        self.summary = Summary()

    def run(
        self, corpora: Sequence[Source], directory: Path, sandbox: Sandbox, fetcher: PoliteFetcher | None
    ) -> Summary:
        pages = {known.file for known in self._known.values() if known.state != GONE}
        addresses = Addresses(directory, sandbox, pages, fetcher)
        found = [corpus if isinstance(corpus, str) else (corpus, self._is_emptied(corpus)) for corpus in corpora]
        for item in found:
            if isinstance(item, str):
                self._read_all(addresses.read(item), item)
                self._settle(item, gone=False)
                addresses.remember()
            else:
                corpus, is_emptied = item
                root = _root(corpus)
                unreadable = self._read_all(() if is_emptied else self._workers.read(files(corpus), sandbox), root)
                self._settle(root, unreadable)
        return self.summary

    def _is_emptied(self, corpus: Path) -> bool:
        """Whether a folder that the index has articles of has no files any more. Raises UnreadableCorpus."""
        try:
            article_files(corpus)
        except EmptyCorpus:
            root = _root(corpus)
            if not any(known.corpus == root for known in self._known.values()):
                raise
            self.summary.emptied.append(str(corpus))
            return True
        return False

    def _read_all(self, items: Iterable[Article | Refusal | Kept], root: str) -> set[str]:
        """Take in all items of a corpus; returns the files that could not be read."""
        unreadable: set[str] = set()
        for item in items:
            if isinstance(item, Refusal):
                self.summary.skipped.append(item)
                unreadable.add(item.file)
            elif isinstance(item, Kept):
                self._stay(item.file, root)
            else:
                self._take(item, root)
        self._batches.finish()
        self.summary.passages_embedded = self._batches.passages
        return unreadable

    def _stay(self, file: str, root: str) -> None:
        """Count as unchanged what the index has of a file that was not fetched again."""
        for name, known in self._known.items():
            if known.file == file and known.state != GONE and name not in self._seen:
                self._seen[name] = root
                (self.summary.kept_out if known.state == REMOVED else self.summary.unchanged).append(name)
        self._tell()

    def _take(self, item: Article, root: str) -> None:
        known = self._known.get(item.id)
        conflict = self._conflict(item, known, root)
        if conflict is not None:
            self.summary.skipped.append(Refusal(item.file, item.file, conflict))
            return
        self._seen[item.id] = root
        if known is not None and self._is_kept_out(item, known, root):
            self.summary.kept_out.append(item.id)
        elif known is not None and known.digest == item.digest():
            self._keep(item, known, root)
        else:
            (self.summary.added if known is None or known.deleted else self.summary.changed).append(item.id)
            if item.is_foreign and item.language is not None:
                self.summary.foreign.append(item.language)
            self._batches.add(item, root)
        self._tell()

    def _is_kept_out(self, article: Article, known: Known, root: str) -> bool:
        same = known.corpus == root or known.digest == article.digest()
        return known.state == REMOVED and same and article.file not in self._asked

    def _conflict(self, article: Article, known: Known | None, root: str) -> str | None:
        """Why an article's id cannot be used, None if it can."""
        if article.id in self._seen:
            return f"a second article with the id {article.id!r}; give each its own"
        elsewhere = known is not None and not known.deleted and known.corpus != root and Path(known.corpus).exists()
        if known is not None and elsewhere and known.digest != article.digest():
            return f"the id {article.id!r} is taken by an article of {known.corpus}; rename one of them"
        return None

    def _keep(self, article: Article, known: Known, root: str) -> None:
        if known.deleted:
            self._restored.append(article.id)
            self.summary.added.append(article.id)
        else:
            self.summary.unchanged.append(article.id)
        if (known.corpus, known.file) != (root, article.file):
            self._moved[article.id] = (root, article.file)

    def _tell(self) -> None:
        self._progress(len(self._seen) - self._batches.articles, self._batches.passages)

    def _settle(self, root: str, unreadable: Set[str] = frozenset(), *, gone: bool = True) -> None:
        """Record what came back, what moved, and, if ``gone`` is to be looked for, what is gone from a corpus.

        What was of a file that could not be read this time is not gone: its last good version stays.
        """
        missing = [
            name
            for name, known in self._known.items()
            if known.corpus == root and not known.deleted and name not in self._seen and known.file not in unreadable
        ]
        removed = missing if gone else []
        with self._catalog:
            set_state(self._catalog, removed, GONE)
            set_state(self._catalog, self._restored, IN_USE)
            move_articles(self._catalog, self._moved)
            if removed or self._restored:
                next_revision(self._catalog)
        self.summary.removed += removed
        self._restored.clear()
        self._moved.clear()


def _root(corpus: Path) -> str:
    return printable(str(corpus.resolve()))


def count_articles(corpora: Sequence[Source]) -> int:
    """About how many articles there are to read, for a progress bar: files, lines of JSONL, and one for an address."""
    paths = [corpus for corpus in corpora if isinstance(corpus, Path)]
    addresses = sum(isinstance(corpus, str) for corpus in corpora)
    return addresses + sum(_articles_in(path) for corpus in paths for path in _files(corpus))


def _files(corpus: Path) -> list[Path]:
    try:
        return article_files(corpus)
    except EmptyCorpus:  # whether that is an error, the index knows
        return []


def _articles_in(path: Path) -> int:
    if path.suffix.lower() != ".jsonl":
        return 1
    try:
        with path.open("rb") as file:
            return sum(1 for line in file if line.strip())
    except OSError:
        return 1  # it will be refused by name when it is read
