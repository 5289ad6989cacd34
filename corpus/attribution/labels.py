"""Who speaks by a label: headlines such as “Minister: talks to resume”, “Talks to resume: source”."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from corpus.attribution.acts import words
from corpus.attribution.agents import is_document, listed_agents
from corpus.attribution.found import Found, Parsed, tokens_span
from corpus.attribution.grammar import is_verb
from corpus.statement import Act

MAX_LABEL = 4
_MARKS = frozenset("‘’“”\"'")


def labelled(parsed: Parsed) -> Iterator[Found]:
    """A speaker before a colon, or behind one at the end of a headline: “Norway to free sailors: report”."""
    doc, head = parsed.doc, parsed.unit.sentence[0] == 0
    colons = [token.i for token in doc if token.text == ":"]
    if not colons or len(doc) > 40 or parsed.unit.quotation is not None or (doc[-1].text == "." and not head):
        return
    first, last = colons[0], colons[-1]
    if 0 < first <= MAX_LABEL and first + 2 < len(doc):
        told, rest = list(doc[:first]), list(doc[first + 1 :])
        folded = tuple(dict.fromkeys(n for token in rest if (n := parsed.quotation(token)) is not None))
        quoted = bool(folded) or any(token.text in _MARKS for token in rest)
        named = head and quoted and told[-1].tag_ in ("NNP", "NNPS")
        role = _speaks(told[-1]) if head else told[-1].lower_ in words("other", "anonymous")
        if (named or role) and _is_label(told) and any(map(is_verb, rest)):
            yield _found(parsed, told, rest, folded, doc[first])
            return
    if len(doc) - last - 1 in (1, 2, 3) and last > 3:
        told, rest = list(doc[last + 1 :]), list(doc[:last])
        if _tells(told[-1]) and any(is_verb(token) for token in rest):
            yield _found(parsed, told, rest, (), doc[last])


def _is_label(told: list[Token]) -> bool:
    return all(token.tag_.startswith(("NN", "JJ", "DT", "POS", "CD")) for token in told)


def _speaks(token: Token) -> bool:
    """Whether a label names a role: “Minister:”, “Official:”, and no “Exclusive:”, “Fact check:”."""
    return _tells(token) or (token.lower_ in listed_agents() and token.lower_ not in words("other", "bodies"))


def _tells(token: Token) -> bool:
    return token.lower_ in words("other", "anonymous") or (
        is_document(token) and token.lower_ in ("report", "poll", "study", "reports", "survey")
    )


def _found(parsed: Parsed, told: list[Token], rest: list[Token], folded: tuple[int, ...], colon: Token) -> Found:
    who = told[-1]
    place, cue = parsed.span((told[0].i, who.i + 1)), parsed.span((colon.i, colon.i + 1))
    return Found(
        parsed=parsed, anchor=who, cue=cue, act=Act.STATE, part="phrase", source=who, source_range=place,
        content=tokens_span(parsed, rest), folded=folded, telling=True,
    )  # fmt: skip
