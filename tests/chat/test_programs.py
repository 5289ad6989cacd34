"""What programs call: Gradio's API and MCP tools; passwords, tokens and limits."""

from __future__ import annotations

import asyncio
import json
import re
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from playwright.sync_api import Browser, expect

from assistant.assistant import Assistant
from assistant.chat import limits, page
from assistant.chat.serve import serve
from assistant.settings import Settings, read_settings
from corpus.errors import BadInput
from tests.chat.conftest import REJECTS, WAIT_MS, WIDE, ask, served, visiting
from tests.chat.test_safety import fetch
from tests.conftest import ROOT

QUESTION = "What did Hamas firmly reject?"


@pytest.fixture(scope="module")
def client(address: str) -> Client:
    return Client(address, verbose=False)


def test_ask_answers_as_the_command_line_does(client: Client, assistant: Assistant) -> None:
    told = client.predict(question=QUESTION, api_name="/ask")
    assert (told["abstained"], told["citations"][0]["quote"]) == (False, REJECTS)
    assert list(told)[:4] == ["id", "question", "standalone_question", "answer"]
    assert client.predict(question=QUESTION, until="2023-12-31", api_name="/ask")["abstained"]
    follow_up = client.predict("And from whom?", ["What did Mayor Elena Petrova demand?"], api_name="/ask")
    assert follow_up["standalone_question"].startswith("What did Mayor Elena Petrova demand?")


def test_lookup_and_statements_have_the_shapes_of_the_contract(client: Client) -> None:
    passages = client.predict("bridge refund", 2, api_name="/lookup")
    assert [one["rank"] for one in passages] == [1, 2]
    assert passages[0]["article"] == "bridge.md"
    (row,) = client.predict(actor="Harbour Union", act="reject", api_name="/statements")
    assert (row["act"], row["article"], row["spans"]["cue"]) == ("reject", "union.md", [99, 107])


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ({"question": " ", "api_name": "/ask"}, "the question is empty"),
        ({"question": "Who?", "since": "soon", "api_name": "/ask"}, "soon"),
        ({"query": "", "api_name": "/lookup"}, "empty"),
        ({"act": "sing", "api_name": "/statements"}, "'sing' is none"),
    ],
)
def test_a_bad_call_is_told(client: Client, call: dict[str, Any], told: str) -> None:
    with pytest.raises(AppError, match=told):
        client.predict(**call)


def test_nothing_else_is_offered(address: str) -> None:
    offered = json.loads(fetch(f"{address}gradio_api/info")[2])
    assert sorted(offered["named_endpoints"]) == ["/ask", "/lookup", "/statements"]


def test_the_documented_call_works(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "chat.md").read_text("utf-8"), re.DOTALL)
    exec(code.replace("http://127.0.0.1:7860", address), {})
    assert capsys.readouterr().out


def test_tools_are_for_who_has_the_token(assistant: Assistant) -> None:
    with served(assistant, tools=True, token="t0ken") as address, ThreadPoolExecutor() as aside:
        url = f"{address}gradio_api/mcp/"
        assert fetch(url, {})[0] == fetch(url, {}, {"Authorization": "Bearer wrong"})[0] == 401
        tools, told = aside.submit(
            lambda: asyncio.run(call_tool(url, "t0ken"))
        ).result()  # the browser has the loop here
    assert [name.rpartition("_")[2] for name in tools] == ["ask", "lookup", "statements"]
    assert REJECTS in told


async def call_tool(url: str, token: str) -> tuple[list[str], str]:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    headers = {"Authorization": f"Bearer {token}"}
    async with streamablehttp_client(url, headers=headers) as (read, write, _), ClientSession(read, write) as session:
        await session.initialize()
        names = sorted(tool.name for tool in (await session.list_tools()).tools)
        name = next(name for name in names if name.endswith("ask"))
        result = await session.call_tool(name, {"question": QUESTION})
        return names, " ".join(getattr(part, "text", "") for part in result.content)


def test_a_password_is_asked_for(assistant: Assistant, browser: Browser) -> None:
    with served(assistant, password="open sesame") as address:
        assert fetch(f"{address}config")[0] == fetch(f"{address}gradio_api/info")[0] == 401
        log_in(browser, address)


def log_in(browser: Browser, address: str) -> None:
    with visiting(browser, address, *WIDE, is_open=False) as visit:
        page = visit()
        page.get_by_label("username").fill("reader")
        page.get_by_label("password").fill("open sesame")
        page.get_by_role("button", name="Login").click()
        expect(page.locator("#question textarea")).to_be_focused(timeout=WAIT_MS)
        ask(page, QUESTION)


def test_tools_are_off_by_default_and_never_open_to_all(address: str, tmp_path: Path) -> None:
    assert fetch(f"{address}gradio_api/mcp/", {})[0] in {404, 405}
    with pytest.raises(BadInput, match="DEMARCHE_TOKEN"):
        serve(Settings(tmp_path, host="0.0.0.0", tools=True))
    given = {"DEMARCHE_MCP": "1", "DEMARCHE_PASSWORD": "x", "DEMARCHE_TOKEN": "y"}
    with pytest.raises(BadInput, match="DEMARCHE_PASSWORD"):
        serve(read_settings(str(tmp_path), environment=given))


def test_a_full_queue_is_told_kindly(browser: Browser, assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "WAITING", 0)
    with served(assistant) as address:
        context = browser.new_context()
        visitor = context.new_page()
        visitor.goto(address)
        visitor.locator("#question textarea").fill("Who?")
        visitor.keyboard.press("Enter")
        expect(visitor.get_by_test_id("toast-body").first).to_contain_text("busy", timeout=WAIT_MS)
        expect(visitor.locator("#chat .problem")).to_contain_text("ask again in a moment", timeout=WAIT_MS)
        context.close()


def test_a_request_too_large_is_refused_by_what_it_says_and_by_what_it_brings(address: str) -> None:
    for path in ("gradio_api/upload", "gradio_api/queue/join"):
        announced = fetch(address + path, {}, {"Content-Length": "999999999"})
        assert (announced[0], "at once" in announced[2]) == (413, True)
    unannounced = urllib.request.Request(f"{address}gradio_api/queue/join", iter([b"x" * 2**20] * 8), method="POST")
    with pytest.raises(OSError):  # cut off while it comes, or answered with an error
        urllib.request.urlopen(unannounced, timeout=60)
    assert limits.MAX_BODY < 8 * 2**20
