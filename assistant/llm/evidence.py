"""What else a model may read: the evidence next to that which an answer cites."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Answer, cite
from assistant.evidence import Evidence
from assistant.llm.gate import Given
from assistant.roles import Fit
from assistant.select import distinct
from assistant.statement_rows import told_statement
from assistant.verification.orders import gives_order
from corpus.attribution.parse import parse

MOST = 4
_CONTRARY = (Fit.SWAPPED, Fit.CONTRADICTED)


def more_evidence(answer: Answer, found: Sequence[Evidence]) -> list[Given]:
    """Up to ``MOST`` further sentences, best first, that neither contradict the question nor repeat what is cited.

    Only sentences in which somebody is reported to say or do something: an order to the reader, in whatever language,
    has nobody who gives it, and so is not sent as evidence that could be cited.
    """
    cited = {(one.article, one.start, one.end) for one in answer.citations}
    told = [item for item in found if _place(item) in cited]
    fitting = [item for item in found if item.fit not in _CONTRARY and _is_attributed(item)]
    new = [item for item in distinct([*told, *fitting]) if _place(item) not in cited]
    return [_given(item, marker) for marker, item in enumerate(new[:MOST], len(answer.citations) + 1)]


def _is_attributed(item: Evidence) -> bool:
    attributed = any(stored.statement.source is not None for stored in item.statements)
    return attributed and not any(gives_order(doc) for doc in parse([item.text]))


def _place(item: Evidence) -> tuple[str, int, int]:
    return item.article.id, item.span.start, item.span.end


def _given(item: Evidence, marker: int) -> Given:
    statements = tuple(told_statement(stored, marker) for stored in item.statements)
    return Given(cite(marker, item.article, item.passage, item.span), statements)
