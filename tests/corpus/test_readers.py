from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.errors import UnreadableArticle
from corpus.readers import READERS, read_jsonl, read_markdown, read_txt

BODY = "Egypt asked Israel to withdraw. Israel refused to do so, officials said on Tuesday."


def markdown(front: str, body: str = BODY) -> Article:
    (article,) = read_markdown(f"---\n{front}\n---\n{body}\n".encode(), "a.md")
    assert isinstance(article, Article)
    return article


def jsonl(*lines: object) -> list[Article | UnreadableArticle]:
    return list(
        read_jsonl("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines).encode(), "a.jsonl")
    )


def one(**fields: object) -> Article:
    (article,) = jsonl({"text": BODY, **fields})
    assert isinstance(article, Article), article
    return article


def refused(*lines: object) -> list[str]:
    return [str(item) for item in jsonl(*lines) if isinstance(item, UnreadableArticle)]


def test_txt_with_a_headline() -> None:
    (article,) = read_txt(f"\ufeffEgypt asks for withdrawal\r\n\r\n{BODY}\r\n".encode(), "sub/a.txt")
    assert article == Article(
        "sub/a.txt",
        f"Egypt asks for withdrawal\n\n{BODY}",
        "sub/a.txt",
        "Egypt asks for withdrawal",
        language="en",
        provenance=(("language", "detected"), ("title", "first line")),
    )


def test_txt_without_one_has_no_title_and_no_date() -> None:
    (article,) = read_txt(BODY.encode(), "a.txt")
    assert article == Article("a.txt", BODY, "a.txt", language="en", provenance=(("language", "detected"),))


@pytest.mark.parametrize("text", ["Breadcrumb\nSource link", "…\n***", "\u200b\ufeff"])
def test_nothing_but_furniture_is_refused(text: str) -> None:
    with pytest.raises(UnreadableArticle, match="furniture"):
        list(read_txt(text.encode(), "a.txt"))


def test_markdown_front_matter() -> None:
    front = "title: 'Egypt: “asks”'\npublisher: The Paper\nauthors: [Ann, Bo]\npublished: 2024-10-24\nurl: https://x/y\nlanguage: en"
    assert markdown(front) == Article(
        "a.md", BODY, "a.md", "Egypt: “asks”", "The Paper", ("Ann", "Bo"), "2024-10-24", "https://x/y", "en",
        tuple((name, "front matter") for name in ("authors", "language", "published", "publisher", "title", "url")),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("front", "field", "expected"),
    [
        ("authors: Ann Lee", "authors", ("Ann Lee",)),
        ("authors:\n  - Ann\n  - Bo", "authors", ("Ann", "Bo")),
        ("authors: []", "authors", ()),
        ("authors:", "authors", ()),
        ("authors: 5", "authors", ("5",)),
        ("authors: {a: b}", "authors", ()),
        ("authors: [[a], b, null, '']", "authors", ("b", "null")),
        ("published: '2024-10-24'", "published", "2024-10-24"),
        ("published: 2024-10-24T06:00:00Z", "published", "2024-10-24T06:00:00+00:00"),
        ("published: 2024-10-24 06:00:00", "published", "2024-10-24T06:00:00"),
        ("published: October 24, 2024", "published", "2024-10-24"),
        ("published:", "published", None),
        ("published: null", "published", None),
        ("published: ~", "published", None),
        ("title: 2024", "title", "2024"),
        ("title: No", "title", "No"),
        ("language: no", "language", "no"),
        ("title: 0x" + "f" * 5_000, "title", "0x" + "f" * 5_000),
        ("title: !!bool foo", "title", "foo"),
        ("title: [a]", "title", None),
        ("title: >\n  two\n  lines", "title", "two lines"),
        ("5: x", "title", None),
    ],
)
def test_front_matter_values(front: str, field: str, expected: object) -> None:
    assert getattr(markdown(front), field) == expected


@pytest.mark.parametrize(
    "front",
    ["title: [", "title: a: b", "- a\n- b", "just words", "published: 2024-13-45", "published: Tuesday", "published: [1]", "x: *y",
     "a: &a [*a", "x: " + "[" * 3_000, "\ttitle: x"],
)  # fmt: skip
def test_broken_front_matter_is_refused_in_one_line(front: str) -> None:
    with pytest.raises(UnreadableArticle) as caught:
        markdown(front)
    assert str(caught.value).startswith("a.md: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_front_matter_with_any_line_end(end: str) -> None:
    (article,) = read_markdown(f"\ufeff---\ntitle: T\n---\n{BODY}".replace("\n", end).encode(), "a.md")
    assert isinstance(article, Article)
    assert (article.title, article.text) == ("T", BODY)


def test_markdown_without_front_matter() -> None:
    (article,) = read_markdown(f"# Egypt asks\n\n{BODY}".encode(), "a.md")
    assert isinstance(article, Article)
    assert (article.title, article.text) == ("Egypt asks", f"# Egypt asks\n\n{BODY}")


def test_front_matter_that_never_ends_is_body() -> None:
    (article,) = read_markdown(f"---\n{BODY}".encode(), "a.md")
    assert isinstance(article, Article)
    assert article.text == BODY


def test_jsonl_fields() -> None:
    fields = {
        "id": "i",
        "title": "T",
        "publisher": "P",
        "authors": ["A"],
        "published": "2024-10-24",
        "url": "u",
        "language": "en",
    }
    told = tuple((name, "JSON line") for name in ("authors", "language", "published", "publisher", "title", "url"))
    assert one(**fields) == Article("i", BODY, "a.jsonl", "T", "P", ("A",), "2024-10-24", "u", "en", told)


@pytest.mark.parametrize(
    ("fields", "field", "expected"),
    [
        ({"id": 7}, "id", "7"),
        ({"id": None}, "id", "a.jsonl:1"),
        ({"id": "\ud800x"}, "id", "?x"),
        ({"title": "a\nb\u00a0c\ud800"}, "title", "a b c\ufffd"),
        ({"title": ""}, "title", None),
        ({"authors": "Ann"}, "authors", ("Ann",)),
        ({"authors": 5}, "authors", ("5",)),
        ({"authors": {"name": "Ann"}}, "authors", ()),
        ({"authors": None}, "authors", ()),
        ({"published": None}, "published", None),
        ({"published": "  "}, "published", None),
        ({"text": "A\r\nb\ud800 c"}, "text", "A\nb\ufffd c"),
    ],
)
def test_jsonl_values(fields: dict[str, object], field: str, expected: object) -> None:
    assert getattr(one(**fields), field) == expected


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"), ("[" * 100_000, "not JSON"), ('{"n": ' + "9" * 5_000 + "}", "not JSON"), ("{} {}", "not JSON"),
        ("[]", "not a JSON object"), ("null", "not a JSON object"), ("{}", 'no "text"'), ({"text": None}, 'no "text"'),
        ({"text": 5}, 'no "text"'), ({"text": ""}, "furniture"), ({"text": "Source link"}, "furniture"),
        ({"text": BODY, "id": ""}, '"id"'), ({"text": BODY, "id": " "}, '"id"'), ({"text": BODY, "id": ["x"]}, '"id"'),
        ({"text": BODY, "id": 1.5}, '"id"'), ({"text": BODY, "published": "Tuesday"}, '"published"'),
        ({"text": BODY, "published": 2024}, '"published"'),
    ],
)  # fmt: skip
def test_a_broken_line_is_named_and_the_others_are_read(line: object, reason: str) -> None:
    read = jsonl({"text": BODY}, "", line, {"text": BODY})
    assert [isinstance(item, Article) for item in read] == [True, False, True]
    assert str(read[1]).startswith("a.jsonl:3: ")
    assert reason in str(read[1])
    assert "\n" not in str(read[1])


