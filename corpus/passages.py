"""Whole sentences packed into passages under a token limit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.article import Article
from corpus.sentences import sentence_spans
from corpus.span import Span
from corpus.tokens import count_tokens

# On the tune half, recall@1 / 3 / 10 of the fused search (benchmarks/passages.py): 96 tokens .43 / .64 / .87, 128
# tokens .57 / .77 / .93, 128 with a sentence of overlap .65 / .78 / .91 at a fifth more text: no clear gain.
LIMIT_TOKENS = 128
_MAX_PIECE = 400  # characters; a piece between clause marks that is longer is cut at white space
_CLAUSE_MARK = re.compile(r"[;:,–—)\]”](?=\s)|\s[–—-](?=\s)|[。！？，、；：]")


def passages(article: Article, *, limit_tokens: int = LIMIT_TOKENS) -> list[Span]:
    """The passages of an article, in order, without overlap, none longer than ``limit_tokens``.

    A passage is a run of whole sentences, with what stands between them, counted as the slice that it is. A
    sentence over the limit is split at clause marks, then at white space, and, if it has none, between
    characters: nothing is lost.
    """
    units = _units(article.text, limit_tokens)
    body = [unit for unit in units if not article.is_aside(unit[0])]
    parts = (body, units[len(body) :])  # no passage is half body, half caption
    return [Span(article.id, *piece) for part in parts for piece in _pack(article.text, part, limit_tokens)]


def _pack(text: str, units: Sequence[tuple[int, int]], limit: int) -> Iterator[tuple[int, int]]:
    """Join neighbouring units greedily while the joined slice stays under the limit."""
    start = end = -1
    for begin, stop in units:
        if start >= 0 and count_tokens(text[start:stop]) > limit:
            yield start, end
            start = -1
        start = begin if start < 0 else start
        end = stop
    if start >= 0:
        yield start, end


def _units(text: str, limit: int) -> list[tuple[int, int]]:
    """Sentences; in place of one over the limit, its pieces, each under it."""
    units: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        if count_tokens(text[start:end]) <= limit:
            units.append((start, end))
        else:
            pieces = [piece for clause in _clauses(text, start, end) for piece in _fit(text, clause, limit)]
            units.extend(_pack(text, pieces, limit))
    return units


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence cut behind its clause marks; clauses keep their marks and lose surrounding white space."""
    cuts = [match.end() for match in _CLAUSE_MARK.finditer(text, start, end)]
    for begin, stop in zip([start, *cuts], [*cuts, end], strict=True):
        yield from _stripped(text, begin, stop)


def _fit(text: str, clause: tuple[int, int], limit: int) -> Iterator[tuple[int, int]]:
    """A clause, or its parts of at most ``_MAX_PIECE`` characters and ``limit`` tokens."""
    start, end = clause
    if end - start <= _MAX_PIECE and count_tokens(text[start:end]) <= limit:
        yield clause
    elif end - start > 1:
        middle = _cut(text, start, end)
        for begin, stop in (*_stripped(text, start, middle), *_stripped(text, middle, end)):
            yield from _fit(text, (begin, stop), limit)
    else:
        yield clause


def _cut(text: str, start: int, end: int) -> int:
    """Where to cut: at the first white space behind the middle, else the last before it, else the middle."""
    middle = (start + end) // 2
    behind = re.compile(r"\s").search(text, middle, end)
    before = max(text.rfind(space, start + 1, middle) for space in " \n")
    return behind.start() if behind else before if before > start else middle


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + len(piece) - len(piece.lstrip())
        yield begin, begin + len(stripped)
