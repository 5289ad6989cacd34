"""Train the reader: the packaged cross-encoder's upper layers, on questions that a text answers and that it does not.

    python -m benchmarks.reader.train --data ../shared/data --index INDEX --out RUN

INDEX is one of DATA/news2024/articles.jsonl. Needs torch, transformers and onnx. The lower layers stay as they are
packaged, so what they make of each pair is computed once and kept in RUN. One in HELD questions is kept out and shows
how well right texts are told from each kind of wrong one (AUROC).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from assistant.evaluation.risk_coverage import Judged, auroc
from benchmarks.reader.examples import Example, news, qamr, squad, trecqa
from benchmarks.reader.upper import WIDTH, Upper, packaged_upper
from index.onnx_encoder import OnnxEncoder
from index.packaged import CROSS_ENCODER, model_folder
from index.reader import HIDDEN

MAX_TOKENS = 192
HELD, BATCH, WARM = 25, 32, 0.06
EPOCHS, RATE = 1.6, 6e-5
SCALE = 2.0  # the packaged model's scores run from -11 to 11: divided by this in the loss
WEIGHT_OF_NEWS = 1.5
RIGHT = {"squad": "squad yes", "qamr": "qamr yes", "news": "news yes"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """Hidden states (all tokens, WIDTH), where each example's begin, and the examples."""

    hidden: npt.NDArray[np.float16]
    starts: npt.NDArray[np.int64]
    examples: Sequence[Example]

    def batch(self, rows: npt.NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        """Hidden states and mask, padded."""
        lengths = self.lengths[rows]
        hidden, mask = torch.zeros(len(rows), int(lengths.max()), WIDTH), torch.zeros(len(rows), int(lengths.max()))
        for place, (row, length) in enumerate(zip(rows, lengths, strict=True)):
            one = self.hidden[self.starts[row] : self.starts[row + 1]].astype(np.float32)
            hidden[place, :length], mask[place, :length] = torch.from_numpy(one), 1
        return hidden, mask

    @property
    def lengths(self) -> npt.NDArray[np.int64]:
        """Tokens of each example."""
        return np.diff(self.starts)


def main() -> None:
    """Make the examples, train, keep the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    np.random.seed(0)
    prepared = prepare(examples(given.data, given.index), given.out / "hidden.f16")
    upper = train(prepared)
    torch.save(upper.state_dict(), given.out / "upper.pt")


def examples(data: Path, index: Path) -> list[Example]:
    """All of them, always in the same order."""
    order = random.Random(0)
    lines = (data / "news2024" / "qa.jsonl").read_text("utf-8").splitlines()
    evidence = (one["article"] for line in lines for group in json.loads(line).get("evidence", ()) for one in group)
    return [
        *squad(data / "squad2" / "dev-v2.0.json", order),
        *qamr(data / "qamr", order, 6_000),
        *trecqa(data / "trecqa" / "train.csv", order),
        *news(index, frozenset(evidence), order),
    ]


def prepare(examples: Sequence[Example], path: Path) -> Prepared:
    """What the lower layers make of each pair."""
    folder = model_folder(CROSS_ENCODER)
    model, tokenizer = folder / CROSS_ENCODER.weights, folder / "tokenizer.json"
    encoder = OnnxEncoder(model, tokenizer, max_tokens=MAX_TOKENS, inner=[HIDDEN])
    pairs = [(one.question, one.text) for one in examples]
    lengths = np.zeros(len(pairs), np.int64)
    found: dict[int, npt.NDArray[np.float16]] = {}
    for rows, mask, hidden in encoder.run(pairs, batch_size=8, output=HIDDEN):
        for place, row in enumerate(rows):
            lengths[row] = int(mask[place].sum())
            found[int(row)] = hidden[place, : lengths[row]].astype(np.float16)
        print(f"\r{len(found):,} of {len(pairs):,} pairs", end="", file=sys.stderr, flush=True)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    kept = np.memmap(path, np.float16, "w+", shape=(int(starts[-1]), WIDTH))
    for row, one in found.items():
        kept[starts[row] : starts[row + 1]] = one
    return Prepared(kept, starts, examples)


def train(prepared: Prepared) -> Upper:
    """The trained upper layers."""
    held = np.array([crc32(one.question.encode()) % HELD == 0 for one in prepared.examples])
    answers = np.array([one.answers for one in prepared.examples], np.float32)
    weight = np.array(
        [WEIGHT_OF_NEWS if one.origin.startswith("news") else 1.0 for one in prepared.examples], np.float32
    )
    rows = np.flatnonzero(~held)
    upper, steps = packaged_upper(), int(EPOCHS * len(rows) / BATCH)
    flat, square = ([p for p in upper.parameters() if (p.ndim > 1) is wide] for wide in (False, True))
    groups = [{"params": square, "weight_decay": 0.01}, {"params": flat, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=RATE)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM * steps)) * max(0.0, 1 - step / steps)
    )
    began = time.perf_counter()
    for step, batch in zip(range(steps), _batches(rows, prepared.lengths), strict=False):
        upper.train()
        with torch.autocast("cpu", torch.bfloat16):
            scores = upper(*prepared.batch(batch))
        loss = torch.nn.functional.binary_cross_entropy_with_logits(
            scores.float() / SCALE, torch.from_numpy(answers[batch]), weight=torch.from_numpy(weight[batch])
        )
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(upper.parameters(), 1.0)
        optimizer.step()
        pace.step()
        if step % 400 == 399 or step == steps - 1:
            print(f"step {step + 1} of {steps}, {time.perf_counter() - began:.0f} s, loss {loss.item():.3f}")
            show(prepared, np.flatnonzero(held), upper)
    return upper.eval()


def _batches(rows: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]) -> Iterator[npt.NDArray[np.int64]]:
    """Batches of like length, in a random order, without end."""
    while True:
        shuffled = np.random.permutation(rows)
        for start in range(0, len(shuffled), BATCH * 40):
            near = shuffled[start : start + BATCH * 40]
            near = near[np.argsort(lengths[near], kind="stable")]
            batches = [near[place : place + BATCH] for place in range(0, len(near), BATCH)]
            yield from (batches[place] for place in np.random.permutation(len(batches)))


def show(prepared: Prepared, rows: npt.NDArray[np.int64], upper: Upper) -> None:
    """AUROC of right texts against each kind of wrong one, of the questions kept out."""
    upper.eval()
    scores: dict[int, float] = {}
    with torch.no_grad():
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            scores |= dict(zip(batch.tolist(), upper(*prepared.batch(batch)).tolist(), strict=True))
    kinds: dict[str, list[int]] = {}
    for row in rows.tolist():
        kinds.setdefault(prepared.examples[row].origin, []).append(row)
    for kind, wrong in sorted(kinds.items()):
        both = [*wrong, *([] if kind in ("squad passage", "trecqa") else kinds.get(RIGHT[kind.split()[0]], []))]
        truth = [prepared.examples[row].answers for row in both]
        told = auroc([Judged(scores[row], right) for row, right in zip(both, truth, strict=True)])
        if told is not None:
            print(f"  {kind}: {told:.3f} ({len(wrong)})")


if __name__ == "__main__":
    main()
