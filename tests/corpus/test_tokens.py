from __future__ import annotations

import tiktoken
from hypothesis import given
from hypothesis import strategies as st

from corpus.tokens import ENCODING, count_tokens


@given(st.text(max_size=200))
def test_counts_are_tiktokens(text: str) -> None:
    assert count_tokens(text) == len(tiktoken.get_encoding(ENCODING).encode_ordinary(text))


def test_special_tokens_are_plain_text() -> None:
    assert count_tokens("<|endoftext|>") > 1


def test_a_long_run_is_counted_about_right() -> None:
    text = "the" * 5_000
    exact = len(tiktoken.get_encoding(ENCODING).encode_ordinary(text))
    assert exact <= count_tokens(text) <= 1.1 * exact


def test_a_run_without_spaces_is_counted_in_linear_time() -> None:
    assert count_tokens("!" * 1_000_000 + "a" * 1_000_000) > 1_000
