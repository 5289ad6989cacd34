from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.embed import Embedder
from index.rerank import CANDIDATES, WHOLE, PackagedReranker, in_brief, rerank, sentences_of
from index.search import Hit, Index

QUESTION = "Who rejected the wage offer?"


@pytest.fixture(scope="module")
def reranker() -> PackagedReranker:
    return PackagedReranker()


@pytest.fixture(scope="module")
def hits(sample_index: Path, embedder: Embedder) -> list[Hit]:
    return Index(sample_index, embedder).search(QUESTION, CANDIDATES)


def test_the_answer_is_ahead() -> None:
    texts = [
        "Elephants will be sent to Germany.",
        "Hamas firmly rejected any suggestion of disarming.",
        "",
        "x" * 9_000,
    ]
    scores = PackagedReranker().scores("Who rejected disarming?", texts)
    assert scores.shape == (4,)
    assert int(scores.argmax()) == 1
    assert PackagedReranker().scores("Who?", []).shape == (0,)


def test_what_was_read_is_remembered(reranker: PackagedReranker, hits: list[Hit]) -> None:
    texts = [hit.text for hit in hits]
    first = reranker.scores(QUESTION, texts)
    np.testing.assert_array_equal(reranker.scores(QUESTION, texts[::-1] * 2), np.tile(first[::-1], 2))


def test_every_passage_stays_and_the_best_are_read_whole(reranker: PackagedReranker, hits: list[Hit]) -> None:
    scored = rerank(QUESTION, hits, reranker)
    assert sorted(one.hit.passage for one in scored) == sorted(hit.passage for hit in hits)
    whole = [one.score for one in scored[:WHOLE]]
    assert whole == sorted(whole, reverse=True)
    assert "rejected" in scored[0].hit.text or "turned down" in scored[0].hit.text
    assert [bool(one.sentences) for one in scored] == [place < WHOLE for place in range(len(scored))]


def test_the_sentences_of_a_passage_read_whole_are_those_that_it_has(
    reranker: PackagedReranker, hits: list[Hit]
) -> None:
    for one in rerank(QUESTION, hits, reranker)[:WHOLE]:
        assert [span for span, _ in one.sentences] == sentences_of(one.hit)
        assert all(one.hit.span.start <= span.start < span.end <= one.hit.span.end for span, _ in one.sentences)


@pytest.mark.parametrize("count", [0, 1, WHOLE, WHOLE + 1])
def test_few_passages(reranker: PackagedReranker, hits: list[Hit], count: int) -> None:
    assert len(rerank(QUESTION, hits[:count], reranker)) == count


def test_in_brief_is_a_sentence_of_the_passage(hits: list[Hit]) -> None:
    for hit, text in zip(hits, in_brief(QUESTION, hits), strict=True):
        assert any(text.endswith(sentence) for sentence in (hit.text, *hit.text.split("\n"))) or text[-40:] in hit.text
