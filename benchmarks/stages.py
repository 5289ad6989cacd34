"""Where the time goes: of one article on its way into the index, and of one question on its way to an answer.

    python -m benchmarks.stages --index INDEX --corpus NEWS/articles.jsonl --qa NEWS/qa.jsonl [--articles 100]

CPU time of this process, all its threads together, and time on the clock. The articles are taken evenly from the corpus
and indexed in one process into a temporary folder; the questions are those of the tune half.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from assistant.assistant import Assistant
from assistant.evaluation.qa_set import half, read_qa_set
from assistant.write import ExtractiveWriter
from benchmarks.results import keep, percentiles
from corpus.actors.resolve import resolve
from corpus.article import Article
from corpus.attribution.parse import parse, parser
from corpus.attribution.statements import statements_of
from corpus.attribution.units import outline
from corpus.context import in_context
from corpus.load import load
from corpus.passages import passages
from corpus.title import under_heading
from index.catalog import create_catalog, open_catalog, passages_by_id, put_article
from index.editions import put_notes
from index.embed import load_embedder
from index.fuse import fuse
from index.generations import publish
from index.other_names import put_other_names
from index.rerank import CANDIDATES, WHOLE, PackagedReranker, in_brief, rerank
from index.search import DEPTH, Index
from index.statements import believable, put_statements
from index.update import arrange


class Stages:
    """CPU and clock seconds by stage, in order of appearance."""

    def __init__(self) -> None:
        self.spent: dict[str, list[float]] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Count what is done under it to a stage."""
        processor, clock = time.process_time(), time.perf_counter()
        yield
        spent = self.spent.setdefault(stage, [0.0, 0.0])
        spent[0] += time.process_time() - processor
        spent[1] += time.perf_counter() - clock

    def less(self, stage: str, part: str) -> None:
        """Take out of a stage what was counted to another that it did again."""
        for place in range(2):
            self.spent[stage][place] -= self.spent[part][place]

    def each(self, count: int) -> list[dict[str, Any]]:
        """Milliseconds of one of so many."""
        return [
            {"stage": stage, "cpu_ms": round(1000 * cpu / count, 2), "clock_ms": round(1000 * clock / count, 2)}
            for stage, (cpu, clock) in self.spent.items()
        ]


def main() -> None:
    """Two tables, kept as one result."""
    parser_ = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser_.add_argument("--index", type=Path, required=True)
    parser_.add_argument("--corpus", type=Path, required=True)
    parser_.add_argument("--qa", type=Path, required=True)
    parser_.add_argument("--articles", type=int, default=100)
    given = parser_.parse_args()
    article = _article(given.corpus, given.articles)
    question = _question(given.index, given.qa)
    for title, stages in (("an article", article), ("a question", question)):
        print(f"\n| {title}: stage | CPU, ms | clock, ms |\n| --- | --- | --- |")
        for row in stages["stages"]:
            print(f"| {row['stage']} | {row['cpu_ms']} | {row['clock_ms']} |")
    keep("stages", {"article": article, "question": question})


def _article(corpus: Path, count: int) -> dict[str, Any]:
    embedder, stages = load_embedder(), Stages()
    parser()
    with stages("read and clean, all of the corpus"):
        everything = [read for read in load(corpus) if isinstance(read, Article)]
    stages.spent["read and clean"] = [
        spent * count / len(everything) for spent in stages.spent.pop("read and clean, all of the corpus")
    ]
    articles = everything[:: max(1, len(everything) // count)][:count]
    with stages("cut into passages"):
        spans = [passages(article) for article in articles]
    with stages("embed"):
        texts = [in_context(article, span) for article, cut in zip(articles, spans, strict=True) for span in cut]
        vectors = embedder.embed_passages(texts)
    with stages("parse"):
        list(parse(unit.text for article in articles for unit in outline(article.text).units))
    with stages("grammar"):
        list(statements_of(articles, with_tagger=False))
    with stages("tagger"):
        found = list(statements_of(articles))
    stages.less("tagger", "grammar")  # each does what those before it do
    stages.less("grammar", "parse")
    with stages("who is meant"):
        told = [list(resolve(article, stated)) for article, stated in zip(articles, found, strict=True)]
    with tempfile.TemporaryDirectory() as temporary:
        directory = Path(temporary)
        create_catalog(directory, embedder.fingerprint)
        with stages("write"), open_catalog(directory, write=True) as catalog, catalog:
            start = 0
            for article, cut, stated in zip(articles, spans, told, strict=True):
                ids = put_article(catalog, article, "c", cut, vectors[start : start + len(cut)])
                put_notes(catalog, article, ids[0])
                put_other_names(catalog, article, ids[0])
                said = believable(article, cut, stated)
                put_statements(catalog, article, list(zip(ids, cut, strict=True)), said)
                start += len(cut)
        with stages("copies, later editions, other names"), open_catalog(directory, write=True) as catalog:
            arrange(catalog)
        with stages("publish"):
            publish(directory, embedder.dimension)
    return {"articles": len(articles), "passages": len(texts), "stages": stages.each(len(articles))}


def _question(directory: Path, qa: Path) -> dict[str, Any]:
    embedder, reranker, stages = load_embedder(), PackagedReranker(), Stages()
    index = Index(directory, embedder)
    items = [item for item in read_qa_set(qa, index.article).items if item.answerable and half(item.id) == "tune"]
    generation = index.generation()
    assert generation.vectors is not None
    assert generation.keywords is not None
    asked = [item.question.question for item in items]
    index.search("warm", 10)
    reranker.scores("warm", ["up"])
    search_ms = _timed(asked, lambda text: index.search(text, 10))
    for text in asked:
        with stages("embed the question"):
            vector = embedder.embed_query(text)
        with stages("vectors"):
            dense, _ = generation.vectors.search(vector, DEPTH)
        with stages("keywords"):
            sparse, _ = generation.keywords.search(text, DEPTH)
        with stages("fuse, read passages from the catalog"), open_catalog(directory) as catalog:
            rows = np.array(fuse([dense.tolist(), sparse.tolist()])[:CANDIDATES], np.int64)
            passages_by_id(catalog, generation.rows["passage"][rows].tolist())
        hits = index.search(text, CANDIDATES)
        with stages(f"cross-encoder: {CANDIDATES} in brief"):
            reranker.scores(text, in_brief(text, hits))
        with stages(f"cross-encoder: {WHOLE} whole"):
            reranker.scores(text, [under_heading(hit.article, hit.span) for hit in hits[:WHOLE]])
    fresh = PackagedReranker()
    rerank_ms = _timed(asked, lambda text: rerank(text, index.search(text, CANDIDATES), fresh))
    assistant = Assistant(index, PackagedReranker(), ExtractiveWriter())
    processor = time.process_time()
    answers_ms = _timed(items, lambda item: assistant.ask(item.question))
    processor_ms = round(1000 * (time.process_time() - processor) / len(items), 1)
    print(f"CPU of an answer {processor_ms} ms")
    print(f"search p50/p95 {percentiles(search_ms)}; reranked {percentiles(rerank_ms)}; ask {percentiles(answers_ms)}")
    return {
        "questions": len(items),
        "stages": stages.each(len(items)),
        "search_ms": percentiles(search_ms),
        "reranked_ms": percentiles(rerank_ms),
        "ask_ms": percentiles(answers_ms),
        "ask_cpu_ms": processor_ms,
    }


def _timed(given: list[Any], do: Callable[[Any], object]) -> list[float]:
    times = []
    for one in given:
        start = time.perf_counter()
        do(one)
        times.append(1000 * (time.perf_counter() - start))
    return times


if __name__ == "__main__":
    main()
