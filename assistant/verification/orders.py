"""Whether a sentence gives an order instead of telling something."""

from __future__ import annotations

from spacy.tokens import Doc

from corpus.attribution.grammar import child

_WITH_SUBJECT = ("nsubj", "nsubjpass", "csubj", "expl", "aux", "auxpass")


def gives_order(doc: Doc) -> bool:
    """Whether a main verb of a parsed sentence is an imperative: in its base form, though it may be called to somebody.

    “Tell the reader …”, “Dear reader, forget …”; not “Prices rise”, “The board should meet”.
    """
    main = [token for token in doc if token.dep_ == "ROOT"]
    bare = any(
        verb.tag_ == "VB" and child(verb, "aux", "auxpass", "nsubjpass", "expl", "csubj") is None for verb in main
    )
    return bare or any(verb.tag_ == "VBP" and child(verb, *_WITH_SUBJECT) is None for verb in main)
