"""Attribution on PolNeAR (Newell et al., LREC 2018): exact span F1 and token F1 of source, cue and content.

python -m benchmarks.polnear --data ../shared/data/polnear --split dev [--without-tagger]

An article that several annotators marked counts once for each, as in the corpus. PolNeAR keeps “that”, quote marks
and the stop inside them in a content, auxiliaries, adverbs and prepositions in a cue, and takes parts of a span that
stand apart as one span each; ``marked`` follows it.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from corpus.article import Article
from corpus.attribution.statements import statements_of
from corpus.statement import Statement

Range = tuple[int, int]
Spans = dict[str, set[Range]]
KINDS = ("source", "cue", "content")
_MARK = re.compile(r"^T\d+\t(Source|Cue|Content) ([\d ;]+)\t", re.MULTILINE)
_TOKEN = re.compile(r"\w+|[^\w\s]")
_BEFORE = re.compile(r"(?:\b(?:that|to)\s+)?(?:''|[“\"‘'])?$")
_AUXILIARIES = re.compile(
    r"(?:\b(?:is|are|was|were|be|been|being|has|have|had|will|would|did|does|do|can|could|may|might|must|not|never|also|still|"
    r"now|already|previously|recently|repeatedly|publicly|once|further|later|then|even|just|first|to|\w+ly|won[’']t|didn[’']t|"
    r"doesn[’']t|don[’']t|hasn[’']t|haven[’']t)\s+|[’'](?:s|re|ve|m)\s+)+$"
)
# On train: ":" within 36 of 39 cues, "of" within 35 of 43, "for" within 17 of 19, "about" within 10 of 11.
_PREPOSITION = re.compile(r"^(?::| (?:of|for|about)\b)")
_AFTER = re.compile(r"^[.,!?]?(?:''|[”\"])")


def read_split(folder: Path) -> Iterator[tuple[str, str, Spans]]:
    """Name, text and marks of each annotation of a split."""
    for path in sorted((folder / "attributions").glob("*.ann")):
        name = path.stem.rsplit("_", 1)[0]
        with (folder / "text" / f"{name}.txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        spans: Spans = {kind: set() for kind in KINDS}
        for kind, places in _MARK.findall(path.read_text("utf-8")):
            for place in places.split(";"):
                start, end = (int(number) for number in place.split())
                spans[kind.lower()] |= {trimmed(text, start, end)}
        yield name, text, spans


def trimmed(text: str, start: int, end: int) -> Range:
    """A range without white space at its edges."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def marked(text: str, made: list[Statement]) -> Spans:
    """The spans of statements as PolNeAR would mark them."""
    spans: Spans = {kind: set() for kind in KINDS}
    for one in made:
        if not one.content:
            continue
        spans["cue"].add(_cue(text, one.cue.start, one.cue.end))
        if one.source is not None:
            spans["source"].add(_source(text, one.source.start, one.source.end))
        spans["content"] |= set(_joined(text, [_widened(text, run.start, run.end) for run in one.content]))
    return spans


def _cue(text: str, start: int, end: int) -> Range:
    """With its auxiliaries and the adverbs among them, and its preposition or colon: “has also called for”."""
    before = _AUXILIARIES.search(text[max(0, start - 40) : start])
    after = _PREPOSITION.match(text[end : end + 8])
    return start - len(before.group()) if before else start, end + (after.end() if after else 0)


def _source(text: str, start: int, end: int) -> Range:
    """With its possessive, and with the comma that closes an apposition."""
    possessive = re.match(r"[’']s\b", text[end : end + 2])
    if possessive:
        return start, end + 2
    return start, end + ("," in text[start:end] and text[end : end + 1] == ",")


def _widened(text: str, start: int, end: int) -> Range:
    before = _BEFORE.search(text[max(0, start - 7) : start])
    after = _AFTER.match(text[end : end + 3])
    return start - (len(before.group()) if before else 0), end + (after.end() if after else 0)


def _joined(text: str, runs: list[Range]) -> list[Range]:
    joined: list[Range] = []
    for start, end in sorted(runs):
        if joined and "\n" not in text[joined[-1][1] : start] and not text[joined[-1][1] : start].strip(" .!?,"):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def count(text: str, mine: Spans, gold: Spans, counts: Counter[tuple[str, str, str]]) -> None:
    """Add an article’s right, made and gold spans and tokens to the counts."""
    tokens = [found.span() for found in _TOKEN.finditer(text)]
    for kind in KINDS:
        one = {token for token in tokens if any(s <= token[0] < e for s, e in mine[kind])}
        other = {token for token in tokens if any(s <= token[0] < e for s, e in gold[kind])}
        for row in (kind, "all"):
            _add(counts, ("span", row), mine[kind], gold[kind])
            _add(counts, ("token", row), one, other)


def _add(counts: Counter[tuple[str, str, str]], row: tuple[str, str], mine: set[Range], gold: set[Range]) -> None:
    counts[(*row, "right")] += len(mine & gold)
    counts[(*row, "made")] += len(mine)
    counts[(*row, "gold")] += len(gold)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--limit", type=int, help="only the first so many annotations")
    parser.add_argument("--without-tagger", action="store_true", help="what the grammar finds alone")
    arguments = parser.parse_args()
    read = list(read_split(arguments.data / arguments.split))[: arguments.limit]
    texts = {name: text for name, text, _ in read}
    articles = [Article(name, text, name) for name, text in texts.items()]
    made = dict(zip(texts, statements_of(articles, with_tagger=not arguments.without_tagger), strict=True))
    counts: Counter[tuple[str, str, str]] = Counter()
    for name, text, gold in read:
        count(text, marked(text, made[name]), gold, counts)
    for unit in ("span", "token"):
        for row in (*KINDS, "all"):
            right, mine, gold_count = (counts[unit, row, what] for what in ("right", "made", "gold"))
            f1 = 200 * right / max(1, mine + gold_count)
            print(
                f"{unit:6}{row:8} P {100 * right / max(1, mine):5.1f} "
                f"R {100 * right / max(1, gold_count):5.1f} F1 {f1:5.1f}"
            )


if __name__ == "__main__":
    main()
