"""Sentence boundaries as offsets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from nupunkt import PunktSentenceTokenizer, load_default_model

from corpus.unspaced import sentence_ends

MAX_CHARACTERS = 100_000


@cache
def _splitter() -> PunktSentenceTokenizer:
    return load_default_model()


def sentence_spans(text: str) -> list[tuple[int, int]]:
    r"""Half-open ranges of the sentences of a text, in order, without surrounding white space.

    A line end ends a sentence, so that a headline never runs into what follows it. Every character that is
    no white space is in exactly one sentence. Boundaries by nupunkt (Punkt: Kiss & Strunk 2006), and at 。！？
    in Chinese and Japanese.

    >>> text = "Talks fail\nMr. Lee of the U.S. said no. He left."
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['Talks fail', 'Mr. Lee of the U.S. said no.', 'He left.']
    """
    return [span for line in _lines(text) for span in _split(text, *line)]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        for offset in range(0, len(line), MAX_CHARACTERS):
            yield start + offset, start + min(offset + MAX_CHARACTERS, len(line))
        start += len(line) + 1


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    line = text[start:end]
    ends = sentence_ends(line)
    for offset, part in _parts(line, ends) if ends else ((0, line),):
        for begin, stop in _splitter().span_tokenize(part):
            sentence = part[begin:stop]
            stripped = sentence.strip()
            if stripped:
                first = start + offset + begin + len(sentence) - len(sentence.lstrip())
                yield first, first + len(stripped)


def _parts(line: str, ends: Sequence[int]) -> Iterator[tuple[int, str]]:
    for begin, stop in zip([0, *ends], [*ends, len(line)], strict=True):
        if begin < stop:
            yield begin, line[begin:stop]
