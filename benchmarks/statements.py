"""How many statements are found, and how right: precision and recall on the gold set, and each field on those matched.

python -m benchmarks.statements --gold benchmarks/gold/statements.jsonl --data ../shared/data --half tune|report|all
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.gold import GOLD, articles_of, half_of
from corpus.article import Article
from corpus.attribution.statements import statements_of
from corpus.span import Span
from corpus.statement import Statement

Range = tuple[int, int]
SHOWN = ("source", "cue", "act", "addressee", "content")
_WORD = re.compile(r"\w+")
TRUST = (0.0, 0.8, 0.84, 0.9, 1.01)
_EMPTY = frozenset({"the", "a", "an", "s", "mr", "of"})


def words(text: str) -> frozenset[str]:
    """The words of a short phrase, without articles."""
    return frozenset(_WORD.findall(text.lower())) - _EMPTY


def likeness(one: str, other: str) -> float:
    """Dice overlap of the words of two phrases.

    >>> likeness("the Israeli side", "Israeli officials")
    0.5
    """
    first, second = words(one), words(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first or second else 1.0


def same_source(article: Article, made: Span | None, gold: Sequence[int] | None) -> bool:
    """Whether the sources share half of their words, or neither has one."""
    if made is None or gold is None:
        return made is None and gold is None
    return likeness(made.of(article.text), article.text[gold[0] : gold[1]]) >= 0.5


def same_chain(made: Sequence[str], gold: Sequence[str]) -> bool:
    """Whether the same ones relay it, in the same order, each by half of its words."""
    return len(made) == len(gold) and all(likeness(*pair) >= 0.5 for pair in zip(made, gold, strict=True))


def overlap(made: Sequence[Range], gold: Sequence[Sequence[int]]) -> int:
    """Code points shared by two lists of ranges."""
    return sum(max(0, min(e1, e2) - max(s1, s2)) for s1, e1 in made for s2, e2 in gold)


def score(article: Article, made: Statement, gold: dict[str, Any]) -> float:
    """How well a statement meets a gold one; 0 if it is another."""
    if made.act.value != gold["act"] or not same_source(article, made.source, gold["source"]):
        return 0.0
    content = [(span.start, span.end) for span in made.content]
    cue = overlap([(made.cue.start, made.cue.end)], [gold["cue"]])
    shared = overlap(content, gold["content"])
    if content and gold["content"]:
        near = abs(made.cue.start - gold["cue"][0]) < 400
        return (1 + shared / (1 + sum(end - start for start, end in content)) + (cue > 0)) if shared and near else 0.0
    return 1.0 if cue else 0.0


def matched(article: Article, made: Sequence[Statement], gold: Sequence[dict[str, Any]]) -> list[tuple[int, int]]:
    """Pairs of a statement and a gold one, best first, each used once."""
    pairs = [(score(article, one, other), i, j) for i, one in enumerate(made) for j, other in enumerate(gold)]
    used_made, used_gold, found = set(), set(), []
    for value, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        if value > 0 and i not in used_made and j not in used_gold:
            used_made.add(i)
            used_gold.add(j)
            found.append((i, j))
    return found


def _fields(article: Article, made: Statement, gold: dict[str, Any], right: Counter[str], total: Counter[str]) -> None:
    def tick(name: str, good: bool) -> None:
        right[name] += good
        total[name] += 1

    tick("addressee", same_source(article, made.addressee, gold["addressee"]))
    if gold["addressee"]:
        tick("addressee where there is one", same_source(article, made.addressee, gold["addressee"]))
    tick("polarity", made.polarity.value == gold["polarity"])
    tick("modality", made.modality.value == gold["modality"])
    tick("verbatim", made.verbatim == gold["verbatim"])
    tick("source named", made.source_named == gold["source_named"])
    tick("condition", same_source(article, made.condition, gold["condition"]))
    if gold["condition"]:
        tick("condition where there is one", same_source(article, made.condition, gold["condition"]))
    chain = same_chain(made.reported_by, gold["reported_by"])
    tick("reported by", chain)
    if gold["reported_by"]:
        tick("reported by where there is one", chain)
    tick("cue", overlap([(made.cue.start, made.cue.end)], [gold["cue"]]) > 0)


def _shown(article: Article, mark: str, source: Any, cue: Any, act: str, addressee: Any, content: Any) -> str:
    def quote(run: Any) -> str:
        return "-" if run is None else article.text[run[0] : run[1]]

    contents = [quote(run)[:90] for run in content]
    return f"{mark} {quote(source)} | {quote(cue)} | {act.upper()} | {quote(addressee)} | {contents}"


def _run(span: Span | None) -> Range | None:
    return None if span is None else (span.start, span.end)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--half", choices=("tune", "report", "all"), default="tune")
    parser.add_argument("--errors", action="store_true", help="print what is missed and what is wrong (tune half only)")
    parser.add_argument("--without-tagger", action="store_true", help="what the grammar finds alone")
    arguments = parser.parse_args()
    gold = [json.loads(line) for line in arguments.gold.read_text("utf-8").splitlines()]
    regions = json.loads(arguments.gold.with_name("regions.json").read_text("utf-8"))
    halves = half_of(sorted(regions))  # an article without a statement counts for precision
    ids = [name for name, half in halves.items() if arguments.half in (half, "all")]
    articles = articles_of(arguments.data, ids)
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    acts: dict[str, Counter[str]] = {"found": Counter(), "made": Counter(), "gold": Counter()}
    trust: list[tuple[float, bool]] = []
    made_of = statements_of((articles[name] for name in ids), with_tagger=not arguments.without_tagger)
    for name, found in zip(ids, made_of, strict=True):
        article, rows = articles[name], [row for row in gold if row["article"] == name]
        if sha256(article.text.encode()).hexdigest() != regions[name]["sha256"]:
            raise SystemExit(f"{name}: the clean text is not the one annotated; run benchmarks.gold again")
        made = [one for one in found if one.cue.start < regions[name]["end"]]
        pairs = matched(article, made, rows)
        acts["made"].update(one.act.value for one in made)
        hits = {i for i, _ in pairs}
        trust.extend((one.confidence, i in hits) for i, one in enumerate(made))
        acts["gold"].update(row["act"] for row in rows)
        for i, j in pairs:
            acts["found"][made[i].act.value] += 1
            _fields(article, made[i], rows[j], right, total)
        if arguments.errors and arguments.half == "tune":
            _print_errors(article, made, rows, pairs)
    _print(acts, right, total)
    _print_trust(trust)


def _print_trust(trust: list[tuple[float, bool]]) -> None:
    """Reliability: of those made with a confidence in a range, the mean of it and the share that is right."""
    for low, high in pairwise(TRUST):
        here = [(sure, hit) for sure, hit in trust if low <= sure < high]
        if here:
            mean, share = (sum(pair[i] for pair in here) / len(here) for i in (0, 1))
            print(f"confidence {low:.2f} to {high:.2f}: {len(here)} made, mean {mean:.2f}, right {share:.2f}")


def _print_errors(article: Article, made: list[Statement], rows: list[dict[str, Any]], pairs: list[Range]) -> None:
    print("=====", article.id)
    for i, one in enumerate(made):
        if i not in {pair[0] for pair in pairs}:
            runs = (_run(one.source), _run(one.cue), one.act, _run(one.addressee), map(_run, one.content))
            print(_shown(article, "  +", *runs))
    for j, row in enumerate(rows):
        if j not in {pair[1] for pair in pairs}:
            print(_shown(article, "  -", *(row[name] for name in SHOWN)))
    for i, j in pairs:
        wrong = "; ".join(_wrong(article, made[i], rows[j]))
        if wrong:
            print(_shown(article, "  ~", *(rows[j][name] for name in SHOWN)), "\n       ", wrong)


def _wrong(article: Article, one: Statement, row: dict[str, Any]) -> Iterator[str]:
    if not same_source(article, one.addressee, row["addressee"]):
        yield f"addressee {one.addressee and one.addressee.of(article.text)!r}"
    if not same_chain(one.reported_by, row["reported_by"]):
        yield f"chain {one.reported_by} not {row['reported_by']}"
    for name in ("modality", "polarity", "source_named", "verbatim"):
        if getattr(one, name) != row[name]:
            yield f"{name} {getattr(one, name)} not {row[name]}"


def _print(acts: dict[str, Counter[str]], right: Counter[str], total: Counter[str]) -> None:
    found, made, gold = (sum(acts[name].values()) for name in ("found", "made", "gold"))
    print(
        f"statements: precision {found / max(made, 1):.3f} recall {found / max(gold, 1):.3f} "
        f"({found} of {made} made, {gold} gold)"
    )
    for act in sorted(acts["gold"] | acts["made"]):
        print(f"  {act:9} {acts['found'][act]:4} found {acts['made'][act]:4} made {acts['gold'][act]:4} gold")
    for name in sorted(total):
        print(f"{name}: {right[name] / total[name]:.3f} ({right[name]} of {total[name]})")


if __name__ == "__main__":
    main()
