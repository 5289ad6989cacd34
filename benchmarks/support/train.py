"""Train the model of support.

    python -m benchmarks.support.train --data ../shared/data --index INDEX --base BASE --out RUN [--minutes 32 37 11]

BASE is the folder of all-mpnet-base-v2 (docs/support.md), INDEX one of DATA/news2024/articles.jsonl. Needs torch and
transformers. Three parts, each from the weights of the one before: questions (a share of them) and claims; twins with
some of both; what is made by rule in the articles' own words, with some of all. The pace falls with the time that is
left, so ``--minutes`` says how long each takes. Of what is kept out
AUROC is shown, and how often the best text of a question is right. RUN/support.pt is what benchmarks.support.export
takes.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from assistant.evaluation.risk_coverage import Judged, auroc
from benchmarks.support.examples import QUESTIONS, Group, claims, open_index, plain, questions, twins
from benchmarks.support.model import Model, padded, tokenizer_of

RATE, HEAD, WARM = 4e-5, 5.0, 60  # of the layers; times that, of the two last; steps
TOKENS, POOL = 2_400, 400  # of a step; groups that are put in order of length
MEASURED = ("news", "contrast", "unseen", "fresh")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A group as token ids."""

    group: Group
    rows: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """How long, and how the pace begins and ends, as shares of RATE."""

    minutes: float
    begins: float
    ends: float


def main() -> None:
    """All parts, shown and kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "index", "base", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--minutes", type=float, nargs=3, default=(32, 37, 11))
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    order, index, tokenizer = random.Random(0), open_index(given.index), tokenizer_of(given.base)

    def encoded(groups: Sequence[Group]) -> list[Encoded]:
        return [
            Encoded(one, tuple(tuple(tokenizer.encode(one.asked, text).ids) for text in one.texts)) for one in groups
        ]

    measured = [given.data / "news2024" / "qa.jsonl", *(QUESTIONS / f"{name}.jsonl" for name in MEASURED)]
    asked, claimed = list(questions(index, measured, order)), list(claims(index, order))
    order.shuffle(asked)
    order.shuffle(claimed)
    model = Model(given.base)
    model.freeze()
    paired = list(twins(index))
    train(model, encoded([*asked[:8_200], *claimed]), Part(given.minutes[0], 1.0, 0.6))
    train(model, encoded([*paired, *asked[8_200:10_500], *claimed[:2_500]]), Part(given.minutes[1], 0.8, 0.0))
    made = list(plain(given.index, given.data / "news2024" / "articles.jsonl", measured, order))
    order.shuffle(paired)
    train(
        model,
        encoded([*made, *paired[:4_000], *asked[10_500:11_100], *claimed[:1_500]]),
        Part(given.minutes[2], 0.35, 0.0),
    )
    torch.save(model.state_dict(), given.out / "support.pt")


def train(model: Model, groups: Sequence[Encoded], part: Part) -> None:
    """Until the time is up; then show."""
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    head = {id(parameter) for layer in (model.a, model.b) for parameter in layer.parameters()}
    body = [parameter for parameter in trained if id(parameter) not in head]
    sets = [
        {"params": [p for p in body if p.ndim > 1], "lr": RATE, "weight_decay": 0.01},
        {"params": [p for p in body if p.ndim < 2], "lr": RATE, "weight_decay": 0.0},
        {"params": [p for p in trained if id(p) in head], "lr": RATE * HEAD, "weight_decay": 0.01},
    ]
    optimizer = torch.optim.AdamW(sets, fused=True)
    paces = [one["lr"] for one in optimizer.param_groups]
    model.train()
    begin = time.monotonic()
    for step, batch in enumerate(_batches([one for one in groups if not one.group.held])):
        done = (time.monotonic() - begin) / (60 * part.minutes)
        if done >= 1:
            break
        pace = min(1.0, (step + 1) / WARM) * max(0.02, part.begins + (part.ends - part.begins) * done)
        for one, full in zip(optimizer.param_groups, paces, strict=True):
            one["lr"] = full * pace
        loss = loss_of(_scores(model, batch), batch)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        print(f"\r{done:.0%}, step {step + 1}, loss {loss.item():.3f}", end="", file=sys.stderr, flush=True)
    show(model, [one for one in groups if one.group.held])


def loss_of(scores: Tensor, batch: Sequence[Encoded]) -> Tensor:
    """Each text that says it against those that do not and *none*, a score of 0; *none* against all if none does."""
    total, at = torch.zeros(()), 0
    for one in batch:
        own, saying = scores[at : at + len(one.rows)], one.group.saying
        at += len(one.rows)
        wrong = torch.cat([own[saying:], torch.zeros(1)])
        if not saying:
            total = total - torch.log_softmax(wrong, 0)[-1]
        for right in own[:saying]:
            total = total - torch.log_softmax(torch.cat([right[None], wrong]), 0)[0] / saying
    return total / len(batch)


def show(model: Model, groups: Sequence[Encoded]) -> None:
    """Of what was kept out, by its origin: whether anything says it, and whether the best does."""
    model.eval()
    judged: dict[str, list[Judged]] = defaultdict(list)
    chosen: dict[str, list[bool]] = defaultdict(list)
    with torch.no_grad():
        for one in groups:
            scores = _scores(model, [one])
            judged[one.group.origin].append(Judged(float(scores.max()), one.group.saying > 0))
            if one.group.saying:
                chosen[one.group.origin].append(int(scores.argmax()) < one.group.saying)
    print()
    for origin, found in sorted(judged.items()):
        told = auroc(found)
        if told is not None:
            print(f"{origin}: {len(found)}, AUROC {told:.3f}, best right {np.mean(chosen[origin]):.3f}", flush=True)


def _scores(model: Model, batch: Sequence[Encoded]) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        scores: Tensor = model(*padded([row for one in batch for row in one.rows]))
    return scores.float()


def _batches(groups: Sequence[Encoded]) -> Iterator[list[Encoded]]:
    """Groups of like length up to TOKENS, in a random order, without end."""
    order = random.Random(0)
    while True:
        shuffled = order.sample(groups, len(groups))
        batches: list[list[Encoded]] = []
        for start in range(0, len(shuffled), POOL):
            batch: list[Encoded] = []
            size = 0
            for one in sorted(shuffled[start : start + POOL], key=lambda one: max(map(len, one.rows))):
                tokens = len(one.rows) * max(map(len, one.rows))
                if batch and size + tokens > TOKENS:
                    batches.append(batch)
                    batch, size = [], 0
                batch.append(one)
                size += tokens
            batches.append(batch)
        yield from order.sample(batches, len(batches))


if __name__ == "__main__":
    main()
