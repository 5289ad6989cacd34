"""What each part carries: the same questions with one part taken away.

    python -m benchmarks.ablations --set QA.jsonl INDEX [--set QA.jsonl INDEX …] [--only PART …]

Nothing is fitted anew: the threshold of confidence is that of the whole, so a part's loss shows in what is told and in
what is refused. Without statements: a copy of the index that has none. Without BM25: passages by vectors alone. Without
the cross-encoder: texts scored by their cosine to the question, on a scale as wide as its logits. Without the reader:
relevance, as packaged, takes its place.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.assistant import Assistant
from assistant.evaluation.evaluate import texts_quoted
from assistant.evaluation.markdown import number, table
from assistant.evaluation.qa_set import QaItem, half, read_qa_set
from assistant.evaluation.result import Result, judge
from assistant.write import ExtractiveWriter
from index.embed import Embedder, load_embedder
from index.generations import Generation
from index.keywords import Keywords
from index.onnx_encoder import Floats
from index.reader import Reading, Text
from index.rerank import PackagedReranker
from index.search import Index
from index.vectors import Mask, Rows

SCALE, SHIFT = 20.0, -10.0  # cosines of questions and texts, some 0 to 1, to logits, some -10 to 10
SHOWN = {
    "nugget_recall": "nuggets", "citation_recall": "cit. recall", "citation_precision": "cit. precision",
    "true_abstention": "refuses what is not there", "swap": "refuses swaps", "false_abstention": "refuses what is",
}  # fmt: skip

Make = Callable[[Path, Path], Assistant]  # from an index's folder and an empty folder


class _DenseOnly(Index):
    """An index whose keyword search finds nothing."""

    def generation(self) -> Generation:
        """The current generation, its keywords silenced."""
        found = super().generation()
        return replace(found, keywords=_Silent.build([""]))


class _Silent(Keywords):
    def search(self, query: str, k: int, allowed: Mask | None = None) -> tuple[Rows, Floats]:
        """Nothing."""
        return np.zeros(0, np.int64), np.zeros(0, np.float32)


class _Cosines:
    """A reranker that scores by cosine."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def scores(self, query: str, texts: Sequence[str]) -> Floats:
        """See Reranker."""
        if not texts:
            return np.zeros(0, np.float32)
        cosines: Floats = self._embedder.embed_passages(list(texts)) @ self._embedder.embed_query(query)
        return SCALE * cosines + SHIFT

    supports = scores

    def reads(self, query: str, texts: Sequence[Text]) -> list[Reading]:
        """See Reranker."""
        return _piece_by_piece(self.scores, query, texts)


class _Unsupported:
    """The packaged reranker without the model of support: the reader takes its place."""

    def __init__(self, whole: PackagedReranker) -> None:
        self.scores, self.reads = whole.scores, whole.reads

    def supports(self, query: str, texts: Sequence[str]) -> Floats:
        """See Reranker."""
        return np.array([one.score for one in self.reads(query, [Text(text) for text in texts])], np.float32)


class _Unread:
    """The packaged reranker without its reader: relevance takes its place."""

    def __init__(self, whole: PackagedReranker) -> None:
        self.scores, self.supports = whole.scores, whole.supports

    def reads(self, query: str, texts: Sequence[Text]) -> list[Reading]:
        """See Reranker."""
        return _piece_by_piece(self.scores, query, texts)


def _piece_by_piece(scores: Callable[[str, Sequence[str]], Floats], query: str, texts: Sequence[Text]) -> list[Reading]:
    """Texts and their sentences scored each by itself."""
    wholes = scores(query, [one.text for one in texts]).tolist()
    pieces = [tuple(scores(query, [one.text[a:b] for a, b in one.sentences]).tolist()) for one in texts]
    return [Reading(whole, each) for whole, each in zip(wholes, pieces, strict=True)]


def parts() -> Mapping[str, Make]:
    """What makes an assistant without a part, by the part's name."""
    reranker, writer, embedder = PackagedReranker(), ExtractiveWriter(), load_embedder()
    return {
        "nothing (whole)": lambda index, _: Assistant(Index(index, embedder), reranker, writer),
        "statements": lambda index, to: Assistant(Index(_without_statements(index, to), embedder), reranker, writer),
        "BM25": lambda index, _: Assistant(_DenseOnly(index, embedder), reranker, writer),
        "cross-encoder": lambda index, _: Assistant(Index(index, embedder), _Cosines(embedder), writer),
        "the model of support": lambda index, _: Assistant(Index(index, embedder), _Unsupported(reranker), writer),
        "the reader": lambda index, _: Assistant(Index(index, embedder), _Unread(reranker), writer),
        "verification": lambda index, _: Assistant(Index(index, embedder), reranker, writer, verify=False),
    }


def _without_statements(index: Path, to: Path) -> Path:
    """A copy of an index without its statements."""
    copy = to / "index"
    shutil.copytree(index, copy)
    with closing(sqlite3.connect(copy / "catalog.sqlite")) as catalog, catalog:
        catalog.execute("DELETE FROM statement")
    return copy


def results(items: Sequence[QaItem], assistant: Assistant) -> list[Result]:
    """Every question asked and judged; retrieval is not."""
    answers = [assistant.ask(item.question) for item in items]
    return [
        judge(item, answer, texts_quoted(answer, assistant), {}, sum(answer.timing_ms.values()))
        for item, answer in zip(items, answers, strict=True)
    ]


def row(name: str, found: Sequence[Result]) -> list[str]:
    """The means of SHOWN, and the median milliseconds."""
    columns = [[result.scores[score] for result in found] for score in SHOWN]
    known = [[value for value in column if value is not None] for column in columns]
    means = [number(float(np.mean(values)) if values else None) for values in known]
    return [name, *means, number(float(np.median([result.timing_ms["total"] for result in found])), 0)]


def main() -> None:
    """One table a set and half."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", nargs=2, action="append", required=True, metavar=("QA", "INDEX"), type=Path)
    parser.add_argument("--only", action="append", help="only without this part; may be repeated")
    given = parser.parse_args()
    for qa, index in given.set:
        rows: dict[str, list[list[str]]] = {"tune": [], "report": []}
        for name, make in parts().items():
            if given.only and name not in given.only:
                continue
            with tempfile.TemporaryDirectory() as folder:
                assistant = make(index, Path(folder))
                found = results(read_qa_set(qa, assistant.index.article).items, assistant)
            for part, shown in rows.items():
                shown.append(row(name, [result for result in found if half(result.id) == part]))
        for part, shown in rows.items():
            print(f"\n{qa.stem}, {part} half\n")
            print(table(["without", *SHOWN.values(), "p50 ms"], shown), flush=True)


if __name__ == "__main__":
    main()
