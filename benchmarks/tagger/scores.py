"""Read PolNeAR (brat stand-off) and score a tagger on it: exact span F1, token F1, attributions."""

import argparse
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.attribution.tagger import KINDS, Tagged, Tagger

Pair = tuple[int, int]
Predict = Callable[[str, list[Pair]], Tagged]
_TEXT = re.compile(r"^(T\d+)\t(Source|Cue|Content) ([\d ;]+)\t", re.MULTILINE)
_EVENT = re.compile(r"^E\d+\t(.*)", re.MULTILINE)
_BREAK = re.compile(r"\n+|(?<=[.!?])[\"”’')]*\s+(?=[\"“‘'(]?[A-Z0-9])")
_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Gold:
    """One annotated article: spans[kind] are character pairs, one a fragment.

    links: (source, cue, content) as lists of fragments each; several annotators give several Golds.
    """

    name: str
    text: str
    spans: tuple[frozenset[Pair], frozenset[Pair], frozenset[Pair]]
    links: tuple[tuple[tuple[Pair, ...], ...], ...]


def trim(text: str, start: int, end: int) -> Pair:
    """A span without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def split_sentences(text: str) -> list[Pair]:
    """Plain sentence bounds: line ends, and sentence marks before a capital or digit."""
    out, low = [], 0
    for gap in [*_BREAK.finditer(text), None]:
        high = gap.end() if gap else len(text)
        if text[low:high].strip():
            out.append(trim(text, low, high))
        low = high
    return out


def _pieces(text: str, places: str) -> list[Pair]:
    """The fragments of a brat place list such as '12 15;20 31', also cut at line ends."""
    out: list[Pair] = []
    for part in places.split(";"):
        low, high = (int(n) for n in part.split())
        for line in re.finditer(r"[^\n]+", text[low:high]):
            start, end = trim(text, low + line.start(), low + line.end())
            if start < end:
                out.append((start, end))
    return out


def read_gold(path: Path, text: str) -> Gold:
    """Parse one annotation file."""
    body = path.read_text(encoding="utf-8")
    marks = {i: (k.lower(), _pieces(text, p)) for i, k, p in _TEXT.findall(body)}
    links = []
    for event in _EVENT.findall(body):
        roles: dict[str, list[Pair]] = {kind: [] for kind in KINDS}
        for part in event.split():
            kind, pieces = marks.get(part.split(":")[1], ("", []))
            if kind:
                roles[kind] += pieces
        links.append(tuple(tuple(sorted(roles[kind])) for kind in KINDS))
    spans = [frozenset(p for k, ps in marks.values() if k == kind for p in ps) for kind in KINDS]
    return Gold(path.stem, text, (spans[0], spans[1], spans[2]), tuple(links))


def read_split(folder: Path) -> Iterator[Gold]:
    """All annotations of a split (a folder with text/ and attributions/), in order of name."""
    for path in sorted((folder / "attributions").glob("*.ann")):
        source = folder / "text" / (path.stem.rsplit("_", 1)[0] + ".txt")
        with source.open(encoding="utf-8", newline="") as file:
            yield read_gold(path, file.read())


def _size(spans: list[Pair] | tuple[Pair, ...]) -> int:
    """Characters covered by spans that do not overlap."""
    return sum(end - start for start, end in spans)


def _alike(one: tuple[Pair, ...], two: tuple[Pair, ...]) -> bool:
    """Whether two sets of fragments share half of the larger; both empty is alike."""
    if not one or not two:
        return not one and not two
    both = sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in two)
    return both * 2 >= max(_size(one), _size(two))


class Scores:
    """Counts of right, predicted and gold things by row name."""

    def __init__(self) -> None:
        self.counts: dict[str, list[int]] = {}

    def add(self, row: str, right: int, predicted: int, gold: int) -> None:
        """Add counts to a row."""
        old = self.counts.setdefault(row, [0, 0, 0])
        self.counts[row] = [a + b for a, b in zip(old, (right, predicted, gold), strict=True)]

    def f1(self, row: str) -> float:
        """F1 of a row, 0 to 100."""
        right, predicted, gold = self.counts[row]
        return 200 * right / max(1, predicted + gold)

    def table(self) -> str:
        """One line a row: precision, recall, F1, gold count."""
        lines = [f"{'':18}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}"]
        for row, (right, predicted, gold) in self.counts.items():
            p, r = 100 * right / max(1, predicted), 100 * right / max(1, gold)
            lines.append(f"{row:18}{p:7.1f}{r:7.1f}{self.f1(row):7.1f}{gold:7d}")
        return "\n".join(lines)


def pairs_of(text: str, tagged: Tagged) -> list[list[Pair]]:
    """The predicted spans by kind, white space trimmed."""
    groups = (tagged.sources, tagged.cues, tagged.contents)
    return [[trim(text, s.start, s.end) for s in spans] for spans in groups]


def _inside(tokens: list[Pair], spans: list[Pair]) -> set[Pair]:
    """The tokens that begin inside a span."""
    starts = {at for a, b in spans for at in range(a, b)}
    return {token for token in tokens if token[0] in starts}


def score_one(scores: Scores, gold: Gold, tagged: Tagged) -> None:
    """Add one article's counts: spans, tokens, attributions."""
    found = pairs_of(gold.text, tagged)
    tokens = [m.span() for m in _TOKEN.finditer(gold.text)]
    for kind, mine, theirs in zip(KINDS, found, gold.spans, strict=True):
        exact = (len(theirs & set(mine)), len(mine), len(theirs))
        a, b = _inside(tokens, mine), _inside(tokens, list(theirs))
        for row in (kind, "all"):
            scores.add(f"span {row}", *exact)
        for row in (kind, "all"):
            scores.add(f"token {row}", len(a & b), len(a), len(b))
    mine_links = [
        (
            () if link.source is None else (found[0][link.source],),
            (found[1][link.cue],),
            tuple(found[2][i] for i in link.contents),
        )
        for link in tagged.links
    ]
    right = sum(
        any(all(_alike(a, b) for a, b in zip(one, two, strict=True)) for two in gold.links) for one in mine_links
    )
    whole = [link for link in mine_links if link[2]]
    scores.add("attribution", right, len(whole), len(gold.links))


def evaluate(predict: Predict, golds: list[Gold]) -> Scores:
    """Score a predictor on articles; an article with several annotators is predicted once."""
    scores, cache = Scores(), dict[str, Tagged]()
    for gold in golds:
        if gold.text not in cache:
            cache[gold.text] = predict(gold.text, split_sentences(gold.text))
        score_one(scores, gold, cache[gold.text])
    order = [f"{unit} {kind}" for unit in ("span", "token") for kind in (*KINDS, "all")]
    scores.counts = {row: scores.counts[row] for row in [*order, "attribution"]}
    return scores


def main() -> None:
    """Print the table for the packaged model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="PolNeAR, with train/ and dev/")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--model", type=Path, required=True, help="folder with tagger.onnx")
    args = parser.parse_args()
    golds = list(read_split(args.data / args.split))
    print(evaluate(Tagger(args.model).tag, golds).table())


if __name__ == "__main__":
    main()
