from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import IndexDamaged
from index.vectors import ExactVectors, FaissVectors, Mask, VectorStore


def unit(rows: int, seed: int, *, copies: bool = False) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((rows, 16)).astype(np.float32)
    if copies:
        vectors = vectors[np.arange(rows) // 3 * 3]  # each three times: the same story in three outlets
    result: np.ndarray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return result


@pytest.fixture(params=["built", "read"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> VectorStore:
    built = FaissVectors.build(unit(300, 1))
    if request.param == "built":
        return built
    built.write(tmp_path / "v.faiss")
    return FaissVectors.read(tmp_path / "v.faiss")


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("k", [1, 10, 299, 300, 1_000])
@pytest.mark.parametrize("share", [None, 0.5, 0.01, 0.0])
def test_faiss_finds_what_exact_search_finds(store: VectorStore, seed: int, k: int, share: float | None) -> None:
    query = unit(1, 100 + seed)[0]
    allowed: Mask | None = None if share is None else np.random.default_rng(seed).random(300) < share
    expected_rows, expected_scores = ExactVectors(unit(300, 1)).search(query, k, allowed)
    rows, scores = store.search(query, k, allowed)
    assert rows.tolist() == expected_rows.tolist()
    np.testing.assert_allclose(scores, expected_scores, atol=1e-5)


@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 10_000))
def test_rows_and_values_with_copies(rows: int, k: int, seed: int) -> None:
    """Ties by row: of three copies at the edge of the ranking, the first are found, as by the oracle."""
    vectors, query = unit(rows, seed, copies=True), unit(1, seed + 1)[0]
    found, scores = FaissVectors.build(vectors).search(query, k)
    exact = [float(vectors[row // 3 * 3] @ query) for row in range(rows)]  # once for all copies: they are equal
    expected = sorted(range(rows), key=lambda row: (-exact[row], row))[:k]
    assert found.tolist() == expected
    np.testing.assert_allclose(scores, [exact[row] for row in expected], atol=1e-5)


def test_cosines(store: VectorStore) -> None:
    query, rows = unit(1, 5)[0], np.array([7, 7, 0, 299])
    np.testing.assert_allclose(store.cosines(query, rows), unit(300, 1)[rows] @ query, atol=1e-5)
    assert store.cosines(query, np.zeros(0, np.int64)).shape == (0,)


def test_what_faiss_cannot_read_is_damage(tmp_path: Path) -> None:
    (tmp_path / "v.faiss").write_bytes(b"not an index")
    with pytest.raises(IndexDamaged, match=r"v\.faiss"):
        FaissVectors.read(tmp_path / "v.faiss")
    with pytest.raises(IndexDamaged):
        FaissVectors.read(tmp_path / "nowhere.faiss")
