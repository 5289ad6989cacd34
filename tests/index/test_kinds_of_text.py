"""Captions rank below the body, what is not English is found and quoted but not read for statements."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.catalog import open_catalog
from index.embed import Embedder
from index.search import Index
from index.statements import find_statements
from index.update import update
from tests.making import PARAGRAPHS, page

GERMAN = (
    "Der Rat der Stadt forderte die Reederei am Montag auf, ihre Preise zu senken.",
    "Das Unternehmen lehnte die Forderung in einem Brief ab, wie die Sprecherin des Rates mitteilte.",
    "Mayor Ida Brandt said on Monday in English that she rejects the letter of the company and its tone.",
)


def test_captions_rank_below_and_state_nothing(tmp_path: Path, embedder: Embedder) -> None:
    caption = "The chairwoman demanded an apology from the ferry company in the old harbour"
    figure = f"<figure><img src=x><figcaption>{caption}</figcaption></figure>"
    (tmp_path / "a.html").write_text(page(body=figure + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)))
    update([tmp_path], tmp_path / ".index", embedder)
    hits = Index(tmp_path / ".index", embedder).search("chairwoman demanded an apology in the old harbour", 10)
    assert hits[-1].text == caption
    assert len(hits) > 1
    with open_catalog(tmp_path / ".index") as catalog:
        said = find_statements(catalog)
    assert said
    assert not any("apology" in stored.statement.cue.of(stored.article.text) for stored in said)
    assert all(stored.statement.cue.end <= len(stored.article.body) for stored in said)


def test_another_language_is_found_by_its_words_and_quoted(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "a.txt").write_text("\n\n".join((*GERMAN[:2], *GERMAN[:2])))
    (tmp_path / "b.txt").write_text("\n\n".join(PARAGRAPHS))
    summary = update([tmp_path], tmp_path / ".index", embedder)
    assert summary.foreign == ["de"]
    best = Index(tmp_path / ".index", embedder).search("Reederei Preise senken", 1)[0]
    assert (best.article.id, best.article.language) == ("a.txt", "de")
    assert GERMAN[0] in best.text
    with open_catalog(tmp_path / ".index") as catalog:
        assert {stored.article.id for stored in find_statements(catalog)} == {"b.txt"}


UNSPACED = {
    "ja": ("港の市議会は月曜日、冬の運賃を二割下げるようフェリー会社に求めた。議長のブラント氏は会議の後で返事を待つと述べた。", "運賃", "冬の運賃を二割下げる"),
    "zh": ("港口市议会周一要求渡轮公司把冬季票价降低五分之一。主席布兰特会后说，希望在第一场风暴之前得到公司的答复。", "票价", "冬季票价"),
}  # fmt: skip


@pytest.mark.parametrize("language", UNSPACED)
def test_languages_without_spaces_are_found_by_parts_of_their_words(
    language: str, tmp_path: Path, embedder: Embedder
) -> None:
    text, word, phrase = UNSPACED[language]
    (tmp_path / "a.txt").write_text(text * 2, "utf-8")
    (tmp_path / "b.html").write_text(page(title="市报", paragraphs=(text, text, text), lang=language), "utf-8")
    (tmp_path / "c.txt").write_text("\n\n".join(PARAGRAPHS))
    summary = update([tmp_path], tmp_path / ".index", embedder)
    assert (summary.foreign, summary.skipped) == ([language] * 2, [])
    index = Index(tmp_path / ".index", embedder)
    for query in (word, phrase):
        hits = [hit for hit in index.search(query, 10) if hit.keyword > 0]
        assert {hit.article.id for hit in hits} == {"a.txt", "b.html"}
        assert any(query in hit.text for hit in hits)
    with open_catalog(tmp_path / ".index") as catalog:
        assert {stored.article.id for stored in find_statements(catalog)} == {"c.txt"}


REPORT = (
    "The dairy farmers of Vestholm demanded on Tuesday that the county reopen the creamery.",
    "The county promised a decision before the end of the summer, its governor said.",
)
HOROSCOPE = (
    "Horoscope for the week\n\nAries (March 21 - April 19): Your boss demands an answer today. Accept the offer that Venus makes.\n\n"
    "Taurus (April 20 - May 20): Your neighbours demanded quiet; refuse. Mercury warns you of haste.\n\n"
    "Gemini (May 21 - June 20): A relative asks you for money. Jupiter denies nothing."
)
DEALS = (
    "Ten deals for the dairy\n\nCream separator, $49 (was $79)\n\nMilk churn, $19.99 (save 40%)\n\nButter mould, $7.50\n\n"
    "Alviks is offering the cream separator for $49. The shop promises delivery in two days."
)
LETTER = (
    "From: Vestholm Post <news@vestholm.example>\nTo: you@example.org\nSubject: Morning briefing\nMessage-ID: <1@vestholm.example>\n"
    "Date: Wed, 07 May 2025 06:00:00 +0200\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
    "Good morning. This is what you need to know.\n\nThe eel fishers of Alvik rejected the new quota on Monday.\n\n"
    "Readers who demanded more recipes will find them on page nine.\n\n"
    "You are receiving this email because you signed up for the Morning briefing.\nUnsubscribe | View in browser\n"
)
COMMENTS = (
    "2 Comments\n\nOdd Nilsen says:\nMay 7, 2025 at 10:12 am\nThe governor demanded that all farmers leave.\n\n"
    "Kari Holt says:\nMay 8, 2025 at 11:00 am\nWe all demanded that the governor resign.\nReply"
)


def test_what_is_no_report_does_not_hurt(tmp_path: Path, embedder: Embedder) -> None:
    """Beside a horoscope, a list of deals, a newsletter and comments, the demand is still that of the farmers alone."""
    files = {
        "news.txt": "\n\n".join((*REPORT, COMMENTS)),
        "stars.txt": HOROSCOPE,
        "deals.txt": DEALS,
        "letter.eml": LETTER,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    summary = update([tmp_path], tmp_path / ".index", embedder)
    assert (len(summary.added), summary.skipped) == (4, [])
    with open_catalog(tmp_path / ".index") as catalog:
        said = find_statements(catalog)
        demands = [stored for stored in said if stored.statement.act == "demand"]
    assert {stored.article.id for stored in said} == {"news.txt", "deals.txt", "letter.eml"}
    assert "news.txt" in {stored.article.id for stored in demands}
    assert not any("resign" in stored.article.text or "Unsubscribe" in stored.article.text for stored in said)
    index = Index(tmp_path / ".index", embedder)
    assert index.search("farmers demanded that the county reopen the creamery", 1)[0].article.id == "news.txt"
    assert index.search("demands an answer from the boss", 1)[0].article.id == "stars.txt"  # found, and nobody's act
