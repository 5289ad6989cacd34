"""A conversation to keep: as Markdown, HTML and JSON, each with full citations."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Sequence

from assistant.answer import Citation, Nearest
from assistant.chat.proofs import ReadPassage
from assistant.chat.source import citation_line
from assistant.chat.turn import Turn
from assistant.chat.wanted import in_words
from assistant.remarks import remarks_on
from assistant.words import say
from corpus.span import Span

_MARKDOWN = "\\`*_{}[]()<>#+-.!|~$"


def as_json(turns: Sequence[Turn], read: ReadPassage) -> str:
    """The answers as CONTRACT.md has them, each citation with the SHA-256 of the article version that it cites."""
    told = []
    for turn in turns:
        answer = turn.answer.to_json()
        for proof in (*answer["citations"], *answer["nearest"]):
            proof["sha256"] = read(proof["passage"]).article.digest()
        told.append({**answer, "filters": turn.wanted.given()})
    return json.dumps({"format": "demarche conversation 1", "turns": told}, ensure_ascii=False, indent=2)


def as_markdown(turns: Sequence[Turn], read: ReadPassage) -> str:
    """The conversation as Markdown; nothing of an article is taken for markup."""
    return "\n\n".join(
        block
        for turn in turns
        for block in (
            f"## {_plain(turn.answer.question)}",
            *(f"*{_plain(note)}*" for note in _notes(turn)),
            "\n\n".join(_plain(line) for line in turn.answer.answer.split("\n")),
            "\n".join(f"{mark}. {_plain(line)}" for mark, line in _sources(turn, read)),
        )
        if block
    )


def as_html(turns: Sequence[Turn], read: ReadPassage) -> str:
    """The conversation as a page of its own: no script, no style of others, everything escaped."""
    safe = html.escape
    parts = []
    for turn in turns:
        parts.append(f"<h2>{safe(turn.answer.question)}</h2>")
        parts += [f"<p><em>{safe(note)}</em></p>" for note in _notes(turn)]
        parts += [f"<p>{safe(line)}</p>" for line in turn.answer.answer.split("\n")]
        sources = "".join(f'<li value="{mark}">{safe(line)}</li>' for mark, line in _sources(turn, read))
        parts.append(f"<ol>{sources}</ol>" if sources else "")
    style = "body{font:1.1rem/1.6 Georgia,serif;max-width:42rem;margin:2rem auto;padding:0 1rem}li{font-size:.95rem}"
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Demarche</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><style>{style}</style></head>'
        f"<body>{''.join(parts)}</body></html>"
    )


FORMS: dict[str, Callable[[Sequence[Turn], ReadPassage], str]] = {"md": as_markdown, "html": as_html, "json": as_json}


def _notes(turn: Turn) -> list[str]:
    answer = turn.answer
    notes = []
    if answer.standalone_question != answer.question:
        notes.append(say("keep.understood", question=answer.standalone_question))
    if turn.wanted:
        notes.append(say("answer.only", words=in_words(turn.wanted)))
    return [*notes, *answer.notes]


def _sources(turn: Turn, read: ReadPassage) -> list[tuple[int, str]]:
    """(number, citation) for each proof. What merely comes closest says so."""
    return [(number, _source(proof, read)) for number, proof in enumerate(turn.proofs, 1)]


def _source(proof: Citation | Nearest, read: ReadPassage) -> str:
    line = citation_line(read(proof.passage).article, Span(proof.article, proof.start, proof.end))
    return " ".join([line, *remarks_on(proof)]) if isinstance(proof, Citation) else f"{say('keep.nearest')} {line}"


def _plain(text: str) -> str:
    return "".join(f"\\{mark}" if mark in _MARKDOWN else mark for mark in " ".join(text.split()))
