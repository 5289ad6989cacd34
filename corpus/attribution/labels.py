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


def labelled(parsed: Parsed) -> Iterator[Found]:
    """A speaker before a colon, or behind one at the end of a headline: “Norway to free sailors: report”."""
    doc = parsed.doc
    colons = [token.i for token in doc if token.text == ":"]
    if not colons or len(doc) > 40 or doc[len(doc) - 1].text == "." or parsed.unit.quotation is not None:
        return
    first, last = colons[0], colons[-1]
    if 0 < first <= MAX_LABEL and first + 2 < len(doc):
        told, rest = list(doc[:first]), list(doc[first + 1 :])
        folded = tuple(dict.fromkeys(n for token in rest if (n := parsed.quotation(token)) is not None))
        if _speaks(told[-1]) and _is_label(told) and (folded or any(is_verb(token) for token in rest)):
            yield _found(parsed, told, rest, folded)
            return
    if len(doc) - last - 1 in (1, 2, 3) and last > 3:
        told, rest = list(doc[last + 1 :]), list(doc[:last])
        if _tells(told[-1]) and any(is_verb(token) for token in rest):
            yield _found(parsed, told, rest, ())


def _is_label(told: list[Token]) -> bool:
    return all(token.tag_.startswith(("NN", "JJ", "DT", "POS", "CD")) for token in told)


def _speaks(token: Token) -> bool:
    """Whether a label names a role: “Minister:”, “Official:”, and no “Exclusive:”, “Fact check:”."""
    return _tells(token) or (token.lower_ in listed_agents() and token.lower_ not in words("other", "bodies"))


def _tells(token: Token) -> bool:
    return token.lower_ in words("other", "anonymous") or (
        is_document(token) and token.lower_ in ("report", "poll", "study", "reports", "survey")
    )


def _found(parsed: Parsed, told: list[Token], rest: list[Token], folded: tuple[int, ...]) -> Found:
    who = told[-1]
    place = parsed.span((told[0].i, who.i + 1))
    return Found(
        parsed=parsed, anchor=who, cue=place, act=Act.STATE, part="phrase", source=who, source_range=place,
        content=tokens_span(parsed, rest), folded=folded, telling=True,
    )  # fmt: skip
