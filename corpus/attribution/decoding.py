"""The arithmetic around the tagger: a text to words and windows, scores to tags. Only numpy and the tokeniser.

Offsets are characters of the text given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

BUCKETS = 16  # signed log2 distances in words, for the links
CHUNK = 20_000  # characters tokenised at once
_SURROGATE = re.compile("[\ud800-\udfff]")
_QUOTE = re.compile("[\"“”'‘’\u00ab\u00bb]|\n")
_CUT = re.compile(r"\s(?=\S*$)")


@dataclass(frozen=True)
class Words:
    """A tokenised text: word i has pieces ids[first[i]:first[i + 1]].

    start, end: characters; kind: token type; sentence: index of its sentence;
    new: 1 where a paragraph starts. All int64, one a word, but ids (one a piece)
    and first (one more than words).
    """

    ids: Ints
    first: Ints
    start: Ints
    end: Ints
    kind: Ints
    sentence: Ints
    new: Ints


@dataclass(frozen=True)
class Window:
    """Words low to high are read, those from own to high are tagged here."""

    low: int
    own: int
    high: int


def quoted(text: str) -> npt.NDArray[np.bool_]:
    """For each character, whether it is inside quotation marks (the marks too); resets at line ends."""
    edge = np.zeros(len(text) + 1, dtype=np.int64)
    opened, mark = -1, ""
    for found in _QUOTE.finditer(text):
        char, at = found.group(), found.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if char == "\n":
            opened = -1
        elif opened < 0:
            if char in '"“«' or (char in "'‘" and not before.isalnum() and after.isalnum()):
                opened, mark = at, char
        elif _closes(mark, char, before, after):
            edge[opened] += 1
            edge[at + 1] -= 1
            opened = -1
    inside: npt.NDArray[np.bool_] = np.cumsum(edge)[: len(text)] > 0
    return inside


def _closes(mark: str, char: str, before: str, after: str) -> bool:
    """Whether char ends the quotation that mark began, given its neighbours."""
    if mark == "«":
        return char == "»"
    if mark in '"“':
        return char in '"”'
    return char in "'’" and not before.isspace() and not after.isalnum()


def shape(word: str) -> int:
    """Letter case of a word: 0 other, 1 first letter upper, 2 all upper (two letters or more)."""
    if not word[:1].isupper():
        return 0
    return 2 if len(word) > 1 and word.isupper() else 1


def bucket(distance: Ints) -> Ints:
    """Signed distances in words to 0 .. BUCKETS - 1, finer near zero."""
    half = BUCKETS // 2
    size = np.minimum(half - 1, np.log2(np.maximum(np.abs(distance), 1)).astype(np.int64))
    out: Ints = np.where(distance < 0, half - 1 - size, half + size)
    return out


def chunks(text: str, size: int = CHUNK) -> list[tuple[int, int]]:
    """Cut a text into stretches of at most size characters, at white space where there is any."""
    out, low = [], 0
    while low < len(text):
        high = min(low + size, len(text))
        if high < len(text):
            line = text.rfind("\n", low + size // 2, high)
            cut = _CUT.search(text, max(low + 1, high - 200), high) if line < 0 else None
            high = line if line >= 0 else cut.start() if cut else high
        out.append((low, high))
        low = high
    return out


def _pieces(tokenizer: Tokenizer, text: str) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    """Ids of all pieces, the first piece of each word (and the end), and the words' characters."""
    ids: list[int] = []
    first: list[int] = []
    spans: list[tuple[int, int]] = []
    for low, high in chunks(text):
        coded = tokenizer.encode(text[low:high], add_special_tokens=False)
        last: int | None = None
        for i, (word, (start, end)) in enumerate(zip(coded.word_ids, coded.offsets, strict=True)):
            if word == last and spans:
                spans[-1] = (spans[-1][0], low + end)
            else:
                first.append(len(ids) + i)
                spans.append((low + start, low + end))
                last = word
        ids += coded.ids
    first.append(len(ids))
    return ids, first, spans


def read_words(tokenizer: Tokenizer, text: str, sentences: Sequence[tuple[int, int]]) -> Words:
    """Tokenise a text and describe its words; words outside every sentence are left out."""
    text = _SURROGATE.sub("\ufffd", text)
    ids, first, spans = _pieces(tokenizer, text)
    bounds = sorted((max(0, a), min(b, len(text))) for a, b in sentences)
    starts = np.array([a for a, _ in bounds], dtype=np.int64)
    ends = np.array([b for _, b in bounds], dtype=np.int64)
    place = np.array(spans, dtype=np.int64).reshape(-1, 2)
    at = np.searchsorted(starts, place[:, 0], side="right") - 1
    keep = np.flatnonzero((at >= 0) & (place[:, 0] < (ends[at] if len(ends) else 0)))
    edges = np.array(first, dtype=np.int64)
    count: Ints = edges[1:] - edges[:-1]
    chosen = np.repeat(np.isin(np.arange(len(spans)), keep), count)
    at, place = at[keep], place[keep]
    new = _paragraphs(text, place, at)
    return Words(
        ids=np.array(ids, dtype=np.int64)[chosen],
        first=np.concatenate([[0], np.cumsum(count[keep])]),
        start=place[:, 0],
        end=place[:, 1],
        kind=_kinds(text, place, new),
        sentence=at,
        new=new,
    )


