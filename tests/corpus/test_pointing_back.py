"""Sentences that must be read with the one before."""

from __future__ import annotations

import pytest

from corpus.article import Article
from corpus.pointing_back import points_back, with_sentence_before
from corpus.sentences import sentence_spans
from corpus.span import Span

TEXT = (
    "The bridge at Vessel is shut.\nMayor Ida Holm asked the ministry for a loan on Monday. She wants it before the winter.\n"
    '"We will pay it back," she said.\n“Two banks refused,” Ida Holm added.'
)


@pytest.mark.parametrize(
    ("sentence", "back"),
    [
        ("She wants it before the winter.", True),
        ("This would cost nine million.", True),
        ("“They have our word,” he said.", True),
        ("Neither answered.", True),
        ("The company refused.", True),
        ("The ministry refused.", False),
        ("She met Ida Holm in May.", False),
        ("Norway said that it would pay.", False),
    ],
)
def test_what_points_back(sentence: str, back: bool) -> None:
    assert points_back(sentence) is back


def test_a_sentence_that_points_back_is_read_behind_the_one_before() -> None:
    article = Article("a", TEXT, "a", "Vessel bridge")
    spans = [Span("a", start, end) for start, end in sentence_spans(TEXT)]
    shown = [with_sentence_before(article, span) for span in spans]
    assert shown[0] == "Vessel bridge. The bridge at Vessel is shut."
    assert shown[1] == "Vessel bridge. Mayor Ida Holm asked the ministry for a loan on Monday."
    assert shown[2] == (
        "Vessel bridge. Mayor Ida Holm asked the ministry for a loan on Monday. | She wants it before the winter."
    )
    assert shown[3].endswith('She wants it before the winter. | "We will pay it back," she said.')
    assert "|" not in shown[4]


def test_the_first_sentence_and_long_ones_before() -> None:
    first = Article("a", "He left.", "a", None)
    assert with_sentence_before(first, Span("a", 0, 8)) == "He left."
    long = "Nobody " + "very " * 200 + "well knew.\nHe left."
    article = Article("b", long, "b", "Left")
    told = with_sentence_before(article, Span("b", len(long) - 8, len(long)))
    assert told.endswith(" | He left.")
    assert len(told.split()) <= 35
