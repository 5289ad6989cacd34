"""Broken and hostile input: mutated files over all readers, forty bombs, forbidden addresses and rebindings.

python -m benchmarks.broken                      10,000 mutations, the bombs and the network: about 10 minutes
python -m benchmarks.broken --mutations 500
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections import Counter
from time import perf_counter

from benchmarks.bombs import BOMBS
from benchmarks.mutations import mutated
from benchmarks.network import WAYS, internet, rebound, redirected
from corpus.article import Article
from corpus.load import read
from corpus.sandbox.limits import MAX_TEXT, Limits
from corpus.sandbox.sandbox import Sandbox


def main() -> int:
    """Print what happened; the status is 1 if anything crashed, hung or leaked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutations", type=int, default=10_000)
    given = parser.parse_args()
    failures = _mutations(given.mutations) + _bombs() + _network()
    print(f"failures: {failures}")
    return int(failures > 0)


def _mutations(count: int) -> int:
    start, before = perf_counter(), _peak_mb()
    outcomes: Counter[str] = Counter()
    bad = 0
    with Sandbox() as box:
        for number in range(count):
            name, data = mutated(number)
            for item in read(data, name, box):
                outcomes["articles" if isinstance(item, Article) else "refusals"] += 1
                bad += not _is_sound(item)
                if not isinstance(item, Article) and ("crashed" in item.reason or "was stopped" in item.reason):
                    outcomes["child ended"] += 1
                    print(f"mutation {number}: {item}")
    seconds = perf_counter() - start
    print(
        f"{count:,} mutations in {seconds:.0f} s: {dict(outcomes)}, unsound {bad}, parent +{_peak_mb() - before:.0f} MB"
    )
    return bad


def _bombs() -> int:
    before, slowest, bad = _peak_mb(), 0.0, 0
    outcomes: Counter[str] = Counter()
    with Sandbox(Limits(seconds=20)) as box:
        for name, make in BOMBS.items():
            data = make()  # some take memory to make
            before = max(before, _peak_mb())
            start = perf_counter()
            items = list(read(data, name, box))
            slowest = max(slowest, perf_counter() - start)
            bad += not items or not all(map(_is_sound, items))
            outcomes["read" if isinstance(items[0], Article) else "refused"] += 1
            first = f"{len(items[0].text):,} characters" if isinstance(items[0], Article) else items[0].reason
            print(f"  {name}: {first[:110]}{f' and {len(items) - 1} more' if len(items) > 1 else ''}")
    grown = _peak_mb() - before
    print(f"{len(BOMBS)} bombs: {dict(outcomes)}, slowest {slowest:.0f} s, unsound {bad}, parent +{grown:.0f} MB")
    return bad


def _network() -> int:
    with internet() as net:
        for way in WAYS:
            tried, refused = redirected(net, way)
            print(f"{tried} forbidden addresses by {way}: refused {refused}, connections elsewhere {len(net.strays)}")
        kept = sum(rebound(net, number) for number in range(50))
        print(f"50 rebindings: held {kept}, connections elsewhere {len(net.strays)}")
        print(f"the public server was reached {net.reached} times")
        return len(net.strays) + 50 - kept + (net.reached == 0)


def _is_sound(item: object) -> bool:
    if isinstance(item, Article):
        parts = (item.id, item.text, item.title or "", item.publisher or "", item.url or "", *item.authors)
        return 0 < len(item.text) <= MAX_TEXT and not any("\ud800" <= letter <= "\udfff" for letter in "".join(parts))
    return bool(str(item)) and "\n" not in str(item)


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
