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
    ask(page, "How much carbon dioxide do Brazilian steel mills emit?")
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