def _paragraphs(text: str, place: Ints, sentence: Ints) -> Ints:
    """1 for the words that begin a sentence after a line end; place (words, 2), sentence (words,)."""
    before = np.concatenate([[0], place[:-1, 1]])
    leads = np.diff(sentence, prepend=-1) > 0
    rows = zip(before, place[:, 0], leads, strict=False)
    new = np.array([bool(s) and "\n" in text[a:b] for a, b, s in rows], dtype=np.int64)
    new[:1] = 1
    return new


def _kinds(text: str, place: Ints, new: Ints) -> Ints:
    """Token types of words at place (words, 2): paragraph start, letter case and quotation in one number."""
    case = np.array([shape(text[a:b]) for a, b in place], dtype=np.int64)
    out: Ints = new * 6 + case * 2 + quoted(text)[place[:, 0]].astype(np.int64)
    return out


def _stop(words: Words, low: int, budget: int) -> int:
    """The word before which a window from low with budget pieces ends: paragraph, sentence or any."""
    total = len(words.start)
    most = int(np.searchsorted(words.first, words.first[low] + budget, side="right")) - 1
    most = max(low + 1, min(most, total))
    if most == total:
        return total
    middle = low + (most - low) // 2
    paragraph = np.flatnonzero(words.new[middle + 1 : most + 1])
    if len(paragraph):
        return middle + 1 + int(paragraph[-1])
    sentence = np.flatnonzero(np.diff(words.sentence[low : most + 1]))
    return low + 1 + int(sentence[-1]) if len(sentence) else most


def windows(words: Words, size: int, context: int, lead: int | None = None) -> list[Window]:
    """Cover a text with windows of at most size pieces, context of them read again from before.

    lead limits the first window (training varies it).
    """
    out: list[Window] = []
    own, total = 0, len(words.start)
    while own < total:
        low = own
        if own and context:
            low = int(np.searchsorted(words.first, words.first[own] - context))
            turns = np.flatnonzero(np.diff(words.sentence[low : own + 1]))
            low = low + 1 + int(turns[0]) if len(turns) and low + 1 + turns[0] < own else low
        budget = size - int(words.first[own] - words.first[low])
        high = _stop(words, own, lead if lead and not own else budget)
        out.append(Window(low, own, high))
        own = high
    return out


def model_input(words: Words, window: Window, ends: tuple[int, int]) -> tuple[Ints, Ints, Ints]:
    """Ids and token types of a window, [CLS] and [SEP] around, both (pieces,), and its words' places."""
    low, high = words.first[window.low], words.first[window.high]
    ids = np.concatenate([[ends[0]], words.ids[low:high], [ends[1]]])
    counts = np.diff(words.first[window.low : window.high + 1])
    types = np.concatenate([[0], np.repeat(words.kind[window.low : window.high], counts), [0]])
    return ids, types, words.first[window.low : window.high] - low + 1


def viterbi(emissions: Sequence[Floats], start: Floats, moves: Floats) -> list[Ints]:
    """Best tags of each sequence: emissions (words, tags) each, start (tags,), moves (tags, tags)."""
    count, longest = len(emissions), max((len(e) for e in emissions), default=0)
    if not longest:
        return [np.zeros(0, dtype=np.int64) for _ in emissions]
    sizes = np.array([len(e) for e in emissions])
    padded = np.zeros((longest, count, len(start)), dtype=np.float32)
    for i, each in enumerate(emissions):
        padded[: len(each), i] = each
    back = np.tile(np.arange(len(start)), (longest, count, 1))
    score = padded[0] + start
    for step in range(1, longest):
        live = np.flatnonzero(sizes > step)
        ways = score[live, :, None] + moves
        back[step, live] = ways.argmax(axis=1)
        score[live] = ways.max(axis=1) + padded[step, live]
    out = np.zeros((longest, count), dtype=np.int64)
    out[-1] = score.argmax(axis=1)
    every = np.arange(count)
    for step in range(longest - 1, 0, -1):
        out[step - 1] = back[step, every, out[step]]
    return [out[: len(e), i] for i, e in enumerate(emissions)]


def group(tags: Ints, new: Ints) -> list[tuple[int, int, int]]:
    """Runs of tags as (kind, first word, end word); a run ends at a paragraph's end."""
    out: list[tuple[int, int, int]] = []
    for at in np.flatnonzero(tags):
        kind, inner = (int(tags[at]) - 1) // 2, tags[at] % 2 == 0
        if inner and out and out[-1][2] == at and out[-1][0] == kind and not new[at]:
            out[-1] = (kind, out[-1][1], int(at) + 1)
        else:
            out.append((kind, int(at), int(at) + 1))
    return out


def softmax(scores: Floats) -> Floats:
    """Probabilities along the last axis."""
    power = np.exp(scores - scores.max(axis=-1, keepdims=True))
    out: Floats = power / power.sum(axis=-1, keepdims=True)
    return out
