"""Whether the page can be used without a mouse and without eyes: axe-core, and the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.chat.conftest import NARROW, WAIT_MS, WIDE, ask, visiting

AXE = Axe()


def violations(page: Page) -> list[str]:
    """What axe-core finds serious or critical."""
    found = AXE.run(page).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['html'][:150]} {node['failureSummary'][:200]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


@pytest.fixture(params=[(WIDE, "light"), (NARROW, "dark")], ids=str)  # docs/walk.py looks at all four
def looks(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    (width, height), scheme = request.param
    with visiting(browser, address, width, height, color_scheme=scheme, reduced_motion="reduce") as visit:
        yield visit()


def test_axe_finds_nothing_serious(looks: Page) -> None:
    page = looks
    ask(page, "What did Hamas firmly reject?")
    page.locator(".proof .whole > summary").first.click()
    ask(page, "How much carbon dioxide do the builders of the Riverton bridge emit?")
    told = {"ask": violations(page)}
    page.get_by_role("tab", name="Look up").click()
    page.get_by_label("Words to look up").fill("bridge refund")
    page.keyboard.press("Enter")
    expect(page.locator("#found .proof").first).to_be_visible(timeout=WAIT_MS)
    told["lookup"] = violations(page)
    page.get_by_role("tab", name="Positions").click()
    expect(page.locator("#positions-table [role=gridcell]").first).to_be_visible(timeout=WAIT_MS)
    page.locator(".timeline a.point").first.click()
    expect(page.locator("#opened .proof")).to_be_visible(timeout=WAIT_MS)
    told["positions"] = violations(page)
    page.get_by_role("tab", name="Articles").click()
    expect(page.locator("#articles-table [role=gridcell]").first).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("button", name="Or paste one").click()
    told["articles"] = violations(page)
    page.locator("#masthead h1").scroll_into_view_if_needed()  # on a narrow page the button goes with the head
    page.locator("#filters .toggle-button").click()
    expect(page.get_by_role("button", name="Clear filters")).to_be_in_viewport(timeout=WAIT_MS)
    told["filters"] = violations(page)
    assert [f"{tab}: {one}" for tab, found in told.items() for one in found] == []


def press_until(page: Page, key: str, selector: str) -> None:
    """Press a key until something that fits the selector has the focus."""
    for _ in range(80):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{key} does not reach {selector}")


HEARD = """() => {
    const region = document.querySelector("#heard");
    window.heard = [];
    new MutationObserver(() => window.heard.push(region.textContent)).observe(region, {childList: true});
}"""


def test_a_screen_reader_hears_each_reply_once_and_whole(page: Page) -> None:
    expect(page.locator("#heard[role=status]")).to_be_attached()
    page.evaluate(HEARD)
    ask(page, "What did Hamas firmly reject?")
    ask(page, "How many opera tickets did Lisbon sell?")
    expect(page.get_by_role("region", name="Proof")).to_have_count(1)
    page.get_by_role("tab", name="Positions").click()
    expect(page.locator("#heard")).to_contain_text("positions, newest first")
    page.locator(".timeline a.point.refuse").first.press("Enter")
    expect(page.locator("#heard")).to_contain_text("rejected any")
    *replies, positions, _said = page.evaluate("window.heard")
    reading, answer, again, abstention = replies
    assert reading == again == "Reading the articles …"
    assert answer == "Hamas firmly rejected any suggestion of disarming [1]."
    assert abstention.startswith("The articles do not say this, and nothing in them comes close. Searched: 5 articles")
    assert positions.endswith("to see the sentence.")
    log = page.locator("#chat [role=log]")
    expect(log).to_have_attribute("aria-live", "off")  # or it would be heard twice, and in pieces
    expect(log).to_have_attribute("aria-label", "Conversation")


def test_the_focus_is_never_lost_and_escape_leads_back(page: Page) -> None:
    box = page.locator("#question textarea")
    page.locator("#chat button.example").first.press("Enter")
    expect(page.locator("#chat .footer")).to_have_count(1)
    expect(box).to_be_focused()
    ask(page, "What did the Harbour Union demand from Norland Lines?")
    expect(box).to_be_focused()
    chips = page.locator("#chat button.option")
    expect(chips.first).to_be_visible()
    chips.first.press("Enter")
    expect(page.locator("#chat .footer")).to_have_count(3)
    expect(box).to_be_focused()
    marker = page.locator("#chat a.marker").last
    marker.press("Enter")
    proof = page.locator("#proofs .proof.chosen")
    expect(proof.locator("> summary")).to_be_focused()
    proof.locator(".whole > summary").press("Enter")
    proof.locator(".article").focus()
    page.keyboard.press("Escape")
    expect(proof.locator(".article")).to_be_hidden()
    expect(proof.locator(".whole > summary")).to_be_focused()
    page.keyboard.press("Escape")
    expect(marker).to_be_focused()
    box.focus()
    page.get_by_role("button", name="New conversation").press("Enter")
    expect(page.locator("#chat .asked")).to_have_count(0)
    expect(box).to_be_focused()


def test_filters_and_feedback_open_and_close_by_keyboard(page: Page) -> None:
    ask(page, "What did Hamas firmly reject?")
    feedback = page.get_by_role("button", name="Feedback").first
    wrong = page.get_by_role("button", name="Wrong speaker")
    expect(wrong).to_be_hidden()
    feedback.focus()
    expect(wrong).to_be_visible()
    page.keyboard.press("Escape")
    expect(wrong).to_be_hidden()
    toggle = page.get_by_role("button", name="Filters", exact=True)
    expect(toggle).to_have_attribute("aria-expanded", "false")
    toggle.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#filters')") is None  # what is closed is passed over
    toggle.press("Enter")
    expect(toggle).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#since input")).to_be_visible()
    page.locator("#since input").focus()
    page.keyboard.press("Escape")
    expect(toggle).to_have_attribute("aria-expanded", "false")
    expect(toggle).to_be_focused()


def test_a_browser_of_another_language_shows_the_same_words(browser: Browser, address: str) -> None:
    with visiting(browser, address, *WIDE, locale="de-DE") as visit:
        page = visit()
        ask(page, "What did Hamas firmly reject?")
        renew = page.get_by_role("button", name="New conversation")
        assert renew.evaluate("it => getComputedStyle(it, '::after').content") == '"New conversation"'
        renew.click()
        expect(page.locator("#chat .asked")).to_have_count(0)


def test_a_row_is_opened_by_keyboard(page: Page) -> None:
    page.get_by_role("tab", name="Positions").click()
    expect(page.locator("#positions-table [role=gridcell]").first).to_be_visible()
    page.locator("#positions-table .search-input").focus()
    press_until(page, "Tab", "[role=gridcell]")
    page.keyboard.press("Enter")
    expect(page.locator("#opened .passage mark")).to_be_visible()


def test_the_keyboard_suffices(page: Page) -> None:
    ask(page, "What did Hamas firmly reject?")
    press_until(page, "Shift+Tab", "#chat a.marker")
    page.keyboard.press("Enter")
    expect(page.locator("#proof-1-1 > summary")).to_be_focused()
    press_until(page, "Tab", ".whole > summary")
    page.keyboard.press("Enter")
    expect(page.locator(".article mark")).to_be_in_viewport()
    press_until(page, "Tab", ".copy")
    press_until(page, "Shift+Tab", "[role=tab]")
    press_until(page, "Tab", "#question textarea")
    tab = page.get_by_role("tab", name="Positions")
    tab.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".timeline a.point").first).to_be_visible(timeout=WAIT_MS)
    press_until(page, "Tab", ".timeline a.point")
    page.keyboard.press("Enter")
    expect(page.locator("#opened .passage mark")).to_be_visible(timeout=WAIT_MS)
    press_until(page, "Tab", "#positions-table .search-input")
    page.keyboard.type("Petrova")
    expect(page.locator("#positions-table [role=gridcell]", has_text="Harbour Union")).to_have_count(0)
    press_until(page, "Shift+Tab", "#csv, #csv *")
