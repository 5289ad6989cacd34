"""The chat in a real browser: Debian's Chromium, the real models, no network."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

import app
from app import build, launch, serve
from assistant.assistant import Assistant, open_assistant
from assistant.chat.headers import HEADERS
from assistant.settings import Settings
from index.embed import DEFAULT_MODEL, load_embedder
from index.errors import IndexMissing
from index.update import remove, update

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WAIT_MS = 60_000  # a shared machine may be slow; a right page is there at once

REJECTS = "Hamas firmly rejected any suggestion of disarming."
MAYOR = "Mayor Elena Petrova of Riverton demanded a refund of 3 million crowns from the bridge builders on Monday."
ATTACK = (
    "<img src=x onerror=\"document.title='ran'\"><script>document.title='ran'</script>"
    "<iframe src='https://evil.example'></iframe> [click](javascript:alert(1)) $$x$$ <form action=//evil.example>"
)
ARTICLES = {
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


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    corpus = tmp_path_factory.mktemp("corpus")
    for name, (title, publisher, published, text) in ARTICLES.items():
        front = {"title": title, "publisher": publisher, "published": published}
        lines = "\n".join(f"{key}: {json.dumps(value)}" for key, value in front.items())
        (corpus / name).write_text(f"---\n{lines}\n---\n\n{text}\n", "utf-8")
    index = tmp_path_factory.mktemp("index")
    update([corpus], index, load_embedder(DEFAULT_MODEL))
    return open_assistant(index, DEFAULT_MODEL)


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    page = build(assistant)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    launch(page, "127.0.0.1", port)
    yield f"http://127.0.0.1:{port}/"
    page.close()


@pytest.fixture(scope="module")
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


@pytest.fixture(params=[(1440, 900), (360, 740)], ids=["wide", "narrow"])
def visit(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    """Opens the page, at a permalink if one is given; at the end, nothing may have gone out or wrong."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    watched = Watched(page)

    def open_page(link: str = "") -> Page:
        page.goto(address + link)
        expect(page.locator("#question textarea")).to_be_focused(timeout=WAIT_MS)
        return page

    yield open_page
    assert watched.outside == []
    assert watched.errors == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.fixture
def page(visit: Visit) -> Page:
    return visit()


def ask(page: Page, question: str) -> None:
    """Ask, and wait for the whole reply."""
    replies = page.locator("#chat .footer").count()
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator("#chat .footer")).to_have_count(replies + 1, timeout=WAIT_MS)


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


def test_an_answer_with_its_proof_and_the_whole_article(page: Page) -> None:
    ask(page, "What did Hamas firmly reject?")
    expect(page.locator("#chat .answer").last).to_contain_text(
        "Hamas firmly rejected any suggestion of disarming\u00a0[1]."
    )
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


def test_an_abstention_is_not_an_answer(page: Page) -> None:
    ask(page, "How much carbon dioxide do Brazilian steel mills emit?")
    expect(page.locator("#chat .answer")).to_have_count(0)
    expect(page.locator("#chat .marker")).to_have_count(0)
    said = page.locator("#chat .abstention")
    expect(said).to_contain_text("do not say")
    expect(said).to_contain_text("3 articles from 3 outlets, 6 March 2023 to 24 October 2024")
    nearest = page.locator("#proofs .nearest")
    expect(nearest).to_contain_text("They do not answer the question.")
    assert nearest.locator(".badge.not").count() == nearest.locator(".proof").count() > 0


def test_a_follow_up_is_shown_as_it_was_understood(page: Page) -> None:
    ask(page, "What did Mayor Elena Petrova demand from the bridge builders?")
    ask(page, "And from whom?")
    expect(page.locator("#chat .understood").last).to_contain_text("What did Mayor Elena Petrova demand")


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
    expect(page.locator("#active")).to_contain_text("to 2023-12-31")
    expect(page.locator("#chat")).not_to_contain_text("disarming")
    link = page.locator("#chat .footer a").last.get_attribute("href") or ""
    assert link == "?q=What+did+Hamas+firmly+reject%3F&until=2023-12-31"


@pytest.mark.parametrize("until", ["yesterday", "2024-13-40"])
def test_a_wrong_date_is_told_in_one_line(visit: Visit, until: str) -> None:
    page = visit(f"?q=Who&until={until}")
    expect(page.locator("#chat .problem")).to_contain_text(until, timeout=WAIT_MS)
    expect(page.locator("#question textarea")).to_have_value("Who")
    assert "Traceback" not in page.content()


def test_clearing_begins_anew(page: Page) -> None:
    ask(page, "What did Hamas firmly reject?")
    page.get_by_label("Clear", exact=True).click()
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


def fetch(url: str, payload: object = None, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], str]:
    """Status, headers (names in lower case) and body."""
    data = None if payload is None else json.dumps(payload).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", **(headers or {})})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, {k.lower(): v for k, v in response.headers.items()}, response.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read().decode("utf-8", "replace")


@pytest.mark.parametrize("path", ["", "theme.css", "config", "gradio_api/info", "gradio_api/file=/etc/passwd"])
def test_every_response_has_the_headers(address: str, path: str) -> None:
    _, headers, _ = fetch(address + path)
    assert {name: headers.get(name.lower()) for name in HEADERS} == HEADERS


def test_another_host_is_refused(address: str) -> None:
    assert fetch(address, headers={"Host": "evil.example"})[0] == 400


@pytest.mark.parametrize("path", ["docs", "redoc", "openapi.json", "monitoring", "gradio_api/runs"])
def test_what_is_not_needed_is_off(address: str, path: str) -> None:
    assert fetch(address + path)[0] in {403, 404}


def test_no_input_reads_local_files(address: str, tmp_path: Path) -> None:
    secret = f"secret-{uuid.uuid4()}"
    file = tmp_path / "secret.txt"
    file.write_text(secret, "utf-8")
    probe = {"path": str(file), "meta": {"_type": "gradio.FileData"}, "orig_name": "secret.txt", "url": str(file)}
    config = json.loads(fetch(address + "config")[2])
    assert config["dependencies"]
    for dependency in config["dependencies"]:
        session = uuid.uuid4().hex
        data = [probe for _ in dependency["inputs"]]
        call = {"data": data, "fn_index": dependency["id"], "session_hash": session}
        status, _, body = fetch(address + "gradio_api/queue/join", call)
        heard = fetch(f"{address}gradio_api/queue/data?session_hash={session}")[2] if status == 200 else body
        assert secret not in heard
        assert "Traceback" not in heard
    status, _, body = fetch(f"{address}gradio_api/file={file}")
    assert status == 403
    assert secret not in body


def run_app(*arguments: str) -> subprocess.CompletedProcess[str]:
    """``python app.py`` with arguments that keep it from starting."""
    command = [sys.executable, str(app.__file__), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_without_an_index_it_says_so_in_one_line(tmp_path: Path) -> None:
    done = run_app("--index", str(tmp_path / "none"))
    assert done.returncode == 3
    assert "no index here" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_empty_index_is_not_served(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "one.txt").write_text("A mayor spoke. A bridge fell.", "utf-8")
    embedder = load_embedder(DEFAULT_MODEL)
    index = tmp_path / "index"
    added = update([tmp_path / "corpus"], index, embedder).added
    remove(added, index, embedder.dimension)
    with pytest.raises(IndexMissing, match="no articles in the index"):
        serve(Settings(index))


def test_a_taken_port_is_told(assistant: Assistant) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run_app("--index", str(assistant.index.directory), "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "--port" in done.stderr
    assert done.stderr.count("\n") == 1
