"""Annotations with quotes → benchmarks/gold/statements.jsonl, which points at texts by offsets and copies none.

python -m benchmarks.gold --quotes FIVE.jsonl NEWS.jsonl --regions NEWS_REGIONS.json --data DIR [--out FOLDER] [--clean]
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.article import Article
from corpus.clean import clean
from corpus.load import load

GOLD = Path(__file__).parent / "gold" / "statements.jsonl"
REGIONS = GOLD.with_name("regions.json")
CORPORA = ("articles", "news2024/articles.jsonl")
PLAIN = ("act", "polarity", "modality", "verbatim", "source_named", "actor", "addressee_actor")


def half_of(ids: Sequence[str]) -> dict[str, str]:
    """Which half each article is in, fixed before any score was seen.

    Of the five, the first and the third are for tuning; of the others, every second one by sorted id.
    """
    five = sorted(name for name in ids if name.endswith(".txt"))
    news = sorted(name for name in ids if not name.endswith(".txt"))
    tuned = {*five[:3:2], *news[::2]}
    return {name: "tune" if name in tuned else "report" for name in ids}


def articles_of(data: Path, ids: Sequence[str]) -> dict[str, Article]:
    """The articles of these ids, as the product reads them."""
    wanted, found = set(ids), {}
    for corpus in CORPORA:
        for read in load(data / corpus):
            if isinstance(read, Article) and read.id in wanted:
                found[read.id] = read
    return found


def _rows(paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def _nearest(text: str, quote: str, low: int, high: int, cue: int | None = None) -> tuple[int, int] | None:
    """Where a quote stands: within the range if it can, else where nearest to it; of several, nearest to the cue."""
    cleaned = clean(quote) or quote  # a word alone on its line may look like a button
    wanted = re.escape(cleaned.replace("\n", " ")).replace(r"\ ", r"\s+")
    if not wanted:
        return None
    places = [match.span() for match in re.finditer(wanted, text)]
    whole = [place for place in places if re.match(r"\W|$", text[place[1] : place[1] + 1] or " ")]
    return min(whole or places, key=lambda place: _distance(place, low, high, cue), default=None)


def _distance(place: tuple[int, int], low: int, high: int, cue: int | None) -> tuple[int, int]:
    return max(low - place[0], place[1] - high, 0), 0 if cue is None else min(abs(place[0] - cue), abs(place[1] - cue))


def located(row: dict[str, Any], article: Article) -> dict[str, Any]:
    """A row with offsets into the article in place of its quotes."""
    text = article.text
    sentence = _nearest(text, row["sentence"], 0, len(text))
    if sentence is None:
        raise ValueError(f"{article.id}: the sentence of {row['cue']!r} is not in the text")
    parts = re.split(r" ?(?:…|\.\.\.) ?", row["cue"])
    cue = next((found for part in parts if part and (found := _nearest(text, part, *sentence))), None)
    if cue is None:
        raise ValueError(f"{article.id}: the cue {row['cue']!r} is not in the text")

    def place(quote: str | None) -> tuple[int, int] | None:
        if not quote:
            return None
        found = _nearest(text, quote, *sentence, cue[0])
        if found is None:
            raise ValueError(f"{article.id}: {quote[:40]!r} is not in the text")
        return found

    spans = {name: place(row[name]) for name in ("source", "addressee", "condition")}
    contents = [place(quote) for quote in row["content"]]
    return {
        "article": article.id, "sentence": sentence, "cue": cue, **spans, "content": contents,
        **{name: row[name] for name in PLAIN}, "reported_by": row["reported_by"],
    }  # fmt: skip


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quotes", type=Path, nargs="+", required=True)
    parser.add_argument("--regions", type=Path)
    parser.add_argument("--clean", action="store_true", help="regions end in the clean text, not in the raw one")
    parser.add_argument("--out", type=Path, default=GOLD.parent, help="the folder to write to")
    parser.add_argument("--data", type=Path, required=True)
    arguments = parser.parse_args()
    rows = list(_rows(arguments.quotes))
    raw = json.loads(arguments.regions.read_text("utf-8")) if arguments.regions else {}
    articles = articles_of(arguments.data, [*raw, *(row["article"] for row in rows)])
    lines, missed = [], 0
    for row in rows:
        try:
            lines.append(located(row, articles[row["article"]]))
        except ValueError as error:
            print(error)
            missed += 1
    arguments.out.mkdir(exist_ok=True)
    (arguments.out / GOLD.name).write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    texts = {row["id"]: row["text"] for row in _rows([arguments.data / CORPORA[1]]) if row["id"] in raw}
    ends = raw if arguments.clean else {name: len(clean(texts[name][:end])) for name, end in raw.items()}
    regions = {
        name: {"end": ends.get(name, len(article.text)), "sha256": sha256(article.text.encode()).hexdigest()}
        for name, article in sorted(articles.items())
    }
    (arguments.out / REGIONS.name).write_text(json.dumps(regions, indent=1) + "\n", "utf-8")
    print(f"{len(lines)} statements, {missed} not found in the text, {len(articles)} articles")


if __name__ == "__main__":
    main()
