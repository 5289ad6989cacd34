"""Adding and removing articles while the chat goes on answering from the generation that there is."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.chat.uploads import Result, forget, settle, uploads
from corpus.errors import BadInput
from index.catalog import open_catalog, read_article
from index.embed import Embedder, load_embedder
from index.errors import IndexUnusable
from index.removal import remove
from index.update import Summary, count_articles, update

_LOOK_S = 0.25


@dataclass(frozen=True, slots=True)
class Step:
    """How far an update is: articles read, of about so many."""

    read: int
    total: int


@dataclass
class _Running:
    """What the thread of an update has to tell."""

    read: int = 0
    summary: Summary | None = None
    error: Exception | None = None
    done: threading.Event = field(default_factory=threading.Event)


class Editor:
    """Writes one index, one change at a time. Safe for several threads."""

    def __init__(self, directory: Path, model: str) -> None:
        self._directory = directory
        self._model = model
        self._loading = threading.Lock()
        self._embedder: Embedder | None = None

    def add(self, names: Sequence[str]) -> Iterator[Step | list[Result]]:
        """Index what was added to the uploads; steps while it runs, at the end what became of each file.

        It runs to its end even if nobody listens any more. Raises BadInput or IndexUnusable, as an update does.
        """
        running = _Running()
        total = count_articles([uploads(self._directory)])
        threading.Thread(target=self._update, args=[running, names], name="add articles", daemon=True).start()
        while not running.done.wait(_LOOK_S):
            yield Step(running.read, total)
        if running.error is not None:
            raise running.error
        if running.summary is not None:
            yield settle(self._directory, names, running.summary)

    def remove(self, name: str) -> None:
        """Take an article out of answers. Raises BadInput if there is none, IndexUnusable if it cannot be written."""
        with open_catalog(self._directory) as catalog:
            try:
                article = read_article(catalog, name)
            except KeyError as error:
                raise BadInput(f"{name}: no such article any more") from error
        remove([name], self._directory, self._model_loaded().dimension)
        forget(self._directory, [article])

    def _update(self, running: _Running, names: Sequence[str]) -> None:
        def progress(articles: int, _: int) -> None:
            running.read = articles

        try:
            running.summary = update(
                [uploads(self._directory)], self._directory, self._model_loaded(), progress=progress, asked=names
            )
        except (BadInput, IndexUnusable, OSError) as error:
            running.error = error
        finally:
            running.done.set()

    def _model_loaded(self) -> Embedder:
        with self._loading:
            if self._embedder is None:
                self._embedder = load_embedder(self._model)
            return self._embedder
