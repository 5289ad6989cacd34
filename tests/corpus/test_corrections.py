from __future__ import annotations

import pytest

from corpus.article import Article
from corpus.clean import clean
from corpus.corrections import NoteKind, notes

STORY = "The ferry to Skagen was late again.\n\nPassengers asked the council for a refund."
C, K, U, E, R = (
    NoteKind.CORRECTION,
    NoteKind.CLARIFICATION,
    NoteKind.UPDATE,
    NoteKind.EDITORS_NOTE,
    NoteKind.RETRACTION,
)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Correction: The ferry carries 400 people, not 4,000.", C),
        ("CORRECTION — The mayor's name is Olsen.", C),
        ("Corrections & Clarifications: A previous version gave the wrong pier.", C),
        ("Correction (March 4): The vote was on Tuesday.", C),
        ("(This story has been updated to correct the spelling of a name.)", C),
        ("This article was amended on 4 March 2031 because an earlier version misstated the fare.", C),
        ("An earlier version of this article incorrectly said the pier was closed.", C),
        ("A previous version of this headline misidentified the captain.", C),
        ("Editor's note: This story was corrected to say that the strike ended.", C),
        ("*This report contained an error about the cost of the bridge.*", C),
        ("Clarification: The company runs the ferry, but does not own it.", K),
        ("This piece has been clarified.", K),
        ("This story was updated to add new information.", U),
        ("Updated March 18, 2031: This article has been updated throughout.", U),
        ("Editors’ Note: The author is married to a member of the council.", E),
        ("EDITOR’S NOTE — The harbour office owns a share of this newspaper.", E),
        ("Retraction: The claims about the captain could not be upheld.", R),
        ("This article has been retracted.", R),
        ("This story was withdrawn by the Fjord Post on March 9.", R),
        ("Editor's note: The Fjord Post has retracted this article after a review.", R),
        ("Note: This post has been taken down at the request of the harbour office.", R),
    ],
)
@pytest.mark.parametrize("place", ["first", "last", "label alone"])
def test_notes_are_found_where_they_stand(line: str, kind: NoteKind, place: str) -> None:
    if place == "label alone" and not line.startswith("Updated"):
        line = line.replace(": ", ":\n\n", 1)
    text = clean(f"{line}\n\n{STORY}" if place == "first" else f"{STORY}\n\n{line}")
    found = notes(Article("a", text, "a.txt"))
    assert [note.kind for note in found] == [kind]
    assert found[0].span.of(text).startswith(line[:8])
    assert found[0].span.of(text).split()[-1] == line.split()[-1]


@pytest.mark.parametrize(
    "line",
    [
        "Editor's note: For the latest news on the strike, read our live updates.",
        "Editor's note: Follow along here for the results.",
        "This story will be updated.",
        "Note: This list will be updated as more ferries are announced.",
        "The company issued a correction on Monday.",
        "The senator corrected herself: the sum was ten crowns.",
        "The paper was retracted by the journal in March.",
        "“This article has been retracted,” the journal said of the study.",
        "Adult corrections have moved 2,000 people.",
        "The journal has retracted the study on herring.",
        "The minister withdrew the report from the council.",
        "Update: the ferry sails again at noon.",
        "Withdrawn: three candidates for mayor.",
        "This report was read in the council.",
        "Corrections officers asked for more pay.",
        "Correction facilities stay closed.",
        "",
    ],
)
def test_what_is_no_note(line: str) -> None:
    assert notes(Article("a", f"{STORY}\n{line}", "a.txt")) == []


def test_a_note_ends_before_the_story_goes_on_and_before_the_next_paragraph() -> None:
    text = "Correction: One. Two. Three. The ferry was late. It was full.\nThe story."
    assert notes(Article("a", text, "a"))[0].span.of(text) == "Correction: One. Two. Three."


@pytest.mark.parametrize("title", ["Retracted: Ferry sinks", "[RETRACTED] - Ferry sinks", "Withdrawn — Ferry sinks"])
def test_a_retracted_headline(title: str) -> None:
    found = notes(Article("a", STORY, "a", title=title))
    assert [(note.kind, note.span.start, note.span.end) for note in found] == [(R, 0, 0)]
    assert not notes(Article("a", STORY, "a", title="Minister withdrawn from talks"))
