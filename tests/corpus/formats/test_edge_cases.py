"""What real news brings, five of each: what is read, dated, refused, and how."""

from __future__ import annotations

import pytest

from corpus.article import Article
from corpus.errors import UnreadableArticle
from corpus.formats.page import read_html
from corpus.formats.pdf import read_pdf
from corpus.passages import passages
from corpus.readers import read_txt
from tests.making import BODY, PARAGRAPHS, json_ld, news_article, page, pdf

URL = "https://lindmarkcourier.example/ferry-fares"


def read(text: str, url: str | None = URL) -> list[Article | UnreadableArticle]:
    return list(read_html(text.encode(), "a.html", url=url))


def one(text: str, url: str | None = URL) -> Article:
    (article,) = read(text, url)
    assert isinstance(article, Article)
    return article


def refusal(text: str) -> str:
    with pytest.raises(UnreadableArticle) as caught:
        read(text)
    return caught.value.reason


FURNITURE = {
    "breadcrumbs": ('<div class="breadcrumb"><a href="/">Home</a> › <a href="/sea">Sea</a></div>', ""),
    "source link": ("", '<p><a href="https://wire.example/1">Source link</a></p>'),
    "comment form": (
        "",
        "<h3>Leave a Comment</h3><p>Your email address will not be published. Required fields are marked *</p>",
    ),
    "newsletter": (
        "",
        '<div class="newsletter-signup"><p>Sign up for our daily newsletter and miss nothing.</p></div>',
    ),
    "related": (
        "",
        '<div class="related-articles"><h3>Related</h3><ul><li><a href="/x">Ten walks by the sea</a></li></ul></div>',
    ),
}


@pytest.mark.parametrize("name", FURNITURE)
def test_furniture_is_left_out(name: str) -> None:
    before, after = FURNITURE[name]
    article = one(page(before=before, after=after))
    assert article.text == BODY
    assert "\n".join(span.of(article.text) for span in passages(article)) == BODY


@pytest.mark.parametrize("space", ["\u00a0", "&nbsp;", "\u202f", "\u2009", "&#160;"])
def test_odd_spaces_within_sentences(space: str) -> None:
    article = one(page(paragraphs=tuple(text.replace(" fares", f"{space}fares") for text in PARAGRAPHS)))
    assert article.text == BODY


@pytest.mark.parametrize(
    ("head", "before", "after"),
    [
        ("", "", ""),
        ("", "", "<p class='copyright'>© 2021 Lindmark Courier</p>"),
        (news_article(datePublished="0001-01-01T00:00:00Z"), "", ""),
        (news_article(datePublished="Tuesday"), "", ""),
        ('<meta name="date" content="03/04/2024">', "", ""),
        ('<meta property="article:modified_time" content="2024-11-09">', "", ""),
        ('<meta property="og:updated_time" content="2024-11-09T08:00:00Z">', "", "<p>Updated 9 November 2024</p>"),
    ],
)
def test_without_a_date_there_is_none(head: str, before: str, after: str) -> None:
    article = one(page(head=head, before=before, after=after))
    assert article.published is None
    assert "published" not in dict(article.provenance)


@pytest.mark.parametrize(
    ("head", "before", "after", "published"),
    [
        (news_article(datePublished="2024-11-04", dateModified="2024-11-09"), "<p class=date>Updated 9 November 2024</p>", "", "2024-11-04"),
        ('<meta property="article:modified_time" content="2024-11-09">'
         '<meta property="article:published_time" content="2024-11-04">', "", "", "2024-11-04"),
        ("", '<time class="updated" datetime="2024-11-09">9 Nov</time><time class="entry-date" datetime="2024-11-04">4 Nov</time>', "", "2024-11-04"),
        (news_article(datePublished="2024-11-04") + json_ld(**{"@type": "NewsArticle", "headline": "Other", "datePublished": "2019-01-01"}), "", "", "2024-11-04"),
        ("", '<p class="byline">Published November 4, 2024</p>',
         '<ul class="recent"><li>Harbour fair opens, June 1, 2022</li><li>Storm, May 5, 2023</li></ul>', "2024-11-04"),
    ],
)  # fmt: skip
def test_the_day_of_publication_and_not_another(head: str, before: str, after: str, published: str) -> None:
    assert (one(page(head=head, before=before, after=after)).published or "")[:10] == published


