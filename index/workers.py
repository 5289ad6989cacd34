"""Where the steps of an update are done: here, with processes for statements, or elsewhere behind the same seam."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from corpus.article import Article
from corpus.errors import Refusal
from corpus.load import File, read_files
from corpus.sandbox.sandbox import Sandbox
from index.embed import Embedder
from index.extraction import Start, extract, extraction
from index.onnx_encoder import Floats

AHEAD = 4  # batches that are embedded while their statements are still being read: what a killed run loses at most


@dataclass(frozen=True, slots=True)
class Workers:
    """The steps of an update. Whoever does them, they give the same.

    ``read`` gives what files hold, in their order. ``state`` and ``embed`` begin the work on a batch, of articles and
    of passages' texts, and return what waits for it; ``state_rest`` is ``state`` for less than a batch when there were
    no others. ``ahead`` is how many batches may be under way before the first is waited for.
    """

    read: Callable[[Iterable[File | Refusal], Sandbox], Iterator[Article | Refusal]]
    state: Start
    state_rest: Start
    embed: Callable[[Sequence[str]], Callable[[], Floats]]
    ahead: int


Begin = Callable[[Embedder], AbstractContextManager[Workers]]


@contextmanager
def local_workers(embedder: Embedder, processes: int) -> Iterator[Workers]:
    """This process reads and embeds; with two ``processes`` or more, those read statements."""

    def embed(texts: Sequence[str]) -> Callable[[], Floats]:
        vectors = embedder.embed_passages(texts)
        return lambda: vectors

    with extraction(processes) as state:
        # alone, the rest is too little to start workers for
        yield Workers(read_files, state, lambda articles: lambda: extract(articles), embed, AHEAD)
