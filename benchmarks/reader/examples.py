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
from assistant.evaluation.fold import fold
from assistant.evaluation.metrics import overlaps_any
from assistant.evaluation.qa_set import QaItem, read_qa_set
from assistant.followup import stand_alone
from corpus.article import Article
from corpus.pointing_back import with_sentence_before
from corpus.sentences import sentence_spans
from corpus.span import Span
from corpus.title import under_heading
from index.catalog import open_catalog
from index.embed import load_embedder
from index.keywords import terms
from index.rerank import sentences_of
from index.search import Index
from index.statements import StoredStatement, find_statements

LONGEST = 160  # words of a text
WORDS = 100  # of a passage
FORMS = ("who", "what", "yes-no")  # asked with the right party as often as with a wrong one
HITS, FIRST, OTHERS, SENTENCES = 8, 2, 2, 9  # of a question: passages found, read of the first and of the others
ALONE = 0.25  # share of the questions for which sentences are read alone too


@dataclass(frozen=True, slots=True)
class Example:
    """A question and texts; ``answering``: the places of those that say what it asks for, none if none does.

    ``origin`` names the set and the kind. Of passages there are the ``sentences`` of each text, as half-open ranges of
    its characters; those ``saying`` what is asked, and ``unsure`` ones, which may, as (text, sentence).
    """

    origin: str
    question: str
    texts: tuple[str, ...]
    answering: tuple[int, ...]
    sentences: tuple[tuple[tuple[int, int], ...], ...] = ()
    saying: tuple[tuple[int, int], ...] = ()
    unsure: tuple[tuple[int, int], ...] = ()


def part(article: str) -> int:
    """0 for articles that are trained on, 1 for those that swapped questions are measured on."""
    return crc32(article.encode()) % 2


def asked(qa: Path, reworded: Path, directory: Path, order: random.Random) -> Iterator[Example]:
    """Questions written by hand: of the passages that an index finds first, and of their sentences the likeliest.

    Half of those that were ``reworded`` are asked so.
    """
    index = Index(directory, load_embedder())
    other = {one["id"]: one["question"] for one in map(json.loads, reworded.read_text("utf-8").splitlines())}
    for item in read_qa_set(qa, index.article).items:
        question = stand_alone(item.question.question, item.question.turns)
        if item.id in other and order.random() < 0.5:
            question = other[item.id]
        hits, wanted = index.search(question, HITS), set(terms(question))
        others = order.sample(hits[FIRST:], min(OTHERS, len(hits[FIRST:])))
        yield _in_passages(question, item, [hit.span for hit in [*hits[:FIRST], *others]], index)
        if order.random() < ALONE:
            spans = sorted(
                (span for hit in hits for span in sentences_of(hit)),
                key=lambda span: -len(wanted & set(terms(span.of(index.article(span.article_id).text)))),
            )
            yield _found(question, item, spans[:SENTENCES], index, with_sentence_before)


def _in_passages(question: str, item: QaItem, spans: Sequence[Span], index: Index) -> Example:
    """Passages with the sentences in them; what is told or contrary elsewhere with its own passage."""
    told = [span for group in item.evidence for span in group]
    wanted = [group[0] for group in item.evidence if not any(overlaps_any(span, group) for span in spans)]
    wanted += [span for group in item.contrary for span in group if not overlaps_any(span, spans)]
    read = list(dict.fromkeys([*(_passage_of(span, index) for span in wanted), *spans]))
    texts, ranges, saying, unsure = [], [], [], []
    for place, span in enumerate(read):
        article = index.article(span.article_id)
        text = with_sentence_before(article, span)
        begin = len(text) - (span.end - span.start)
        inside = sentence_spans(span.of(article.text))
        texts.append(text)
        ranges.append(tuple((begin + a, begin + b) for a, b in inside))
        for number, (a, b) in enumerate(inside):
            one = Span(span.article_id, span.start + a, span.start + b)
            if overlaps_any(one, told):
                saying.append((place, number))
            elif item.nuggets and _holds(one.of(article.text), item):
                unsure.append((place, number))
    right = tuple(sorted({place for place, _ in saying}))
    kind = f"asked {'yes' if item.answerable else 'no'}"
    return Example(kind, question, tuple(texts), right, tuple(ranges), tuple(saying), tuple(unsure))


def _passage_of(span: Span, index: Index) -> Span:
    """The sentence of a span with its neighbours, as long as a passage."""
    text = index.article(span.article_id).text
    inside = [Span(span.article_id, a, b) for a, b in sentence_spans(text)]
    at = next((n for n, one in enumerate(inside) if one.overlaps(span)), None)
    if at is None:
        return span
    first = last = at
    while True:
        wider = [(a, b) for a, b in ((first - 1, last), (first, last + 1)) if a >= 0 and b < len(inside)]
        wider = [(a, b) for a, b in wider if len(text[inside[a].start : inside[b].end].split()) <= WORDS]
        if not wider:
            return Span(span.article_id, inside[first].start, inside[last].end)
        first, last = wider[-1] if at - first > last - at else wider[0]


def _holds(text: str, item: QaItem) -> bool:
    """Whether a text has all that the answer must contain."""
    return all(any(fold(form) in fold(text) for form in forms) for forms in item.nuggets)


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
    """SQuAD 2: its paragraphs, with the sentence that holds the answer."""
    for document in json.loads(path.read_text("utf-8"))["data"]:
        title = document["title"].replace("_", " ")
        for paragraph in document["paragraphs"]:
            text = f"{title}. {paragraph['context']}"
            if len(text.split()) > LONGEST:
                continue
            begin = len(title) + 2
            ranges = tuple((begin + a, begin + b) for a, b in sentence_spans(paragraph["context"]))
            for given in paragraph["qas"]:
                answers = [begin + answer["answer_start"] for answer in given["answers"]]
                saying = tuple((0, n) for n, (a, b) in enumerate(ranges) if any(a <= at < b for at in answers))
                if bool(saying) is given["is_impossible"]:
                    continue
                kind = "squad yes" if saying else "squad no"
                yield Example(kind, given["question"], (text,), (0,) if saying else (), (ranges,), saying)


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
