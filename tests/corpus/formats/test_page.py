from __future__ import annotations

import pytest

from corpus.article import Article
from corpus.errors import UnreadableArticle
from corpus.formats.page import MAX_DEPTH, decode_html, read_html
from tests.making import BODY, PARAGRAPHS, TITLE, json_ld, news_article, page

URL = "https://lindmarkcourier.example/2024/11/04/ferry-fares"


def one(text: str, url: str | None = None) -> Article:
    (article,) = read_html(text.encode(), "a.html", url=url)
    assert isinstance(article, Article)
    return article


def test_a_page_to_its_article() -> None:
    told = news_article(
        datePublished="2024-11-04T08:30:00+01:00",
        author=[{"@type": "Person", "name": "Ann Lee"}],
        publisher={"@type": "Organization", "name": "Lindmark Courier"},
    )
    article = one(page(head=told), URL)
    assert article == Article(
        "a.html", BODY, "a.html", TITLE, "Lindmark Courier", ("Ann Lee",), "2024-11-04T08:30:00+01:00", URL, "en",
        (("authors", "JSON-LD"), ("language", "detected"), ("published", "JSON-LD"), ("publisher", "JSON-LD"),
         ("title", "visible"), ("url", "URL")),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("head", "before", "url", "published", "where"),
    [
        (news_article(datePublished="2024-11-04T08:30:00Z"), "", None, "2024-11-04T08:30:00+00:00", "JSON-LD"),
        (
            json_ld(**{"@graph": [{"@type": "WebPage", "datePublished": "2024-11-04"}]}),
            "",
            None,
            "2024-11-04",
            "JSON-LD",
        ),
        ('<meta property="article:published_time" content="2024-11-04">', "", None, "2024-11-04", "meta"),
        (
            '<meta name="parsely-pub-date" content="2024-11-04T08:00:00Z">',
            "",
            None,
            "2024-11-04T08:00:00+00:00",
            "meta",
        ),
        ("", '<time class="published" datetime="2024-11-04">4 November</time>', None, "2024-11-04", "marked time"),
        ("", "", URL, "2024-11-04", "URL"),
        ("", '<p class="byline">By Ann Lee, published November 4, 2024</p>', None, "2024-11-04", "visible"),
        ("", '<span class="date">4 Nov 2024, 08:30</span>', None, "2024-11-04", "visible"),
    ],
)
def test_where_a_date_was_found(head: str, before: str, url: str | None, published: str, where: str) -> None:
    article = one(page(head=head, before=before), url)
    assert (article.published, dict(article.provenance)["published"]) == (published, where)


def test_a_title_told_to_machines_loses_the_outlet() -> None:
    text = page(head='<meta property="og:url" content="https://lindmarkcourier.example/x">').replace(
        f"<h1>{TITLE}</h1>", ""
    )
    assert one(text.replace("og:title", "x")).title == TITLE


@pytest.mark.parametrize(
    ("data", "charset", "expected"),
    [
        ("<meta charset=windows-1251><p>Киев".encode("cp1251"), None, "Киев"),
        ("<meta charset=iso-8859-1><p>“Türkiye”".encode("cp1252"), None, "“Türkiye”"),
        ("<meta charset=us-ascii><p>Türkiye".encode("cp1252"), None, "Türkiye"),
        ("<meta charset=nonsense><p>Türkiye".encode(), None, "Türkiye"),
        ("<p>日本".encode("euc-jp"), "euc-jp", "日本"),
        ("<meta charset=utf-8><p>Türkiye".encode("cp1252"), None, "Türkiye"),
        ("<p>Türkiye".encode("utf-16"), None, "Türkiye"),
    ],
)
def test_encodings(data: bytes, charset: str | None, expected: str) -> None:
    assert decode_html(data, "a.html", charset).endswith(expected)


def test_captions_and_pull_quotes_stand_after_the_body() -> None:
    caption = "Ferries in the harbour of Lindmark on the morning after the storm"
    quote = "An island without a ferry is a prison, an old captain told us"
    extra = (
        f"<figure><img src=x><figcaption>{caption}</figcaption></figure><aside class=pullquote><p>{quote}</p></aside>"
    )
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[:3]) + extra + f"<p>{PARAGRAPHS[3]}</p>"
    article = one(page(body=text))
    assert article.aside is not None
    assert article.text[article.aside :] == f"{caption}\n{quote}"
    assert article.body == "\n".join(PARAGRAPHS[:4])


def test_a_pull_quote_that_repeats_the_body_is_left_out() -> None:
    text = page(before=f'<div class="pull-quote">{PARAGRAPHS[1]}</div>')
    article = one(text)
    assert article.text.count("before the first storm") == 1
    assert article.aside is None


COMMENTS = (
    '<div id="comments"><h3>Comments</h3><div class="comment"><p>{0}</p></div><div class="comment"><p>{1}</p></div></div>',
    '<section class="comments-area"><ol class="comment-list"><li class="comment"><p>{0}</p></li><li><p>{1}</p></li></ol></section>',
    '<div id="disqus_thread"><ul class="post-list"><li class="post"><p>{0}</p></li><li class="post"><p>{1}</p></li></ul></div>',
    '<div class="fb-comments"><p>{0}</p><p>{1}</p></div>',
    '<div class="reader-comments"><article class="comment"><p>{0}</p></article><article class="comment"><p>{1}</p></article></div>',
)


@pytest.mark.parametrize("form", COMMENTS)
def test_comments_never_become_text(form: str) -> None:
    said = (
        "The mayor demanded that we all walk, I was told so by a friend.",
        "The company accepted everything, trust me.",
    )
    article = one(page(after=form.format(*said)))
    assert article.text == BODY


def test_nested_too_deep() -> None:
    with pytest.raises(UnreadableArticle, match=f"nested deeper than {MAX_DEPTH}"):
        list(read_html(page(body="<div>" * 2_000 + BODY).encode(), "a.html"))


def test_a_canonical_address_of_another_site_is_not_believed() -> None:
    link = '<link rel="canonical" href="https://other.example/x">'
    assert one(page(head=link), URL).url == URL
    own = '<link rel="canonical" href="/2024/11/04/ferry">'
    assert one(page(head=own), URL).url == "https://lindmarkcourier.example/2024/11/04/ferry"


def test_the_pages_of_the_benchmark_are_read_well(data: object) -> None:
    """A part of benchmarks/pages.py, so that a library's new version that reads worse is noticed."""
    import gzip
    import json
    from pathlib import Path

    from benchmarks.pages import score

    folder = Path(str(data)) / "article_extraction"
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    scores = []
    for name in sorted(truth)[:30]:
        packed = (folder / "html" / f"{name}.html.gz").read_bytes()
        try:
            article = next(iter(read_html(gzip.decompress(packed), name)))
        except UnreadableArticle:
            continue
        assert isinstance(article, Article)
        precision, recall = score(truth[name]["articleBody"], article.body)
        scores.append(2 * precision * recall / (precision + recall))
    assert len(scores) >= 28
    assert sum(scores) / len(scores) > 0.9
