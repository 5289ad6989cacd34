"""Kills `demarche index` at random moments and asks the index each time.

python -m benchmarks.kill [--times 50] [--seed 1]

Each time: an index over three quarters of the sample articles, then an update in a process of its own that adds,
changes and removes articles, killed (SIGKILL) at a random share of the time that an undisturbed update takes. After it
the index must answer, with verbatim quotes, and the same update, run again, must finish.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from corpus.article import Article
from corpus.load import load
from index.embed import Embedder, load_embedder
from index.errors import IndexUnusable
from index.search import Index
from index.update import update

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "corpus" / "sample"
QUESTION = "Who rejected the wage offer?"
ADDED, CHANGED, REMOVED = 10, 10, 5
# the child imports and loads its model first; it says so, and the clock starts
_CHILD = """
import sys
from pathlib import Path
from index.embed import load_embedder
from index import batches, update
batches.BATCH_PASSAGES = 16  # so that there are many commits to be killed between
embedder = load_embedder()
print("ready", flush=True)
update.update([Path(sys.argv[1])], Path(sys.argv[2]), embedder)
print("done", flush=True)
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one kill left: which texts the index answers from, whether it answers, and whether the update goes on."""

    share: float
    killed: bool
    state: str
    answers: bool
    goes_on: bool
    detail: str = ""


@cache
def _embedder() -> Embedder:
    return load_embedder()


def prepare(folder: Path) -> None:
    """A corpus as the update finds it, and the index as it is before the update."""
    corpus, aside = Path(shutil.copytree(SAMPLE, folder / "corpus")), folder / "aside"
    names = sorted(path.name for path in corpus.iterdir())
    aside.mkdir()
    for name in names[:ADDED]:
        shutil.move(corpus / name, aside)
    update([corpus], folder / "before", _embedder())
    for name in names[:ADDED]:
        shutil.move(aside / name, corpus)
    for name in names[ADDED : ADDED + CHANGED]:
        path = corpus / name
        path.write_text(path.read_text("utf-8") + "\n\nZanzibar rejected the ferry timetable.\n", "utf-8")
    for name in names[-REMOVED:]:
        (corpus / name).unlink()


def kill_once(folder: Path, share: float, *, duration_s: float) -> Outcome:
    """Kill one update of a prepared folder after a share of ``duration_s``, ask, and run the update again."""
    corpus, directory = folder / "corpus", folder / "index"
    shutil.rmtree(directory, ignore_errors=True)
    shutil.copytree(folder / "before", directory)
    killed = _run_and_kill(corpus, directory, share * duration_s)
    state, answers, detail = _ask(directory)
    try:
        update([corpus], directory, _embedder())
        state_after, goes_on, detail_after = _ask(directory)
    except IndexUnusable as error:
        state_after, goes_on, detail_after = "", False, str(error)
    return Outcome(share, killed, state, answers, goes_on and state_after == "new", detail or detail_after)


def duration(folder: Path) -> float:
    """Seconds that an undisturbed update of a prepared folder takes, once its model is loaded."""
    directory = Path(shutil.copytree(folder / "before", folder / "whole"))
    with _child(folder / "corpus", directory) as child:
        start = time.monotonic()
        assert child.stdout is not None
        assert child.stdout.readline() == "done\n"
        return time.monotonic() - start


@contextmanager
def _child(corpus: Path, directory: Path) -> Iterator[subprocess.Popen[str]]:
    """The update in a process of its own, ready to begin."""
    command = [sys.executable, "-c", _CHILD, str(corpus), str(directory)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        yield child


def _run_and_kill(corpus: Path, directory: Path, after_s: float) -> bool:
    """Whether it was still running when it was killed."""
    with _child(corpus, directory) as child:
        time.sleep(after_s)
        child.send_signal(signal.SIGKILL)
        assert child.stdout is not None
        return "done" not in child.stdout.read()


def _ask(directory: Path) -> tuple[str, bool, str]:
    """What the index answers from (old, new, or a mixture), and whether it answers as it must."""
    try:
        hits = Index(directory, _embedder()).search(QUESTION, 1_000)
    except IndexUnusable as error:
        return "none", False, str(error)
    originals = {read.id: read for read in load(SAMPLE) if isinstance(read, Article)}
    verbatim = all(hit.text == hit.span.of(hit.article.text) != "" for hit in hits)
    known = all(hit.article.text.startswith(originals[hit.article.id].text) for hit in hits)
    found = {hit.article.id for hit in hits}
    changed = {hit.article.id for hit in hits if "Zanzibar" in hit.article.text}
    names = sorted(originals)
    if found == set(names[ADDED:]) and not changed:
        state = "old"
    elif found == set(names[:-REMOVED]) and changed == set(names[ADDED : ADDED + CHANGED]):
        state = "new"
    else:
        state = "between"
    return state, bool(hits) and verbatim and known, "" if hits and verbatim and known else f"{len(hits)} hits"


def main() -> None:
    """Print what every kill left, and the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    random, outcomes = Random(given.seed), []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        prepare(folder)
        duration_s = duration(folder)
        print(f"an undisturbed update takes {duration_s:.1f} s")
        for number in range(given.times):
            outcome = kill_once(folder, random.random(), duration_s=duration_s)
            outcomes.append(outcome)
            print(f"{number + 1:3} killed at {outcome.share:4.0%}: {outcome}", flush=True)
    states = Counter(outcome.state for outcome in outcomes if outcome.killed)
    print(
        f"{given.times} kills, {sum(outcome.killed for outcome in outcomes)} while it ran; "
        f"the index then held: {dict(states)}"
    )
    print(
        f"answers: {sum(outcome.answers for outcome in outcomes)}, "
        f"goes on: {sum(outcome.goes_on for outcome in outcomes)}"
    )
    sys.exit(not all(outcome.answers and outcome.goes_on for outcome in outcomes))


if __name__ == "__main__":
    main()
