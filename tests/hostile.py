"""Texts that break what handles text, for the property tests."""

from __future__ import annotations

from hypothesis import strategies as st

SPACES = "\u00a0\u2009\u202f\u3000\u1680 \t"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u202e\u2066\x00\x07\x1f\x7f"
LINE_ENDS = ("\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\n\n", "\r\n\r\n")
WORDS = (
    "Hamas rejected the plan.", "Mr. Lee of the U.S. said", "“We want", "guarantees,” he said.", "\"No\"", "''", "«", "»",
    "قالت حماس إنها ترفض", "היא אמרה לא.", "👩‍👩‍👧‍👦👍🏽🇪🇬", "😀" * 40, "Ünïcödé", "e\u0301" * 9, "中文没有空格" * 20,
    "\ud800", "\udfff", "....", "!?!?", "—", ";;;", "(((", "]]]", "x" * 300, "Source link", "Breadcrumb", "Comments",
    "Leave a Comment", "Home > World > Gaza", "Soldiers, July 4. [Getty]", "Photo: AFP", "1,234.56%", "a.b.c.d", "***", "#",
)  # fmt: skip

pieces = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(LINE_ENDS),
    st.text(alphabet=SPACES + INVISIBLE, max_size=4),
    st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=12),  # every code point, surrogates too
    st.just(" "),
)
texts = st.lists(pieces, max_size=60).map("".join)

GIANTS = {
    "no space": "a" * 200_000,
    "only punctuation": "!?.,;" * 20_000,
    "only quotes": "“" * 20_000,
    "emoji": "👩‍👩‍👧‍👦" * 5_000,
    "no space, Chinese": "中" * 50_000,
    "one sentence": "and so on, " * 10_000,
    "many lines": "He said no.\n" * 10_000,
    "right to left": "‏قالت حماس " * 5_000,
    "abbreviations": "U.S. Gen. Lt. Mr. " * 5_000,
    "empty lines": "\n" * 100_000 + "The end.",
}
