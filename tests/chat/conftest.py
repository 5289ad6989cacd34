"""The chat in a real browser: Debian's Chromium, the real models, no network."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from app import build, launch
from assistant.assistant import Assistant, open_assistant
from assistant.chat.editor import Editor
from assistant.settings import Settings
from index.embed import DEFAULT_MODEL, load_embedder
from index.update import update

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WAIT_MS = 60_000  # a shared machine may be slow; a right page is there at once
expect.set_options(timeout=WAIT_MS)

REJECTS = "Hamas firmly rejected any suggestion of disarming."
MAYOR = "Mayor Elena Petrova of Riverton demanded a refund of 3 million crowns from the bridge builders on Monday."
ATTACK = (
    "<img src=x onerror=\"document.title='ran'\"><script>document.title='ran'</script>"
    "<iframe src='https://evil.example'></iframe> [click](javascript:alert(1)) $$x$$ <form action=//evil.example>"
)
UNION = (
    "The Harbour Union demanded a raise of nine percent from Norland Lines on Monday. "
    "The Harbour Union rejected any change to the night shifts, its chair Dora Lind said."
)
LATER = "The Harbour Union accepted a change to the night shifts on Friday. Norland Lines had promised more rest days."
ARTICLES = {
    "union.md": ("Dockers want nine percent", "Melby Gazette", "2024-02-05", UNION),
    "later.md": ("Dockers give way on shifts", "Melby Gazette", "2024-03-08", LATER),
    "truce.md": (
        "Cairo talks end without a deal",
        "The New Courier",
        "2024-10-24",
        f"Talks on a truce in Gaza ended in Cairo on Thursday.\n\n{REJECTS} The group's delegation left Egypt.\n\n"
        + "\n\n".join(f"In round {number}, mediators from Egypt and Qatar wrote a new draft." for number in range(40)),
    ),
    "bridge.md": (
        "Mayor wants money back for cracked bridge",
        "Riverton Post",
        "2023-03-06",
        f"{MAYOR} The builders have not replied. Cracks were found in the Riverton bridge in January.",
    ),
    "hostile.md": (
        f"Zorblax company {ATTACK}",
        f"Outlet {ATTACK}",
        "2024-05-05",
        f"The Zorblax company promised a purple telescope to every customer {ATTACK}. It gave no date.",
    ),
}


@pytest.fixture(scope="package")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return indexed(tmp_path_factory, ARTICLES)


@pytest.fixture(scope="package")
def address(assistant: Assistant) -> Iterator[str]:
    with served(assistant) as address:
        yield address


def indexed(tmp_path_factory: pytest.TempPathFactory, articles: Mapping[str, tuple[str, str, str, str]]) -> Assistant:
    """An assistant over an index of articles: name → (title, publisher, published, text)."""
    corpus = tmp_path_factory.mktemp("corpus")
    for name, (title, publisher, published, text) in articles.items():
        front = {"title": title, "publisher": publisher, "published": published}
        lines = "\n".join(f"{key}: {json.dumps(value)}" for key, value in front.items())
        (corpus / name).write_text(f"---\n{lines}\n---\n\n{text}\n", "utf-8")
    index = tmp_path_factory.mktemp("index")
    update([corpus], index, load_embedder(DEFAULT_MODEL))
    return open_assistant(index, DEFAULT_MODEL)


@contextmanager
def served(assistant: Assistant, **options: Any) -> Iterator[str]:
    """The address of the page over an index."""
    page = build(assistant, Editor(assistant.index.directory, DEFAULT_MODEL))
    launch(page, Settings(assistant.index.directory, port=free_port(), **options))
    yield f"{page.local_url}"
    page.close()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("needs Debian's chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


class Watched:
    """What a page did that it must not do."""

    def __init__(self, page: Page) -> None:
        self.outside: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self._request(request.url))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _request(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.outside.append(url)


Visit = Callable[..., Page]
WIDE, NARROW = (1440, 900), (360, 740)


BOTH_WIDTHS = pytest.mark.parametrize("visit", [WIDE, NARROW], indirect=True, ids=["wide", "narrow"])


@pytest.fixture
def visit(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    """Opens the page, at a permalink if one is given; at the end, nothing may have gone out or wrong."""
    with visiting(browser, address, *getattr(request, "param", WIDE)) as open_page:
        yield open_page


@contextmanager
def visiting(
    browser: Browser, address: str, width: int, height: int, *, is_open: bool = True, **options: Any
) -> Iterator[Visit]:
    """A visitor's own browser; at the end, nothing may have gone out or wrong, or stand out of the page."""
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    watched = Watched(page)

    def open_page(link: str = "") -> Page:
        page.goto(address + link)
        if is_open:
            expect(page.locator("#masthead .covered")).to_be_visible(timeout=WAIT_MS)
        return page

    yield open_page
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)  # no answer goes on into the next test
    assert watched.outside == []
    assert watched.errors == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.fixture
def page(visit: Visit) -> Page:
    page = visit()
    expect(page.locator("#question textarea")).to_be_focused(timeout=WAIT_MS)
    return page


def ask(page: Page, question: str) -> None:
    """Ask, and wait for the whole reply."""
    replies = page.locator("#chat .footer").count()
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator("#chat .footer")).to_have_count(replies + 1, timeout=WAIT_MS)
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible(timeout=WAIT_MS)  # the next may be asked
