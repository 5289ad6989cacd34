"""Which language a text is in: what is not English is found and quoted, but not read for statements."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

ENGLISH = "en"
MIN_WORDS = 12  # below, a guess would be one
_MIN_LETTERS = 60
_SURE = 0.9  # of 10,164 passages of 60 words of English news, 5 are taken for another language at this level
_SAMPLE = 1_500  # characters, about 250 words: enough, and the time stays bounded


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of a text's language, None if it is too short or unclear to tell.

    By py3langid, a naive Bayes model over 97 languages that comes with its package.

    >>> language_of("The delegation turned the proposal down on Monday, and said that it would put forward its own.")
    'en'
    >>> language_of("Tuesday") is None
    True
    """
    sample = text[:_SAMPLE]
    letters = sum(character.isalpha() for character in sample)
    if letters < _MIN_LETTERS or (len(sample.split()) < MIN_WORDS and sample.isascii()):
        return None
    code, sure = _identifier().classify(sample)
    return str(code) if sure >= _SURE else None


def is_foreign(text: str) -> bool:
    """Whether a text is surely in another language than English, which the models are made for."""
    return language_of(text) not in (ENGLISH, None)


def load_model() -> None:
    """Load the model now, which takes half a second and a temporary file, and not at the first text."""
    _identifier()


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
