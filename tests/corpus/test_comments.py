"""Comments under a text that was copied from a page: they are cut off, and what only looks like them stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.clean import clean

BODY = "Farmers press county\n\nThe farmers of Vestholm demanded a dam.\n\nThe county said no."
SAID = "Kari Holt demanded that the governor resign at once."
COMMENTS = (
    f"2 Comments\n\nOdd Nilsen says:\nMay 7, 2025 at 10:12 am\nI heard it.\n\nKari Holt says:\nMay 8, 2025 at 11:00 am\n{SAID}\nReply",
    f"3 thoughts on “Farmers press county”\nOdd Nilsen\n3 hours ago\n{SAID}\nReply\nLike",
    f"Comments (14)\nodd_n\n2 days ago\n{SAID}\n12 likes\nReport abuse",
    f"Reader comments:\nOdd Nilsen wrote:\n7 May 2025, 10:12\n{SAID}\nReply to Odd Nilsen",
    f"Odd Nilsen says:\nMay 7, 2025 at 10:12 am\nI heard it.\nKari Holt says:\nMay 8, 2025\n{SAID}",
    "1 response to “Farmers press county”\n" + f"Odd Nilsen says:\nan hour ago\n{SAID}\nLog in to reply\n" * 30,
)  # fmt: skip
NONE = (
    "2 comments\nThe mayor took back two of them.\nShe said no to a third.",
    "Comments on the plan\nThe board read them out on May 7, 2025, and went home.",
    "Odd Nilsen says:\nMay 7, 2025\nIt was the only one of his letters that was read out.",
    "Thoughts on the dam:\nOne is that it leaks.\nA month ago\nNobody saw it.",
    "10:12 a.m.\nThe council met.\n10:40 a.m.\nThe mayor left.",
)


@pytest.mark.parametrize("comments", COMMENTS)
@pytest.mark.parametrize("furniture", ["", "Share this article\n\n"])
def test_comments_are_cut_off(comments: str, furniture: str) -> None:
    assert clean(f"{BODY}\n\n{furniture}{comments}") == BODY


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_comments_stays(text: str) -> None:
    kept = clean(f"{BODY}\n\n{text}")
    assert kept.endswith(text.rsplit("\n", maxsplit=1)[-1])


def test_no_real_article_loses_any(data: Path) -> None:
    """The collection has no comments left in it: nothing may be taken for such."""
    from corpus.comments import comments_start

    with (data / "news2024" / "articles.jsonl").open(encoding="utf-8") as file:
        texts = [json.loads(line)["text"].split("\n") for line in file]
    assert [lines for lines in texts if comments_start([line.strip() for line in lines]) is not None] == []
