from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import IndexDamaged
from index.keywords import Keywords, Postings, terms
from tests.hostile import texts

TEXTS = [
    "Hamas rejected the plan.", "Israel rejected the Egyptian plan and the plan of Qatar.", "The union demanded 6.25% more.",
    "", "the of and", "Türkiye asked Hamas for an answer.", "He said no.", "Boeing offered the machinists a raise of 25%.",
]  # fmt: skip


def bm25(query: str, documents: list[str], k1: float = 1.5, b: float = 0.75) -> list[float]:
    """Lucene's BM25, written out from the paper: the oracle."""
    counts = [Counter(terms(text)) for text in documents]
    mean = max(sum(map(Counter.total, counts)) / len(counts), 1e-9)
    scores = []
    for count in counts:
        score = 0.0
        for term in terms(query):
            frequency, documents_with = count[term], sum(term in other for other in counts)
            idf = math.log(1 + (len(counts) - documents_with + 0.5) / (documents_with + 0.5))
            score += idf * frequency / (frequency + k1 * (1 - b + b * count.total() / mean))
        scores.append(score)
    return scores


@pytest.fixture(params=["built", "read"])
def keywords(request: pytest.FixtureRequest, tmp_path: Path) -> Keywords:
    built = Keywords.build(TEXTS)
    if request.param == "built":
        return built
    Postings.build(TEXTS).write(tmp_path / "keywords")
    return Keywords([Postings.read(tmp_path / "keywords", len(TEXTS))])


@pytest.mark.parametrize(
    "query",
    [
        "Who rejected the plan?",
        "Turkiye’s answers",
        "6.25%",
        "25%",
        "plan plan",
        "machinists unknownword",
        "HAMAS",
        "no",
    ],
)
def test_scores_are_those_of_the_formula(keywords: Keywords, query: str) -> None:
    rows, scores = keywords.search(query, 100)
    expected = bm25(query, TEXTS)
    assert rows.tolist() == sorted(
        (row for row, score in enumerate(expected) if score > 0), key=lambda row: (-expected[row], row)
    )
    np.testing.assert_allclose(scores, [expected[row] for row in rows], rtol=1e-4)


@pytest.mark.parametrize("query", ["", "   ", "the of", "xyzzy", "?!", "😀", "\ud800"])
def test_nothing_is_found_by_nothing(keywords: Keywords, query: str) -> None:
    rows, scores = keywords.search(query, 10)
    assert len(rows) == len(scores) == 0


def test_how_many_texts_have_a_term(keywords: Keywords) -> None:
    wanted = [*terms("plan machinists"), "xyzzy"]
    assert keywords.having(wanted) == {term: sum(term in terms(text) for text in TEXTS) for term in wanted}
    assert all(keywords.having([term])[term] == count for term, count in keywords.frequencies().items())


def test_a_mask_hides_rows(keywords: Keywords) -> None:
    allowed = np.ones(len(TEXTS), np.bool_)
    allowed[0] = False
    assert keywords.search("rejected plan", 10)[0].tolist() == [1, 0] or keywords.search("rejected plan", 10)[
        0
    ].tolist() == [0, 1]
    assert keywords.search("rejected plan", 10, allowed)[0].tolist() == [1]
    assert not len(keywords.search("rejected plan", 10, np.zeros(len(TEXTS), np.bool_))[0])


def test_k_takes_the_best_and_ties_by_row() -> None:
    keywords = Keywords.build(["truce talks"] * 5 + ["truce truce talks"])
    assert keywords.search("truce", 3)[0].tolist() == [5, 0, 1]


def test_one_text_without_a_word() -> None:
    assert not len(Keywords.build([""]).search("truce", 3)[0])


@given(st.lists(texts, min_size=1, max_size=5), texts)
def test_any_text_and_any_query(documents: list[str], query: str) -> None:
    rows, scores = Keywords.build(documents).search(query, 10)
    expected = bm25(query, documents)
    assert sorted(rows.tolist()) == [row for row, score in enumerate(expected) if score > 0]
    assert all(earlier >= later for earlier, later in zip(scores, scores[1:], strict=False))


@pytest.mark.parametrize("cut", [1, 3, 7])
@pytest.mark.parametrize("query", ["Who rejected the plan?", "Hamas answers", "25%", "xyzzy"])
def test_parts_are_scored_as_one_body(cut: int, query: str) -> None:
    parts = Keywords([Postings.build(TEXTS[:cut]), Postings.build(TEXTS[cut:])])
    rows, scores = Keywords.build(TEXTS).search(query, 100)
    found, parted = parts.search(query, 100)
    assert found.tolist() == rows.tolist()
    np.testing.assert_allclose(parted, scores, rtol=1e-6)


@given(st.lists(texts, min_size=2, max_size=8), texts, st.integers(0, 255))
def test_the_dead_leave_no_trace(documents: list[str], query: str, bits: int) -> None:
    """Nor in the weights of words: what is left scores as if they had never been."""
    alive = np.array([bool(bits >> row & 1) for row in range(len(documents))])
    parts = [Postings.build(documents[:2]), Postings.build(documents[2:])]
    rows, scores = Keywords(parts, alive).search(query, 10)
    left = np.flatnonzero(alive)
    expected_rows, expected = Keywords.build([documents[row] for row in left]).search(query, 10)
    assert rows.tolist() == left[expected_rows].tolist()
    np.testing.assert_allclose(scores, expected, rtol=1e-5)


def test_nothing_is_pickled(tmp_path: Path) -> None:
    Postings.build(TEXTS).write(tmp_path / "keywords")
    assert {path.suffix for path in (tmp_path / "keywords").iterdir()} == {".npy", ".json"}
    for path in (tmp_path / "keywords").glob("*.npy"):
        np.load(path, allow_pickle=False)


@pytest.mark.parametrize("damage", [b"", b"{", b"\x93NUMPY"])
def test_damage_is_named(tmp_path: Path, damage: bytes) -> None:
    for number, name in enumerate(("vocabulary.json", "starts.npy", "rows.npy", "counts.npy", "lengths.npy")):
        folder = tmp_path / str(number)
        Postings.build(TEXTS).write(folder)
        (folder / name).write_bytes(damage)
        with pytest.raises(IndexDamaged):
            Postings.read(folder, len(TEXTS))


def test_postings_of_other_texts_are_refused(tmp_path: Path) -> None:
    Postings.build(TEXTS).write(tmp_path / "keywords")
    with pytest.raises(IndexDamaged, match="not of 3 passages"):
        Postings.read(tmp_path / "keywords", 3)
