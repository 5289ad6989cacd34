"""What can be wrong with a sentence, and what it is held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What a sentence says that its quotes do not."""

    UNCITED = "uncited"
    QUOTE = "quote"
    NAME = "name"
    NUMBER = "number"
    DATE = "date"
    ROLE = "role"
    ACT = "act"
    NEGATION = "negation"
    CERTAINTY = "certainty"
    MARKUP = "markup"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault, and the words that show it; ``firm`` if no model may outweigh it, whatever its kind."""

    fault: Fault
    words: str
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A cited text and what is known of its article; ``published`` is ISO 8601."""

    text: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None

    @property
    def known(self) -> str:
        """All words that an answer may take from it, but for the date."""
        return "\n".join(part for part in (self.text, self.title, self.publisher) if part)


def all_known(quotes: Sequence[Quote]) -> str:
    """All words that may be taken from some quotes."""
    return "\n".join(quote.known for quote in quotes)
