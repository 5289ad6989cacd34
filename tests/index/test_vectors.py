from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import IndexDamaged
from index.vectors import ExactVectors, FaissVectors, JoinedVectors, Mask, VectorStore
from index.vectors_by_size import SIZES, ApproximateVectors, Sizes, build_vectors, read_vectors


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
    built.write(tmp_path)
    return read_vectors(tmp_path)


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
    (tmp_path / "vectors.faiss").write_bytes(b"not an index")
    with pytest.raises(IndexDamaged, match=r"vectors\.faiss"):
        read_vectors(tmp_path)
    with pytest.raises(IndexDamaged):
        read_vectors(tmp_path / "nowhere")


@pytest.mark.parametrize("cuts", [(0, 300), (0, 1, 300), (0, 100, 150, 300)])
@pytest.mark.parametrize("share", [None, 0.5, 0.01, 0.0])
def test_joined_parts_find_what_one_store_finds(cuts: tuple[int, ...], share: float | None) -> None:
    vectors, query = unit(300, 1, copies=True), unit(1, 9)[0]
    joined = JoinedVectors([FaissVectors.build(vectors[a:b]) for a, b in pairwise(cuts)])
    allowed: Mask | None = None if share is None else np.random.default_rng(3).random(300) < share
    for k in (1, 10, 400):
        expected, scores = FaissVectors.build(vectors).search(query, k, allowed)
        rows, found = joined.search(query, k, allowed)
        assert rows.tolist() == expected.tolist()
        np.testing.assert_allclose(found, scores, atol=1e-6)
    some = np.array([299, 0, 150, 150, 99])
    np.testing.assert_allclose(joined.cosines(query, some), vectors[some] @ query, atol=1e-5)
    assert len(joined) == 300


# small thresholds, so that small sets are searched as large ones are
GRAPH = Sizes(exact_to=100, graph_to=10_000, scan_to=50, reach_searching=64)
LISTS = Sizes(exact_to=100, graph_to=100, scan_to=50, probes=16)


def clustered(rows: int, seed: int) -> np.ndarray:
    """Vectors around centres, as texts about the same events are."""
    random = np.random.default_rng(seed)
    centres = random.standard_normal((40, 16))
    vectors = centres[random.integers(0, 40, rows)] + 0.4 * random.standard_normal((rows, 16))
    result: np.ndarray = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return result


@pytest.fixture(scope="module", params=[GRAPH, LISTS], ids=["graph", "lists"])
def large(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> VectorStore:
    folder = tmp_path_factory.mktemp("large")
    build_vectors(clustered(4_000, 1), request.param).write(folder)
    return read_vectors(folder, request.param)


@pytest.mark.parametrize("share", [None, 0.5, 0.1])
def test_large_stores_against_exact_search(large: VectorStore, share: float | None) -> None:
    """Most of the nearest are found; the cosines are true; what is not allowed is never found."""
    oracle = ExactVectors(clustered(4_000, 1))
    found = 0
    for seed in range(30):
        query = clustered(1, 100 + seed)[0]
        allowed: Mask | None = None if share is None else np.random.default_rng(seed).random(4_000) < share
        expected, _ = oracle.search(query, 10, allowed)
        rows, scores = large.search(query, 10, allowed)
        assert len(set(rows.tolist())) == 10
        assert allowed is None or allowed[rows].all()
        np.testing.assert_allclose(scores, oracle.cosines(query, rows), atol=2e-3)
        assert all(earlier >= later for earlier, later in pairwise(scores))
        found += len(set(rows.tolist()) & set(expected.tolist()))
    assert found >= 0.95 * 300


@pytest.mark.parametrize("count", [0, 1, 7, 40])
def test_few_that_are_allowed_are_all_found(large: VectorStore, count: int) -> None:
    allowed = np.zeros(4_000, np.bool_)
    allowed[np.random.default_rng(count).choice(4_000, count, replace=False)] = True
    rows, _ = large.search(clustered(1, 7)[0], 50, allowed)
    assert sorted(rows.tolist()) == np.flatnonzero(allowed).tolist()


def test_as_many_as_are_asked_for(large: VectorStore) -> None:
    rows, _ = large.search(clustered(1, 7)[0], 3_000)
    assert len(set(rows.tolist())) == 3_000
    assert len(large.search(clustered(1, 7)[0], 10_000)[0]) == len(large) == 4_000


def test_the_count_chooses(tmp_path: Path) -> None:
    assert isinstance(build_vectors(unit(100, 1), GRAPH), FaissVectors)
    assert isinstance(build_vectors(unit(101, 1), GRAPH), ApproximateVectors)
    assert SIZES.exact_to < SIZES.graph_to


def test_damaged_halves_are_damage(tmp_path: Path) -> None:
    build_vectors(unit(200, 1), GRAPH).write(tmp_path)
    (tmp_path / "vectors.npy").write_bytes(b"")
    with pytest.raises(IndexDamaged, match=r"vectors\.npy"):
        read_vectors(tmp_path, GRAPH)
