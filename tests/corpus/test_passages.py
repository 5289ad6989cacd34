from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.clean import clean
from corpus.load import load
from corpus.passages import LIMIT_TOKENS, passages
from corpus.sentences import sentence_spans
from corpus.tokens import count_tokens
from tests.conftest import SAMPLE
from tests.hostile import GIANTS, texts


def check(text: str, limit: int = LIMIT_TOKENS) -> None:
    """In order, apart, under the limit, within the article, and every character that is no white space in one."""
    end = 0
    for span in passages(Article("a", text, "a.txt"), limit_tokens=limit):
        assert span.article_id == "a"
        assert end <= span.start < span.end <= len(text)
        assert not text[end : span.start].strip()
        assert span.of(text) == span.of(text).strip()
        assert count_tokens(span.of(text)) <= limit
        end = span.end
    assert not text[end:].strip()


@given(texts, st.integers(16, 200))
def test_passages_cover_any_text(raw: str, limit: int) -> None:
    check(clean(raw), limit)


@pytest.mark.parametrize("name", GIANTS)
def test_giants(name: str) -> None:
    check(GIANTS[name])


def test_many_tokens_in_few_characters() -> None:
    """An emoji is several tokens: a sentence with fewer characters than the limit can be over it."""
    text = "👩‍👩‍👧‍👦" * 15
    assert len(text) < LIMIT_TOKENS < count_tokens(text)
    check(text)


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=120))
def test_short_texts_of_any_script(text: str) -> None:
    check(clean(text), 16)


def test_sentences_stay_whole_where_they_fit() -> None:
    articles = [read for read in load(SAMPLE) if isinstance(read, Article)]
    for article in articles:
        spans = passages(article)
        for start, end in sentence_spans(article.text):
            if count_tokens(article.text[start:end]) <= LIMIT_TOKENS:
                assert any(span.start <= start and end <= span.end for span in spans)


def test_passages_are_filled() -> None:
    """Two neighbours that would fit together are together, but for one cut out of a sentence over the limit."""
    text = "He said no to the offer. " * 200
    spans = passages(Article("a", text, "a.txt"))
    for one, two in zip(spans, spans[1:], strict=False):
        first_sentence = text[two.start : text.index(".", two.start) + 1]
        assert count_tokens(text[one.start : two.start] + first_sentence) > LIMIT_TOKENS


def test_a_sentence_over_the_limit_is_split_at_clause_marks() -> None:
    text = ", ".join(["the delegation left the city without reaching an agreement on the plan"] * 40) + "."
    spans = passages(Article("a", text, "a.txt"))
    assert len(spans) > 2
    assert all(span.of(text).endswith((",", ".")) for span in spans)


def test_the_real_articles(data: Path) -> None:
    with (data / "news2024" / "articles.jsonl").open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            if number % 20 == 0:
                check(clean(json.loads(line)["text"]))
    for path in sorted((data / "articles").glob("*.txt")):
        check(clean(path.read_text("utf-8")))
