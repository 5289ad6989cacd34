"""The model of support as a torch module, and how it is written as int8 ONNX."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import MPNetModel

LAYERS, FROZEN, WIDTH = 10, 3, 768  # of twelve; the first FROZEN and the embeddings stay as they are
MAX_TOKENS = 192
PADDING = 1
Pair = tuple[str, str]


class Model(nn.Module):
    """A question or a sentence and a text to a logit: above 0 where the text says all of it.

    Token ids and mask, both of shape (pairs, tokens), to (pairs,). ``base`` is the folder of all-mpnet-base-v2.
    """

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.m = MPNetModel.from_pretrained(
            base, attn_implementation="eager", num_hidden_layers=LAYERS, add_pooling_layer=False
        )
        self.a = nn.Linear(2 * WIDTH, WIDTH // 2)
        self.b = nn.Linear(WIDTH // 2, 1)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """The layers one by one, as the exporter can follow them."""
        hidden = self.m.embeddings(input_ids=input_ids)
        mask = attention_mask.to(hidden.dtype)
        places = self.m.encoder.compute_position_bias(hidden)  # type: ignore[no-untyped-call]
        bias = places + (1.0 - mask[:, None, None, :]) * -10_000.0
        for layer in self.m.encoder.layer:
            hidden = layer(hidden, None, bias)[0]
        mean = (hidden * mask[:, :, None]).sum(1) / mask[:, :, None].sum(1)
        scores: Tensor = self.b(nn.functional.gelu(self.a(torch.cat([hidden[:, 0], mean], -1))))[:, 0]
        return scores

    def freeze(self) -> None:
        """Keep what is not trained from being trained."""
        for kept in (self.m.embeddings, self.m.encoder.relative_attention_bias, *self.m.encoder.layer[:FROZEN]):
            for parameter in kept.parameters():
                parameter.requires_grad_(False)


class Smoothed(nn.Module):
    """A product whose inputs are divided, and weights multiplied, channel by channel, so that both survive int8.

    SmoothQuant (Xiao et al., ICML 2023), ``largest`` the greatest input seen in each channel. A few channels are 60
    times as large as the others: without it the int8 model's scores are off by .93 (root of the mean square), with it
    by .19.
    """

    inverse: Tensor

    def __init__(self, product: nn.Linear, largest: Tensor, *, inputs: float = 0.8) -> None:
        super().__init__()
        weights = product.weight.detach()
        scale = largest.clamp(min=1e-5) ** inputs / weights.abs().amax(0).clamp(min=1e-5) ** (1 - inputs)
        scale = scale / scale.median()
        self.product = nn.Linear(product.in_features, product.out_features)
        self.product.weight.data, self.product.bias.data = weights * scale, product.bias.detach()
        self.register_buffer("inverse", 1 / scale)

    def forward(self, hidden: Tensor) -> Tensor:
        """The same as the product."""
        made: Tensor = self.product(hidden * self.inverse)
        return made


def smooth(model: Model, pairs: Sequence[Pair], tokenizer: Tokenizer) -> None:
    """Put smoothed products in place of the encoder's, by what they are given for some pairs."""
    products = {
        name: one for name, one in model.named_modules() if isinstance(one, nn.Linear) and name.startswith("m.encoder")
    }
    for name, largest in _largest_inputs(model, products, pairs, tokenizer).items():
        parent, _, last = name.rpartition(".")
        setattr(model.get_submodule(parent), last, Smoothed(products[name], largest))


def _largest_inputs(
    model: Model, products: Mapping[str, nn.Linear], pairs: Sequence[Pair], tokenizer: Tokenizer
) -> dict[str, Tensor]:
    largest = {name: torch.zeros(one.in_features) for name, one in products.items()}

    def watch(name: str) -> object:
        def seen(_: nn.Module, given: tuple[Tensor, ...], __: Tensor) -> None:
            most = given[0].detach().abs().reshape(-1, given[0].shape[-1]).amax(0)
            largest[name] = torch.maximum(largest[name], most)

        return products[name].register_forward_hook(seen)

    hooks = [watch(name) for name in products]
    with torch.no_grad():
        for pair in pairs:
            model(*padded([tokenizer.encode(*pair).ids]))
    for hook in hooks:
        hook.remove()  # type: ignore[attr-defined]
    return largest


def tokenizer_of(base: Path) -> Tokenizer:
    """The model's own, cut at MAX_TOKENS."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")
    tokenizer.no_padding()
    return tokenizer


def padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Token ids and mask."""
    shape = len(rows), max(map(len, rows))
    ids, mask = torch.full(shape, PADDING), torch.zeros(shape, dtype=torch.long)
    for place, row in enumerate(rows):
        ids[place, : len(row)], mask[place, : len(row)] = torch.tensor(row), 1
    return ids, mask
