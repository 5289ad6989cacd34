from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given

from corpus.article import Article
from corpus.clean import clean
from corpus.load import load
from corpus.sentences import sentence_spans
from tests.conftest import SAMPLE
from tests.hostile import GIANTS, texts


def check(text: str) -> None:
    """In order, apart, stripped, within a line, and every character that is no white space in exactly one."""
    end = 0
    for start, stop in sentence_spans(text):
        assert end <= start < stop
        assert not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip()
        assert "\n" not in text[start:stop]
        end = stop
    assert not text[end:].strip()


@given(texts)
def test_sentences_cover_any_text(raw: str) -> None:
    check(raw)
    check(clean(raw))


@pytest.mark.parametrize("name", GIANTS)
def test_giants(name: str) -> None:
    check(GIANTS[name])


def test_the_sample_corpus() -> None:
    articles = [read for read in load(SAMPLE) if isinstance(read, Article)]
    assert len(articles) >= 30
    for article in articles:
        check(article.text)


def test_the_real_articles(data: Path) -> None:
    with (data / "news2024" / "articles.jsonl").open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            if number % 10 == 0:
                check(clean(json.loads(line)["text"]))


@pytest.mark.parametrize(
    "sentences",
    [
        ["Gen. Rashad met Mr. Lee of the U.S. delegation on Oct. 7.", "They talked."],
        ["“We do not trust them,” he said.", "“Not for a second.”"],
        ["Will it hold?", "No!", "He left."],
        ["It cost $3.5 million.", "The U.K. paid."],
    ],
)
def test_boundaries(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences
