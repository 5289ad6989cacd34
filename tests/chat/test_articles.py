"""Adding and removing articles, in a real browser and beneath it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.assistant import Assistant
from assistant.chat.editor import Editor
from assistant.chat.uploads import MAX_FILES, Result, keep_files, keep_pasted, safe_name, uploads
from corpus.errors import BadInput
from index.catalog import list_articles, open_catalog
from index.embed import DEFAULT_MODEL, load_embedder
from index.update import update
from tests.chat.conftest import ARTICLES, NARROW, WAIT_MS, ask, indexed, served, visiting

CRANES = "The harbour board of Melby demanded four new cranes from the county on Friday. The county has not replied."


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return indexed(tmp_path_factory, {"bridge.md": ARTICLES["bridge.md"]})


@pytest.fixture
def page(browser: Browser, fresh: Assistant) -> Iterator[Page]:
    with served(fresh) as address, visiting(browser, address, *NARROW) as visit:
        page = visit()
        page.get_by_role("tab", name="Articles").click()
        yield page


def ids(assistant: Assistant) -> list[str]:
    with open_catalog(assistant.index.directory) as catalog:
        return [article.id for article, _, _ in list_articles(catalog)]


def add(assistant: Assistant, names: list[str]) -> list[Result]:
    *_, results = Editor(assistant.index.directory, DEFAULT_MODEL).add(names)
    assert isinstance(results, list)
    return results


def test_what_is_uploaded_is_answered_from_and_what_is_removed_is_not(page: Page, tmp_path: Path) -> None:
    (tmp_path / "cranes.txt").write_text(f"Harbour board wants cranes\n\n{CRANES}", "utf-8")
    (tmp_path / "<b>photo.png").write_bytes(b"\x89PNG")
    page.locator("#upload input[type=file]").set_input_files([tmp_path / "cranes.txt", tmp_path / "<b>photo.png"])
    results = page.locator("#results")
    expect(results).to_contain_text("cranes.txt: 1 added", timeout=WAIT_MS)
    expect(results).to_contain_text("photo.png: not read:")
    expect(page.locator("#masthead .covered")).to_contain_text("2 articles", timeout=WAIT_MS)
    page.get_by_role("tab", name="Ask").click()
    ask(page, "What did the harbour board of Melby demand?")
    expect(page.locator("#chat .answer").last).to_contain_text("cranes")
    page.get_by_role("tab", name="Articles").click()
    page.locator("#articles-table [role=gridcell]", has_text="Harbour board wants cranes").first.click()
    expect(page.locator("#article .headline")).to_have_text("Harbour board wants cranes", timeout=WAIT_MS)
    page.get_by_role("button", name="Remove this article").click()
    page.get_by_role("button", name="Yes, remove it").click()
    expect(results).to_contain_text("Removed: uploaded/cranes.txt", timeout=WAIT_MS)
    expect(page.locator("#masthead .covered")).to_contain_text("1 article ", timeout=WAIT_MS)


def test_what_is_pasted_is_kept_with_what_is_known_of_it(page: Page) -> None:
    page.get_by_role("button", name="Or paste one").click()
    page.get_by_role("textbox", name="Headline").fill('Cranes: "four"')
    page.get_by_role("textbox", name="Outlet").fill("Melby Gazette")
    page.get_by_role("textbox", name="Date (YYYY-MM-DD)").fill("2024-06-01")
    page.get_by_role("textbox", name="Text", exact=True).fill(CRANES)
    page.get_by_role("button", name="Add this text").click()
    expect(page.locator("#results")).to_contain_text("1 added", timeout=WAIT_MS)
    expect(page.locator("#articles-table")).to_contain_text('Cranes: "four"', timeout=WAIT_MS)
    expect(page.locator("#articles-table")).to_contain_text("Melby Gazette")
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_have_value("")


def test_a_file_too_large_is_told_before_it_is_kept(page: Page, tmp_path: Path, fresh: Assistant) -> None:
    (tmp_path / "large.txt").write_bytes(b"a" * (20 * 10**6 + 2**21))
    page.locator("#upload input[type=file]").set_input_files(tmp_path / "large.txt")
    expect(page.get_by_test_id("toast-body")).to_contain_text("20", timeout=WAIT_MS)
    assert not uploads(fresh.index.directory).exists()


def test_uploads_stay_when_another_corpus_is_indexed(fresh: Assistant, tmp_path: Path) -> None:
    name = keep_pasted(fresh.index.directory, CRANES, {"title": "Cranes"})
    assert add(fresh, [name]) == [Result(name.removeprefix("pasted/"), added=1)]
    (tmp_path / "other.txt").write_text("A mayor spoke. A bridge fell.", "utf-8")
    update([tmp_path / "other.txt"], fresh.index.directory, load_embedder(DEFAULT_MODEL))
    assert ids(fresh) == ["bridge.md", "other.txt", name]


def test_a_bad_new_version_leaves_the_good_one(fresh: Assistant, tmp_path: Path) -> None:
    file = tmp_path / "cranes.md"
    for text, result in (
        (CRANES, Result("cranes.md", added=1)),
        (f"{CRANES} It will vote.", Result("cranes.md", changed=1)),
        ("---\na: [\n---\n\nx", None),
        (f"{CRANES} It will vote.", Result("cranes.md", unchanged=1)),
    ):
        file.write_text(text, "utf-8")
        (told,) = add(fresh, keep_files(fresh.index.directory, [file]))
        assert told == result if result else told.refused
    assert ids(fresh) == ["bridge.md", "uploaded/cranes.md"]
    assert [path.name for path in uploads(fresh.index.directory).rglob("*") if path.is_file()] == ["cranes.md"]


def test_an_article_of_many_in_a_file_can_be_removed(fresh: Assistant, tmp_path: Path) -> None:
    lines = [{"id": "a", "text": CRANES}, {"text": f"{CRANES} Two."}, {"text": f"{CRANES} Three."}]
    (tmp_path / "many.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    names = keep_files(fresh.index.directory, [tmp_path / "many.jsonl"])
    assert add(fresh, names)[0].added == 3
    editor = Editor(fresh.index.directory, DEFAULT_MODEL)
    editor.remove("uploaded/many.jsonl:2")
    editor.remove("a")
    assert add(fresh, names)[0].unchanged == 1
    assert ids(fresh) == ["bridge.md", "uploaded/many.jsonl:3"]
    editor.remove("uploaded/many.jsonl:3")
    with pytest.raises(BadInput, match="no such article"):
        editor.remove("a")


def test_an_id_taken_is_told_without_the_folders_of_this_machine(fresh: Assistant, tmp_path: Path) -> None:
    (tmp_path / "twice.jsonl").write_text(json.dumps({"id": "bridge.md", "text": CRANES}), "utf-8")
    (told,) = add(fresh, keep_files(fresh.index.directory, [tmp_path / "twice.jsonl"]))
    assert told.refused == ("the id 'bridge.md' is taken by another article; rename this one",)


def test_what_cannot_be_kept_is_told(fresh: Assistant, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no text"):
        keep_pasted(fresh.index.directory, " \n", {})
    with pytest.raises(BadInput, match="characters, limit"):
        keep_pasted(fresh.index.directory, "a" * 500_001, {})
    with pytest.raises(BadInput, match="several steps"):
        keep_files(fresh.index.directory, [tmp_path] * (MAX_FILES + 1))


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..", ".", "", "/", "C:\\x\\y.txt", ".hidden", "a\0b.txt", "a\nb.md", "x" * 300 + ".txt"],
)
def test_a_name_stays_in_its_folder(name: str, tmp_path: Path) -> None:
    safe = safe_name(name)
    assert (tmp_path / safe).resolve().parent == tmp_path.resolve()
    assert safe.isprintable()
    assert not safe.startswith(".")
    assert len(safe) < 120
