from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.article import Article

ARTICLE = Article("a", "text", "a.txt", "title", "publisher", ("author",), "2024-10-24", "url", "en")


@pytest.mark.parametrize("field", ["id", "text", "title", "publisher", "published", "url", "language"])
def test_the_digest_covers_what_an_index_keeps(field: str) -> None:
    assert replace(ARTICLE, **{field: "other"}).digest() != ARTICLE.digest()  # type: ignore[arg-type]


def test_the_digest_covers_authors_but_not_where_the_file_lies() -> None:
    assert replace(ARTICLE, authors=()).digest() != ARTICLE.digest()
    assert replace(ARTICLE, file="elsewhere/a.txt").digest() == ARTICLE.digest()


def test_fields_do_not_run_into_each_other() -> None:
    assert replace(ARTICLE, title="ab", publisher="c").digest() != replace(ARTICLE, title="a", publisher="bc").digest()
