"""What the model of support is trained on: questions with sentences that answer them or nearly do, and claims.

None of the articles is one that a set to measure on uses.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from assistant.evaluation.fold import fold
from assistant.evaluation.metrics import overlaps_any
from assistant.evaluation.qa_set import QaItem, read_qa_set
from assistant.followup import stand_alone
from assistant.verification.borne_out import read_as
from benchmarks.gate import Case, clauses, true_ones, wrong_ones
from benchmarks.reader.examples import news
from corpus.pointing_back import with_sentence_before
from corpus.sentences import sentence_spans
from corpus.span import Span
from index.embed import load_embedder
from index.keywords import terms
from index.rerank import sentences_of
from index.search import Index

QUESTIONS = Path(__file__).parents[1] / "questions"
SENTENCES, TWINS = (Path(__file__).with_name(f"{name}.jsonl") for name in ("sentences", "twins"))
HELD = 25  # one in so many is kept out
PLAIN_QUESTIONS, PLAIN_ARTICLES, PLAIN_CLAIMS = 1_500, 700, 1_800
HITS, NEAREST, FIRST, TEXTS = 8, 9, 2, 4  # passages found; of their sentences the likeliest, always and at random read


@dataclass(frozen=True, slots=True)
class Group:
    """A question or claim and texts, the first ``saying`` of which say it; all of one question compete."""

    origin: str
    asked: str
    texts: tuple[str, ...]
    saying: int
    held: bool


def questions(index: Index, measured: Iterable[Path], order: random.Random) -> Iterator[Group]:
    """Those of reading.jsonl: a sentence that answers, what a careless reader would cite, and what the index finds.

    Half of those that were reworded are asked so. ``measured``: sets whose articles are left out.
    """
    out = {article for path in measured for article in _articles(path)}
    reworded = {row["id"]: row["question"] for row in _rows(QUESTIONS / "reading_reworded.jsonl")}
    for item in read_qa_set(QUESTIONS / "reading.jsonl", index.article).items:
        told = [span for group in item.evidence for span in group]
        beside = [span for group in item.contrary for span in group]
        if any(span.article_id in out for span in (*told, *beside)):
            continue
        asked = stand_alone(item.question.question, item.question.turns)
        if item.id in reworded and order.random() < 0.5:
            asked = reworded[item.id]
        right = order.sample(told, min(FIRST, len(told)))
        wrong = order.sample(beside, min(FIRST, len(beside)))
        near = [span for span in _nearest(asked, index, out) if not _may_say(span, item, [*told, *beside], index)]
        next_to = [span for one in told[:1] for span in _neighbours(one, index) if span not in near]
        next_to = [span for span in next_to if not _may_say(span, item, told, index)]
        if next_to and order.random() < 0.5:
            wrong.append(order.choice(next_to))
        others = near[FIRST:]
        order.shuffle(others)
        wrong += [*near[:FIRST], *others][: max(1, TEXTS - bool(told) - len(wrong))]
        texts = tuple(with_sentence_before(index.article(one.article_id), one) for one in [*right, *wrong])
        yield Group("question", asked, texts, len(right), _is_held(item.id))


def claims(index: Index, order: random.Random) -> Iterator[Group]:
    """Sentences about quotations, each by itself; a true one of another quotation is a wrong one."""
    rows = list(_rows(SENTENCES))
    quotes = [_words(row, index) for row in rows]
    for row, quote in zip(rows, quotes, strict=True):
        held, other = _is_held(quote), order.choice(quotes)
        yield from (Group("claim", one, (quote,), 1, held) for one in row["true"])
        yield from (Group("claim", one, (quote,), 0, held) for _, one in row["wrong"])
        if row["true"] and other != quote:
            yield Group("claim", order.choice(row["true"]), (other,), 0, held)
        if order.random() < 0.3:
            yield Group("claim", quote, (quote,), 1, held)


def twins(index: Index) -> Iterator[Group]:
    """Questions and claims about one sentence that differ in one thing, each by itself."""
    for row in _rows(TWINS):
        article = index.article(row["article"])
        held = _is_held(f"{row['article']}{row['start']}")
        shown = with_sentence_before(article, Span(article.id, row["start"], row["end"]))
        yield from (Group("twin question", one, (shown,), 1, held) for one in row["yes"])
        yield from (Group("twin question", one, (shown,), 0, held) for _, one in row["no"])
        yield from (Group("twin claim", one, (_words(row, index),), 1, held) for one in row.get("true", ()))
        yield from (Group("twin claim", one, (_words(row, index),), 0, held) for _, one in row.get("false", ()))


def plain(directory: Path, corpus: Path, measured: Iterable[Path], order: random.Random) -> Iterator[Group]:
    """Questions and claims in the articles' own words, by rule: without them such words would tell against a claim."""
    out = frozenset(article for path in measured for article in _articles(path))
    made: dict[bool, list[Group]] = {True: [], False: []}
    for one in news(directory, out, order):
        texts = [text for place, text in enumerate(one.texts) if place not in one.answering]
        right = [one.texts[place] for place in one.answering]
        group = Group("plain question", one.question, (*right, *texts), len(right), _is_held(one.question))
        made[bool(right)].append(group)
    for groups in made.values():
        order.shuffle(groups)
        yield from groups[:PLAIN_QUESTIONS]
    found: dict[bool, list[Case]] = {True: [], False: []}
    for clause, strangers in clauses(corpus, PLAIN_ARTICLES):
        if clause.stored.article.id not in out:
            found[True] += true_ones(clause)
            found[False] += wrong_ones(clause, strangers, order)
    for is_true, cases in found.items():
        order.shuffle(cases)
        for case in cases[:PLAIN_CLAIMS]:
            text = read_as(case.quote, case.sentence)
            yield Group("plain claim", case.sentence, (text,), int(is_true), _is_held(case.sentence))


