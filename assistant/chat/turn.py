"""One exchange of a conversation: all that the page knows of it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from assistant.answer import Answer, Citation, Nearest
from index.filters import ALL, Filters


@dataclass(frozen=True, slots=True)
class Turn:
    """An answered question. ``number`` counts from 1 in its conversation and stands in the ids of its proofs."""

    number: int
    answer: Answer
    filters: Filters = ALL

    @property
    def proofs(self) -> tuple[Citation | Nearest, ...]:
        """What is shown beside the answer: its citations; for an abstention, what comes closest."""
        return self.answer.nearest if self.answer.abstained else self.answer.citations

    def proof_id(self, position: int) -> str:
        """The id, within the page, of the ``position``-th proof, from 1."""
        return f"proof-{self.number}-{position}"

    def link(self) -> str:
        """A relative URL that asks the same again in a new conversation."""
        given = {"since": self.filters.since, "until": self.filters.until, "publisher": self.filters.publisher}
        return "?" + urlencode({"q": self.answer.standalone_question, **{k: v for k, v in given.items() if v}})


def filters_in_words(filters: Filters) -> str:
    """What a filter lets through, in words; empty if it lets all through.

    >>> filters_in_words(Filters(since="2024-01-01", publisher="AP"))
    'published since 2024-01-01, by AP'
    """
    words = [f"since {filters.since}"] if filters.since else []
    words += [f"until {filters.until}"] if filters.until else []
    dates = f"published {' and '.join(words)}" if words else ""
    return ", ".join(part for part in (dates, f"by {filters.publisher}" if filters.publisher else "") if part)
