"""Looking up passages in a real browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from assistant.chat.lookup import spans_of_words
from corpus.span import Span
from index.keywords import terms
from tests.chat.conftest import BOTH_WIDTHS, WAIT_MS, Visit


@BOTH_WIDTHS
def test_passages_are_ranked_marked_and_linked(page: Page) -> None:
    page.get_by_role("tab", name="Look up").click()
    page.get_by_label("Words to look up").fill("bridge refund")
    page.keyboard.press("Enter")
    first = page.locator("#found .proof").first
    expect(first.locator(".headline")).to_have_text("Mayor wants money back for cracked bridge", timeout=WAIT_MS)
    expect(first.locator(".passage mark")).to_have_text(["refund", "bridge", "bridge"])
    expect(first.locator(".said").first).to_contain_text("demanded")
    link = page.get_by_text("Link to this look-up").get_attribute("href") or ""
    assert link == "?lookup=bridge+refund"


def test_a_link_looks_up_again_within_its_filters(visit: Visit) -> None:
    page = visit("?lookup=shifts&since=2024-03-01")
    expect(page.get_by_role("tab", name="Look up")).to_have_attribute("aria-selected", "true", timeout=WAIT_MS)
    expect(page.locator("#found .headline").first).to_have_text("Dockers give way on shifts", timeout=WAIT_MS)
    expect(page.locator("#found .headline", has_text="nine percent")).to_have_count(0)
    expect(page.get_by_label("Words to look up")).to_have_value("shifts")


def test_a_wrong_filter_is_told(visit: Visit) -> None:
    page = visit("?lookup=shifts&since=soon")
    expect(page.locator("#found .problem")).to_contain_text("soon", timeout=WAIT_MS)


def test_words_are_marked_by_their_stems() -> None:
    text = "Unions demanded rest. The union demands it."
    found = spans_of_words(frozenset(terms("union demand")), text, Span("a", 0, 40))
    assert [span.of(text) for span in found] == ["Unions", "demanded", "union", "demands"]
