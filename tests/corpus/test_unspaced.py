"""Chinese and Japanese: sentences, passages, titles, words."""

from __future__ import annotations

import pytest

from corpus.article import Article
from corpus.language import language_at
from corpus.passages import LIMIT_TOKENS, passages
from corpus.readers import read_txt
from corpus.sentences import sentence_spans
from corpus.span import Span
from corpus.tokens import count_tokens

JAPANESE = (
    "港の市議会は月曜日、冬の運賃を二割下げるようフェリー会社に求めた。",
    "議長のブラント氏は会議の後、「最初の嵐の前に答えが欲しい。」と述べた。",
    "会社は書簡でこの要求を拒否し、代わりに学校の団体割引を申し出た。",
    "「燃料は春から三割も高くなった！」",
    "「値下げはできないのか？」と記者は尋ねた。",
)
CHINESE = (
    "港口市议会周一要求渡轮公司把冬季票价降低五分之一。",
    "“我们希望在第一场风暴之前得到答复。”主席说。",
    "公司在信中拒绝了这一要求，提出给学校班级打折。",
    "为什么不能降价？",
    "市议会将在星期四投票！",
)


@pytest.mark.parametrize("sentences", [JAPANESE, CHINESE, ("The council said no.", JAPANESE[0], "He left.")])
def test_sentences(sentences: tuple[str, ...]) -> None:
    text = " ".join(sentences) if "The" in sentences[0] else "".join(sentences)
    assert [text[start:end] for start, end in sentence_spans(text)] == list(sentences)


@pytest.mark.parametrize("sentences", [JAPANESE, CHINESE])
def test_passages_are_whole_sentences(sentences: tuple[str, ...]) -> None:
    text = "".join(sentences * 6)
    spans = passages(Article("a", text, "a"))
    assert "".join(span.of(text) for span in spans) == text
    assert len(spans) > 2
    for span in spans:
        assert span.of(text).endswith(("。", "！", "？", "。”", "！」"))
        assert count_tokens(span.of(text)) <= LIMIT_TOKENS


def test_a_sentence_without_end_is_cut_at_its_commas() -> None:
    text = "，".join("公司在信中拒绝了这一要求并且提出给学校班级打折" for _ in range(12))
    spans = passages(Article("a", text, "a"))
    assert "".join(span.of(text) for span in spans) == text
    assert all(span.of(text).endswith("，") for span in spans[:-1])


def test_the_language_of_a_passage_and_not_of_its_article() -> None:
    english = "The council of the town said that it would ask the company to lower the price of the ferry."
    text = f"{english}\n{''.join(JAPANESE)}"
    article = Article("a", text, "a", language="en")
    assert language_at(article, Span("a", 0, len(english))) == "en"
    assert language_at(article, Span("a", len(english) + 1, len(text))) == "ja"
    short = Article("b", "Nein.", "b", language="de")
    assert language_at(short, Span("b", 0, 5)) == "de"


def test_a_headline_and_a_language_are_told() -> None:
    (article,) = read_txt(f"市議会、運賃の値下げを求める\n\n{''.join(JAPANESE)}".encode(), "a.txt")
    assert isinstance(article, Article)
    assert (article.title, article.language) == ("市議会、運賃の値下げを求める", "ja")
