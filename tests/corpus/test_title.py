from __future__ import annotations

import pytest
from hypothesis import given

from corpus.clean import clean
from corpus.title import headline
from tests.hostile import texts

BODY = "\nIsrael has been talking to Egyptian officials of the first rank for some days, two of them said on Monday."


@pytest.mark.parametrize(
    "line",
    [
        "Norway seeks Denmark’s help for fishing talks with Iceland",
        "“We will not disarm”",
        "Who said no?",
        "2,000 die in quake",
    ],
)
def test_headlines(line: str) -> None:
    assert headline(line + BODY) == line


@pytest.mark.parametrize(
    "line",
    ["He said no.", "“He said no.”", "Hamas", "the talks go on", "word " * 31, "Among them:", "1 2 3", "And then…", ""],
)
def test_no_headlines(line: str) -> None:
    assert headline(line.strip() + BODY) is None


def test_a_headline_needs_something_longer_after_it() -> None:
    assert headline("Israel seeks help") is None
    assert headline("Israel seeks help\nShort.") is None


@given(texts)
def test_a_headline_is_the_first_line(text: str) -> None:
    cleaned = clean(text)
    assert headline(cleaned) in (None, cleaned.partition("\n")[0])
