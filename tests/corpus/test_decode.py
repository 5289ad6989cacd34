from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.decode import decode
from corpus.errors import UnreadableArticle

TEXT = "Türkiye’s “plan” – 50 €\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"), TEXT.encode("utf-8-sig"), TEXT.encode("cp1252"), TEXT.encode("utf-16"), TEXT.encode("utf-32"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
    ],
    ids=["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-32", "utf-16-be", "utf-32-be"],
)  # fmt: skip
def test_encodings(data: bytes) -> None:
    assert decode(data, "a.txt") == TEXT


def test_latin_1_is_read() -> None:
    assert decode("São Tomé, ½ a year".encode("latin-1"), "a.txt") == "São Tomé, ½ a year"


def test_a_mixed_file_is_read_line_by_line() -> None:
    assert (
        decode("“Yes”\n".encode() + "“No” – café\r\n".encode("cp1252") + b"plain", "a.txt")
        == "“Yes”\n“No” – café\r\nplain"
    )


def test_what_is_no_western_encoding_is_detected() -> None:
    text = "日本政府は提案を拒否した。首相は記者会見で、交渉は続くと述べた。" * 8
    assert decode(text.encode("shift_jis"), "a.txt") == text


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableArticle, match="a.txt: the file is empty"):
        decode(data, "a.txt")


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\x00\x00", b"text\x00text", bytes(range(1, 256)) * 9], ids=["png", "nul", "all bytes"]
)
def test_a_binary_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableArticle, match="binary"):
        decode(data, "a.txt")


@pytest.mark.parametrize(
    "data", [codecs.BOM_UTF16_LE + b"\x00\xd8", codecs.BOM_UTF8 + b"\xff", codecs.BOM_UTF16_LE + b"a"]
)
def test_a_false_byte_order_mark_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableArticle, match="byte-order mark"):
        decode(data, "a.txt")


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decode(data, "a.txt")
    except UnreadableArticle as refused:
        assert refused.where == "a.txt"
    else:
        text.encode("utf-8")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_comes_back(text: str) -> None:
    if text.strip() and not text.startswith("\ufeff") and text.encode().strip():
        assert decode(text.encode(), "a.txt") == text
