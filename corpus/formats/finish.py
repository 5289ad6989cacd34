"""What every reader does last: headline, language, and whether there is an article at all."""

from __future__ import annotations

from corpus.article import Article
from corpus.errors import UnreadableArticle
from corpus.formats.stubs import why_no_article
from corpus.language import language_of
from corpus.title import headline


def finished(  # noqa: PLR0913 - the fields of an article
    identity: str,
    text: str,
    *,
    file: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    authors: tuple[str, ...] = (),
    published: str | None = None,
    url: str | None = None,
    where: str,
) -> Article:
    """An article of clean text, ``where`` being where its metadata was found. Without a title, a first line that looks
    like a headline is one.

    Raises:
        UnreadableArticle: the text is no article.
    """
    why = why_no_article(text)
    if why is not None:
        raise UnreadableArticle(identity, why)
    given = {"title": title, "publisher": publisher, "authors": authors, "published": published, "url": url}
    provenance = {name: where for name, value in given.items() if value}
    if title is None:
        title = headline(text)
        provenance |= {"title": "first line"} if title else {}
    language = language_of(text)
    provenance |= {"language": "detected"} if language else {}
    return Article(
        identity,
        text,
        file or identity,
        title,
        publisher,
        authors,
        published,
        url,
        language,
        tuple(sorted(provenance.items())),
    )
