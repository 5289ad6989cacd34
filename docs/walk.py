"""Walk through the chat as a newsroom would, at both widths, light and dark, and leave screenshots in docs/images.

    python -m docs.walk [--index DIR] [--out docs/images]

It asks, follows up, opens the proof, exports, filters, looks up, reads positions, downloads them, adds an article and
asks about it, and opens a link to a question and one to a source as another reader. It stops with an error if axe-core
finds something serious, if a request leaves loopback, or if the console has an error.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.assistant import open_assistant
from assistant.chat.editor import Editor
from assistant.chat.serve import build, launch
from assistant.settings import Settings
from index.embed import DEFAULT_MODEL, load_embedder
from index.update import update

ROOT = Path(__file__).parents[1]
WAIT_MS = 60_000
LOOKS = [(1440, 900, "light"), (1440, 900, "dark"), (360, 740, "light"), (360, 740, "dark")]
PICTURED = {"1440-light", "360-dark"}  # of the four looks, those that the docs show
COLOURS = 96
CRANES = "The harbour board of Melby demanded four new cranes from the county on Friday. The county has not replied."


def main() -> None:
    """Walk four times, each over a fresh copy of the index."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, help="default: one made of the sample articles")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--look", help="only this one, such as 1440-light")
    given = parser.parse_args()
    expect.set_options(timeout=WAIT_MS)
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        source = given.index or Path(folder) / "sample"
        if given.index is None:
            update([ROOT / "corpus" / "sample"], source, load_embedder(DEFAULT_MODEL))
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        looks = [one for one in LOOKS if given.look in (None, f"{one[0]}-{one[2]}")]
        for number, (width, height, scheme) in enumerate(looks):
            copied = Path(shutil.copytree(source, Path(folder) / str(number)))
            with served(copied) as address, reader(browser, width, height, scheme) as page:
                walk = _Walk(page, address, given.out, f"{width}-{scheme}")
                walk.through()
            for link, place in walk.links.items():
                with served(copied) as address, reader(browser, width, height, scheme) as page:
                    page.goto(address + link)
                    expect(page.locator(place).first).to_be_visible()
                    expect(page.locator("#active")).to_be_visible(visible="act=" in link)


@contextmanager
def served(directory: Path) -> Iterator[str]:
    """The address of the page over an index."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    page = build(open_assistant(directory, DEFAULT_MODEL), Editor(directory, DEFAULT_MODEL))
    launch(page, Settings(directory, port=port))
    yield f"http://127.0.0.1:{port}/"
    page.close()


@contextmanager
def reader(browser: Browser, width: int, height: int, scheme: str) -> Iterator[Page]:
    """A reader's own browser, which must see no error and send nothing beyond loopback."""
    dark = scheme == "dark"
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", reduced_motion="reduce"
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda one: None if one.url.startswith(LOCAL) else wrong.append(one.url))
    yield page
    context.close()
    if wrong:
        raise SystemExit(f"{width} {scheme}: {wrong}")


GRADIOS = {"nested-interactive"}  # gr.File, for a moment after an upload
LOCAL = ("http://127.0.0.1:", "data:", "blob:")


class _Walk:
    """One walk; each step leaves a picture and is looked at by axe-core."""

    def __init__(self, page: Page, address: str, out: Path, look: str) -> None:
        self._page, self._address, self._out, self._look = page, address, out, look
        self.links: dict[str, str] = {}  # to open again, each with what must be seen then

    def through(self) -> None:
        """The whole way."""
        page = self._page
        page.goto(self._address)
        expect(page.locator("#chat button.example").nth(3)).to_be_visible()
        self._picture("start")
        self._ask("Who asked the United States for guarantees?")
        page.locator("#chat a.marker").first.click()
        self._picture("ask")
        page.locator(".whole > summary").first.click()
        self._picture("article")
        self._ask("And from whom?")
        self._ask("Who asked Egypt for guarantees?")
        self._picture("no")
        for form in ("Markdown", "HTML", "JSON"):
            with page.expect_download():
                page.get_by_role("button", name=f"Save as {form}").click()
        self._filter()
        self._tab("Look up")
        page.get_by_label("Words to look up").fill("wage offer rejected")
        page.keyboard.press("Enter")
        expect(page.locator("#found .proof").first).to_be_visible()
        self._picture("lookup")
        self._tab("Positions")
        page.locator(".timeline a.point.refuse").first.click()
        expect(page.locator("#opened .proof")).to_be_visible()
        page.wait_for_timeout(800)
        page.evaluate("scrollTo(0, 0)")
        self._picture("positions")
        with page.expect_download():
            page.get_by_role("button", name="Download CSV").click()
        self._add()

    def _filter(self) -> None:
        page = self._page
        self._filters()
        page.get_by_label("What is done").click()
        page.get_by_role("option", name="rejected").click()
        expect(page.locator("#active")).to_contain_text("rejected")
        self._picture("filters")
        self._filters()
        self._ask("What did Boeing's workers reject?")
        self._link("#chat .footer a", "#chat .footer")
        self._link("#proofs .particulars a[href^='?passage']", "#proofs .article mark")
        self._filters()
        page.get_by_role("button", name="Clear filters").click()
        expect(page.locator("#active")).to_be_hidden()
        self._filters()

    def _filters(self) -> None:
        self._page.locator("#masthead h1").scroll_into_view_if_needed()
        self._page.locator("#filters .toggle-button").click()
        self._page.wait_for_timeout(400)

    def _link(self, selector: str, place: str) -> None:
        links = self._page.locator(selector)
        link = (links.last if "footer" in selector else links.first).get_attribute("href")
        if not link:
            raise SystemExit(f"{selector}: no link")
        self.links[link] = place

    def _add(self) -> None:
        page = self._page
        self._tab("Articles")
        expect(page.locator("#articles-table [role=gridcell]").first).to_be_visible()
        file = {"name": "cranes.txt", "mimeType": "text/plain", "buffer": f"Board wants cranes\n\n{CRANES}".encode()}
        page.locator("#upload input[type=file]").set_input_files(file)
        expect(page.locator("#results")).to_contain_text("1 added")
        expect(page.locator("#masthead .covered")).to_contain_text("41 articles")
        self._picture("articles")
        self._tab("Ask")
        page.get_by_role("button", name="New conversation").click()
        self._ask("What did the harbour board of Melby demand?")
        expect(page.locator("#chat .answer").last).to_contain_text("cranes")

    def _ask(self, question: str) -> None:
        replies = self._page.locator("#chat .footer").count()
        self._page.locator("#question textarea").fill(question)
        self._page.keyboard.press("Enter")
        expect(self._page.locator("#chat .footer")).to_have_count(replies + 1)
        expect(self._page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
        self._page.wait_for_timeout(800)  # the next questions come after the reply

    def _tab(self, name: str) -> None:
        self._page.get_by_role("tab", name=name).click()

    def _picture(self, name: str) -> None:
        self._page.wait_for_timeout(600)
        if self._look in PICTURED:
            path = self._out / f"{name}-{self._look}.png"
            self._page.screenshot(path=path)
            Image.open(path).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        found = Axe().run(self._page).response["violations"]
        serious = [one["id"] for one in found if one["impact"] in {"serious", "critical"} and one["id"] not in GRADIOS]
        if serious:
            raise SystemExit(f"{name} {self._look}: axe-core finds {serious}")


if __name__ == "__main__":
    main()
