"""From evidence to the words of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from assistant.answer import Citation, cite
from assistant.evidence import Evidence

MAX_SENTENCES = 2
MARGIN = 1.0  # a second sentence is told if its score is this close to the first: benchmarks/abstention.py


class Writer(Protocol):
    """Says what the evidence says, each sentence with its marker."""

    def write(self, question: str, evidence: Sequence[Evidence]) -> tuple[str, tuple[Citation, ...]]:
        """The answer's text and its citations, for at least one piece of evidence, best first."""


class ExtractiveWriter:
    """The best sentences as they stand in the articles; nothing is reworded."""

    def write(self, question: str, evidence: Sequence[Evidence]) -> tuple[str, tuple[Citation, ...]]:
        """See Writer."""
        told = _distinct([item for item in evidence if item.score >= evidence[0].score - MARGIN])[:MAX_SENTENCES]
        citations = tuple(cite(marker, item.article, item.passage, item.span) for marker, item in enumerate(told, 1))
        return " ".join(_marked(cited) for cited in citations), citations


def _marked(citation: Citation) -> str:
    """The quote as a sentence of the answer, its marker before its full stop."""
    sentence = " ".join(citation.quote.split())
    if sentence.endswith("."):
        return f"{sentence[:-1]} [{citation.marker}]."
    return f"{sentence} [{citation.marker}]"


def _distinct(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Evidence without sentences that were told already, in the same words."""
    seen: set[str] = set()
    kept = []
    for item in evidence:
        words = "".join(filter(str.isalnum, item.text.casefold()))
        if words not in seen:
            seen.add(words)
            kept.append(item)
    return kept