def open_index(directory: Path) -> Index:
    """An index of the news set."""
    return Index(directory, load_embedder())


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, path.read_text("utf-8").splitlines())


def _articles(path: Path) -> Iterator[str]:
    for row in _rows(path):
        for key in ("evidence", "contrary"):
            yield from (span["article"] for group in row.get(key) or () for span in group)


def _words(row: dict[str, Any], index: Index) -> str:
    return " ".join(index.article(row["article"]).text[row["start"] : row["end"]].split())


def _nearest(asked: str, index: Index, out: set[str]) -> list[Span]:
    """Sentences of the passages found, with most of the question's words first."""
    wanted = set(terms(asked))
    spans = {
        span for hit in index.search(asked, HITS) if hit.article.id not in out for span in sentences_of(hit)
    }  # a set: passages overlap
    return sorted(spans, key=lambda one: (-len(wanted & set(terms(_text(one, index)))), one.article_id, one.start))[
        :NEAREST
    ]


def _neighbours(span: Span, index: Index) -> list[Span]:
    inside = [Span(span.article_id, a, b) for a, b in sentence_spans(index.article(span.article_id).text)]
    at = next((place for place, one in enumerate(inside) if one.overlaps(span)), None)
    return [] if at is None else [inside[place] for place in (at - 1, at + 1) if 0 <= place < len(inside)]


def _may_say(span: Span, item: QaItem, known: Sequence[Span], index: Index) -> bool:
    """Whether a sentence is known, or has all that the answer must contain."""
    text = fold(_text(span, index))
    has_all = bool(item.nuggets) and all(any(fold(form) in text for form in forms) for forms in item.nuggets)
    return has_all or overlaps_any(span, known)


def _text(span: Span, index: Index) -> str:
    return span.of(index.article(span.article_id).text)


def _is_held(name: str) -> bool:
    return crc32(name.encode()) % HELD == 0
