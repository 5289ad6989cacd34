"""Who said what, marked by a small network: one int8 MiniLM pass over a text, then Viterbi and links.

Trained on PolNeAR; ``model/MODEL_CARD.md`` tells how, how well, and what it may be used for. The training scripts are
in ``benchmarks/tagger``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from corpus.attribution.decoding import (
    Floats,
    Ints,
    Window,
    Words,
    bucket,
    group,
    model_input,
    read_words,
    softmax,
    viterbi,
    windows,
)

Run = Callable[[Ints, Ints], Floats]

KINDS = ("source", "cue", "content")
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
REACH = 250  # words between a cue and what is linked to it, at most
MODEL = Path(__file__).with_name("model")


@dataclass(frozen=True)
class Mark:
    """Characters start to end (exclusive) of the text; score is a mean probability, 0 to 1."""

    start: int
    end: int
    score: float


@dataclass(frozen=True)
class Link:
    """One attribution: indices into the spans; source is None where none is named."""

    cue: int
    source: int | None
    contents: tuple[int, ...]


@dataclass(frozen=True)
class Tagged:
    """All spans of one text in reading order, and the attributions that join them."""

    sources: tuple[Mark, ...] = ()
    cues: tuple[Mark, ...] = ()
    contents: tuple[Mark, ...] = ()
    links: tuple[Link, ...] = ()


class Decoder:
    """Tokeniser, windows, decoding; the network itself is a function, so training shares this code."""

    def __init__(self, tokenizer: Tokenizer, config: dict[str, Any], run: Run) -> None:
        """run: ids and types, both (1, pieces), to (1, pieces, tags + 3 x link width)."""
        tokenizer.no_truncation()
        tokenizer.no_padding()
        tokenizer.encode_special_tokens = True
        self._tokenizer, self._run, self._config = tokenizer, run, config
        self._ends = (int(config["cls"]), int(config["sep"]))
        self._start = np.array(config["start"], dtype=np.float32)
        self._moves = np.array(config["moves"], dtype=np.float32)
        self._bias = np.array(config["bias"], dtype=np.float32)
        self._near = np.array(config["near"], dtype=np.float32)
        self._none = np.array(config["none"], dtype=np.float32)

    def tag(self, text: str, sentences: Sequence[tuple[int, int]]) -> Tagged:
        """Spans and links of a text, given its sentences' (start, end) characters in order."""
        words = read_words(self._tokenizer, text, sentences)
        if not len(words.start):
            return Tagged()
        parts = windows(words, int(self._config["max_pieces"]), int(self._config["context"]))
        outputs = [self._read(words, part) for part in parts]
        best = viterbi([out[:, : len(TAGS)] + self._bias for out in outputs], self._start, self._moves)
        skip = [part.own - part.low for part in parts]
        tags = np.concatenate([b[s:] for b, s in zip(best, skip, strict=True)])
        values = np.concatenate([o[s:] for o, s in zip(outputs, skip, strict=True)])
        return self._assemble(words, tags, values)

    def _read(self, words: Words, window: Window) -> Floats:
        """The network's output for the words of one window, (words, tags + 3 x link width)."""
        ids, types, places = model_input(words, window, self._ends)
        out: Floats = self._run(ids[None], types[None])[0][places]
        return out

    def _assemble(self, words: Words, tags: Ints, values: Floats) -> Tagged:
        """Spans with scores, sorted by kind, and their links; values as from _read, tags (words,)."""
        chance = softmax(values[:, : len(TAGS)])
        spans: list[list[Mark]] = [[], [], []]
        heads: list[list[int]] = [[], [], []]
        for kind, low, high in group(tags, words.new):
            score = float(chance[low:high, 1 + 2 * kind : 3 + 2 * kind].sum(axis=1).mean())
            spans[kind].append(Mark(int(words.start[low]), int(words.end[high - 1]), score))
            heads[kind].append(low)
        links = self._links([np.array(h, dtype=np.int64) for h in heads], values[:, len(TAGS) :])
        return Tagged(tuple(spans[0]), tuple(spans[1]), tuple(spans[2]), links)

    def _links(self, heads: list[Ints], vectors: Floats) -> tuple[Link, ...]:
        """Join cues (heads[1]) to sources and contents by their first words' vectors (words, 3 x width)."""
        source, cue, content = heads
        width = vectors.shape[1] // 3
        ask, give, told = (vectors[:, i * width : (i + 1) * width] for i in range(3))
        contents: list[list[int]] = [[] for _ in cue]
        for i, at in enumerate(content):
            near = _around(cue, int(at))
            if len(near):
                score = told[at] @ ask[cue[near]].T + self._near[1, bucket(cue[near] - at)]
                contents[int(near[score.argmax()])].append(i)
        owners: list[int | None] = []
        for at in cue:
            near = _around(source, int(at))
            score = give[source[near]] @ ask[at] + self._near[0, bucket(source[near] - at)]
            named = len(near) and score.max() > self._none[0]
            owners.append(int(near[score.argmax()]) if named else None)
        return tuple(Link(i, owners[i], tuple(contents[i])) for i in range(len(cue)))


def _around(places: Ints, at: int) -> Ints:
    """Indices of the places within REACH words of a word; places are sorted."""
    low, high = np.searchsorted(places, [at - REACH, at + REACH])
    return np.arange(low, high)


def _checked(folder: Path, name: str, digest: str) -> Path:
    """The path of a model file, once its SHA-256 is the recorded one."""
    path = folder / name
    if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        raise ValueError(f"{name} is not the file that config.json describes")
    return path


class Tagger(Decoder):
    """The packaged model: a folder with tagger.onnx, tokenizer.json and config.json."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Load and verify the model; threads is what onnxruntime may use."""
        from corpus.onnx_session import session

        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        files = {name: _checked(folder, name, digest) for name, digest in config["sha256"].items()}
        network = session(str(files["tagger.onnx"]), threads=threads)

        def run(ids: Ints, types: Ints) -> Floats:
            out: Floats = network.run(["out"], {"ids": ids, "types": types})[0]
            return out

        super().__init__(Tokenizer.from_file(str(files["tokenizer.json"])), config, run)


@cache
def tagger() -> Tagger:
    """The shipped tagger, loaded once, on one thread."""
    return Tagger(MODEL)
