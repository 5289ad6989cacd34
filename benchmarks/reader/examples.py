"""Questions, texts that were found for them, and which of these answer: from annotated sets, and from rules.

Only articles that hold no evidence of the development questions make examples of statements, and of these one half
(``part``): swapped questions are measured on the other. The questions written by hand (``asked``) bring what the index
finds for them, so that the reader learns to choose among just what it will be given.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from assistant.challenge.clause import Clause, read_clause
from assistant.challenge.generate import another, names_of_articles, swap_of
from assistant.challenge.stated import Stated, is_done, is_done_by
from assistant.challenge.wording import ANSWERING, asked_of, of_opposite, opposite_of, whom
from assistant.evaluation.metrics import overlaps_any
from assistant.evaluation.qa_set import QaItem, read_qa_set
from assistant.evidence import sentences_of
from assistant.followup import stand_alone
from corpus.article import Article
from corpus.pointing_back import with_sentence_before
from corpus.sentences import sentence_spans
from corpus.span import Span
from corpus.title import under_heading
from index.catalog import open_catalog
from index.embed import load_embedder
from index.keywords import terms
from index.search import Index
from index.statements import StoredStatement, find_statements

LONGEST = 160  # words of a passage
FORMS = ("who", "what", "yes-no")  # asked with the right party as often as with a wrong one
HITS, PASSAGES, SENTENCES = 8, 3, 9  # of a question: passages found, of these read whole, and sentences of all
WHOLE = 0.35  # share of the questions whose passages are read whole too


@dataclass(frozen=True, slots=True)
class Example:
    """A question and texts; ``answering``: the places of those that say what it asks for, none if none does.

    ``origin`` names the set and the kind.
    """

    origin: str
    question: str
    texts: tuple[str, ...]
    answering: tuple[int, ...]


def part(article: str) -> int:
    """0 for articles that are trained on, 1 for those that swapped questions are measured on."""
    return crc32(article.encode()) % 2


def asked(qa: Path, directory: Path, order: random.Random) -> Iterator[Example]:
    """Questions written by hand: of the passages that an index finds first, and of their sentences the likeliest."""
    index = Index(directory, load_embedder())
    for item in read_qa_set(qa, index.article).items:
        question = stand_alone(item.question.question, item.question.turns)
        hits, wanted = index.search(question, HITS), set(terms(question))
        spans = sorted(
            (span for hit in hits for span in sentences_of(hit)),
            key=lambda span: -len(wanted & set(terms(span.of(index.article(span.article_id).text)))),
        )
        if order.random() < WHOLE:
            yield _found(question, item, [hit.span for hit in hits[:PASSAGES]], index, under_heading)
        yield _found(question, item, spans[:SENTENCES], index, with_sentence_before)


def _found(
    question: str, item: QaItem, spans: Sequence[Span], index: Index, shown: Callable[[Article, Span], str]
) -> Example:
    """With the evidence where it was not found, and with what the question is contrary to."""
    told = [span for group in item.evidence for span in group]
    missed = [group[0] for group in item.evidence if not any(overlaps_any(span, group) for span in spans)]
    missed += [span for group in item.contrary for span in group if not overlaps_any(span, spans)]
    texts = {shown(index.article(span.article_id), span): span for span in [*missed, *spans]}
    right = tuple(n for n, span in enumerate(texts.values()) if overlaps_any(span, told))
    return Example(f"asked {'yes' if item.answerable else 'no'}", question, tuple(texts), right)


def squad(path: Path) -> Iterator[Example]:
    """SQuAD 2: sentences of the paragraph with words of the question, among them the one with the answer."""
    for document in json.loads(path.read_text("utf-8"))["data"]:
        title = document["title"].replace("_", " ")
        for paragraph in document["paragraphs"]:
            context = paragraph["context"]
            spans = sentence_spans(context)
            for given in paragraph["qas"]:
                answers = [answer["answer_start"] for answer in given["answers"]]
                right = [context[a:b] for a, b in spans if any(a <= at < b for at in answers)]
                if not right and not given["is_impossible"]:
                    continue
                near = _nearest(given["question"], [context[a:b] for a, b in spans])
                others = [text for text in near if text not in right][: 3 if right else 2]
                kind = "yes" if right else "no"
                yield _example(f"squad {kind}", given["question"], right[:1], others, title)


def qamr(folder: Path, order: random.Random, limit: int) -> Iterator[Example]:
    """QAMR: the sentence and one beside it; or the sentence with two names exchanged, one of which is asked about."""
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
        beside = [sentences[one] for one in by_document[name.rsplit(":", 2)[0]] if one != name]
        turned = _names_exchanged(question, text)
        if turned is not None and order.random() < 0.5:
            yield _example("qamr swap", question, [], [turned])
        else:
            near = _nearest(question, beside)[:1]
            yield _example("qamr yes", question, [text], [*near, *([turned] if turned else [])])


def _example(origin: str, question: str, right: Sequence[str], wrong: Sequence[str], title: str = "") -> Example:
    texts = tuple(f"{title}. {text}" if title else text for text in [*right, *wrong])
    return Example(origin, question, texts, tuple(range(len(right))))


def _names_exchanged(question: str, text: str) -> str | None:
    found = [
        match[0] for match in re.finditer(r"[A-Z][\w.-]+(?: [A-Z][\w.-]+)*", text) if match.start() or " " in match[0]
    ]
    named = [name for name in dict.fromkeys(found) if name in question]
    others = [name for name in dict.fromkeys(found) if name not in question and not name[0].isdigit()]
    if len(named) != 1 or not others:
        return None
    one, other = named[0], others[0]
    return text.replace(one, "\0").replace(other, one).replace("\0", other)


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
    straight = asked_of(clause.subject, clause, order.choice(FORMS))
    if straight is not None:
        yield _example("news yes", straight, texts[:1], texts[1:])
    if swap is not None and not is_done_by(swap[0], matter):
        question = asked_of(*swap, order.choice(FORMS))
        if question is not None:
            yield _example("news swap", question, [], texts)
    question = asked_of(other, clause, "what") if other is not None else None
    if question is not None and order.random() < 0.5:
        yield _example("news other", question, [], texts)
    question = whom(clause)
    if question is not None:
        yield _example("news yes", question, texts[:1], texts[1:])
    opposite = opposite_of(clause)
    if opposite is not None and not is_done(ANSWERING.get(clause.stored.statement.act, ()), matter):
        yield _example("news opposite", of_opposite(clause, opposite, order.choice(("who", "yes-no"))), [], texts)


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
    shown = with_sentence_before if told == here else under_heading
    return [shown(article, told), *(with_sentence_before(article, span) for span in near[:1])]


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
