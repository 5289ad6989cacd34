"""The proofs beside the answer: each source with its quote marked, and the whole article at that place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.answer import Citation, Nearest
from assistant.chat.escape import escaped, isolated
from assistant.chat.source import Card, card
from assistant.chat.turn import Turn
from assistant.remarks import remarks_on
from assistant.words import say
from corpus.span import Span
from index.catalog import StoredPassage
from index.statements import StoredStatement

Proof = Citation | Nearest
ReadPassage = Callable[[int], StoredPassage]
ReadStatements = Callable[[int], Sequence[StoredStatement]]


def empty() -> str:
    """What stands there before the first question."""
    told = escaped(say("proofs.empty"))
    return f'<div class="proofs-empty"><h2>{escaped(say("proofs.title"))}</h2><p>{told}</p></div>'


def proofs(turns: Sequence[Turn], read: ReadPassage, stated: ReadStatements = lambda passage: ()) -> str:
    """The proofs of a conversation, those of the latest question first and open.

    ``read`` gives a passage, with the version of the article that it was cited from, by the passage's id; ``stated``
    the statements in it.
    """
    if not turns:
        return empty()
    latest, *earlier = reversed(turns)
    sections = [_section(latest, read, stated)]
    sections += [
        f'<details class="earlier"><summary>{escaped(say("proofs.earlier"))} {isolated(turn.answer.question)}</summary>'
        f"{_section(turn, read, stated)}</details>"
        for turn in earlier
        if turn.proofs
    ]
    return "".join(sections)


def within(statements: Sequence[StoredStatement], quote: Span) -> tuple[StoredStatement, ...]:
    """The statements whose cue is in a quote."""
    return tuple(one for one in statements if one.statement.cue.overlaps(quote))


def _section(turn: Turn, read: ReadPassage, stated: ReadStatements) -> str:
    cards = "".join(_card(turn, position, proof, read, stated) for position, proof in enumerate(turn.proofs, 1))
    if turn.answer.abstained:
        about = f"<strong>{escaped(say('proofs.not'))}</strong>"
        heading, kind = say("proofs.nearest"), "nearest"
    else:
        about, heading, kind = "", say("proofs.title"), "cited"
    intro = f"<p>{about}</p>" if about and cards else ""
    nothing = "" if cards else f"<p>{escaped(say('proofs.nothing'))}</p>"
    return f'<section class="{kind}"><h2>{escaped(heading)}</h2>{intro}{nothing}{cards}</section>'


def _card(turn: Turn, position: int, proof: Proof, read: ReadPassage, stated: ReadStatements) -> str:
    quote = Span(proof.article, proof.start, proof.end)
    is_cited = isinstance(proof, Citation)
    no_answer = f'<span class="badge not">{escaped(say("proofs.badge"))}</span>'
    badge = f'<span class="badge">{position}</span>' if is_cited else no_answer
    said = within(stated(proof.passage), quote) if is_cited else ()
    shown = Card(
        turn.proof_id(position), f"proofs-{turn.number}", badge, quote, is_open=position == 1, said=said,
        remarks=remarks_on(proof) if isinstance(proof, Citation) else (),
    )  # fmt: skip
    return card(shown, read(proof.passage))
