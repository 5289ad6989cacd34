"""How well who is meant is told.

    python -m benchmarks.actors gold --data DIR [--gold FILE] [--half tune|report|all] [--errors N]
    python -m benchmarks.actors gum --data DIR/gum_news [--half ...]
    python -m benchmarks.actors pairs [--pairs DIR] [--half ...]

gold: statements of the gold set are given with their sources, and the actors found are compared with the gold actors.
A name is right if it is the same actor by ``same_actor`` or the same words; null is right only for null. Errors are
printed of the tune half alone. The halves of the gold set are ``benchmarks.gold.half_of``; articles of GUM and
pairs are halved by their order: the first, third … are for tuning, the others for reporting.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.gold import GOLD, REGIONS, articles_of, half_of
from corpus.actors.aliases import fold
from corpus.actors.phrases import PRONOUNS
from corpus.actors.resolve import resolve, same_actor
from corpus.article import Article
from corpus.span import Span
from corpus.statement import Act, Statement


def halved(items: list[str], half: str) -> list[str]:
    """The half asked for of sorted items."""
    return items if half == "all" else items[0::2] if half == "tune" else items[1::2]


def located(row: dict[str, Any]) -> Statement:
    """A row of the gold set as a statement without who is meant."""
    name = row["article"]
    source, addressee = (Span(name, *row[field]) if row[field] else None for field in ("source", "addressee"))
    content = tuple(Span(name, *run) for run in row["content"])
    cue, sentence = Span(name, *row["cue"]), Span(name, *row["sentence"])
    return Statement(sentence, cue, Act(row["act"]), source, content, addressee)


def right(found: str | None, wanted: str | None) -> bool:
    """Whether the actor found is the one wanted."""
    if found is None or wanted is None:
        return found is wanted
    same_words = _plain(found) == _plain(wanted)
    return same_words or same_actor(found, wanted)


def _plain(name: str) -> str:
    return re.sub(r"^(?:the|an?) ", "", fold(re.sub(r"[’']s?\b", "", name)))


def category(source: str) -> str:
    """What kind of phrase a source is, for the table of figures."""
    folded = fold(source)
    if folded in PRONOUNS:
        return (
            "first person"
            if folded in ("i", "we", "our", "my", "us", "me")
            else "he, she"
            if folded in ("he", "she", "his", "her", "him")
            else "they, it"
        )
    if re.match(r"(?:[Tt]he|[Tt]his|[Tt]hese|[Tt]hat) [a-z]", source):
        return "definite"
    return "other"


def gold(args: argparse.Namespace) -> None:
    """Actors of the sources of the gold set, by kind of phrase."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in args.gold.read_text("utf-8").splitlines():
        row = json.loads(line)
        rows[row["article"]].append(row)
    halves = half_of(sorted(json.loads(args.gold.with_name(REGIONS.name).read_text("utf-8"))))
    ids = [name for name in sorted(rows) if args.half in (halves[name], "all")]
    articles = articles_of(Path(args.data), ids)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    errors: list[str] = []
    for name in ids:
        article = articles[name]
        for row, statement in zip(rows[name], resolve(article, list(map(located, rows[name]))), strict=True):
            if statement.source:
                _judge(counts, errors, statement.source.of(article.text), statement.actor, row["actor"])
    _report(counts, errors, args)


def _judge(
    counts: dict[str, Counter[str]], errors: list[str], source: str, found: str | None, wanted: str | None
) -> None:
    ok = right(found, wanted)
    for kind in (category(source), "all"):
        counts[kind]["n"] += 1
        counts[kind]["right"] += ok
        counts[kind]["silent"] += found is None and wanted is not None
    if not ok:
        errors.append(f"{category(source)}: {source!r}: found {found!r}, wanted {wanted!r}")


def _report(counts: dict[str, Counter[str]], errors: list[str], args: argparse.Namespace) -> None:
    for kind, count in counts.items():
        if count["n"]:
            wrong = count["n"] - count["right"] - count["silent"]
            print(
                f"{kind:13} n {count['n']:4}  right {count['right'] / count['n']:.3f}  unresolved "
                f"{count['silent'] / count['n']:.3f}  wrong {wrong / count['n']:.3f}"
            )
    print("\n".join(errors[: args.errors] if args.half == "tune" else []))


