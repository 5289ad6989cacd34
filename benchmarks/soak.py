"""The chat under load, while it is rebuilt, and under attack: ``make soak``.

    python -m benchmarks.soak --index DIR [--seconds 60] [--out soak.json]

DIR is an index of real articles; it is copied first. Three runs against a server of its own on loopback:

1. one reader in Chromium alone: how long until the first words of an answer; then 20 programs at once for 60 s: errors,
   answers that are not the question's own, the share of the least and of the most served;
2. 8 programs ask while articles are added: errors, answers that are neither of the old nor of the new generation;
3. 60 hostile strings as text, title, outlet, file name and question: what ran, loaded, framed or went out.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from gradio_client import Client
from playwright.sync_api import Browser, sync_playwright

from assistant.assistant import Assistant, open_assistant
from assistant.chat.editor import Editor
from assistant.chat.positions_found import find_positions
from assistant.chat.serve import build, launch
from assistant.chat.uploads import keep_pasted
from assistant.chat.wanted import Wanted
from assistant.question import Question
from assistant.settings import Settings
from benchmarks.hostile import Harm, hostile_index
from benchmarks.hostile_texts import HOSTILE
from index.embed import DEFAULT_MODEL

CHROMIUM = "/usr/bin/chromium"
PORT = 7899
WAIT_MS = 90_000
# Looks at every frame: a locator that waits looks again after 20, 50, 100, 100 and then each 500 ms.
SHOWN = """number => new Promise(shown => {
  const look = () => document.querySelectorAll("#chat .answer, #chat .abstention").length >= number
    ? shown() : requestAnimationFrame(look);
  look();
})"""
QUESTIONS = 24
ADDED = 60
FIRST = 8


def main() -> None:
    """Run all three and print what was seen as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", required=True, type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--only", choices=["load", "attack"])
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        copied = Path(shutil.copytree(given.index, Path(folder) / "index"))
        seen: dict[str, Any] = {"machine": f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} before"}
        parts = [one for name, one in (("load", under_load), ("attack", under_attack)) if given.only in (None, name)]
        for part in parts:
            for name, found in part(browser, copied, given.seconds):
                seen[name] = found
                sys.stderr.write(f"{name}: {json.dumps(found)}\n")  # a part that fails does not take the others along
                if given.out:
                    given.out.write_text(json.dumps(seen, indent=2) + "\n", "utf-8")
    print(json.dumps(seen, indent=2))


def under_load(browser: Browser, directory: Path, seconds: float) -> Iterator[tuple[str, Any]]:
    """One reader, then many, then a few while articles are added."""
    with served(directory) as (address, assistant):
        questions = some_questions(assistant)
        yield "first words of an answer, one reader, ms", first_words(browser, address, questions[:FIRST])
        alone = [answered_ms(assistant, one) for one in questions[FIRST : 2 * FIRST]]
        yield "such an answer without the page, ms", alone
        yield "20 at once", load(address, assistant, questions, users=20, seconds=seconds)
        yield "8 at once while articles are added", rebuild(address, assistant, questions)


def under_attack(browser: Browser, directory: Path, _: float) -> Iterator[tuple[str, Any]]:
    """Every hostile string, over articles that are made of them."""
    with served(hostile_index(directory.parent, HOSTILE)) as (address, _assistant):
        yield "hostile strings", attack(browser, address)


@contextmanager
def served(directory: Path) -> Iterator[tuple[str, Assistant]]:
    """The page over an index, at an address on loopback."""
    assistant = open_assistant(directory, DEFAULT_MODEL)
    page = build(assistant, Editor(directory, DEFAULT_MODEL))
    launch(page, Settings(directory, port=PORT))
    yield f"http://127.0.0.1:{PORT}/", assistant
    page.close()


