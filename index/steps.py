"""The steps of an update as another process does them: the same functions, with what they need loaded once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from corpus.article import Article
from corpus.errors import Refusal
from corpus.load import File, read_files
from corpus.sandbox.sandbox import Sandbox
from index.embed import Embedder, load_embedder
from index.errors import IndexMismatch
from index.onnx_encoder import Floats


def read_step(files: Sequence[File]) -> list[Article | Refusal]:
    """What some files hold, in their order."""
    return list(read_files(files, _sandbox()))


def embed_step(texts: Sequence[str], model: str, fingerprint: str) -> Floats:
    """Vectors of shape (texts, dimension). Raises IndexMismatch if the model of this machine is another one."""
    embedder = _embedder(model)
    if embedder.fingerprint != fingerprint:
        raise IndexMismatch(
            f"a worker has the model {embedder.fingerprint}, not {fingerprint}; "
            "install the same version of Demarche there"
        )
    return embedder.embed_passages(texts)


@cache
def _sandbox() -> Sandbox:
    return Sandbox()


@cache
def _embedder(model: str) -> Embedder:
    return load_embedder(model, threads=1)  # one core a step: there are as many steps as cores
