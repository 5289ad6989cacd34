"""Peers: txtai, llama-index and haystack beside this index; same model, passages, questions and threads, in one run.

    python -m benchmarks.peers --peers PEERS/bin/python --corpus NEWS/articles.jsonl --qa NEWS/qa.jsonl [--articles 400]

PEERS is an environment of its own: python -m venv var/peers; var/peers/bin/pip install -r
benchmarks/peers/requirements.txt. The articles come in portions, and every system takes its turn at each, so that what
else the machine does falls on all alike; so do the questions. Fewer articles are those with evidence and then the first
others. Peers get the passages with their headings; this index gets the articles and makes more of them. The CPU time of
each process is kept beside the clock's.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from assistant.evaluation.metrics import overlaps_any
from assistant.evaluation.qa_set import QaItem, half, read_qa_set
from assistant.evaluation.retrieval_metrics import retrieval_scores
from assistant.followup import stand_alone
from benchmarks.results import keep, percentiles
from corpus.article import Article
from corpus.load import load
from corpus.passages import passages
from corpus.span import Span
from corpus.title import under_heading
from index.cores import cores
from index.packaged import MINILM, model_folder

ROOT = Path(__file__).parents[2]
PEERS = ("txtai", "llama-index", "haystack")
EMBEDDING, OWN = "demarche, embedding alone", "demarche"
PORTIONS = 8
METRICS = ("evidence@1", "evidence@3", "evidence@5", "evidence@10", "mrr", "ndcg@10")
K = 10


@dataclass(slots=True)
class Running:
    """A system's process and what was measured of it."""

    process: subprocess.Popen[str]
    index_s: float = 0.0
    processor_s: float = 0.0
    memory_mb: int = 0
    asked_ms: dict[bool, list[float]] = field(default_factory=lambda: {False: [], True: []})
    found: dict[bool, list[list[Span]]] = field(default_factory=lambda: {False: [], True: []})

    def told(self) -> dict[str, Any]:
        """The next line that it says."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.process.args!r} has ended")
        return dict(json.loads(line))

    def do(self, **command: Any) -> dict[str, Any]:
        """Its answer to a command."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        return self.told()


