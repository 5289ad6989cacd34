"""The peers as their documentation sets them up. Run by the Python of an environment that has them:

PEERS/bin/python benchmarks/peers/recipes.py txtai|llama-index|haystack MODEL_FOLDER
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))  # for the protocol alone

from benchmarks.peers.protocol import System, serve


def _passages(path: str) -> list[tuple[str, str]]:
    with Path(path).open(encoding="utf-8") as file:
        return [(row["id"], row["text"]) for row in map(json.loads, file)]


class Txtai:
    """https://neuml.github.io/txtai/embeddings/: dense and BM25, hybrid."""

    def __init__(self, model: str) -> None:
        from txtai import Embeddings

        self._embeddings = Embeddings(path=model, hybrid=True)

    def add(self, path: str) -> None:
        """See System."""
        self._embeddings.upsert((name, text, None) for name, text in _passages(path))

    def ask(self, question: str, k: int, *, rerank: bool) -> list[Any]:
        """See System."""
        return [name for name, _ in self._embeddings.search(question, k)]


class LlamaIndex:
    """https://docs.llamaindex.ai/en/stable/examples/vector_stores/FaissIndexDemo/: dense, FAISS."""

    def __init__(self, model: str) -> None:
        import faiss
        from llama_index.core import StorageContext, VectorStoreIndex
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding
        from llama_index.vector_stores.faiss import FaissVectorStore

        storage = StorageContext.from_defaults(vector_store=FaissVectorStore(faiss_index=faiss.IndexFlatL2(384)))
        self._index = VectorStoreIndex(
            [], storage_context=storage, embed_model=HuggingFaceEmbedding(model_name=model, device="cpu")
        )

    def add(self, path: str) -> None:
        """See System."""
        from llama_index.core.schema import TextNode

        self._index.insert_nodes([TextNode(id_=name, text=text) for name, text in _passages(path)])

    def ask(self, question: str, k: int, *, rerank: bool) -> list[Any]:
        """See System."""
        found = self._index.as_retriever(similarity_top_k=k).retrieve(question)
        return [scored.node.node_id for scored in found]


class Haystack:
    """https://haystack.deepset.ai/tutorials/33_hybrid_retrieval: in memory, dense and BM25, joined."""

    def __init__(self, model: str) -> None:
        from haystack import Pipeline
        from haystack.components.embedders import SentenceTransformersDocumentEmbedder, SentenceTransformersTextEmbedder
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        self._store = InMemoryDocumentStore()
        self._embedder = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
        self._embedder.warm_up()
        self._pipeline = Pipeline()
        for name, component in (
            ("text_embedder", SentenceTransformersTextEmbedder(model=model, progress_bar=False)),
            ("embedding_retriever", InMemoryEmbeddingRetriever(self._store)),
            ("bm25_retriever", InMemoryBM25Retriever(self._store)),
            ("document_joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion")),
        ):
            self._pipeline.add_component(name, component)
        self._pipeline.connect("text_embedder", "embedding_retriever")
        self._pipeline.connect("bm25_retriever", "document_joiner")
        self._pipeline.connect("embedding_retriever", "document_joiner")

    def add(self, path: str) -> None:
        """See System."""
        from haystack import Document

        documents = [Document(id=name, content=text) for name, text in _passages(path)]
        self._store.write_documents(self._embedder.run(documents)["documents"])

    def ask(self, question: str, k: int, *, rerank: bool) -> list[Any]:
        """See System."""
        depth = max(k, 10)
        told = self._pipeline.run(
            {
                "text_embedder": {"text": question},
                "bm25_retriever": {"query": question, "top_k": depth},
                "embedding_retriever": {"top_k": depth},
            }
        )
        return [document.id for document in told["document_joiner"]["documents"]][:k]


PEERS: Mapping[str, Callable[[str], System]] = {"txtai": Txtai, "llama-index": LlamaIndex, "haystack": Haystack}

if __name__ == "__main__":
    serve(lambda: PEERS[sys.argv[1]](sys.argv[2]))
