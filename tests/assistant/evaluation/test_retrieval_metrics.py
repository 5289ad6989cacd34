from __future__ import annotations

import json
import math
import shutil
from pathlib import Path

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, R, nDCG

from assistant.evaluation.retrieval_metrics import (
    RETRIEVAL_SCORES,
    relevant_passages,
    retrieval_scores,
)
from corpus.article import Article
from corpus.load import load
from corpus.passages import passages
from corpus.span import Span
from index.embed import Embedder
from index.folder import Folder
from index.removal import remove
from index.update import update
from tests.conftest import SAMPLE

PASSAGES = [Span("an article.txt", start, start + 100) for start in range(0, 2000, 100)]


def test_hand_computed() -> None:
    evidence = [[Span("an article.txt", 210, 220)], [Span("an article.txt", 450, 550)]]
    relevant = [PASSAGES[2], PASSAGES[4], PASSAGES[5]]
    ranking = [PASSAGES[9], PASSAGES[4], PASSAGES[8], PASSAGES[7], PASSAGES[2]]
    scores = retrieval_scores(ranking, relevant, evidence)
    gain, ideal = 1 / math.log2(3) + 1 / math.log2(6), 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert scores == pytest.approx(
        {
            "recall@1": 0.0, "recall@3": 1 / 3, "recall@5": 2 / 3, "recall@10": 2 / 3, "mrr": 0.5,
            "ndcg@10": gain / ideal, "evidence@1": 0.0, "evidence@3": 0.5, "evidence@5": 1.0, "evidence@10": 1.0,
        }
    )  # fmt: skip
    assert set(scores) == set(RETRIEVAL_SCORES)


def test_nothing_found_is_zero_and_nothing_to_find_is_undefined() -> None:
    assert set(retrieval_scores([], PASSAGES[:1], [[PASSAGES[0]]]).values()) == {0.0}
    assert set(retrieval_scores(PASSAGES[:3], [], [()]).values()) == {0.0}  # evidence that no article has
    assert set(retrieval_scores(PASSAGES[:3], [], []).values()) == {None}


@given(st.lists(st.integers(0, 19), unique=True, max_size=10), st.sets(st.integers(0, 19), min_size=1))
def test_as_ir_measures_has_it_on_plain_names(ranking: list[int], relevant: set[int]) -> None:
    spans = [PASSAGES[number] for number in sorted(relevant)]
    scores = retrieval_scores([PASSAGES[number] for number in ranking], spans, [[span] for span in spans])
    run = {"q": {f"d{number}": 100.0 - rank for rank, number in enumerate(ranking)}}
    qrels = {"q": {f"d{number}": 1 for number in relevant}}
    wanted = {R @ 1: "recall@1", R @ 5: "recall@5", R @ 10: "recall@10", RR: "mrr", nDCG @ 10: "ndcg@10"}
    expected = ir_measures.calc_aggregate(list(wanted), qrels, run) if ranking else dict.fromkeys(wanted, 0.0)
    assert {name: scores[name] for name in wanted.values()} == pytest.approx(
        {name: expected[measure] for measure, name in wanted.items()}
    )
    assert scores["evidence@10"] == pytest.approx(scores["recall@10"])  # one passage a group: the same


def test_passages_of_an_index_are_those_that_the_articles_have(sample_index: Path) -> None:
    articles = [one for one in load(SAMPLE) if isinstance(one, Article)]
    stored = Folder(sample_index).spans([article.id for article in articles])
    assert stored == {article.id: passages(article) for article in articles}
    assert Folder(sample_index).spans(["none.md"]) == {"none.md": []}


def test_relevant_passages_overlap_evidence(sample_index: Path) -> None:
    (first, *_) = [one for one in load(SAMPLE) if isinstance(one, Article)]
    spans = passages(first)
    across = Span(first.id, spans[0].end - 2, spans[1].start + 2)
    assert relevant_passages(Folder(sample_index).spans, [[across], [across]]) == spans[:2]
    assert relevant_passages(Folder(sample_index).spans, [[], [Span("none.md", 0, 9)]]) == []


def test_a_removed_article_has_no_passages(tmp_path: Path, embedder: Embedder) -> None:
    corpus, directory = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    lines = [{"id": name, "text": f"The union of {name} rejected the offer."} for name in ("one", "two")]
    (corpus / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    update([corpus], directory, embedder)
    assert len(Folder(directory).spans(["one"])["one"]) == 1
    remove(["one"], directory, embedder.dimension)
    assert Folder(directory).spans(["one"])["one"] == []
    shutil.rmtree(directory)