@pytest.mark.parametrize(
    ("head", "before", "expected"),
    [
        (news_article(datePublished="2999-01-01"), "", None),
        (
            news_article(datePublished="2999-01-01") + '<meta property="article:published_time" content="2024-11-04">',
            "",
            "2024-11-04",
        ),
        ('<meta name="pubdate" content="2099-12-31">', "", None),
        ("", '<time class="published" datetime="2077-05-05">5 May</time>', None),
        ("", '<p class="byline">Published November 4, 2071</p>', None),
    ],
)
def test_a_date_to_come_is_not_believed(head: str, before: str, expected: str | None) -> None:
    assert one(page(head=head, before=before)).published == expected


POSTS = (
    (
        "p1",
        "2024-11-04T08:05:00+01:00",
        "Council meets",
        "The council of Lindmark has begun its meeting on the ferry fares.",
    ),
    (
        "p2",
        "2024-11-04T09:10:00+01:00",
        "Company speaks",
        "The director of the ferry company rejected the request in a short speech.",
    ),
    (
        "p3",
        "2024-11-04T10:15:00+01:00",
        "Vote put off",
        "The council has put off its vote until Thursday, its chairwoman said.",
    ),
)
_UPDATES = [
    {"@type": "BlogPosting", "@id": f"{URL}#{name}", "datePublished": when, "headline": title, "articleBody": text}
    for name, when, title, text in POSTS
]
_LIVE = json_ld(**{"@type": "LiveBlogPosting", "headline": "Ferry fares: live", "liveBlogUpdate": _UPDATES})
_SAYS = json_ld(**{"@type": "LiveBlogPosting", "headline": "Ferry fares: live"})


def shown(form: str) -> str:
    return "".join(form.format(name=name, when=when, title=title, text=text) for name, when, title, text in POSTS)


LIVE_BLOGS = {
    "told in JSON-LD": page(title="Ferry fares: live", head=_LIVE, body="<p>Follow the meeting here.</p>"),
    "articles": page(title="Ferry fares: live", head=_SAYS, body=shown('<article class="post" id="{name}"><time datetime="{when}">x</time><h2>{title}</h2><p>{text}</p></article>')),
    "divs": page(title="Ferry fares: live", head=_SAYS, body=shown('<div class="live-entry" id="{name}"><h3>{title}</h3><span><time datetime="{when}">x</time></span><p>{text}</p></div>')),
    "sections": page(title="Ferry fares: live", head=_SAYS, body=shown('<section class="update block" id="{name}"><header><time datetime="{when}">x</time></header><h3>{title}</h3><div><p>{text}</p></div></section>')),
    "items of a list": page(title="Ferry fares: live", head=_SAYS, body="<ul>" + shown('<li class="event" id="{name}"><time datetime="{when}">x</time><h4></h4><h3>{title}</h3><p>{text}</p></li>') + "</ul>"),
}  # fmt: skip


@pytest.mark.parametrize("name", LIVE_BLOGS)
def test_a_live_blog_becomes_posts_with_their_times(name: str) -> None:
    posts = [item for item in read(LIVE_BLOGS[name]) if isinstance(item, Article) and "#" in item.id]
    assert [(post.id, post.published, post.title, post.text) for post in posts] == [
        (f"a.html#{anchor}", when, title, text) for anchor, when, title, text in POSTS
    ]
    assert all(dict(post.provenance)["published"] == "post" and post.url == f"{URL}#{post.id[7:]}" for post in posts)
    assert all(post.publisher == "Lindmark Courier" for post in posts)


