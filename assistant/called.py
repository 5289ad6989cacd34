"""The names of a question: the same question by the other names that its parties go by, as the articles tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.actors.aliases import fold
from corpus.actors.mentions import mentions
from index.other_names import OtherNames, names_of

MOST_FORMS = 3  # of a question, each of which is looked up


@dataclass(frozen=True, slots=True)
class Form:
    """A question by one of its parties' names: the last turn as it was ``asked``, and made to stand alone.

    ``notes`` say for whom a name is taken.
    """

    asked: str
    standalone: str
    notes: tuple[str, ...] = ()


def forms_of(asked: str, standalone: str, known: OtherNames) -> list[Form]:
    """A question as it was asked, and by the other names of who is named in it.

    >>> from index.other_names import Told
    >>> known = {"Sunny": Told("Ann Lee", "a.txt")}
    >>> [form.standalone for form in forms_of("What did Lee ask?", "What did Lee ask?", known)]
    ['What did Lee ask?', 'What did Sunny ask?']
    """
    found = [Form(asked, standalone)]
    for name, other, note in _others(standalone, known):
        found.append(Form(_replaced(asked, name, other), _replaced(standalone, name, other), (note,)))
    return found[:MOST_FORMS]


def _others(question: str, known: OtherNames) -> Iterator[tuple[str, str, str]]:
    """(name in the question, another name, a note on it)."""
    if not known:
        return
    named = [mention.name for mention in mentions(question, [(0, len(question))])]
    named += [other for other in known if re.search(rf"(?<!\w){re.escape(other)}(?!\w)", question)]
    for name in dict.fromkeys(named):
        whose = next((told for other, told in known.items() if fold(other) == fold(name)), None)
        for other in names_of(name, known)[1:]:
            told = known.get(other) or whose
            if told is not None and fold(other) not in fold(question):
                note = f"“{other if other in known else name}” is taken for {told.name}, as {told.article} says."
                yield name, other, note


def _replaced(question: str, name: str, other: str) -> str:
    return re.sub(rf"(?<!\w)(?:[Tt]he )?{re.escape(name)}(?!\w)", lambda _: other, question)
