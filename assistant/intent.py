"""Whether what was typed is a question, a courtesy, or a keyword or two to look up."""

from __future__ import annotations

from enum import StrEnum

from spacy.tokens import Doc

from corpus.attribution.parse import parse


class Intent(StrEnum):
    """What somebody wants who types something."""

    QUESTION = "question"
    COURTESY = "courtesy"
    KEYWORDS = "keywords"


_COURTESIES = frozenset(
    [
        "hello",
        "hi",
        "hey",
        "hiya",
        "greetings",
        "good",
        "morning",
        "afternoon",
        "evening",
        "day",
        "night",
        "thanks",
        "thank",
        "you",
        "thx",
        "cheers",
        "please",
        "ok",
        "okay",
        "bye",
        "goodbye",
        "yes",
        "no",
        "sure",
        "great",
        "nice",
        "there",
        "very",
        "much",
        "so",
        "a",
        "lot",
        "again",
        "welcome",
        "sorry",
        "and",
    ]
)
_QUESTION_TAGS = frozenset({"WP", "WDT", "WP$", "WRB"})
_OPENINGS = frozenset(
    [
        "list",
        "name",
        "tell",
        "show",
        "give",
        "compare",
        "explain",
        "describe",
        "summarise",
        "summarize",
        "find",
        "quote",
        "say",
        "state",
        "count",
        "do",
        "does",
        "did",
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "will",
        "would",
        "can",
        "could",
        "should",
        "may",
        "might",
        "must",
        "shall",
    ]
)
_MOST_KEYWORDS = 6


def intent_of(text: str, *, follows: bool = False) -> Intent:
    """What a text is. After other turns (``follows``) a few words with a question mark are a follow-up.

    >>> [intent_of(text).value for text in ("Thank you!", "ceasefire Egypt", "Who rejected it?", "List the demands")]
    ['courtesy', 'keywords', 'question', 'question']
    """
    doc = next(parse([text]))
    words = [token for token in doc if not token.is_punct]
    if words and all(token.lower_ in _COURTESIES for token in words):
        return Intent.COURTESY
    if text.rstrip().endswith("?") or len(words) > _MOST_KEYWORDS or follows:
        return Intent.QUESTION
    return Intent.QUESTION if _has_question(doc) else Intent.KEYWORDS


def _has_question(doc: Doc) -> bool:
    """A question word, or a verb in front: “List the demands”, “Did Egypt agree”."""
    return any(token.tag_ in _QUESTION_TAGS for token in doc) or doc[0].lower_ in _OPENINGS
