"""Sources named beside a clause: “according to the ministry”, “in the view of the bank”."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from corpus.attribution.acts import lemmas, words
from corpus.attribution.agents import is_agent
from corpus.attribution.control import doer
from corpus.attribution.found import Found, Parsed, tokens_span
from corpus.attribution.grammar import child, noun_phrase
from corpus.statement import Act

_NOT_TELLERS = words("other", "no_tellers")
_CLIMBED = frozenset(
    {"xcomp", "ccomp", "prep", "pobj", "dobj", "attr", "acomp", "npadvmod", "advmod", "agent", "pcomp"}
)


def sourcing_statements(parsed: Parsed) -> Iterator[Found]:
    """One statement for each “according to”, and for each “citing two officials”."""
    for token in parsed.doc:
        if token.lower_ == "citing" and (cited := _citing(parsed, token)) is not None:
            yield cited
        if token.lower_ == "according":
            to = next((found for found in token.children if found.lower_ == "to"), None)
            noun = child(to, "pobj") if to is not None else None
            if to is not None and noun is not None and noun.lower_ not in _NOT_TELLERS:
                found = _according(parsed, token, to, noun)
                if any(end - start > 12 for start, end in found.content):
                    yield found


def _citing(parsed: Parsed, citing: Token) -> Found | None:
    """“reported, citing two officials as saying, that …”: the officials say what is reported."""
    who = child(citing, "dobj")
    if who is None:
        return None
    doc, start = citing.doc, who.right_edge.i + 1
    saying = next((token for token in doc[who.i : who.i + 8] if token.lower_ == "saying"), None)
    person = who.tag_ in ("NNP", "NNPS") or who.lower_ in words("other", "anonymous")
    if not person and not (saying is not None and is_agent(who)):
        return None
    that = next(
        (token.i for token in doc[citing.i : citing.i + 16] if token.lower_ == "that" and token.i > who.i), None
    )
    content = tokens_span(parsed, list(doc[: citing.i] if that is None else doc[that + 1 :]))
    cue = saying if saying is not None else citing
    return Found(
        parsed=parsed, anchor=cue, cue=parsed.span((cue.i, cue.i + 1)), act=Act.STATE, part="phrase", source=who,
        source_range=parsed.span((who.left_edge.i, min(start, who.i + 1))), content=content, telling=True,
        relayed=(parsed.name(noun_phrase(outlet)),) if (outlet := doer(citing)) is not None else (),
    )  # fmt: skip


def _according(parsed: Parsed, according: Token, to: Token, noun: Token) -> Found:
    root = _clause_of(according)
    own = {token.i for token in according.subtree}
    lead = {
        found.i
        for found in root.children
        if found.i < root.i and found.dep_ in ("mark", "advmod") and found.tag_ in ("IN", "WRB")
    }
    if root.dep_ not in ("relcl", "advcl"):
        lead = set()
    content = tokens_span(parsed, [token for token in root.subtree if token.i not in own | lead])
    return Found(
        parsed=parsed,
        anchor=according,
        cue=parsed.span((according.i, to.i + 1)),
        act=Act.STATE,
        part="phrase",
        source=noun,
        source_range=parsed.span(noun_phrase(noun)),
        content=content,
        root=root,
        folded=tuple(dict.fromkeys(n for token in root.subtree if (n := parsed.quotation(token)) is not None)),
        telling=True,
    )


def _clause_of(according: Token) -> Token:
    """The clause that the phrase hangs on; its noun is left for the verb above it."""
    over = according.head
    while over.dep_ in _CLIMBED and over.head != over:
        over = over.head
    before = according.i - 1
    if over.dep_ == "ROOT" and over.lower_ in lemmas("verb") and before > 0 and according.doc[before].text == ",":
        return _last_clause(according.doc[before - 1], over)
    return over


def _last_clause(token: Token, top: Token) -> Token:
    """The innermost full clause that ends with a token: the main clause has a teller of its own."""
    for found in (token, *token.ancestors):
        if found == top:
            break
        if found.dep_ in ("relcl", "conj", "advcl") and child(found, "nsubj", "nsubjpass") is not None:
            return found
    return top
