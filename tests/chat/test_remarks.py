"""Copies, corrections and later versions, as they stand with a source in the browser and in what is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.assistant import Assistant, open_assistant
from index.embed import DEFAULT_MODEL, load_embedder
from index.update import update
from tests.chat.conftest import WAIT_MS, WIDE, ask, served, visiting

STORY = (
    "Norway asked Denmark for a loan of 40 million crowns on Tuesday. The money is for a ferry between Larvik and "
    "Hirtshals, Anna Berg said in Oslo. Denmark lent its neighbour a smaller sum for an ice breaker in 1998, and was "
    "paid back early. The harbour of Hirtshals would have to be dredged before a ferry of that size could land there."
)
NOTE = "Correction: An earlier version of this story misstated the sum."
ARTICLES = [
    {"id": "wire", "title": "Norway seeks a loan", "published": "2024-03-05", "publisher": "Fjord Agency",
     "text": f"{STORY}\n{NOTE}"},
    {"id": "cod", "title": "Oslo wants money", "published": "2024-03-06", "publisher": "Cod Gazette", "text": STORY},
    {"id": "eel", "title": "A ferry for Larvik", "published": "2024-03-06", "publisher": "Eel Times",
     "text": STORY[: STORY.index(" The harbour")]},
]  # fmt: skip
QUESTION = "Who asked Denmark for a loan?"
ALSO, CORRECTED = "Also in 2: Cod Gazette, Eel Times.", f"It says of itself: “{NOTE}”"


def put(folder: Path, articles: list[dict[str, str]]) -> None:
    (folder / "news.jsonl").write_text("\n".join(map(json.dumps, articles)), "utf-8")
    update([folder / "news.jsonl"], folder / "index", load_embedder(DEFAULT_MODEL))


@pytest.fixture
def copied(tmp_path: Path) -> Assistant:
    put(tmp_path, ARTICLES)
    return open_assistant(tmp_path / "index", DEFAULT_MODEL)


@pytest.fixture
def address(copied: Assistant) -> Iterator[str]:
    with served(copied) as address:
        yield address


def test_copies_and_corrections_stand_with_every_source(page: Page, tmp_path: Path) -> None:
    ask(page, QUESTION)
    expect(page.locator("#proof-1-1 .remarks li")).to_have_text([ALSO, CORRECTED])
    for form in ("Markdown", "HTML"):
        with page.expect_download(timeout=WAIT_MS) as started:
            page.get_by_role("button", name=f"Save as {form}").click()
        started.value.save_as(tmp_path / form)
        kept = (tmp_path / form).read_text("utf-8").replace("\\", "")
        assert (ALSO in kept, CORRECTED in kept) == (True, True)
    page.get_by_role("tab", name="Look up").click()
    page.get_by_label("Words to look up").fill("loan Denmark")
    page.keyboard.press("Enter")
    expect(page.locator("#found .proof").first.locator(".remarks li")).to_have_text([ALSO, CORRECTED], timeout=WAIT_MS)
    page.get_by_role("tab", name="Positions").click()
    page.locator("#positions-table [role=gridcell]", has_text="Norway").first.click()
    expect(page.locator("#opened .remarks li")).to_have_text([ALSO, CORRECTED], timeout=WAIT_MS)


def test_a_link_to_a_source_that_was_updated_says_so(
    page: Page, tmp_path: Path, browser: Browser, address: str
) -> None:
    ask(page, QUESTION)
    link = page.locator("#proof-1-1").get_by_text("Link to this source").get_attribute("href") or ""
    put(tmp_path, [{**ARTICLES[0], "text": ARTICLES[0]["text"].replace("40 million", "70 million")}, *ARTICLES[1:]])
    with visiting(browser, address, *WIDE) as visit:
        source = visit(link).locator("#proofs .proof")
        expect(source.locator(".article mark")).to_contain_text("40 million crowns", timeout=WAIT_MS)
        expect(source.locator(".remarks")).to_contain_text("the latest version no longer has these words")
