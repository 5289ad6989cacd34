"""What fills a slot of a cue’s frame."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Content:
    """What fills a slot: its head, its tokens (one group for each content of a list), who is to do it.

    ``stop`` is where the phrase of the addressee ends, if the parse has lost it.
    """

    root: Token | None = None
    groups: tuple[tuple[Token, ...], ...] = ()
    addressee: Token | None = None
    stop: Token | None = None
