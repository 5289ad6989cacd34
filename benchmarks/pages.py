"""How well web pages are read: body text on the 181 pages of the article extraction benchmark, metadata on 60 of them.

The body is scored as that benchmark's own evaluation does (github.com/scrapinghub/article-extraction-benchmark):
4-grams of words, precision and recall of each page, their means, F1 of the means. The labels of title, date and outlet
are ours: ``benchmarks/gold/pages.jsonl`` has the hash of each headline, the days that may be given (a page's own zone
and UTC) and the names of the outlet. Rules were written with these pages in sight.

python -m benchmarks.pages --data ../shared/data
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import statistics
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

from corpus.article import Article
from corpus.errors import UnreadableArticle
from corpus.formats.page import read_html

GOLD = Path(__file__).parent / "gold" / "pages.jsonl"


def main() -> int:
    """Print both tables; with --errors, each page that is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the shared data")
    parser.add_argument("--errors", action="store_true", help="name what is wrong")
    given = parser.parse_args()
    folder = given.data / "article_extraction"
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    start = perf_counter()
    read = {page: _read(folder, page, truth[page].get("url")) for page in truth}
    seconds = perf_counter() - start
    _bodies(truth, read, seconds, errors=given.errors)
    _metadata(read, errors=given.errors)
    return 0


def _read(folder: Path, page: str, url: str | None) -> Article | str:
    data = gzip.decompress((folder / "html" / f"{page}.html.gz").read_bytes())
    try:
        first = next(iter(read_html(data, f"{page}.html", url=url)))
    except UnreadableArticle as refused:
        return refused.reason
    return first if isinstance(first, Article) else first.reason


def _bodies(truth: dict[str, dict[str, str]], read: dict[str, Article | str], seconds: float, *, errors: bool) -> None:
    precisions, recalls = [], []
    for page, item in truth.items():
        article = read[page]
        body = article.body if isinstance(article, Article) else ""
        if not isinstance(article, Article):
            print(f"refused: {page[:16]} {article}")
        precision, recall = score(item["articleBody"], body)
        precisions += [precision] if body else []
        recalls.append(recall)
        if errors and min(precision, recall) < 0.85:
            print(f"{page[:16]} precision {precision:.2f} recall {recall:.2f} {item['url'][:90]}")
    precision, recall = statistics.mean(precisions), statistics.mean(recalls)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"body, {len(truth)} pages: F1 {f1:.3f}, precision {precision:.3f}, recall {recall:.3f}", end="")
    print(f", {len(truth) / seconds:.0f} pages a second")


def score(true: str, found: str) -> tuple[float, float]:
    """Precision and recall of one page's 4-grams of words."""
    gold, got = _shingles(true), _shingles(found)
    both, extra, missed = ((gold & got).total(), (got - gold).total(), (gold - got).total())
    return both / max(both + extra, 1), both / max(both + missed, 1)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)) if words)


def _metadata(read: dict[str, Article | str], *, errors: bool) -> None:
    labels = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    right: Counter[str] = Counter()
    for label in labels:
        article = next(item for page, item in read.items() if page.startswith(label["page"]))
        title, published, publisher = (
            (article.title, article.published, article.publisher)
            if isinstance(article, Article)
            else (None, None, None)
        )
        days = {day_utc(published), (published or "")[:10]} if published else set()
        dated = bool(days & set(label["published"])) or not (days or label["published"])
        results = {
            "title": title is not None and title_hash(title) == label["title"],
            "date": dated,
            "date, misleading": dated and label["misleading"],
            "wrong date": bool(days) and not dated,
            "outlet": publisher is not None and _fold(publisher) in {_fold(name) for name in label["publisher"]},
        }
        right.update(name for name, is_so in results.items() if is_so)
        if errors and not (results["title"] and dated and results["outlet"]):
            print(
                f"{label['page']} {title!r} {published} {publisher!r}; "
                f"should be {label['published']} {label['publisher']}"
            )
    misleading = sum(label["misleading"] for label in labels)
    for name in ("title", "date", "outlet", "wrong date"):
        print(f"{name}: {right[name] / len(labels):.3f} of {len(labels)}")
    print(f"date where it misleads: {right['date, misleading'] / misleading:.3f} of {misleading}")


def title_hash(title: str) -> str:
    """The head of the SHA-256 of a headline's letters and digits."""
    return hashlib.sha256(_fold(title).encode()).hexdigest()[:16]


def day_utc(published: str) -> str:
    """The day of a date-time in UTC, or the day."""
    from datetime import UTC, datetime

    moment = datetime.fromisoformat(published)
    return (moment.astimezone(UTC) if moment.tzinfo else moment).date().isoformat()


def _fold(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


if __name__ == "__main__":
    sys.exit(main())
