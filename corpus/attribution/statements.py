"""The statements of an article: who said, asked, offered, refused what, to whom, as told by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from corpus.article import Article
from corpus.attribution.chain import joined
from corpus.attribution.found import Found, Parsed
from corpus.attribution.frames import verb_statements
from corpus.attribution.joining import Attribution, attributions, has_open_cue, tagged_statements
from corpus.attribution.labels import labelled
from corpus.attribution.merging import merged, of_own_will, quoted_demands
from corpus.attribution.nominals import noun_statements
from corpus.attribution.parse import parse
from corpus.attribution.sourcing import sourcing_statements
from corpus.attribution.tagger import tagger
from corpus.attribution.units import Outline, outline
from corpus.statement import Statement

BATCH_ARTICLES = 32


def statements(article: Article) -> list[Statement]:
    """All statements that the article reports, in the order of their cues."""
    return next(statements_of([article]))


def statements_of(articles: Iterable[Article], *, with_tagger: bool = True) -> Iterator[list[Statement]]:
    """The statements of each article, in order; sentences of many articles are parsed together.

    Without the tagger, what the grammar finds alone: for benchmarks.
    """
    waiting = iter(articles)
    while batch := list(islice(waiting, BATCH_ARTICLES)):
        outlines = [outline(article.text) for article in batch]
        docs = parse(unit.text for drawn in outlines for unit in drawn.units)
        for article, drawn in zip(batch, outlines, strict=True):
            parsed = [Parsed(unit, next(docs)) for unit in drawn.units]
            yield _of_article(article, drawn, parsed, with_tagger=with_tagger)


def _of_article(article: Article, drawn: Outline, parsed: list[Parsed], *, with_tagger: bool) -> list[Statement]:
    known = [list(_of_unit(unit)) for unit in parsed]
    told = _tagged(article.text, parsed, known) if with_tagger else []
    found: list[Found] = []
    for unit, here in zip(parsed, known, strict=True):
        found.extend(merged([*here, *tagged_statements(article.text, drawn, unit, told, here)]))
    return joined(article, drawn, found)


def _tagged(text: str, parsed: list[Parsed], known: list[list[Found]]) -> list[Attribution]:
    """What the tagger sees in the paragraphs that have a cue without a statement, and in those right before them.

    Tagging every sentence that is parsed finds 1 statement more of 283 and takes a sixth longer (docs/statements.md).
    """
    open_at = [unit.unit.sentence for unit, here in zip(parsed, known, strict=True) if has_open_cue(unit, here)]
    paragraphs = {_paragraph(text, start) for start, _ in open_at}
    paragraphs |= {_paragraph(text, max(0, start - 2)) for start in paragraphs if start}
    sentences = sorted({unit.unit.sentence for unit in parsed})
    read = [sentence for sentence in sentences if _paragraph(text, sentence[0]) in paragraphs]
    return list(attributions(tagger().tag(text, read))) if read else []


def _paragraph(text: str, at: int) -> int:
    """Where the paragraph begins that an offset lies in."""
    return text.rfind("\n", 0, at) + 1


def _of_unit(parsed: Parsed) -> Iterator[Found]:
    yield from verb_statements(parsed)
    yield from noun_statements(parsed)
    yield from sourcing_statements(parsed)
    yield from of_own_will(parsed)
    yield from quoted_demands(parsed)
    yield from labelled(parsed)
