"""Sixty hostile strings as text, title, outlet, file name, question and error: nothing runs, loads, frames or covers."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.assistant import open_assistant
from benchmarks.hostile import Harm, file_name, hostile_index
from benchmarks.hostile_texts import HOSTILE
from index.embed import DEFAULT_MODEL
from tests.chat.conftest import WAIT_MS, WIDE, Visit, served, visiting


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    index = hostile_index(tmp_path_factory.mktemp("hostile"), HOSTILE)
    with served(open_assistant(index, DEFAULT_MODEL)) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    with visiting(browser, address, *WIDE) as visit:
        yield visit


def replies(page: Page) -> int:
    return page.locator("#chat :is(.footer, .problem)").count()


@pytest.mark.parametrize("part", range(2))
def test_as_question_and_in_what_is_cited(visit: Visit, part: int) -> None:
    """Every third of them; ``make soak`` asks them all."""
    page = visit()
    harm = Harm(page)
    for text in HOSTILE[part::6]:
        before = replies(page)
        page.locator("#question textarea").fill(text[:2000])
        page.locator("#question textarea").press("Enter")
        page.locator("#chat :is(.footer, .problem)").nth(before).wait_for(timeout=WAIT_MS)
        expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    assert page.locator("#proofs .proof").count() > 0
    assert harm.seen() == {}


def test_in_every_other_tab(visit: Visit) -> None:
    page = visit()
    harm = Harm(page)
    page.get_by_role("tab", name="Look up").click()
    page.get_by_label("Words to look up").fill("telescope customer")
    page.keyboard.press("Enter")
    expect(page.locator("#found .proof")).to_have_count(10, timeout=WAIT_MS)
    page.get_by_label("Passages").click()
    page.get_by_role("option", name="50").click()
    expect(page.locator("#found .proof")).to_have_count(50, timeout=WAIT_MS)
    told = [harm.seen()]
    page.get_by_role("tab", name="Positions").click()
    page.locator("#positions-table [role=gridcell]").first.click()
    expect(page.locator("#opened .proof")).to_be_visible(timeout=WAIT_MS)
    told.append(harm.seen())
    page.get_by_role("tab", name="Articles").click()
    page.locator("#articles-table [role=gridcell]").first.click()
    expect(page.locator("#article .headline")).to_be_visible(timeout=WAIT_MS)
    assert [*told, harm.seen()] == [{}, {}, {}]


def test_as_names_of_files_that_are_refused(visit: Visit) -> None:
    page = visit()
    harm = Harm(page)
    page.get_by_role("tab", name="Articles").click()
    files = [
        {"name": file_name(number, text, "png"), "mimeType": "image/png", "buffer": b"\x89PNG"}
        for number, text in enumerate(HOSTILE)
    ]
    page.locator("#upload input[type=file]").set_input_files(files)  # type: ignore[arg-type]
    expect(page.locator("#results li")).to_have_count(len(HOSTILE), timeout=WAIT_MS)
    assert harm.seen() == {}


@pytest.mark.parametrize("part", range(6))
def test_in_filters_and_errors(visit: Visit, part: int) -> None:
    text = " ".join(HOSTILE[part::6])
    page = visit(
        "?" + urlencode({"q": text[:500], "publisher": text[:200], "actor": text[200:400], "until": text[:10]})
    )
    harm = Harm(page)
    expect(page.locator("#chat .problem")).to_be_visible(timeout=WAIT_MS)
    expect(page.locator("#active")).to_contain_text("until", timeout=WAIT_MS)
    assert harm.seen() == {}