def gum(args: argparse.Namespace) -> None:
    """Subject pronouns of the third person, and definite descriptions of people and bodies, whose chain has a name."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    errors: list[str] = []
    files = sorted(Path(args.data).glob("coref/ontogum/tsv/*.tsv"))
    for name in halved([file.name for file in files], args.half):
        text, found = read_webanno(Path(args.data) / "coref/ontogum/tsv" / name)
        asked = [(span, names) for span, names in found if names and _is_asked(text[span.start : span.end])]
        statements = [Statement(span, Span("a", span.end, span.end), Act.STATE, span) for span, _ in asked]
        done = resolve(Article(name, text, name), statements)
        for (span, names), statement in zip(asked, done, strict=True):
            matched = next((n for n in names if right(statement.actor, n)), max(names, key=len))
            if statement.actor and any(f" {fold(statement.actor)} " in f" {fold(n)} " for n in names):
                matched = statement.actor
            _judge(counts, errors, text[span.start : span.end], statement.actor, matched)
    _report(counts, errors, args)


def _is_asked(words: str) -> bool:
    return words.lower() in ("he", "she", "they") or re.fullmatch(r"[Tt]he (?:[a-z]+ ){0,2}[a-z]+", words) is not None


def read_webanno(path: Path) -> tuple[str, list[tuple[Span, list[str]]]]:
    """The text of a WebAnno 3.2 file, and each mention of a person or body with the names in its chain."""
    spans: dict[str, tuple[int, int]] = {}
    links: list[tuple[str, str]] = []
    glued = iter(_glued(path.parents[3] / "dep" / path.with_suffix(".conllu").name))
    text = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if line.startswith("#") or len(cells) < 10:
            continue
        if cells[0].endswith("-1"):
            text = text.rstrip() + "\n"
        start, text = len(text), text + cells[2]
        for label in re.findall(r"(?:person|organization)\[(\d+)\]", cells[3]):
            spans[label] = (spans.get(label, (start, 0))[0], len(text))
        links.extend(re.findall(r"\[(\d+)_(\d+)\]", cells[9]))
        text += "" if next(glued) else " "
    chains = _chains(spans, links)
    return text, [
        (
            Span("a", *spans[label]),
            sorted({text[slice(*spans[other])] for other in chains[label] if _is_name(text[slice(*spans[other])])}),
        )
        for label in sorted(spans, key=lambda key: spans[key])
    ]


def _glued(path: Path) -> Iterator[bool]:
    """Whether each token of a CoNLL-U file has no space after it."""
    for sentence in path.read_text(encoding="utf-8").split("\n\n"):
        inside: tuple[int, int, bool] = (0, 0, False)
        for line in sentence.splitlines():
            cells = line.split("\t")
            if len(cells) < 10 or "." in cells[0]:
                continue
            no_space = "SpaceAfter=No" in cells[9]
            if "-" in cells[0]:
                first, last = (int(number) for number in cells[0].split("-"))
                inside = (first, last, no_space)
                continue
            number = int(cells[0])
            within = inside[0] <= number <= inside[1]
            yield (number < inside[1] or inside[2]) if within else no_space


def _chains(spans: dict[str, tuple[int, int]], links: list[tuple[str, str]]) -> dict[str, set[str]]:
    chain = {label: {label} for label in spans}
    for one, other in links:
        if one in chain and other in chain:
            merged = chain[one] | chain[other]
            chain.update(dict.fromkeys(merged, merged))
    return chain


def _is_name(words: str) -> bool:
    return (
        words[:1].isupper()
        and words.lower() not in PRONOUNS
        and not re.match(r"(?:The|This|These|A|An|His|Her|Their) [a-z]", words)
    )


def pairs(args: argparse.Namespace) -> None:
    """Share of the pairs of names that are merged."""
    for name, expected in (("variants", True), ("different", False)):
        lines = (Path(args.pairs) / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]
        rows = [line.split("\t") for line in halved(lines, args.half)]
        merged = [row for row in rows if same_actor(row[0], row[1])]
        print(f"{name}: {len(merged)} of {len(rows)} merged = {len(merged) / len(rows):.3f}")
        wrong = [row for row in rows if same_actor(row[0], row[1]) is not expected]
        print("\n".join(f"   {row[0]} | {row[1]}" for row in wrong[: args.errors]))


def main() -> None:
    """Read the command line and run one benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["gold", "gum", "pairs"])
    parser.add_argument("--data")
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--pairs", default=str(Path(__file__).with_name("pairs")))
    parser.add_argument("--half", choices=["tune", "report", "all"], default="report")
    parser.add_argument("--errors", type=int, default=0)
    args = parser.parse_args()
    {"gold": gold, "gum": gum, "pairs": pairs}[args.what](args)


if __name__ == "__main__":
    main()
