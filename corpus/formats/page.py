"""A web page to its article, or to the posts of its live blog."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from corpus.article import Article
from corpus.clean import clean
from corpus.decode import decode
from corpus.errors import UnreadableArticle
from corpus.formats import json_ld
from corpus.formats.live_blog import Post, posts
from corpus.formats.page_metadata import PageMetadata, page_metadata
from corpus.formats.stubs import MIN_WORDS, why_no_article
from corpus.language import language_of
from corpus.unspaced import count_words

MAX_DEPTH = 200  # elements within each other; libxml2 drops what is deeper than 256, the pages measured reach 40
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_SAME_AS_LATIN_1 = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}
_ASIDE = (
    "//figcaption | //*[contains(@class, 'pullquote') or contains(@class, 'pull-quote') or contains(@class, 'caption')]"
)
_MAX_ASIDES = 30
_LOOK_WORDS = 75  # of a page without an article, to tell why
_SHORT = 1_500  # characters of a body that may be a part of it only
_FRAME = re.compile(r"related|sidebar|recommend|promo|teaser|footer|comment|gallery-nav|most-", re.IGNORECASE)


def read_html(
    data: bytes, file: str, *, url: str | None = None, charset: str | None = None
) -> Iterator[Article | UnreadableArticle]:
    """The article of a page; for a live blog, its introduction and each of its posts, with ids ``file#anchor``.

    ``url`` is where the page came from, ``charset`` what its server said. Captions and pull quotes stand after the
    body, from ``Article.aside`` on; comments are left out.

    Raises:
        UnreadableArticle: not HTML, nested too deep, or without an article: a paywall's stub, an error page, empty.
    """
    text = decode_html(data, file, charset)
    tree = _parse(text, file)
    about = page_metadata(tree, url)
    found = posts(tree, json_ld.nodes(tree), url, live=about.live)
    if found:
        yield from _live_blog(tree, found, about, file)
    else:
        yield _article(tree, text, about, file)


def decode_html(data: bytes, file: str, charset: str | None = None) -> str:
    """Text of a page: as the server says, else as the page says, where the bytes bear it out; else by detection."""
    declared = _CHARSET.search(data[:4096])
    for name in filter(None, (charset, declared[1].decode("ascii") if declared else None)):
        try:
            return data.decode(_SAME_AS_LATIN_1.get(name.lower(), name))
        except (LookupError, UnicodeDecodeError):
            continue
    return decode(data, file)


def _parse(text: str, file: str) -> Any:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableArticle(file, "no HTML that can be read; save the page again") from error
    if _deeper_than(tree, MAX_DEPTH):
        raise UnreadableArticle(file, f"its elements are nested deeper than {MAX_DEPTH}; save the page's text as .txt")
    return tree


def _deeper_than(tree: Any, limit: int) -> bool:
    level, depth = [tree], 0
    while level:
        depth += 1
        if depth > limit:
            return True
        level = [child for element in level for child in element]
    return False


def _article(tree: Any, text: str, about: PageMetadata, file: str) -> Article:
    asides = _asides(tree)
    raw = _extracted(text)
    body = _cleaned(raw, asides)
    short = count_words(body) < MIN_WORDS and len(body) < 5 * MIN_WORDS
    why = why_no_article(" ".join(_shown_text(tree).split()[:_LOOK_WORDS]) if short else raw, free=about.free)
    if why is not None:
        raise UnreadableArticle(file, why)
    if short:
        raise UnreadableArticle(file, f"no article on this page ({count_words(body)} words of text)")
    return _made(file, body, file, about, asides=_not_in(body, asides))


def _extracted(text: str) -> str:
    """The article's own text by trafilatura, in the mode that leaves out more: .964 against .960 F1 in the default.

    Where that mode leaves next to nothing, the default mode's text: .967 (benchmarks/pages.py).
    """
    import trafilatura

    found = trafilatura.extract(text, include_comments=False, favor_precision=True) or ""
    if len(found) < _SHORT:
        more = trafilatura.extract(text, include_comments=False) or ""
        found = more if len(more) > 2 * len(found) else found
    return found


def _cleaned(found: str, asides: Sequence[str]) -> str:
    """The body: without the captions and pull quotes that stand apart, and without what is left of the page."""
    apart = set(asides)
    lines = [line.removeprefix("- ") for line in found.split("\n")]
    return clean("\n".join(line for line in lines if line.strip() not in apart))


def _shown_text(tree: Any) -> str:
    """What a page shows, without its scripts."""
    return " ".join(tree.xpath("//body//text()[not(ancestor::script or ancestor::style)]"))


def _asides(tree: Any) -> list[str]:
    """Captions and pull quotes within the article, as lines; not those that repeat what the page has elsewhere."""
    found: list[str] = []
    whole = " ".join(tree.text_content().split())
    for element in tree.xpath(_ASIDE)[: 10 * _MAX_ASIDES]:
        text = " ".join(element.text_content().split())
        if 20 <= len(text) <= 600 and text not in found and whole.count(text) == 1 and not _in_frame(element):
            found.append(text)
    return found[:_MAX_ASIDES]


def _in_frame(element: Any) -> bool:
    return any(
        parent.tag in ("nav", "footer") or _FRAME.search(f"{parent.get('class')} {parent.get('id')}")
        for parent in element.iterancestors()
        if parent.tag not in ("html", "body", "main")
    )


def _not_in(body: str, asides: Sequence[str]) -> str:
    """The asides that the body does not have: a pull quote repeats it."""
    folded = _fold(body)
    return clean("\n".join(text for text in asides if _fold(text) not in folded))


def _fold(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def _live_blog(
    tree: Any, found: Sequence[Post], about: PageMetadata, file: str
) -> Iterator[Article | UnreadableArticle]:
    from lxml import html

    for post in found:
        if post.element is not None and post.element.getparent() is not None:
            post.element.drop_tree()
    told = {_fold(post.text) for post in found}
    lead = "\n".join(
        line
        for line in _cleaned(_extracted(html.tostring(tree, encoding="unicode")), ()).split("\n")
        if _fold(line) not in told
    )
    if len(lead.split()) >= 2 * MIN_WORDS and found[0].element is not None:
        yield _made(file, lead, file, about)
    seen: set[str] = set()
    for number, post in enumerate(found, 1):
        anchor = post.anchor if post.anchor and post.anchor not in seen else str(number)
        seen.add(anchor)
        text = clean(post.text)
        if any(map(str.isalnum, text)):
            yield _made(f"{file}#{anchor}", text, file, about, post=post)
        else:
            yield UnreadableArticle(f"{file}#{anchor}", "no text is left of this post but page furniture")


def _made(
    identity: str, body: str, file: str, about: PageMetadata, *, asides: str = "", post: Post | None = None
) -> Article:
    provenance = dict(about.provenance)
    title, published, url = about.title, about.published, about.url
    if post is not None:
        published, provenance["published"] = post.published, "post"
        title = post.title or title
        provenance |= {"title": "post"} if post.title else {}
        url = f"{url}#{identity.rpartition('#')[2]}" if url else None
    language = language_of(body)
    if language is not None:
        provenance["language"] = "detected"
    return Article(
        id=identity,
        text=f"{body}\n\n{asides}" if asides else body,
        file=file,
        title=title,
        publisher=about.publisher,
        authors=about.authors,
        published=published,
        url=url,
        language=language or about.language,
        provenance=tuple(
            sorted((name, where) for name, where in provenance.items() if name != "published" or published)
        ),
        aside=len(body) + 2 if asides else None,
    )
