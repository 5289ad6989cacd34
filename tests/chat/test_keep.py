"""What a reader keeps: exports and feedback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant.answer import Answer, Reason, cite
from assistant.assistant import Assistant
from assistant.chat.keep import as_html, as_json, as_markdown
from assistant.chat.turn import Turn
from assistant.chat.wanted import Wanted
from assistant.cli import main
from assistant.evaluation.qa_set import read_qa_set
from assistant.feedback import FILE, Verdict, note_feedback
from corpus.article import Article
from corpus.span import Span
from index.catalog import StoredPassage
from tests.chat.conftest import ATTACK, REJECTS, WAIT_MS, ask

SOURCE = Article(
    "a.txt", f"Before. {ATTACK} After.", "a.txt", ATTACK, "AP", ("Dora",), "2024-01-02", "https://a.example/x"
)
QUOTE = Span("a.txt", 8, 8 + len(ATTACK))
STORED = StoredPassage(7, Span("a.txt", 0, len(SOURCE.text)), SOURCE)
ANSWER = Answer(ATTACK, f"{ATTACK} again", f"{ATTACK} [1].", False, 0.9, citations=(cite(1, SOURCE, 7, QUOTE),))
TURNS = [Turn(1, ANSWER, Wanted(publisher="AP"))]


def read(passage: int) -> StoredPassage:
    return STORED


def test_a_conversation_is_kept_with_full_citations(page: Page, assistant: Assistant, tmp_path: Path) -> None:
    ask(page, "What did Hamas firmly reject?")
    ask(page, "How much carbon dioxide do the builders of the Riverton bridge emit?")
    texts = {}
    for form in ("Markdown", "HTML", "JSON"):
        with page.expect_download(timeout=WAIT_MS) as started:
            page.get_by_role("button", name=f"Save as {form}").click()
        started.value.save_as(tmp_path / form)
        texts[form] = (tmp_path / form).read_text("utf-8")
    told = json.loads(texts["JSON"])["turns"]
    assert len(told) == 2
    (cited,) = told[0]["citations"]
    article = assistant.index.article("truce.md")
    assert (cited["quote"], cited["sha256"]) == (REJECTS, article.digest())
    assert article.text[cited["start"] : cited["end"]] == REJECTS
    for text in (texts["Markdown"].replace("\\", ""), texts["HTML"]):
        assert all(
            part in text for part in (REJECTS, "The New Courier", article.digest(), "Not an answer, but closest")
        )


def test_nothing_of_an_article_is_markup_in_what_is_kept() -> None:
    page = as_html(TURNS, read)
    assert page.count("<script") == page.count("<img") == page.count("<iframe") == 0
    assert "default-src 'none'" in page
    assert "[click](" not in as_markdown(TURNS, read)
    assert json.loads(as_json(TURNS, read))["turns"][0]["citations"][0]["quote"] == ATTACK


def test_feedback_is_kept_and_makes_a_qa_set(
    page: Page, assistant: Assistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(page, "What did Hamas firmly reject?")
    page.locator("#chat .message-row.bot-row").last.hover()
    page.get_by_label("Feedback").first.click()
    page.get_by_role("button", name="Right", exact=True).click()
    expect(page.get_by_test_id("toast-body")).to_contain_text("Thank you", timeout=WAIT_MS)
    assert main(["feedback", "--index", str(assistant.index.directory)]) == 0
    (tmp_path / "qa.jsonl").write_text(capsys.readouterr().out, "utf-8")
    (item,) = read_qa_set(tmp_path / "qa.jsonl", assistant.index.article).items
    ((span,),) = item.evidence
    assert item.answerable
    assert span.of(assistant.index.article("truce.md").text) == REJECTS


def test_each_verdict_says_what_it_can(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    no = Answer("Who sang?", "Who sang?", "The articles do not say.", True, 0.9, reason=Reason.NO_EVIDENCE)
    note_feedback(tmp_path, Verdict.WRONG_SPEAKER, ANSWER, ("Who?",), {"publisher": "AP", "act": "reject"})
    note_feedback(tmp_path, Verdict.MISSED_IT, no, (), {})
    note_feedback(tmp_path, Verdict.RIGHT, no, (), {})
    assert main(["feedback", "--index", str(tmp_path)]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["answerable"], first["evidence"], first["turns"]) == (True, [], ["Who?"])
    assert first["filters"] == {"publisher": "AP"}
    assert (second["answerable"], second["kind"]) == (False, "feedback: right")


def test_feedback_that_is_not_there_or_broken_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feedback", "--index", str(tmp_path)]) == 2
    assert "no feedback here yet" in capsys.readouterr().err
    (tmp_path / FILE).write_text("{}\n", "utf-8")
    assert main(["feedback", "--index", str(tmp_path)]) == 2
    assert f"{FILE}:1" in capsys.readouterr().err
