"""The reader: what it tells apart that a cross-encoder does not, and that its lower half is the packaged model's."""

from __future__ import annotations

import numpy as np
import pytest

from index.onnx_encoder import OnnxEncoder
from index.packaged import CROSS_ENCODER, model_folder
from index.reader import HIDDEN, Reader
from index.rerank import PackagedReranker

TEXT = "Norway asked Denmark for a loan of 40 million crowns, the Danish finance minister said on Tuesday."


@pytest.fixture(scope="module")
def reranker() -> PackagedReranker:
    return PackagedReranker()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Who asked Denmark for a loan?", "Who asked Norway for a loan?"),
        ("What did Norway ask Denmark for?", "What did Denmark ask Norway for?"),
        ("Whom did Norway ask for a loan?", "Whom did Sweden ask for a loan?"),
        ("How large a loan did Norway ask Denmark for?", "At what interest did Norway ask Denmark for a loan?"),
    ],
)
def test_it_prefers_the_question_that_the_text_answers(reranker: PackagedReranker, right: str, wrong: str) -> None:
    assert reranker.reads(right, [TEXT])[0] > reranker.reads(wrong, [TEXT])[0] + 0.5


def test_texts_are_read_one_by_one_whatever_stands_beside_them(reranker: PackagedReranker) -> None:
    texts = [TEXT, "The ferry was late.", f"{TEXT} {TEXT}", ""]
    together = reranker.reads("Who asked Denmark for a loan?", texts)
    alone = [reranker.reads("Who asked Denmark for a loan?", [text])[0] for text in texts]
    assert together.shape == (4,)
    assert np.abs(together - np.array(alone)).max() < 0.5
    assert reranker.reads("Who?", []).shape == (0,)


def test_it_chooses_the_sentence_that_answers(reranker: PackagedReranker) -> None:
    texts = [
        "Norway and Denmark have talked about a loan of 40 million crowns since March.",
        "The loan would let Norway mend the bridge, its prime minister said.",
        "Denmark turned the request down because its own budget leaves no room.",
    ]
    assert reranker.reads("Why did Denmark refuse Norway the loan?", texts).argmax() == 2
    assert reranker.reads("What does Norway want the loan for?", texts).argmax() == 1


def test_its_lower_half_is_that_of_the_packaged_model() -> None:
    folder = model_folder(CROSS_ENCODER)
    files = folder / CROSS_ENCODER.weights, folder / "tokenizer.json"
    lower = OnnxEncoder(*files, max_tokens=64, output=HIDDEN)
    _, mask, hidden = next(lower.run([("Who asked Denmark?", TEXT)], batch_size=1))
    assert hidden.shape == (1, mask.shape[1], 384)
    assert Reader(lower).reads("Who asked Denmark?", [TEXT]).shape == (1,)
