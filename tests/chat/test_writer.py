"""A language model words answers in the chat: a real browser, and a real server of the OpenAI protocol on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assistant.assistant import open_assistant
from assistant.llm.endpoint import Endpoint
from index.embed import DEFAULT_MODEL
from tests.chat.conftest import WIDE, ask, served, visiting
from tests.model_server import Served, serving

ASKED = "Who asked the United States for guarantees?"
WORDED = "The United States was asked by Egypt for a guarantee [1]."
LIE = "Norway has asked the United States for a guarantee [1]."
CHATTY = (
    "My neighbour's dog barks all night and keeps me awake, so I read about elephants, and whom was it that Botswana's "
    "president threatened with them, do you happen to remember, my memory is like a sieve these days?"
)
PLAIN = "Whom did Botswana's president threaten with elephants?"
KEY = "sk-kept-to-ourselves"


@pytest.fixture(scope="module")
def model() -> Iterator[Served]:
    with serving(lambda asked: f"{WORDED} {LIE}" if "Evidence:" in asked else PLAIN, models=("toy",)) as running:
        yield running


@pytest.fixture(scope="module")
def worded_address(sample_index: Path, model: Served) -> Iterator[str]:
    llm = Endpoint(model.url, key=KEY, timeout_s=120)
    with served(open_assistant(sample_index, DEFAULT_MODEL, llm=llm)) as address:
        yield address


def test_the_chat_shows_who_wrote_and_the_articles_own_words(
    browser: Browser, worded_address: str, model: Served
) -> None:
    with visiting(browser, worded_address, *WIDE) as visit:
        page = visit()
        ask(page, ASKED)
        reply = page.locator("#chat .answer").first
        expect(reply).to_contain_text(WORDED.replace(" [1]", "\u00a0[1]"))
        footer = page.locator("#chat .footer")
        expect(footer).to_contain_text("Worded by the language model toy; each of its sentences was held against")
        expect(footer).to_contain_text("1 of the model's 2 sentences failed that")
        expect(page.locator("#chat")).not_to_contain_text("Norway")
        own = page.locator("#chat details.own-words")
        expect(own.locator("p")).to_be_hidden()
        own.get_by_text("In the articles' own words").click()
        expect(own.locator("p")).to_contain_text("Egypt has asked the United States to guarantee that Israel will make")
        assert model.keys[-1] == f"Bearer {KEY}"  # it was sent to the endpoint, and is nowhere on the page
        assert KEY not in page.content()
        assert KEY not in json.dumps(page.evaluate("({...localStorage, ...sessionStorage, cookie: document.cookie})"))


def test_the_chat_shows_how_a_question_was_read(browser: Browser, worded_address: str, model: Served) -> None:
    with visiting(browser, worded_address, *WIDE) as visit:
        page = visit()
        ask(page, CHATTY)
        expect(page.locator("#chat .footer")).to_contain_text(f"Read as: “{PLAIN}”")
        expect(page.locator("#chat .answer").first).to_contain_text("Germany")


def test_without_a_model_nobody_else_wrote(browser: Browser, address: str) -> None:
    with visiting(browser, address, *WIDE) as visit:
        page = visit()
        ask(page, "What did Hamas firmly reject?")
        expect(page.locator("#chat .answer").first).to_contain_text("Hamas firmly rejected any suggestion of disarming")
        expect(page.locator("#chat details.own-words")).to_have_count(0)
        expect(page.locator("#chat .footer")).not_to_contain_text("language model")
