"""The tokens of each sentence of a text that is read for a question."""

from __future__ import annotations

import pytest
from tokenizers import Encoding

from corpus.sentences import sentence_spans
from index.onnx_encoder import OnnxEncoder
from index.packaged import CROSS_ENCODER, model_folder
from index.sentence_tokens import sentence_tokens

TEXT = "Ferry talks. Norway's minister said “no” on Friday. She left — angry — at 5.30 p.m.\nNobody else did!"


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    folder = model_folder(CROSS_ENCODER)
    return OnnxEncoder(folder / CROSS_ENCODER.weights, folder / "tokenizer.json", max_tokens=64)


def _told(encoding: Encoding, sentences: list[tuple[int, int]]) -> list[str]:
    return [
        " ".join(encoding.tokens[first:last]).replace(" ##", "") for first, last in sentence_tokens(encoding, sentences)
    ]


def test_each_sentence_has_its_own_tokens(encoder: OnnxEncoder) -> None:
    [encoding] = encoder.encode([("Who left?", TEXT)])
    assert _told(encoding, sentence_spans(TEXT)) == [
        "ferry talks .",
        "norway ' s minister said “ no ” on friday .",
        "she left — angry — at 5 . 30 p . m .",
        "nobody else did !",
    ]


def test_of_a_long_text_what_is_cut_off_has_none(encoder: OnnxEncoder) -> None:
    long = f"{TEXT} {'It went on and on. ' * 20}".strip()
    [encoding] = encoder.encode([("Who left?", long)])
    told = _told(encoding, sentence_spans(long))
    assert told[:2] == ["ferry talks .", "norway ' s minister said “ no ” on friday ."]
    assert told[-1] == ""


def test_no_text_and_no_sentences(encoder: OnnxEncoder) -> None:
    [encoding] = encoder.encode([("Who left?", "")])
    assert _told(encoding, [(0, 0)]) == [""]
    assert sentence_tokens(encoding, []).shape == (0, 2)
