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
