"""Questions, texts and whether the text answers the question: from annotated sets, and from statements by rule.

Only articles that hold no evidence of the development questions make examples, and of these one half (``part``):
swapped questions are measured on the other.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from assistant.challenge.clause import Clause, read_clause
from assistant.challenge.generate import another, names_of_articles, swap_of
from assistant.challenge.stated import Stated, is_done, is_done_by
from assistant.challenge.wording import ANSWERING, asked_of, of_opposite, opposite_of, whom
from corpus.sentences import sentence_spans
from corpus.span import Span
from corpus.title import under_heading
from index.catalog import open_catalog
from index.keywords import terms
from index.statements import StoredStatement, find_statements

LONGEST = 160  # words of a passage
FORMS = ("who", "what", "yes-no")  # asked with the right party as often as with a wrong one


@dataclass(frozen=True, slots=True)
class Example:
    """``answers``: whether the text says what the question asks for. ``origin`` names the set and the kind."""

    origin: str
    question: str
    text: str
    answers: bool


def part(article: str) -> int:
    """0 for articles that are trained on, 1 for those that swapped questions are measured on."""
    return crc32(article.encode()) % 2


def squad(path: Path, order: random.Random) -> Iterator[Example]:
    """SQuAD 2: the paragraph, its sentence with the answer, and others that have words of the question."""
    for document in json.loads(path.read_text("utf-8"))["data"]:
        title = document["title"].replace("_", " ")
        for paragraph in document["paragraphs"]:
            context = paragraph["context"]
            sentences = [context[a:b] for a, b in sentence_spans(context)]
            for asked in paragraph["qas"]:
                yield from _of_paragraph(title, context, sentences, asked, order)


def _of_paragraph(
    title: str, context: str, sentences: Sequence[str], asked: dict[str, object], order: random.Random
) -> Iterator[Example]:
    question, answers = str(asked["question"]), asked["answers"]
    near = _nearest(question, sentences)
    if asked["is_impossible"]:
        yield from (Example("squad no", question, f"{title}. {one}", False) for one in near[:1])
    else:
        assert isinstance(answers, list)
        at = answers[0]["answer_start"]
        right = next((context[a:b] for a, b in sentence_spans(context) if a <= at < b), None)
        if right is None:
            return
        yield Example("squad yes", question, f"{title}. {right}", True)
        yield from (Example("squad other", question, f"{title}. {one}", False) for one in near[:2] if one != right)
    if len(context.split()) <= LONGEST and order.random() < 0.5:
        yield Example("squad passage", question, f"{title}. {context}", not asked["is_impossible"])


def qamr(folder: Path, order: random.Random, limit: int) -> Iterator[Example]:
    """QAMR: the sentence, one beside it, and the sentence with two of its names exchanged, one of them asked about."""
    sentences: dict[str, str] = {}
    for line in (folder / "wiki-sentences.tsv").read_text("utf-8").splitlines():
        name, text = line.split("\t")
        sentences[name] = untokenized(text)
    by_document: dict[str, list[str]] = defaultdict(list)
    for name in sentences:
        by_document[name.rsplit(":", 2)[0]].append(name)
    rows = []
    for file in ("filtered_dev.tsv.gz", "filtered_test.tsv.gz"):
        with gzip.open(folder / file, "rt", encoding="utf-8") as lines:
            rows += [line.rstrip("\n").split("\t") for line in lines]
    order.shuffle(rows)
    for row in rows[:limit]:
        name, question = row[0], untokenized(row[5])
        if name not in sentences:
            continue
        text = sentences[name]
        yield Example("qamr yes", question, text, True)
        others = [sentences[one] for one in by_document[name.rsplit(":", 2)[0]] if one != name]
        yield from (Example("qamr other", question, one, False) for one in _nearest(question, others)[:1])
        turned = _names_exchanged(question, text)
        if turned is not None:
            yield Example("qamr swap", question, turned, False)


def _names_exchanged(question: str, text: str) -> str | None:
    found = [
        match[0] for match in re.finditer(r"[A-Z][\w.-]+(?: [A-Z][\w.-]+)*", text) if match.start() or " " in match[0]
    ]
    asked = [name for name in dict.fromkeys(found) if name in question]
    others = [name for name in dict.fromkeys(found) if name not in question and not name[0].isdigit()]
    if len(asked) != 1 or not others:
        return None
    one, other = asked[0], others[0]
    return text.replace(one, "\0").replace(other, one).replace("\0", other)


def trecqa(path: Path, order: random.Random) -> Iterator[Example]:
    """TREC-QA: up to two right and four wrong sentences a question."""
    grouped: dict[str, dict[str, list[str]]] = defaultdict(lambda: {"0": [], "1": []})
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            grouped[row["qtext"]][row["label"]].append(row["atext"])
    for question, found in grouped.items():
        if not found["1"]:
            continue
        for label, most in (("1", 2), ("0", 4)):
            kept = found[label] if label == "1" else _nearest(question, found[label])
            for text in kept[:most]:
                yield Example("trecqa", untokenized(question), untokenized(text), label == "1")


def news(directory: Path, without: frozenset[str], order: random.Random) -> Iterator[Example]:
    """Statements of an index: asked as they are, with parties exchanged, of another party, of the opposite act."""
    with open_catalog(directory) as catalog:
        statements = find_statements(catalog)
    stated, names = Stated(statements), names_of_articles(statements)
    clauses = [clause for clause in map(read_clause, statements) if clause is not None]
    clauses = [
        clause for clause in clauses if clause.stored.article.id not in without and part(clause.stored.article.id) == 0
    ]
    order.shuffle(clauses)
    for clause in clauses:
        yield from _of_clause(clause, stated, names.get(clause.stored.article.id, ()), order)


def _of_clause(clause: Clause, stated: Stated, names: Sequence[str], order: random.Random) -> Iterator[Example]:
    matter, texts = stated.about(clause.content), _texts(clause.stored, order)
    swap, other = swap_of(clause, names), another(clause, matter, order.sample(names, len(names)))
    for form in FORMS:
        straight = asked_of(clause.subject, clause, form)
        if straight is not None:
            yield Example("news yes", straight, texts[0], True)
            yield from (Example("news beside", straight, text, False) for text in texts[1:])
            turned = _names_exchanged(straight, texts[0]) if form != "yes-no" else None
            if turned is not None:
                yield Example("news turned", straight, turned, False)
        if swap is not None and not is_done_by(swap[0], matter):
            asked = asked_of(*swap, form)
            if asked is not None:
                yield Example("news swap", asked, texts[0], False)
        asked = asked_of(other, clause, form) if other is not None and form != "who" else None
        if asked is not None:
            yield Example("news other", asked, texts[0], False)
    asked = whom(clause)
    if asked is not None:
        yield Example("news yes", asked, texts[0], True)
    opposite = opposite_of(clause)
    if opposite is not None and not is_done(ANSWERING.get(clause.stored.statement.act, ()), matter):
        yield Example("news opposite", of_opposite(clause, opposite, order.choice(("who", "yes-no"))), texts[0], False)


def _texts(stored: StoredStatement, order: random.Random) -> list[str]:
    """The statement's sentence, or its passage, under its heading; and a sentence beside it."""
    article, here = stored.article, stored.statement.sentence
    spans = [Span(article.id, a, b) for a, b in sentence_spans(article.text)]
    place = next((n for n, span in enumerate(spans) if span.overlaps(here)), 0)
    near = [span for span in spans[max(0, place - 2) : place + 3] if not span.overlaps(here)]
    told = (
        here
        if order.random() < 0.6
        else Span(article.id, spans[max(0, place - 1)].start, spans[min(len(spans) - 1, place + 2)].end)
    )
    wanted = set(terms(here.of(article.text)))
    near.sort(key=lambda span: -len(wanted & set(terms(span.of(article.text)))))
    return [under_heading(article, told), *(under_heading(article, span) for span in near[:1])]


def _nearest(question: str, texts: Sequence[str]) -> list[str]:
    wanted = set(terms(question))
    return sorted(dict.fromkeys(texts), key=lambda text: -len(wanted & set(terms(text))))


def untokenized(text: str) -> str:
    """A text of the Penn Treebank's tokens as it would be printed.

    >>> untokenized("`` It 's his , '' said Mr. Lee -LRB- 44 -RRB- .")
    '"It\\'s his," said Mr. Lee (44).'
    """
    text = text.replace("-LRB-", "(").replace("-RRB-", ")").replace("``", "“").replace("''", "”")
    text = re.sub(r" ([,.;:?!%)”]|'s\b|n't\b|'re\b|'ve\b|'ll\b|'d\b|'m\b|')", r"\1", text)
    text = re.sub(r"([(“$]) ", r"\1", text)
    return text.replace("“", '"').replace("”", '"')
