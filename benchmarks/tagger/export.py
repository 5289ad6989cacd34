"""Export a trained tagger to int8 ONNX with its tokenizer, config and model card.

Needs torch, transformers, onnx and onnxruntime.
"""

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from benchmarks.tagger.examples import SIZE
from benchmarks.tagger.scores import evaluate, read_split
from benchmarks.tagger.train import Model, decoder
from corpus.attribution.tagger import REACH, Decoder, Tagger

CARD = """# Attribution tagger

Marks source, cue and content of attributions (who said what) in English news and links them.

- Base: sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), 6 layers of 384; token types carry
  paragraph starts, letter case and quotation marks; CRF over words, decoded in numpy.
- Training data: PolNeAR 1.0 train (US political news, 2015-2016). **Research only**: the texts are
  under copyright, and a model trained on them is for research and evaluation.
- File: int8 weights, one window of up to {size} word pieces at a time; outputs do not depend on
  what else is in a batch.

## Figures (PolNeAR dev, {articles} annotations, {texts} texts)

Spans are exact characters without white space at the ends, one a fragment and paragraph. An
attribution is right if source, cue and content each share half of the larger with the gold.

32-bit floats:

```
{full}
```

int8 (this file):

```
{small}
```

Two annotators of one training article agree at F1 78.0 / 70.5 / 67.8 (source / cue / content), 71.6
all. On the official test part (not run here) bert-base is published at 77.5 / 71.6 / 62.5, 69.5.

## Training

train.py with its defaults: 4 epochs, seed 1, 80 of the 840 training texts held out for validation
(not trained on after); nothing was chosen on dev. One change came after the shipped run: labels of
overlapping annotations (26 characters in all of train) are now repaired to legal tag sequences.

## Limits

- Nested attributions are not marked: PolNeAR marks the outermost only.
- English only, news only, trained on political news of two years; headlines and transcripts are rare.
- PolNeAR counts beliefs, wants, plans, decrees and perceptions as attributions, not only speech.
- Words further apart than {reach} are not linked; a source named only in another paragraph is not
  resolved (pronouns stay pronouns).
- Scores are mean tag probabilities, not calibrated.
"""


class Plain(nn.Module):
    """The model without an attention mask: one window at a time has no padding."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, types: Tensor) -> Tensor:
        """ids, types (1, pieces) to (1, pieces, tags + 3 x link width)."""
        out: Tensor = self.model(ids, types)
        return out


def load(base: Path, weights: Path) -> Model:
    """The trained model, ready to export."""
    model = Model(base)
    model.load_state_dict(torch.load(weights, weights_only=True))
    model.bert.set_attn_implementation("eager")
    return model.eval()


def export(model: Model, path: Path) -> None:
    """Write a 32-bit ONNX file; onnxruntime's bert optimiser is left out: it made the int8 file 13 % slower."""
    ids = torch.ones(1, 16, dtype=torch.long)
    axes = {name: {0: "batch", 1: "pieces"} for name in ("ids", "types", "out")}
    torch.onnx.export(
        Plain(model),
        (ids, ids),
        str(path),
        input_names=["ids", "types"],
        output_names=["out"],
        dynamic_axes=axes,
        dynamo=False,
        opset_version=17,
    )


def quantise(path: Path, out: Path) -> None:
    """Write the int8 file; weights by channel, activations when run."""
    quantize_dynamic(str(path), str(out), per_channel=True, weight_type=QuantType.QInt8)


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_card(out: Path, data: Path, full: Decoder) -> None:
    """Score both precisions on dev and write MODEL_CARD.md."""
    golds = list(read_split(data / "dev"))
    tables = [evaluate(each.tag, golds).table() for each in (full, Tagger(out))]
    card = CARD.format(
        size=SIZE,
        articles=len(golds),
        texts=len({g.text for g in golds}),
        full=tables[0],
        small=tables[1],
        reach=REACH,
    )
    (out / "MODEL_CARD.md").write_text(card, encoding="utf-8")
    print("\n".join(tables))


def main() -> None:
    """Export, score on dev and write the card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="PolNeAR, with train/ and dev/")
    parser.add_argument("--base", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--run", type=Path, required=True, help="folder that train.py wrote")
    parser.add_argument("--out", type=Path, required=True, help="folder for the model")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    model = load(args.base, args.run / "model.pt")
    with tempfile.TemporaryDirectory() as folder:
        export(model, Path(folder) / "full.onnx")
        quantise(Path(folder) / "full.onnx", args.out / "tagger.onnx")
    shutil.copy(args.run / "tokenizer.json", args.out / "tokenizer.json")
    config = json.loads((args.run / "config.json").read_text(encoding="utf-8"))
    config["sha256"] = {n: digest(args.out / n) for n in ("tagger.onnx", "tokenizer.json")}
    (args.out / "config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")
    tokenizer = Tokenizer.from_file(str(args.out / "tokenizer.json"))
    write_card(args.out, args.data, decoder(model, tokenizer, config))


if __name__ == "__main__":
    main()
