"""Positions in a real browser: table, timeline, changes, downloads."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import gradio as gr
from playwright.sync_api import Page, expect
from starlette.requests import Request

from assistant.assistant import Assistant
from assistant.chat.changes import changes
from assistant.chat.filters import FilterPanel
from assistant.chat.positions import PositionsTab
from assistant.chat.positions_found import find_positions
from assistant.chat.wanted import Wanted
from tests.chat.conftest import BOTH_WIDTHS, WAIT_MS, Visit


def open_positions(page: Page) -> None:
    page.get_by_role("tab", name="Positions").click()
    expect(page.locator("#positions-head .count")).to_contain_text("positions, newest first", timeout=WAIT_MS)


@BOTH_WIDTHS
def test_a_row_opens_its_sentence(page: Page) -> None:
    open_positions(page)
    page.locator("#positions-table [role=gridcell]", has_text="Elena Petrova").first.click()
    opened = page.locator("#opened")
    expect(opened.locator(".passage mark")).to_contain_text("demanded a refund of 3 million crowns", timeout=WAIT_MS)
    expect(opened.locator(".said .act")).to_have_text("demanded")
    expect(opened.locator(".headline")).to_be_in_viewport()


def test_a_point_of_the_timeline_opens_its_sentence(page: Page) -> None:
    open_positions(page)
    point = page.locator(".timeline a.point.refuse", has_text="Harbour Union").first
    expect(point).to_have_attribute("title", "Harbour Union rejected any change to the night shifts, 5 February 2024")
    point.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#opened .passage mark")).to_contain_text("rejected any change", timeout=WAIT_MS)


def test_a_change_of_position_is_shown(page: Page) -> None:
    open_positions(page)
    change = page.locator(".changes")
    change.locator("summary").click()
    expect(change).to_contain_text("Harbour Union")
    expect(change.locator("li")).to_have_count(1)
    change.locator("a.step", has_text="accepted").click()
    expect(page.locator("#opened .passage mark")).to_contain_text("accepted a change", timeout=WAIT_MS)


def test_filters_and_topic_narrow_the_table_and_its_link(visit: Visit) -> None:
    page = visit("?positions=night+shifts&act=reject")
    expect(page.get_by_role("tab", name="Positions")).to_have_attribute("aria-selected", "true", timeout=WAIT_MS)
    expect(page.locator("#positions-head .count")).to_contain_text("1 position. Choose its row", timeout=WAIT_MS)
    link = page.get_by_text("Link to this table").get_attribute("href") or ""
    assert link == "?positions=night+shifts&act=reject"


def test_all_rows_can_be_downloaded(page: Page, assistant: Assistant, tmp_path: Path) -> None:
    open_positions(page)
    found = find_positions(assistant.index, Wanted(), "")
    texts = []
    for label in ("Download CSV", "Download JSON"):
        link = page.get_by_role("button", name=label)
        expect(link).to_be_enabled(timeout=WAIT_MS)
        with page.expect_download(timeout=WAIT_MS) as started:
            link.click()
        started.value.save_as(tmp_path / started.value.suggested_filename)
        texts.append((tmp_path / started.value.suggested_filename).read_text("utf-8-sig"))
    rows = list(csv.DictReader(StringIO(texts[0])))
    assert len(rows) == len(json.loads(texts[1])) == len(found) > 3
    assert [row["quote"] for row in rows] == [row["quote"] for row in json.loads(texts[1])]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_no_download_is_made_before_the_table_is_wanted(assistant: Assistant) -> None:
    """All rows of a large archive take seconds, just when the first question is asked."""
    with gr.Blocks():
        tab = PositionsTab(assistant, FilterPanel(assistant.index))

    def made(query: bytes) -> list[bool]:
        request = gr.Request(Request({"type": "http", "query_string": query, "headers": []}))
        return [bool(one.get("value")) for one in tab._files_linked(request, "", "", None, None, "", "", "")]

    assert made(b"q=Who+rejected+the+shifts") == made(b"") == [False, False]
    assert made(b"positions=") == [True, True]


def test_changes_need_the_same_party_the_same_matter_and_another_day(assistant: Assistant) -> None:
    found = find_positions(assistant.index, Wanted(), "")
    (change,) = changes(found)
    assert (change.who, change.before.statement.act, change.after.statement.act) == (
        "Harbour Union",
        "reject",
        "accept",
    )
    assert changes([change.before]) == changes([change.after]) == []
