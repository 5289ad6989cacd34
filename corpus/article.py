"""What an article is: its clean text, fixed once, and what is known about it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Article:
    """One news article. What is unknown is None, never guessed.

    ``text`` is the clean text that every offset refers to; ``published`` is an ISO 8601
    date or date-time; ``file`` is the file it was read from, relative to the corpus.
    ``provenance`` has (field, where its value was found), such as ("published", "JSON-LD"), sorted.
    ``aside`` is where captions and pull quotes begin in ``text``, after the body; None if there are none.
    """

    id: str
    text: str
    file: str
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None
    language: str | None = None
    provenance: tuple[tuple[str, str], ...] = ()
    aside: int | None = None

    @property
    def body(self) -> str:
        """The text without the captions and pull quotes that stand after it."""
        return self.text if self.aside is None else self.text[: self.aside].rstrip("\n")

    def is_aside(self, offset: int) -> bool:
        """Whether what stands at an offset is a caption or a pull quote and not part of the body."""
        return self.aside is not None and offset >= self.aside

    @property
    def is_foreign(self) -> bool:
        """Whether the article is known to be in another language than English."""
        return self.language is not None and re.split(r"[-_]", self.language)[0].lower() not in ("en", "eng", "english")

    def digest(self) -> str:
        """SHA-256 over all that an index keeps of the article: equal digests, equal article."""
        fields = json.dumps(asdict(replace(self, file="")), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(fields.encode("ascii")).hexdigest()


def metadata(article: Article) -> dict[str, Any]:
    """What an answer or a listing shows of an article besides its text."""
    return {
        "article": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published,
        "url": article.url,
    }