def some_questions(assistant: Assistant) -> list[str]:
    """Questions about different parties, from the statements themselves."""
    found = find_positions(assistant.index, Wanted(), "")
    parties = list(dict.fromkeys(one.statement.actor for one in found if one.statement.actor))
    return [f"What did {who} demand or reject?" for who in parties[:: max(1, len(parties) // QUESTIONS)][:QUESTIONS]]


def first_words(browser: Browser, address: str, questions: Sequence[str]) -> list[int]:
    """Milliseconds from Enter to the first words of each reply, an abstention's too, as a reader sees them."""
    page = browser.new_page()
    page.set_default_timeout(WAIT_MS)
    page.goto(address)
    page.locator("#question textarea").wait_for()
    page.wait_for_timeout(3000)
    took = []
    for number, question in enumerate(questions, 1):
        page.locator("#question textarea").fill(question)
        start = time.perf_counter()
        page.keyboard.press("Enter")
        page.evaluate(SHOWN, number)
        took.append(round(1000 * (time.perf_counter() - start)))
        page.locator("#chat .footer").nth(number - 1).wait_for()
        page.wait_for_timeout(1000)
    page.close()
    return took


def answered_ms(assistant: Assistant, question: str) -> int:
    """Milliseconds that an answer takes by itself."""
    start = time.perf_counter()
    assistant.ask(Question(question))
    return round(1000 * (time.perf_counter() - start))


def load(address: str, assistant: Assistant, questions: Sequence[str], *, users: int, seconds: float) -> dict[str, Any]:
    """Users who ask one question after another; each answer must be its question's own."""
    expected = {question: assistant.ask(Question(question)).answer for question in questions}
    until = time.monotonic() + seconds
    told = asked_by(users, address, questions, lambda: time.monotonic() < until)
    answers = told.pop("answers")
    return {**told, "mixed": sum(answer != expected[question] for question, answer in answers)}


def rebuild(address: str, assistant: Assistant, questions: Sequence[str]) -> dict[str, Any]:
    """Eight users while articles that change the answers are added."""
    before = {question: assistant.ask(Question(question)).answer for question in questions}
    for number, question in enumerate(questions[:ADDED]):
        who = question.removeprefix("What did ").removesuffix(" demand or reject?")
        text = f"{who} demanded {number + 2} new ferries from the harbour of Melby on Friday. {who} rejected a delay."
        keep_pasted(assistant.index.directory, text, {"title": f"{who} wants ferries"})
    done = threading.Event()

    def add() -> None:
        for _ in Editor(assistant.index.directory, DEFAULT_MODEL).add([]):
            pass
        time.sleep(5)  # so that some are asked of the new generation
        done.set()

    old = assistant.index.state()
    threading.Thread(target=add).start()
    told = asked_by(8, address, questions, lambda: not done.is_set())
    after = {question: assistant.ask(Question(question)).answer for question in questions}
    answers = told.pop("answers")
    return {
        **told,
        "generations": [old, assistant.index.state()],
        "of the old generation alone": sum(answer == before[q] != after[q] for q, answer in answers),
        "of the new generation alone": sum(answer == after[q] != before[q] for q, answer in answers),
        "of neither": sum(answer not in (before[q], after[q]) for q, answer in answers),
    }


def asked_by(users: int, address: str, questions: Sequence[str], go_on: Callable[[], bool]) -> dict[str, Any]:
    """What users who ask at once get, each in a session of its own."""
    counts, answers, errors, waits = [0] * users, list[tuple[str, str]](), list[str](), list[float]()
    clients = [Client(address, verbose=False) for _ in range(users)]

    def ask(user: int) -> None:
        while go_on():
            question = questions[(user * 7 + counts[user]) % len(questions)]
            start = time.monotonic()
            try:
                answers.append((question, clients[user].predict(question=question, api_name="/ask")["answer"]))
            except (ValueError, OSError, RuntimeError) as error:
                errors.append(str(error))
            waits.append(time.monotonic() - start)
            counts[user] += 1

    threads = [threading.Thread(target=ask, args=[user]) for user in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    waits.sort()
    return {
        "answers": answers, "answered": len(answers), "errors": len(errors), "error": errors[:1],
        "least and most served": [min(counts), max(counts)],
        "wait s, median and longest": [round(waits[len(waits) // 2], 2), round(waits[-1], 2)],
    }  # fmt: skip


def attack(browser: Browser, address: str) -> dict[str, Any]:
    """Ask with each hostile string, also as a filter, and see what it does, each in a browser of its own."""
    looks = [one for number, text in enumerate(HOSTILE) for one in attack_with(browser, address, number, text)]
    return {"strings": len(HOSTILE), "looked": len(looks), "harm": [one for one in looks if one]}


def attack_with(browser: Browser, address: str, number: int, text: str) -> Iterator[dict[str, Any]]:
    """What one string does as a filter and in an error, and as a question and in what is cited."""
    filters = {"q": "Who?", "until": text[:10], "publisher": text[:200], "actor": text[:200]}
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        harm = Harm(page)
        page.goto(f"{address}?{urlencode(filters)}")
        page.locator("#chat :is(.footer, .problem)").wait_for()
        yield harm.seen()
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        harm = Harm(page)
        page.goto(address)
        for turn, question in enumerate((f"What did the Zorblax company promise, telescope {number}?", text[:2000])):
            page.get_by_role("button", name="Ask", exact=True).wait_for()
            page.locator("#question textarea").fill(question)
            page.locator("#question textarea").press("Enter")
            page.locator("#chat :is(.footer, .problem)").nth(turn).wait_for()
        yield harm.seen()


if __name__ == "__main__":
    main()
