"""Texts to unit vectors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from index.errors import ModelUnavailable
from index.export import exported
from index.onnx_encoder import Floats, OnnxEncoder
from index.packaged import EMBEDDERS, model_folder, sha256_of, unverified_folder

DEFAULT_MODEL = "all-MiniLM-L6-v2"
BATCH_SIZE = (
    4  # passages of like length: 245 a second on 2 cores, 224 in batches of 6, 206 of 16 (benchmarks/stages.py)
)
MAX_TOKENS = 256  # of the model's own word pieces; what is longer is cut before it is embedded, never in the index


class Embedder(Protocol):
    """A model that turns texts into vectors of length one, so that a dot product is a cosine."""

    @property
    def fingerprint(self) -> str:
        """Which model, weights and precision: vectors of two fingerprints are never compared."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def embed_passages(self, texts: Sequence[str]) -> Floats:
        """Vectors of shape (texts, dimension)."""

    def embed_query(self, text: str) -> Floats:
        """A vector of shape (dimension,)."""


class PackagedEmbedder:
    """A packaged encoder on onnxruntime; no torch once it is exported.

    Its int8 weights give vectors of mean cosine 0.993 to fp32, at over four times the speed, and find no less:
    benchmarks/embedders.py.
    """

    def __init__(self, name: str, *, quantised: bool = True, threads: int = 0) -> None:
        model = EMBEDDERS[name]
        ready = model.weights.endswith(".onnx")
        weights = model_folder(model) / model.weights if ready else exported(model, quantised=quantised)
        folder = unverified_folder(model)
        self._model = model
        self._encoder = OnnxEncoder(weights, folder / "tokenizer.json", max_tokens=MAX_TOKENS, threads=threads)
        self.fingerprint = f"{name}/{model.sha256[:16]}/onnx-{'int8' if quantised or ready else 'fp32'}"
        self.dimension = 384

    def embed_passages(self, texts: Sequence[str]) -> Floats:
        """Vectors of shape (texts, dimension)."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for rows, mask, hidden in self._encoder.run(texts, batch_size=BATCH_SIZE):
            vectors[rows] = hidden[:, 0] if self._model.pooling == "cls" else _mean(hidden, mask)
        return _unit(vectors)

    def embed_query(self, text: str) -> Floats:
        """A vector of shape (dimension,)."""
        vector: Floats = self.embed_passages([self._model.query_prefix + text])[0]
        return vector


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, by its name or the path of its folder."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(name, device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            raise ModelUnavailable(
                f"the model {name!r} is not on this machine; give the path of its folder, "
                f"or one of: {', '.join(EMBEDDERS)}"
            ) from error
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.fingerprint = f"{Path(name).name}/{_weights_digest(name)}/torch-fp32"

    def embed_passages(self, texts: Sequence[str]) -> Floats:
        """Vectors of shape (texts, dimension)."""
        vectors = self._model.encode_document(list(texts), convert_to_numpy=True, show_progress_bar=False)
        return _unit(np.asarray(vectors, np.float32).reshape(len(texts), self.dimension))

    def embed_query(self, text: str) -> Floats:
        """A vector of shape (dimension,)."""
        vector = self._model.encode_query(text, convert_to_numpy=True, show_progress_bar=False)
        return _unit(np.asarray(vector, np.float32))


def load_embedder(name: str = DEFAULT_MODEL, *, threads: int = 0) -> Embedder:
    """The embedder of a name: a packaged one, else a sentence-transformers model by name or path.

    A packaged one uses so many ``threads``, with 0 one a core; its vectors are the same with any number.

    Raises:
        ModelUnavailable: it is not on this machine; models are never downloaded.
    """
    return PackagedEmbedder(name, threads=threads) if name in EMBEDDERS else SentenceTransformerEmbedder(name)


def _mean(hidden: Floats, mask: Floats) -> Floats:
    """Mean of the token vectors under the mask: (batch, tokens, width) to (batch, width)."""
    total: Floats = np.einsum("btw,bt->bw", hidden, mask)
    mean: Floats = total / np.maximum(mask.sum(axis=1, keepdims=True), 1.0)
    return mean


def _unit(vectors: Floats) -> Floats:
    """Vectors scaled to length one along the last axis."""
    scaled: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
    return scaled


def _weights_digest(name: str) -> str:
    """What tells two models of one name apart: a digest of the weight files, where they can be found."""
    folder = Path(name)
    files = sorted(folder.rglob("*.safetensors")) if folder.is_dir() else []
    return "-".join(sha256_of(file)[:16] for file in files) or "by-name"
