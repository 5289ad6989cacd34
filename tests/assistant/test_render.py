"""Whatever stands in articles and questions, the page shows it as text and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from assistant.answer import Answer, Citation, Nearest, Reason, cite, nearest
from assistant.chat.escape import escaped, safe_url
from assistant.chat.proofs import proofs
from assistant.chat.render import asked, conversation, problem, replied, streamed
from assistant.chat.turn import Turn
from assistant.chat.wanted import Wanted
from assistant.judge import abstaining
from corpus.article import Article
from corpus.span import Span
from index.catalog import StoredPassage

COVERED = "2 articles from 1 outlet"

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><iframe src=//evil.example></iframe>',
    "'><form action=//evil.example><button>Log in</button></form>",
    "<style>*{display:none}</style>",
    "<details open ontoggle=alert(1)>",
    "<base href=//evil.example>",
    "<a href='javascript:alert(1)'>click</a>",
    "<think>hidden</think>",
    "</bdi></p></div><h1>Breaking</h1>",
    "</mark></blockquote></details><marquee>",
    "<!-- comment --> and <![CDATA[ x ]]> and <?php ?>",
    "&lt;script&gt; &#60;b&#62; &amp;amp; &nbsp",
    "![beacon](https://evil.example/b.png)",
    "[click](javascript:alert(1)) and <https://evil.example>",
    "https://evil.example/a?b=c www.evil.example me@evil.example",
    "# Heading\n## Another\n- list\n1. one\n> quote\n---\n***",
    "```js\nalert(1)\n```\n    indented code",
    "**bold** __under__ ~~gone~~ `code` | a | b |\n|---|---|",
    "$$\\href{javascript:alert(1)}{x}$$ \\(x\\) \\[y\\]",
    "[1]: https://evil.example\n[^1] [ref][1] [2] [99]",
    "${alert(1)} {{constructor.constructor('alert(1)')()}} {% raw %}",
    "```mermaid\ngraph TD; A-->B;\n```",
    "\u202eevil\u202c \u2066isolate\u2069 \u200bzero",
    "nul\x00 bell\x07 escape\x1b[31m unit\x1f",
    "-->]]>'\"`\\",
    "=cmd|' /C calc'!A0",
    "x" * 5_000,
    "﷽ 👩‍👩‍👧‍👦 é \u0301\u0301\u0301",
]  # fmt: skip

TAGS = {"div", "p", "ul", "li", "bdi", "a", "span", "section", "h2", "strong", "details", "summary", "blockquote",
        "mark", "time", "code", "button"}  # fmt: skip
ATTRIBUTES = {"class", "href", "title", "name", "id", "open", "tabindex", "role", "aria-label", "aria-hidden",
              "datetime", "target", "rel", "hidden"}  # fmt: skip


@dataclass
class Seen(HTMLParser):
    """What a browser would see: text and tags."""

    text: str = ""
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")


def see(html: object) -> Seen:
    seen = Seen()
    seen.feed(str(html))
    seen.close()
    assert not seen.open
    return seen


def plain(text: str) -> str:
    """Text as a page can show it: control characters have no shape, and a new line is a new line of the page."""
    return "".join("" if mark == "\n" else "\ufffd" if ord(mark) < 32 else mark for mark in text)


def article(text: str) -> Article:
    return Article(text, f"Before. {text} After.", "file.txt", text, text, (), text, "https://example.org/" + text)


def answer_of(text: str, *, abstained: bool) -> tuple[Turn, Article]:
    source = article(text)
    span = Span(source.id, 8, 8 + len(text))
    answer = Answer(
        text,
        f"{text} made to stand alone",
        f"{text} [1].",
        abstained=abstained,
        confidence=0.5,
        reason=Reason.NO_EVIDENCE if abstained else None,
        citations=() if abstained else (cite(1, source, 7, span),),
        nearest=(nearest(source, 7, span),) if abstained else (),
        notes=(text,),
    )
    return Turn(3, answer, Wanted(since="2024-01-01", publisher=text)), source


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:24].encode("unicode_escape").decode())
def test_text_stays_text(text: str) -> None:
    seen = see(escaped(text))
    assert seen.tags == []
    assert seen.text.replace("\n", "") == plain(text)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:24].encode("unicode_escape").decode())
@pytest.mark.parametrize("abstained", [False, True])
def test_the_whole_page_has_only_our_tags(text: str, abstained: bool) -> None:
    turn, source = answer_of(text, abstained=abstained)
    stored = StoredPassage(7, Span(source.id, 0, len(source.text)), source)
    pieces = [message.content for message in conversation([turn], COVERED)]
    pieces += [problem(text).content, *(message.content for message in streamed(turn))]
    pieces.append(proofs([turn, turn], lambda passage: stored))
    for piece in pieces:
        seen = see(piece)
        assert {tag for tag, _ in seen.tags} <= TAGS
        assert {name for _, attributes in seen.tags for name in attributes} <= ATTRIBUTES
        hrefs = [attributes["href"] or "" for tag, attributes in seen.tags if tag == "a"]
        assert all(
            href.startswith(("#proof-3-1", "?q=", "?passage=7&start=8&end=", "https://example.org/")) for href in hrefs
        )
        assert plain(text) in seen.text.replace("\n", "")
        assert "\n" not in str(piece)  # Markdown ends a block of HTML at an empty line


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:24].encode("unicode_escape").decode())
def test_no_markdown_mark_is_left(text: str) -> None:
    assert not set("\\`*_{}[]()<>#+-.!|~$:/@=^\"'\n") & set(escaped(text).replace("&#", "").replace(";", ""))


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("vbscript:x", False),
        ("//evil.example", False),
        ("https://user:secret@evil.example", False),
        ("https://evil.example/\n<script>", False),
        (" https://example.org", False),
        ("https://[broken", False),
        ("file:///etc/passwd", False),
        ("", False),
        (None, False),
    ],
)
def test_safe_url(url: str | None, safe: bool) -> None:
    assert safe_url(url) == (url if safe else None)


def test_each_marker_leads_to_its_proof() -> None:
    source = Article("a.txt", "One said no. Two said yes.", "a.txt", "Talks")
    citations = (cite(1, source, 4, Span("a.txt", 0, 12)), cite(2, source, 4, Span("a.txt", 13, 26)))
    answer = Answer(
        "Who?", "Who?", "One said no [1]. Two said yes [2]. Not a marker [3].", False, 0.9, citations=citations
    )
    turn = Turn(1, answer)
    stored = StoredPassage(4, Span("a.txt", 0, 26), source)
    links = [attributes["href"] for tag, attributes in see(replied(turn, COVERED).content).tags if tag == "a"]
    names = {attributes.get("id") for _, attributes in see(proofs([turn], lambda passage: stored)).tags}
    assert links[:2] == ["#proof-1-1", "#proof-1-2"]
    assert {"proof-1-1", "proof-1-2"} <= names
    assert "Not a marker [3]." in see(replied(turn, COVERED).content).text


def marks(html: str) -> list[str]:
    """The text of each mark."""
    found = [piece.split("</mark>")[0] for piece in html.split("<mark>")[1:]]
    return [see(piece).text for piece in found]


@pytest.mark.parametrize("kind", [cite, nearest])
def test_the_quote_is_marked_and_nothing_else(kind: object) -> None:
    source = Article("a.txt", "Head\n\nFirst one. Second one. Third one.", "a.txt")
    span = Span("a.txt", 17, 28)
    proof: Citation | Nearest = cite(1, source, 4, span) if kind is cite else nearest(source, 4, span)
    abstained = isinstance(proof, Nearest)
    answer = Answer(
        "Who?", "Who?", "Second one [1].", abstained, 0.9,
        citations=(proof,) if isinstance(proof, Citation) else (),
        nearest=(proof,) if isinstance(proof, Nearest) else (),
    )  # fmt: skip
    shown = proofs([Turn(1, answer)], lambda passage: StoredPassage(4, Span("a.txt", 6, 39), source))
    assert (
        marks(shown) == [proof.quote, proof.quote] == ["Second one.", "Second one."]
    )  # in the passage, in the article
    assert ("not an answer" in shown) is abstained


@pytest.mark.parametrize("reason", list(Reason))
def test_each_reason_has_its_words(reason: Reason) -> None:
    answer = Answer("Who?", "Who?", abstaining(reason), True, 0.9, reason=reason)
    seen = see(replied(Turn(1, answer), COVERED).content)
    assert seen.text.startswith(f"{abstaining(reason)}Searched: {COVERED}.")  # once, and in no other words
    assert COVERED in seen.text
    assert ("div", {"class": "abstention"}) in seen.tags


def test_a_list_is_shown_line_by_line() -> None:
    answer = Answer("Which?", "Which?", "One [1].\nTwo [1].", False, 0.9)
    seen = see(replied(Turn(1, answer), COVERED).content)
    assert [tag for tag, _ in seen.tags].count("li") == 2


def test_the_stream_only_grows() -> None:
    words = " ".join(f"word{number}" for number in range(23))
    turn = Turn(1, Answer("Who?", "Who?", words, False, 0.9))
    texts = [see(message.content).text for message in streamed(turn)]
    whole = see(replied(turn, COVERED).content).text
    assert len(texts) == 4
    assert all(whole.startswith(text) for text in texts)
    assert texts == sorted(texts, key=len)


def test_the_question_is_shown_as_it_was_asked() -> None:
    assert see(asked("Is 5 < 6 & *true*?").content).text == "Is 5 < 6 & *true*?"
