from __future__ import annotations

import pytest

from corpus.span import Span


def test_of_is_the_slice() -> None:
    assert Span("a", 1, 3).of("x😀yz") == "😀y"


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_impossible_ranges_are_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span("a", start, end)


@pytest.mark.parametrize(
    ("other", "expected"),
    [(Span("a", 9, 12), True), (Span("a", 10, 12), False), (Span("a", 0, 5), False), (Span("b", 5, 10), False)],
)
def test_overlap_needs_a_shared_code_point_of_one_article(other: Span, expected: bool) -> None:
    span = Span("a", 5, 10)
    assert span.overlaps(other) is expected
    assert other.overlaps(span) is expected