def test_jsonl_with_byte_order_mark_and_crlf() -> None:
    data = b"\xef\xbb\xbf" + f'{{"text": "{BODY}"}}\r\n\r\n{{"text": "{BODY}"}}\r\n'.encode()
    assert [item.id for item in read_jsonl(data, "a.jsonl") if isinstance(item, Article)] == ["a.jsonl:1", "a.jsonl:3"]


def test_line_separators_in_json_strings_do_not_end_a_line() -> None:
    data = json.dumps({"text": "One.\u2028Two.\x85Three."}, ensure_ascii=False).encode()
    assert [item.text for item in read_jsonl(data, "a.jsonl") if isinstance(item, Article)] == ["One.\nTwo.\nThree."]


@given(
    kind=st.sampled_from(sorted(READERS)),
    data=st.binary(max_size=200) | st.text(max_size=200).map(lambda s: ("---\n" + s).encode("utf-8", "replace")),
)
def test_no_bytes_break_a_reader(kind: str, data: bytes) -> None:
    try:
        read = list(READERS[kind](data, "a"))
    except UnreadableArticle:
        return
    for item in read:
        if isinstance(item, Article):
            "".join(filter(None, (item.id, item.text, item.title, *item.authors))).encode("utf-8")


json_values: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=4,
)


@given(
    st.dictionaries(
        st.sampled_from(["id", "title", "publisher", "authors", "published", "url", "language", "text"]), json_values
    )
)
def test_no_json_breaks_the_reader(fields: dict[str, object]) -> None:
    (read,) = jsonl({"text": BODY, **fields})
    assert isinstance(read, Article) or str(read).startswith("a.jsonl:1: ")


def test_the_real_articles_are_all_read(data: Path) -> None:
    path = data / "news2024" / "articles.jsonl"
    read = list(read_jsonl(path.read_bytes(), path.name))
    assert all(isinstance(item, Article) for item in read)
    names = [item.id for item in read if isinstance(item, Article)]
    assert len({name.partition("#")[0] for name in names}) == 2_000
    posts = [name for name in names if "#" in name]
    assert (len(posts), len({name.partition("#")[0] for name in posts})) == (45, 4)  # read: all four are live blogs
