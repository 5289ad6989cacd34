"""Asking in a real browser: Debian's Chromium, the real models, no network."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from assistant.chat import talk
from tests.chat.conftest import ATTACK, BOTH_WIDTHS, REJECTS, WAIT_MS, WIDE, Visit, ask, visiting


def test_what_is_typed_while_the_page_still_loads_is_kept_and_asked(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/gradio_api/**", hold)  # the page is there, its calls are not answered yet
    page.goto(address)
    box = page.locator("#question textarea")
    expect(box).to_be_focused(timeout=WAIT_MS)
    box.fill("What did Hamas firmly")
    page.wait_for_timeout(500)
    assert held
    page.unroute("**/gradio_api/**")  # which lets go on what is held
    page.wait_for_timeout(1000)
    expect(box).to_have_value("What did Hamas firmly")
    expect(page.locator("#chat .asked")).to_have_count(0)
    ask(page, "What did Hamas firmly reject?")
    expect(page.locator("#chat .asked")).to_have_count(1)
    context.close()


@BOTH_WIDTHS
def test_an_answer_with_its_proof_and_the_whole_article(page: Page) -> None:
    ask(page, "What did Hamas firmly reject?")
    expect(page.locator("#chat .answer").last).to_contain_text(
        "Hamas firmly rejected any suggestion of disarming\u00a0[1]."
    )
    expect(page.locator("#chat .answer").last).to_be_in_viewport(ratio=1)
    proof = page.locator(".proof").first
    expect(proof).to_contain_text("Cairo talks end without a deal")
    expect(proof).to_contain_text("The New Courier")
    expect(proof).to_contain_text("24 October 2024")
    expect(proof).to_contain_text("truce.md")
    expect(proof.locator(".passage mark")).to_have_text(REJECTS)
    expect(proof.locator(".article")).to_be_hidden()
    proof.get_by_text("Whole article").click()
    article = proof.locator(".article")
    expect(article).to_contain_text("In round 39, mediators from Egypt and Qatar wrote a new draft.")
    expect(article.locator("mark")).to_have_text(REJECTS)
    expect(article.locator("mark")).to_be_in_viewport()
    assert "%" not in page.locator("#chat .footer a").last.inner_text()


@BOTH_WIDTHS
def test_an_abstention_is_not_an_answer(page: Page) -> None:
    ask(page, "How much carbon dioxide do the builders of the Riverton bridge emit?")
    expect(page.locator("#chat .answer")).to_have_count(0)
    expect(page.locator("#chat .marker")).to_have_count(0)
    said = page.locator("#chat .abstention")
    expect(said).to_contain_text("do not say")
    expect(said).to_contain_text("5 articles from 4 outlets, 6 March 2023 to 24 October 2024")
    nearest = page.locator("#proofs .nearest")
    expect(nearest).to_contain_text("They do not answer the question.")
    assert nearest.locator(".badge.not").count() == nearest.locator(".proof").count() > 0


def test_where_nothing_comes_close_nothing_is_shown(page: Page) -> None:
    ask(page, "How many opera tickets did Lisbon sell?")
    expect(page.locator("#chat .abstention .verdict")).to_have_text(
        "The articles do not say this, and nothing in them comes close."
    )
    expect(page.locator("#proofs .proof")).to_have_count(0)
    expect(page.locator("#proofs")).to_contain_text("Nothing in the archive comes close.")


def test_a_follow_up_is_shown_as_it_was_understood(page: Page) -> None:
    ask(page, "What did Mayor Elena Petrova demand from the bridge builders?")
    ask(page, "And from whom?")
    expect(page.locator("#chat .understood").last).to_contain_text("What did Mayor Elena Petrova demand")
    link = page.locator("#chat .footer a").last.get_attribute("href") or ""
    assert parse_qs(link[1:]) == {
        "q": ["And from whom?"],
        "after": ["What did Mayor Elena Petrova demand from the bridge builders?"],
    }


@BOTH_WIDTHS
def test_a_marker_of_an_earlier_turn_opens_its_own_proof(page: Page) -> None:
    ask(page, "What did Hamas firmly reject?")
    ask(page, "What did Mayor Elena Petrova demand from the bridge builders?")
    expect(page.locator("#chat .understood")).to_have_count(0)
    page.locator('#chat a[href="#proof-1-1"]').click()
    earlier = page.locator("#proof-1-1")
    expect(earlier).to_have_class("proof chosen")
    expect(earlier.locator(".passage mark")).to_be_in_viewport()
    expect(earlier.locator(".passage mark")).to_have_text(REJECTS)
    expect(earlier.locator("summary").first).to_be_focused()


def test_hostile_text_is_shown_and_not_run(page: Page) -> None:
    ask(page, "What did the Zorblax company promise to every customer?")
    expect(page.locator(".proof .passage").first).to_contain_text("<script>document.title='ran'</script>")
    expect(page.locator(".proof .headline").first).to_contain_text("<img src=x onerror=")
    ask(page, ATTACK)
    expect(page.locator("#chat .asked").last).to_contain_text("<iframe src='https://evil.example'></iframe>")
    page.wait_for_timeout(500)
    assert page.title() == "Demarche"
    for place in ("#chat .message-content", "#proofs", "#masthead", "#active"):
        foreign = page.locator(f"{place} :is(script, img, iframe, form, style, object, embed)")
        assert foreign.evaluate_all("all => all.map(one => one.outerHTML)") == []
    assert page.locator(".katex").count() == 0


def test_examples_have_answers(page: Page) -> None:
    example = page.locator("#chat button.example").first
    expect(example).to_be_visible(timeout=WAIT_MS)
    question = example.inner_text().strip()
    example.click()
    expect(page.locator("#chat .asked")).to_have_text(question)
    expect(page.locator("#chat .marker").first).to_be_visible(timeout=WAIT_MS)


def test_filters_are_shown_and_kept_in_the_link(visit: Visit) -> None:
    page = visit("?q=What+did+Hamas+firmly+reject%3F&until=2023-12-31")
    expect(page.locator("#chat .footer")).to_have_count(1, timeout=WAIT_MS)
    expect(page.locator("#active")).to_contain_text("until 31 December 2023")
    expect(page.locator("#chat")).not_to_contain_text("disarming")
    link = page.locator("#chat .footer a").last.get_attribute("href") or ""
    assert link == "?q=What+did+Hamas+firmly+reject%3F&until=2023-12-31"


@pytest.mark.parametrize("until", ["yesterday", "2024-13-40"])
def test_a_wrong_date_is_told_in_one_line(visit: Visit, until: str) -> None:
    page = visit(f"?q=Who&until={until}")
    expect(page.locator("#chat .problem")).to_contain_text(until, timeout=WAIT_MS)
    expect(page.locator("#question textarea")).to_have_value("Who")
    assert "Traceback" not in page.content()


def test_loading_the_page_again_shows_the_same(page: Page, browser: Browser, address: str) -> None:
    ask(page, "What did Mayor Elena Petrova demand from the bridge builders?")
    ask(page, "And from whom?")
    expect(page).to_have_url(re.compile("[?]q=.*Petrova"))
    answer = page.locator("#chat .answer p:not(.understood)").last.inner_text()
    proof = page.locator("#proofs .proof .passage").first.inner_text()
    with visiting(browser, address, *WIDE) as visit:
        again = visit("?" + page.url.partition("?")[2])
        expect(again.locator("#chat .answer p:not(.understood)")).to_have_text(answer, timeout=WAIT_MS)
        expect(again.locator("#proofs .proof .passage").first).to_have_text(proof)
    page.get_by_role("button", name="New conversation").click()
    expect(page).to_have_url(address)


def test_clearing_begins_anew(page: Page) -> None:
    ask(page, "What did Hamas firmly reject?")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("#chat .asked")).to_have_count(0)
    expect(page.locator(".proof")).to_have_count(0)
    ask(page, "What did Mayor Elena Petrova demand from the bridge builders?")
    expect(page.locator("#chat .understood")).to_have_count(0)
    expect(page.locator("#proof-1-1")).to_be_visible()


def test_two_readers_do_not_see_each_other(browser: Browser, address: str) -> None:
    contexts = [browser.new_context() for _ in range(2)]
    first, second = (context.new_page() for context in contexts)
    for each in (first, second):
        each.goto(address)
        expect(each.locator("#question textarea")).to_be_focused(timeout=WAIT_MS)
    ask(first, "What did Hamas firmly reject?")
    ask(second, "What did Mayor Elena Petrova demand from the bridge builders?")
    expect(second.locator("#chat .asked")).to_have_count(1)
    expect(second.locator("body")).not_to_contain_text("disarming")
    expect(first.locator("body")).not_to_contain_text("Petrova")
    for context in contexts:
        context.close()


def test_a_reader_may_have_many_tabs_open(browser: Browser, address: str) -> None:
    context = browser.new_context()
    for _ in range(8):  # a browser opens six connections to a host at most; a tab must hold none of them
        page = context.new_page()
        page.goto(address, timeout=WAIT_MS)
        expect(page.locator("#question textarea")).to_be_visible(timeout=WAIT_MS)
    ask(page, "What did Hamas firmly reject?")
    context.close()


@pytest.mark.parametrize(
    ("filters", "words", "found"),
    [
        ("actor=Hamas&act=reject", "where Hamas acts, that report what is rejected", True),
        ("act=demand", "that report what is demanded", False),
        ("actor=Elena+Petrova", "where Elena Petrova acts", False),
    ],
)
def test_actor_and_act_narrow_the_search_and_stay_in_the_link(
    visit: Visit, filters: str, words: str, found: bool
) -> None:
    page = visit(f"?q=What+did+Hamas+firmly+reject%3F&{filters}")
    expect(page.locator("#chat .footer")).to_have_count(1, timeout=WAIT_MS)
    expect(page.locator("#active")).to_contain_text(words)
    expect(page.locator("#chat").get_by_text("disarming")).to_have_count(int(found))
    link = page.locator("#chat .footer a").last.get_attribute("href") or ""
    assert link == f"?q=What+did+Hamas+firmly+reject%3F&{filters}"


def test_an_act_that_is_none_is_told(visit: Visit) -> None:
    page = visit("?q=Who&act=sing")
    expect(page.locator("#chat .problem")).to_contain_text("'sing' is no act", timeout=WAIT_MS)


def test_a_chip_asks_the_next_question(page: Page) -> None:
    ask(page, "What did the Harbour Union demand from Norland Lines?")
    chip = page.get_by_text("What did Harbour Union reject?")
    expect(chip).to_be_visible(timeout=WAIT_MS)
    chip.click()
    expect(page.locator("#chat .asked")).to_have_count(2, timeout=WAIT_MS)
    expect(page.locator("#chat .asked").last).to_have_text("What did Harbour Union reject?")
    expect(page.locator("#chat .answer").last).to_contain_text("night shifts", timeout=WAIT_MS)


def test_an_answer_can_be_stopped_while_it_streams(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk, "STEP_S", WAIT_MS / 1000)
    page.locator("#question textarea").fill("What did the Harbour Union demand from Norland Lines?")
    page.keyboard.press("Enter")
    stop = page.get_by_role("button", name="Stop")
    expect(page.locator("#chat .answer")).to_be_visible(timeout=WAIT_MS)
    page.locator("#question textarea").fill("What did Hamas firmly reject?")
    stop.click()
    expect(page.locator("#chat .footer")).to_have_count(1)  # the whole reply: it was there already
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    expect(stop).to_have_count(0)
    expect(page.locator("#question textarea")).to_have_value("What did Hamas firmly reject?")
    monkeypatch.setattr(talk, "STEP_S", 0)
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#chat .footer")).to_have_count(2)
    expect(page.locator("#chat .problem")).to_have_count(0)


def test_after_each_stop_the_next_question_is_asked(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    answered = talk._answered

    def held(*given: Any) -> Iterator[Any]:
        go_on.wait(WAIT_MS / 1000)
        yield from answered(*given)

    monkeypatch.setattr(talk, "_answered", held)
    box = page.locator("#question textarea")
    for number in range(3):
        box.fill(f"What did Hamas firmly reject, {number}?")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Stop").click()
        expect(page.locator("#chat")).to_contain_text("Stopped.")
        expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
        expect(page.locator("#chat .asked")).to_have_text(f"What did Hamas firmly reject, {number}?")
        expect(page.locator("#chat .problem")).to_have_count(0)
    go_on.set()
    ask(page, "What did Hamas firmly reject?")
    expect(page.locator("#chat .asked")).to_have_count(1)
    expect(page.locator("#chat .answer")).to_contain_text("disarming")


def test_a_source_says_who_did_what_and_can_be_linked_and_copied(page: Page, browser: Browser, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, "What did Hamas firmly reject?")
    said = page.locator(".proof .said").first
    expect(said).to_contain_text("Hamas rejected any suggestion of disarming")
    expect(said).to_contain_text("paraphrase")
    expect(said).to_contain_text("named")
    page.locator(".proof .copy").first.click()
    expect(page.locator(".proof .copy").first).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"“{REJECTS}” Cairo talks end without a deal. The New Courier. 2024-10-24 (truce.md, ")
    link = page.locator(".proof").first.get_by_text("Link to this source").get_attribute("href") or ""
    with visiting(browser, address, *WIDE) as visit:
        mark = visit(link).locator("#proofs .article mark")
        expect(mark).to_have_text(REJECTS, timeout=WAIT_MS)
        expect(mark).to_be_in_viewport()


def test_a_link_to_a_source_that_is_not_there_is_told(visit: Visit) -> None:
    page = visit("?passage=999999&start=0&end=5")
    expect(page.locator("#proofs")).to_contain_text("There is no such source", timeout=WAIT_MS)
