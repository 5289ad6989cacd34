"""Whether a sentence fits a question better as it stands than with its parties exchanged."""

from __future__ import annotations

from assistant.frame import Frame
from corpus.article import Article
from corpus.span import Span
from corpus.title import under_heading
from index.rerank import Reranker

_MOST_PAIRS = 2


def direction(question: str, frame: Frame, article: Article, span: Span, reranker: Reranker) -> float | None:
    """How much surer the reader reads a sentence for the question than for the question turned round.

    Below 0 the sentence is more likely about the reverse. None if the question does not name two parties. By itself it
    tells answerable from swapped questions with an AUROC of .70 (243 and 52 questions, see docs/answers.md).
    """
    turned = turned_round(question, frame)
    if not turned:
        return None
    text = [under_heading(article, span)]
    straight = float(reranker.reads(question, text)[0])
    return min(straight - float(reranker.reads(other, text)[0]) for other in turned)


def turned_round(question: str, frame: Frame) -> list[str]:
    """The question with the one who acts exchanged with another party that it names.

    >>> from assistant.frame import read_frame
    >>> question = "What did Norway ask Denmark for?"
    >>> turned_round(question, read_frame(question))
    ['What did Denmark ask Norway for?']
    """
    names = list(dict.fromkeys(frame.names))
    acting = [name for name in names if frame.source is not None and name in frame.source][:1]
    pairs = [(one, other) for one in acting for other in frame.others[:_MOST_PAIRS] if other != one]
    if not pairs and len(names) > 1:
        pairs = [(names[0], names[1])]
    return [_exchanged(question, one, other) for one, other in pairs if one in question and other in question]


def _exchanged(question: str, one: str, other: str) -> str:
    return question.replace(one, "\0").replace(other, one).replace("\0", other)
