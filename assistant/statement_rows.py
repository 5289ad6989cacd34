"""Statements as rows: the JSON objects and the CSV of CONTRACT.md."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from corpus.attribution.acts import codes
from corpus.span import Span
from corpus.times.expressions import Time, times_in
from index.statements import StoredStatement

COLUMNS = (
    "article", "published", "publisher", "passage", "source", "actor", "source_named", "cue", "act", "plover",
    "addressee", "addressee_actor", "content", "polarity", "modality", "condition", "verbatim", "reported_by",
    "confidence", "quote", "start", "end", "spans", "times",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def statement_row(stored: StoredStatement) -> dict[str, Any]:
    """One statement with all that the contract shows of it, in the order of COLUMNS."""
    statement, article = stored.statement, stored.article
    contents = [span.of(article.text) for span in statement.content]
    return {
        "article": article.id,
        "published": article.published,
        "publisher": article.publisher,
        "passage": stored.passage,
        "source": _text(statement.source, article.text),
        "actor": statement.actor,
        "source_named": statement.source_named,
        "cue": statement.cue.of(article.text),
        "act": statement.act.value,
        "plover": codes(statement.act).plover,
        "addressee": _text(statement.addressee, article.text),
        "addressee_actor": statement.addressee_actor,
        "content": contents if len(contents) > 1 else (contents[0] if contents else None),
        "polarity": statement.polarity.value,
        "modality": statement.modality.value,
        "condition": _text(statement.condition, article.text),
        "verbatim": statement.verbatim,
        "reported_by": list(statement.reported_by),
        "confidence": round(statement.confidence, 3),
        "quote": statement.sentence.of(article.text),
        "start": statement.sentence.start,
        "end": statement.sentence.end,
        "spans": {
            "source": _ends(statement.source),
            "cue": _ends(statement.cue),
            "content": [_ends(span) for span in statement.content],
            "addressee": _ends(statement.addressee),
            "condition": _ends(statement.condition),
        },
        "times": [_time(found) for found in times_in(article, statement.sentence)],
    }


def told_statement(stored: StoredStatement, marker: int) -> dict[str, Any]:
    """A statement as an answer shows it beside the citation ``marker``."""
    row = statement_row(stored)
    shown = {name: row[name] for name in ("source", "act", "addressee", "content", "polarity", "reported_by")}
    return {**shown, "marker": marker, "spans": row["spans"], "times": row["times"]}


def to_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as CSV, safe to open in a spreadsheet: no cell can be taken for a formula.

    >>> to_csv([{name: "=1+1" if name == "source" else None for name in COLUMNS}]).splitlines()[1][:10]
    ",,,,'=1+1,"
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(row[name]) for name in COLUMNS] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, str):
        return value
    return ("'" if value.startswith(_FORMULA) else "") + value.replace("\r", " ")


def _text(span: Span | None, text: str) -> str | None:
    return None if span is None else span.of(text)


def _time(found: Time) -> dict[str, Any]:
    """An expression of time in the words of the text, with the first and the last day that it means, null if open."""
    days = found.days
    return {
        "text": found.text,
        "start": found.span.start,
        "end": found.span.end,
        "from": None if days is None else days.first.isoformat(),
        "to": None if days is None else days.last.isoformat(),
    }


def _ends(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]
