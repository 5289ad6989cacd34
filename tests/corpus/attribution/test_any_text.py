"""Whatever the text: statements are read without a hang or a crash, and every span lies in the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.article import Article
from corpus.attribution.statements import statements
from corpus.statement import Statement


def article(text: str) -> Article:
    return Article("a.txt", text, "a.txt")


def check(text: str, made: list[Statement]) -> None:
    """Every span lies in the text and is of this article."""
    for found in made:
        spans = [found.sentence, found.cue, found.source, found.addressee, found.condition, *found.content]
        for span in spans:
            assert span is None or (span.article_id == "a.txt" and 0 <= span.start < span.end <= len(text))
        assert found.sentence.start <= found.cue.start and found.cue.end <= found.sentence.end
        assert len(found.reported_by) <= 12 and all(name in text for name in found.reported_by)


HOSTILE = {
    "empty": "",
    "spaces": " \n\n ",
    "long sentence": "He said that " + "the talks go on and " * 10_000,
    "one long word": "said" * 50_000,
    "open quotes": "“He said “that “" * 3_000,
    "straight quotes": 'He said " ' * 5_000,
    "nested": "“" * 2_000 + "said Anna." + "”" * 2_000,
    "right to left": "قال المسؤول إن المحادثات مستمرة. " * 500,
    "names": "Anna Berg, Carl Dahl, Eva Falk, " * 2_000,
    "brackets": "[(" * 5_000 + "he said" + ")]" * 5_000,
    "according": "according to " * 3_000,
    "commas": "Norway demands, which include " + "a, " * 5_000 + ".",
    "paragraphs of quotes": "\n".join("“We want it now.”" for _ in range(2_000)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_neither_hang_nor_crash(text: str) -> None:
    began = time.perf_counter()
    check(text, statements(article(text)))
    assert time.perf_counter() - began < 60


PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "''",
        "‘",
        "’",
        "'",
        " said ",
        " told ",
        " the talks ",
        " Norway ",
        " not ",
        " if ",
        " to ",
        " accept ",
        ",",
        ".",
        "\n",
        "\n\n",
        " according to ",
        " “We will not go,” ",
        " demands ",
        " which include ",
        " a plan ",
        "—",
        "[",
        "]",
        " who ",
        " that ",
        " refuses ",
        " officials ",
        "\u202e",
        "é",
        "😀",
        " must ",
        " citing ",
        " as saying ",
        " will ",
        " proposed by ",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
@example(" said  refuses  if  according to ‘.” said “")  # a content that is nothing but quotation marks
def test_any_mixture_gives_sound_spans(text: str) -> None:
    check(text, statements(article(text)))


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_sound_spans(text: str) -> None:
    check(text, statements(article(text)))