def main() -> None:
    """Index by turns, ask by turns, show a table, keep the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path, required=True, help="the Python of the peers' environment")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--qa", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--questions", type=int, default=1_000, help="the first so many, for a short run")
    parser.add_argument("--only", nargs="+", choices=PEERS, default=list(PEERS))
    given = parser.parse_args()
    if not given.peers.exists():
        parser.error(f"{given.peers}: no such Python; make the peers' environment first, as the help says")
    articles = {read.id: read for read in load(given.corpus) if isinstance(read, Article)}
    items = [item for item in read_qa_set(given.qa, articles.__getitem__).items if item.answerable][: given.questions]
    chosen = _chosen(articles, items, given.articles)
    spans = {f"{number}": span for number, span in enumerate(span for one in chosen for span in passages(one))}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        systems = _start(given.peers, given.only, folder)
        portions = _portions(folder, chosen, spans)
        for number, files in enumerate(portions):
            for name in _turned(list(systems), number):
                told = systems[name].do(do="add", path=str(files[name == OWN]))
                systems[name].index_s += told["s"]
                systems[name].processor_s += told["processor_s"]
                systems[name].memory_mb = told["memory_mb"]
                print(f"{number + 1}/{len(portions)} {name}: {told['s']:.1f} s", file=sys.stderr, flush=True)
        _ask(systems, items, spans)
        for system in systems.values():
            assert system.process.stdin is not None
            system.process.stdin.close()
            system.process.wait()
    rows = _rows(systems, items, list(spans.values()))
    _show(rows)
    keep(
        "peers",
        {"articles": len(chosen), "questions": len(items), "passages": len(spans), "threads": cores(), "rows": rows},
    )


def _chosen(articles: Mapping[str, Article], items: Sequence[QaItem], count: int) -> list[Article]:
    """Those with evidence, then the first others."""
    wanted = {span.article_id for item in items for group in item.evidence for span in group}
    names = [name for name in articles if name in wanted] + [name for name in articles if name not in wanted]
    return [articles[name] for name in names[: max(count, len(wanted))]]


def _start(python: Path, peers: Sequence[str], folder: Path) -> dict[str, Running]:
    environment = {
        **os.environ,
        "OMP_NUM_THREADS": str(cores()),
        "HF_HUB_OFFLINE": "1",
        "HAYSTACK_TELEMETRY_ENABLED": "False",
        "TOKENIZERS_PARALLELISM": "true",
    }
    model = str(model_folder(MINILM))
    commands: dict[str, list[str]] = {
        peer: [str(python), str(Path(__file__).with_name("recipes.py")), peer, model] for peer in peers
    }
    own = [sys.executable, "-m", "benchmarks.peers.own", str(folder / "index")]
    commands |= {OWN: own, EMBEDDING: [*own, "embed"]}
    systems = {}
    for name, command in commands.items():
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        systems[name] = Running(process)
        print(f"{name}: {systems[name].told()}", file=sys.stderr, flush=True)
    return systems


def _portions(folder: Path, articles: Sequence[Article], spans: Mapping[str, Span]) -> list[tuple[Path, Path]]:
    """Files of passages and of the articles that they are of."""
    by_article: dict[str, list[tuple[str, Span]]] = {}
    for name, span in spans.items():
        by_article.setdefault(span.article_id, []).append((name, span))
    files = []
    for number, portion in enumerate(np.array_split(np.arange(len(articles)), PORTIONS)):
        here = [articles[place] for place in portion]
        cut, whole = folder / f"passages-{number}.jsonl", folder / f"articles-{number}.jsonl"
        rows = [
            {"id": name, "text": under_heading(one, span)} for one in here for name, span in by_article.get(one.id, [])
        ]
        cut.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        fields = ("id", "title", "publisher", "published", "url", "text")
        whole.write_text("".join(json.dumps({f: getattr(one, f) for f in fields}) + "\n" for one in here), "utf-8")
        files.append((cut, whole))
    return files


def _ask(systems: Mapping[str, Running], items: Sequence[QaItem], spans: Mapping[str, Span]) -> None:
    """Every question to every system by turns; the first three once before, to warm up."""
    for number, item in enumerate([*items[:3], *items]):
        question = stand_alone(item.question.question, item.question.turns)
        for name in _turned(list(systems), number):
            for rerank in (False, True) if name == OWN else (False,):
                told = systems[name].do(do="ask", question=question, k=K, rerank=rerank)
                found = [spans[one] if isinstance(one, str) else Span(*one) for one in told["found"]]
                if number >= 3:
                    systems[name].asked_ms[rerank].append(1000 * told["s"])
                    systems[name].found[rerank].append(found)


def _turned(names: Sequence[str], number: int) -> list[str]:
    """Each time another one begins."""
    start = number % len(names)
    return [*names[start:], *names[:start]]


def _rows(systems: Mapping[str, Running], items: Sequence[QaItem], spans: Sequence[Span]) -> list[dict[str, Any]]:
    rows = []
    for name, system in systems.items():
        for rerank in (False, True) if name == OWN else (False,):
            row = {
                "system": f"{name}, reranked" if rerank else name,
                "index_s": round(system.index_s, 1),
                "index_processor_s": round(system.processor_s, 1),
                "memory_mb": system.memory_mb,
                **percentiles(system.asked_ms[rerank]),
            }
            for which in ("all", "report"):
                row |= _quality(items, system.found[rerank], spans, which)
            rows.append(row)
    return rows


def _quality(
    items: Sequence[QaItem], found: Sequence[Sequence[Span]], spans: Sequence[Span], which: str
) -> dict[str, float]:
    scores = []
    for item, ranking in zip(items, found, strict=True):
        if which in ("all", half(item.id)):
            evidence = [span for group in item.evidence for span in group]
            names = {span.article_id for span in evidence}
            relevant = [span for span in spans if span.article_id in names and overlaps_any(span, evidence)]
            scored = retrieval_scores(ranking, relevant, item.evidence)
            scores.append([scored[metric] or 0.0 for metric in METRICS])
    means = np.mean(scores, axis=0)
    return {f"{metric}, {which}": round(float(mean), 3) for metric, mean in zip(METRICS, means, strict=True)}


def _show(rows: Sequence[Mapping[str, Any]]) -> None:
    print("| " + " | ".join(rows[0]) + " |")
    print("|" + " --- |" * len(rows[0]))
    for row in rows:
        print("| " + " | ".join(map(str, row.values())) + " |")


if __name__ == "__main__":
    main()
