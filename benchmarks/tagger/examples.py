"""PolNeAR articles as training batches: word labels, windows, padding. Needs torch."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence

from benchmarks.tagger.scores import Gold, split_sentences
from corpus.attribution.decoding import Ints, Window, Words, model_input, read_words, windows

SIZE = 254
IGNORE = -100


@dataclass(frozen=True)
class Example:
    """A tokenised article: tags (words,), owner[i] the source's first word of the cue that begins at i
    (-1 none named, IGNORE no cue), teller[i] the cue's first word of the content that begins at i."""

    words: Words
    tags: Ints
    owner: Ints
    teller: Ints


def first_word(words: Words, place: int) -> int:
    """The word that holds or follows a character."""
    return int(np.searchsorted(words.end, place, side="right"))


def label(gold: Gold, words: Words) -> Example:
    """Turn annotated characters into word labels."""
    count = len(words.start)
    tags = np.zeros(count, dtype=np.int64)
    for kind, spans in enumerate(gold.spans):
        for start, end in spans:
            low, high = first_word(words, start), int(np.searchsorted(words.start, end))
            tags[low:high] = 2 + 2 * kind
            tags[low : min(low + 1, high)] = 1 + 2 * kind
    led = np.concatenate([[0], tags[:-1]])
    cut = (tags > 0) & (tags % 2 == 0) & (led != tags) & (led != tags - 1)
    tags[cut] -= 1  # overlapping annotations can cut a span: it begins again
    owner, teller = np.full((2, count + 1), IGNORE, dtype=np.int64)
    for sources, cues, contents in gold.links:
        if cues:
            cue = first_word(words, cues[0][0])
            owner[cue] = first_word(words, sources[0][0]) if sources else -1
            for start, _ in contents:
                teller[first_word(words, start)] = cue
    return Example(words, tags, owner[:count], teller[:count])


@dataclass(frozen=True)
class Batch:
    """Padded windows: ids, types, mask (batch, pieces); the rest (batch, words), places in pieces."""

    ids: Tensor
    types: Tensor
    mask: Tensor
    places: Tensor
    tags: Tensor
    live: Tensor
    owner: Tensor
    teller: Tensor


def _inside(links: Ints, window: Window) -> Ints:
    """Link targets relative to a window: its place plus 1, 0 for none or outside, IGNORE kept."""
    part = links[window.low : window.high]
    held = (part >= window.low) & (part < window.high)
    out: Ints = np.where(part == IGNORE, IGNORE, np.where(held, part - window.low + 1, 0))
    return out


def pad(rows: tuple[Tensor, ...], fill: int) -> Tensor:
    """Stack rows, filled up to a multiple of 32 (few shapes are much faster)."""
    out = pad_sequence(list(rows), batch_first=True, padding_value=fill)
    return nn.functional.pad(out, (0, -out.shape[1] % 32), value=fill)


def collate(items: list[tuple[Example, Window]], ends: tuple[int, int]) -> Batch:
    """Pad windows to one length."""
    rows: list[tuple[Tensor, ...]] = []
    for example, window in items:
        ids, types, places = model_input(example.words, window, ends)
        tags = example.tags[window.low : window.high]
        links = (_inside(example.owner, window), _inside(example.teller, window))
        arrays = (ids, types, np.ones_like(ids), places, tags, np.ones_like(tags), *links)
        rows.append(tuple(torch.from_numpy(a) for a in arrays))
    fill = (0, 0, 0, 0, 0, 0, IGNORE, IGNORE)
    padded = [pad(c, f) for c, f in zip(zip(*rows, strict=True), fill, strict=True)]
    padded[5] = padded[5].bool()
    return Batch(*padded)


def batches(examples: list[Example], ends: tuple[int, int], size: int) -> Iterator[Batch]:
    """One epoch: articles cut anew, windows of like length together, in random order."""
    cut = [(e, w) for e in examples for w in windows(e.words, SIZE, 0, random.randint(64, SIZE))]
    random.shuffle(cut)
    pools = [cut[i : i + size * 50] for i in range(0, len(cut), size * 50)]
    parts: list[list[tuple[Example, Window]]] = []
    for pool in pools:
        pool.sort(key=lambda item: item[1].high - item[1].low)
        parts += [pool[i : i + size] for i in range(0, len(pool), size)]
    random.shuffle(parts)
    for part in parts:
        yield collate(part, ends)


def prepare(golds: list[Gold], tokenizer: Tokenizer) -> list[Example]:
    """Tokenise and label articles."""
    return [label(g, read_words(tokenizer, g.text, split_sentences(g.text))) for g in golds]


def split(golds: list[Gold], count: int) -> tuple[list[Gold], list[Gold]]:
    """Training and validation parts; count texts, drawn by a fixed seed, go to validation."""
    texts = sorted({g.text for g in golds})
    held = set(random.Random(5).sample(texts, count))
    return [g for g in golds if g.text not in held], [g for g in golds if g.text in held]
