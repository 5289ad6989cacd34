"""Scores are made once, as long as they are remembered."""

from __future__ import annotations

from collections.abc import Sequence

from index.remembered import Remembered


def test_only_what_is_new_is_scored() -> None:
    made: list[tuple[str, list[str]]] = []

    def lengths(query: str, texts: Sequence[str]) -> list[int]:
        made.append((query, list(texts)))
        return [len(text) for text in texts]

    scores = Remembered(lengths, most=3)
    assert scores("who", ["a", "bb", "a"]) == [1, 2, 1]
    assert scores("who", ["bb", "ccc"]) == [2, 3]
    assert scores("what", ["a"]) == [1]  # the fourth: the first is forgotten
    assert scores("who", ["ccc", "a"]) == [3, 1]
    assert made == [("who", ["a", "bb"]), ("who", ["ccc"]), ("what", ["a"]), ("who", ["a"])]
