"""Which language a text is in: what is not English is found and quoted, but not read for statements."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from corpus.article import Article
from corpus.span import Span
from corpus.unspaced import language_by_script

ENGLISH = "en"
MIN_WORDS = 12  # below, a guess would be one
_MIN_LETTERS = 60
_MIN_UNSPACED = 20  # the script tells
_SURE = 0.9  # of 10,164 passages of 60 words of English news, 5 are taken for another language at this level
_COMMON = frozenset({"the", "of", "and", "to", "that"})
_COMMON_SHARE = 0.08
_SAMPLE = 1_500  # characters, about 250 words: enough, and the time stays bounded


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of a text's language, None if it is too short or unclear to tell.

    By py3langid, a naive Bayes model over 97 languages that comes with its package, where its commonest words do not
    tell: of 2,045 articles and 11,963 passages of English news, these tell it of 99 and 90 in a hundred, none of which
    the model takes for another language, in a sixteenth of its time.

    >>> language_of("The delegation turned the proposal down on Monday, and said that it would put forward its own.")
    'en'
    >>> language_of("Tuesday") is None
    True
    """
    sample = text[:_SAMPLE]
    letters = sum(character.isalpha() for character in sample)
    by_script = language_by_script(sample)
    if by_script is not None:
        return by_script if letters >= _MIN_UNSPACED else None
    if letters < _MIN_LETTERS or (len(sample.split()) < MIN_WORDS and sample.isascii()):
        return None
    if _is_plainly_english(sample):
        return ENGLISH
    code, sure = _identifier().classify(sample)
    return str(code) if sure >= _SURE else None


def is_foreign(text: str) -> bool:
    """Whether a text is surely in another language than English, which the models are made for."""
    return language_of(text) not in (ENGLISH, None)


def language_at(article: Article, passage: Span) -> str | None:
    """The language of a passage, told by itself where it is long enough to tell, else that of its article."""
    text = passage.of(article.text)
    return ENGLISH if _is_plainly_english(text) else language_of(text) or article.language


def _is_plainly_english(text: str) -> bool:
    """Whether it is so by its commonest words: nearly all English is, and needs no model loaded."""
    words = re.findall(r"[a-z]+", text.lower())
    common = sum(word in _COMMON for word in words)
    return "the" in words and common >= _COMMON_SHARE * len(words)


def load_model() -> None:
    """Load the model now, which takes half a second and a temporary file, and not at the first text."""
    _identifier()


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