@pytest.mark.parametrize(
    "text",
    [
        page(body=""),
        page(body="<p>Please wait.</p>"),
        "<html><body><div id=app></div><script>start()</script></body></html>",
        page(
            title="Page not found",
            body="<p>The page could not be found. Try the search, or go back to the front page.</p>",
        ),
        page(
            title="Before you go on",
            body="<p>We use cookies to improve what you see here. Accept all, or manage what you prefer, to go on.</p>",
        ),
        page(
            title="One moment",
            body="<p>Checking your browser before you can enter. Please enable JavaScript and cookies.</p>",
        ),
    ],
)
def test_an_empty_page_is_refused(text: str) -> None:
    reason = refusal(text)
    assert "no article" in reason or "error page" in reason


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{PARAGRAPHS[0]}</p><p>Subscribe to continue reading.</p>",
        f"<p>{PARAGRAPHS[0]}</p><p>Already a subscriber? Log in</p>",
        f"<p>{PARAGRAPHS[0]}</p><p>This article is for subscribers only, from one crown a week.</p>",
        f"<p>{PARAGRAPHS[0]} {PARAGRAPHS[1]}</p><p>You have reached your monthly limit of free stories, dear reader.</p>",
        f"<p>{PARAGRAPHS[0]}</p><div>To keep reading this report, please register or log in with your account.</div>",
    ],
)
def test_a_stub_before_a_paywall_is_refused(body: str) -> None:
    assert "paywall" in refusal(page(body=body))


def test_a_page_that_says_it_must_be_paid_for_is_refused_when_short_and_read_when_whole() -> None:
    paid = news_article(isAccessibleForFree=False)
    assert "paywall" in refusal(page(head=paid, paragraphs=PARAGRAPHS[:2]))
    assert one(page(head=paid)).text == BODY


@pytest.mark.parametrize("pages", [[()], [(), ()], [(), (" ",)], [("- 1 -",)], [("1",), ("2",), ("3",)]])
def test_a_scan_is_refused(pages: list[tuple[str, ...]]) -> None:
    with pytest.raises(UnreadableArticle, match="a scan|no article|no text"):
        list(read_pdf(pdf(*pages), "a.pdf"))


FOREIGN = {
    "fr": "Le conseil municipal a demandé lundi à la compagnie de baisser ses tarifs d'hiver. La compagnie a rejeté cette demande dans une lettre et propose une réduction pour les classes.",
    "de": "Der Rat der Stadt hat die Reederei am Montag gebeten, ihre Preise im Winter zu senken. Das Unternehmen lehnte die Bitte in einem Brief ab und bot Schulklassen einen Nachlass an.",
    "es": "El consejo municipal pidió el lunes a la compañía que bajara sus tarifas de invierno. La empresa rechazó la petición en una carta y ofreció un descuento a las escuelas.",
    "ru": "Городской совет попросил в понедельник паромную компанию снизить зимние тарифы. Компания отклонила просьбу в письме и предложила скидку для школьных классов.",
    "ar": "طلب مجلس المدينة يوم الاثنين من شركة العبارات خفض أسعارها في الشتاء. ورفضت الشركة الطلب في رسالة وعرضت تخفيضا للصفوف المدرسية بدلا من ذلك.",
}  # fmt: skip


@pytest.mark.parametrize("language", FOREIGN)
def test_another_language_is_told_whatever_the_page_says(language: str) -> None:
    article = one(page(lang="en", paragraphs=(FOREIGN[language],) * 2))
    assert (article.language, dict(article.provenance)["language"], article.is_foreign) == (language, "detected", True)
    assert FOREIGN[language] in article.text
    (plain,) = read_txt(FOREIGN[language].encode(), "a.txt")
    assert isinstance(plain, Article)
    assert plain.language == language


CAPTIONS = (
    "<figure><img src=x><figcaption>{0}</figcaption></figure>",
    "<figure class=wp-block-image><img src=x><figcaption><em>{0}</em></figcaption></figure>",
    '<div class="image"><img src=x><p class="caption">{0}</p></div>',
    '<aside class="pullquote"><p>{0}</p></aside>',
    '<blockquote class="pull-quote">{0}</blockquote>',
)


@pytest.mark.parametrize("form", CAPTIONS)
def test_captions_and_pull_quotes_are_kept_apart(form: str) -> None:
    caption = "The chairwoman demanded an apology from the ferry company in the old harbour"
    body = f"<p>{PARAGRAPHS[0]}</p>{form.format(caption)}" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS[1:])
    article = one(page(body=body))
    assert article.body == BODY
    assert article.aside is not None
    assert article.text[article.aside :] == caption
    spans = passages(article)
    assert spans[-1].start == article.aside
    assert all(span.end <= article.aside or span.start >= article.aside for span in spans)
