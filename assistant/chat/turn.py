"""One exchange of a conversation: all that the page knows of it."""

from __future__ import annotations

from collections.abc import Sequence
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

    @property
    def after(self) -> str:
        """What a follow-up was asked after: the questions before it that it needs; else empty."""
        return self.answer.standalone_question.removesuffix(self.answer.question).strip()

    def link(self) -> str:
        """A relative URL that asks the same again in a new conversation."""
        follows = {"after": self.after} if self.after else {}
        return self.wanted.link(q=self.answer.question, **follows)


def asked(turns: Sequence[Turn]) -> tuple[str, ...]:
    """The questions of a conversation, oldest first, with those that its first one followed elsewhere."""
    return (*(turn.after for turn in turns[:1] if turn.after), *(turn.answer.question for turn in turns))
