from __future__ import annotations

import numpy as np
import pytest

from index.embed import Embedder, load_embedder
from index.errors import ModelUnavailable


def test_vectors_have_length_one(embedder: Embedder) -> None:
    vectors = embedder.embed_passages(["Hamas rejected the plan.", "", "😀", "a" * 20_000, "\ufffd"])
    assert vectors.shape == (5, embedder.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)


def test_order_and_company_do_not_matter(embedder: Embedder) -> None:
    texts = [f"Speaker {number} said " + "no " * number for number in range(40)]
    together = embedder.embed_passages(texts)
    reverse = embedder.embed_passages(texts[::-1])[::-1]
    assert float((together * reverse).sum(axis=1).min()) > 0.98  # int8 scales its activations by batch


def test_meaning_is_near(embedder: Embedder) -> None:
    query = embedder.embed_query("Who turned down the ceasefire proposal?")
    near, far = embedder.embed_passages(["The group rejected the truce plan.", "Elephants will be sent to Germany."])
    assert float(query @ near) > float(query @ far) + 0.2


def test_the_fingerprint_tells_models_apart(embedder: Embedder) -> None:
    assert embedder.fingerprint == load_embedder().fingerprint
    assert load_embedder("bge-small-en-v1.5").fingerprint != embedder.fingerprint


@pytest.mark.parametrize("name", ["no/such-model", "nowhere", "/tmp", "../..", "a b"])
def test_a_model_that_is_not_here_is_named_and_not_downloaded(name: str) -> None:
    with pytest.raises(ModelUnavailable, match="not on this machine"):
        load_embedder(name)
