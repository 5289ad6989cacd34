"""One exchange of a conversation: all that the page knows of it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Answer, Citation, Nearest
from assistant.chat.wanted import EVERYTHING, Wanted


@dataclass(frozen=True, slots=True)
class Turn:
    """An answered question. ``number`` counts from 1 in its conversation and stands in the ids of its proofs."""

    number: int
    answer: Answer
    wanted: Wanted = EVERYTHING

    @property
    def proofs(self) -> tuple[Citation | Nearest, ...]:
        """What is shown beside the answer: its citations; for an abstention, what comes closest."""
        return self.answer.nearest if self.answer.abstained else self.answer.citations

    def proof_id(self, position: int) -> str:
        """The id, within the page, of the ``position``-th proof, from 1."""
        return f"proof-{self.number}-{position}"

    def link(self) -> str:
        """A relative URL that asks the same again in a new conversation."""
        return self.wanted.link(q=self.answer.standalone_question)
