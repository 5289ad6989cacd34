"""What the page says comes from one table, so that it can be translated."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assistant import words
from assistant.assistant import Assistant
from tests.chat.conftest import WAIT_MS, WIDE, served, visiting
from tests.conftest import ROOT

# Not said on the page: the table itself, the theme, questions in the archive's language, texts of files and of programs.
EXEMPT = {"words.py", "theme.py", "examples.py", "programs.py", "uploads.py", "headers.py", "serve.py"}
SOURCES = sorted(path for path in (ROOT / "assistant" / "chat").glob("*.py") if path.name not in EXEMPT)
SAYING = {"label", "placeholder", "title", "info", "value"}  # arguments of components whose texts a reader sees


def texts(tree: ast.AST) -> list[str]:
    """The parts of strings that a reader would see: what stands between tags, and the texts of components."""
    found: list[str] = []
    parts = {id(one) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for one in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            whole = "".join(str(one.value) if isinstance(one, ast.Constant) else "\x00" for one in node.values)
            found += _between_tags(whole)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            found += _between_tags(node.value)
        elif isinstance(node, ast.keyword) and node.arg in SAYING and isinstance(node.value, ast.Constant):
            found += [node.value.value] if isinstance(node.value.value, str) else []
    return [text for text in found if re.search(r"[A-Za-z]{2}", text)]


def _between_tags(html: str) -> list[str]:
    if "<" not in html or ">" not in html:
        return []
    return re.sub(r"<[^>]*>", "\x01", html).replace("\x00", "\x01").split("\x01")


def test_inline_text_is_found() -> None:
    found = texts(ast.parse("f'<p>Read {what}</p>'; gr.Button(label='Go on'); '<b>Yes</b>'"))
    assert set(found) == {"Read ", "Yes", "Go on"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_text_stands_inline(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):  # docstrings are for us
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    assert [text for text in texts(tree) if text not in {"Demarche", ""} and "{" not in text] == []


def test_script_and_style_say_nothing_of_their_own() -> None:
    script = (ROOT / "assistant" / "chat" / "page.js").read_text("utf-8")
    assert re.findall(r'textContent = ["\'`]|"aria-label", ["\'`][A-Z]', script) == []
    style = (ROOT / "assistant" / "chat" / "style.css").read_text("utf-8")
    assert re.findall(r'content: "[A-Za-z]+', style) == []


def test_the_page_can_be_translated(browser: Browser, assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    marked = {key: re.sub(r"(?<!\{)\b[A-Za-z]", "ẍ", text) for key, text in words.TABLES["en"].items()}
    monkeypatch.setattr(words, "TABLES", {"xx": marked})
    monkeypatch.setenv("DEMARCHE_LANGUAGE", "xx")
    with served(assistant) as address, visiting(browser, address, *WIDE) as visit:
        page = visit()
        page.locator("#question textarea").fill("What did Hamas firmly reject?")
        page.keyboard.press("Enter")
        expect(page.locator("#chat .footer")).to_have_count(1, timeout=WAIT_MS)
        seen = page.evaluate(VISIBLE)
    assert [text for text in seen if re.search(r"\b(?:the|is|this|an|Ask|Filters|Link|Proof)\b", text)] == []


VISIBLE = """() => [...document.querySelectorAll(
    "button, label, summary, h1, h2, .covered, .motto, .footer, .particulars a, [aria-label], [placeholder]"
)].filter(one => !one.closest(".example, .option, .headline")).flatMap(
    one => [one.innerText ?? "", one.ariaLabel ?? "", one.placeholder ?? ""])"""
