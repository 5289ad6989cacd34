"""Train the attribution tagger on PolNeAR from a MiniLM folder; export.py makes the ONNX file.

python -m benchmarks.tagger.train --data ../shared/data/polnear --base all-MiniLM-L6-v2 --out RUN

Needs torch and transformers. Lengths are in word pieces, distances in words.
"""

import argparse
import json
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from benchmarks.tagger.examples import IGNORE, SIZE, Batch, Example, batches, prepare, split
from benchmarks.tagger.scores import evaluate, read_split
from corpus.attribution.decoding import BUCKETS, Floats, Ints, bucket
from corpus.attribution.tagger import KINDS, TAGS, Decoder, Run

CONTEXT, LINK = 48, 48
NEVER = -1e4  # the score of a move that no tag sequence makes
TYPES = 12  # token types: new paragraph (2) x letter case (3) x inside quotes (2)


def allowed() -> Tensor:
    """(tags, tags): 0 where one tag may follow another, NEVER where not."""
    moves = torch.zeros(len(TAGS), len(TAGS))
    for kind in range(len(KINDS)):
        inner = 2 + 2 * kind
        moves[:, inner] = NEVER
        moves[[inner - 1, inner], inner] = 0.0
    return moves


class Crf(nn.Module):
    """A linear-chain CRF over word tags."""

    allowed: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.start = nn.Parameter(torch.zeros(len(TAGS)))
        self.moves = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.register_buffer("allowed", allowed())

    def forward(self, scores: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Negative log likelihood a word: scores (batch, words, tags), tags and mask (batch, words)."""
        moves = self.moves + self.allowed
        alpha = self.start + scores[:, 0]
        for step in range(1, scores.shape[1]):
            after = torch.logsumexp(alpha[:, :, None] + moves, 1) + scores[:, step]
            alpha = torch.where(mask[:, step, None], after, alpha)
        total = torch.logsumexp(alpha, 1).sum()
        chosen = scores.gather(2, tags[:, :, None])[:, :, 0]
        steps = moves[tags[:, :-1], tags[:, 1:]]
        right = (chosen * mask).sum() + (steps * mask[:, 1:]).sum() + self.start[tags[:, 0]].sum()
        return (total - right) / mask.sum()


class Model(nn.Module):
    """MiniLM with token types for paragraph, case and quotes; tag scores and link vectors."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(
            base,
            attn_implementation="sdpa",
            add_pooling_layer=False,
            attention_probs_dropout_prob=0.0,
        )
        old = self.bert.embeddings.token_type_embeddings.weight.data[0]
        types = nn.Embedding(TYPES, len(old))
        types.weight.data.copy_(old.expand(TYPES, -1))
        self.bert.embeddings.token_type_embeddings = types
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(len(old), len(TAGS) + 3 * LINK)
        self.crf = Crf()
        self.near = nn.Parameter(-(torch.arange(BUCKETS) - (BUCKETS - 1) / 2).abs().repeat(2, 1))
        self.none = nn.Parameter(torch.zeros(2))

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor | None = None) -> Tensor:
        """(batch, pieces) each to (batch, pieces, tags + 3 x LINK)."""
        hidden = self.bert(ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        out: Tensor = self.head(self.drop(hidden))
        return out


def link_loss(model: Model, vectors: Tensor, batch: Batch) -> Tensor:
    """Cross-entropy of cue to source and content to cue; vectors (batch, words, 3 x LINK)."""
    ask, give, told = torch.split(vectors, LINK, dim=2)
    count = vectors.shape[1]
    gap = np.arange(count)[None] - np.arange(count)[:, None]
    near = model.near[:, torch.from_numpy(bucket(gap))]
    loss = vectors.new_zeros(())
    pairs = ((ask, give, batch.owner), (told, ask, batch.teller))
    for side, (one, two, target) in enumerate(pairs):
        score = one @ two.transpose(1, 2) + near[side]
        score = score.masked_fill(~batch.live[:, None], NEVER)
        none = model.none[side].expand(*score.shape[:2], 1)
        whole = torch.cat([none, score], 2).flatten(0, 1)
        loss = loss + nn.functional.cross_entropy(whole, target.flatten(), ignore_index=IGNORE)
    return loss


def loss_of(model: Model, batch: Batch, weight: float) -> Tensor:
    """Tag loss plus weight times link loss."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        out = model(batch.ids, batch.types, batch.mask)
    index = batch.places[:, :, None].expand(-1, -1, out.shape[2])
    out = out.float().gather(1, index)
    tagged: Tensor = model.crf(out[:, :, : len(TAGS)], batch.tags, batch.live)
    linked = link_loss(model, out[:, :, len(TAGS) :], batch)
    return tagged * 10 + weight * linked


def groups(model: Model, rate: float, decay: float) -> list[dict[str, Any]]:
    """Optimiser groups: lower layers learn slower, new parts at 5 times the rate."""
    out: list[dict[str, Any]] = []
    layers = len(model.bert.encoder.layer)
    for name, weight in model.named_parameters():
        parts = name.split(".")
        scale = 5.0
        if parts[:3] == ["bert", "encoder", "layer"]:
            scale = decay ** (layers - 1 - int(parts[3]))
        elif parts[0] == "bert" and "token_type" not in name:
            scale = decay**layers
        drop = 0.0 if weight.ndim < 2 or scale == 5.0 else 0.01
        out.append({"params": [weight], "lr": rate * scale, "weight_decay": drop})
    return out


def train(model: Model, examples: list[Example], ends: tuple[int, int], args: argparse.Namespace) -> None:
    """Fit the model in place: linear warm-up over a tenth, then linear to zero."""
    optimiser = torch.optim.AdamW(groups(model, args.rate, args.decay), fused=True)
    epoch_steps = sum(1 for _ in batches(examples, ends, args.batch))
    total = int(epoch_steps * args.epochs * 1.01)
    ramp = max(1, total // 10)

    def scale(step: int) -> float:
        return min((step + 1) / ramp, max(0.0, (total - step) / (total - ramp)))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, scale)
    began, step, mean = time.monotonic(), 0, 0.0
    for epoch in range(args.epochs):
        model.train()
        for batch in batches(examples, ends, args.batch):
            optimiser.zero_grad()
            loss = loss_of(model, batch, args.links)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step, mean = step + 1, 0.98 * mean + 0.02 * loss.item()
            if step % 50 == 0:
                print(f"{epoch} {step}/{total} {mean:.3f} {time.monotonic() - began:.0f}s", flush=True)
        torch.save(model.state_dict(), args.out / "model.pt")


def settings(model: Model, ends: tuple[int, int]) -> dict[str, Any]:
    """What inference needs besides the network."""
    return {
        "labels": list(TAGS),
        "max_pieces": SIZE,
        "context": CONTEXT,
        "cls": ends[0],
        "sep": ends[1],
        "start": model.crf.start.tolist(),
        "moves": (model.crf.moves + model.crf.allowed).tolist(),
        "bias": [0.0] * len(TAGS),
        "near": model.near.tolist(),
        "none": model.none.tolist(),
    }


def torch_run(model: Model) -> Run:
    """The network as inference calls it, in 32-bit floats."""
    model.eval()

    def run(ids: Ints, types: Ints) -> Floats:
        with torch.no_grad():
            out: Floats = model(torch.from_numpy(ids), torch.from_numpy(types)).numpy()
        return out

    return run


def decoder(model: Model, tokenizer: Tokenizer, config: dict[str, Any]) -> Decoder:
    """The inference code around the torch model."""
    return Decoder(tokenizer, config, torch_run(model))


def options() -> argparse.Namespace:
    """Command-line arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="PolNeAR, with train/ and dev/")
    parser.add_argument("--base", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, required=True, help="folder for model.pt, config.json")
    parser.add_argument("--held", type=int, default=80, help="training texts kept for validation")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--decay", type=float, default=0.9, help="learning rate factor a layer down")
    parser.add_argument("--links", type=float, default=1.0, help="weight of the link loss")
    parser.add_argument("--limit", type=int, help="use only so many articles (a trial)")
    return parser.parse_args()


def main() -> None:
    """Train, save, and print the validation table."""
    args = options()
    args.out.mkdir(parents=True, exist_ok=True)
    random.seed(1)
    torch.manual_seed(1)
    tokenizer = Tokenizer.from_file(str(args.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.encode_special_tokens = True
    ends = (tokenizer.token_to_id("[CLS]") or 0, tokenizer.token_to_id("[SEP]") or 0)
    fit, held = split(list(read_split(args.data / "train")), args.held)
    model = Model(args.base)
    train(model, prepare(fit[: args.limit], tokenizer), ends, args)
    config = settings(model, ends)
    (args.out / "config.json").write_text(json.dumps(config), encoding="utf-8")
    tokenizer.save(str(args.out / "tokenizer.json"))
    if held:
        print(evaluate(decoder(model, tokenizer, config).tag, held).table())


if __name__ == "__main__":
    main()
