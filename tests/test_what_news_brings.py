"""What real news brings, five fixtures of each kind through the whole program: passages, dates, citations.

How pages are read is in tests/corpus/formats/test_edge_cases.py; what is refused there (empty, paywalled, scanned) has
no citation. All sentences are our own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant, open_assistant
from assistant.question import Question
from index.catalog import open_catalog, read_article
from index.editions import read_edition, resolve_citation
from index.embed import DEFAULT_MODEL, Embedder
from index.filters import Filters
from index.statements import find_statements
from index.update import update
from tests.making import json_ld, news_article, page


@dataclass(frozen=True, slots=True)
class Story:
    """A report of our own: who demands what of whom, and the sentences around it."""

    title: str
    demand: str
    rest: tuple[str, ...]
    question: str
    who: str

    @property
    def sentences(self) -> tuple[str, ...]:
        return (self.demand, *self.rest)


_WHO = ("beekeepers", "bakers", "tram drivers", "bell ringers", "boat builders")
_WHAT = (
    "lower the toll on the hill road", "keep the night ferry", "open the north gate of the market", "mend the town clock", "plant limes along the quay",
    "clear the snow before six", "sell no more of the meadow", "return the old library", "shorten the fair by a week", "light the path to the mill",
    "dredge the mouth of the river", "paint the bridge green", "bring back the Sunday train", "close the quarry at noon", "share the water of the spring",
    "ban the fireworks in May", "rebuild the sea wall", "hire a second midwife", "move the bus stop", "name a new harbour master",
    "lend the school its hall", "fence in the common", "count the herons", "restore the pump house", "widen the lock",
    "halve the mooring fee", "reopen the chalk pit", "cancel the wine tax", "replace the church roof", "drain the lower field",
    "lift the fishing ban", "extend the cable car", "silence the foghorn", "heat the swimming bath", "spare the old elms",
    "buy a new fire engine", "print the minutes", "lease the salt works", "guard the dunes", "empty the reservoir",
)  # fmt: skip
_TOWNS = (
    "Alvik", "Borgeby", "Dalsland", "Edsvik", "Falkvik", "Granvik", "Hamnvik", "Isvik", "Jarvik", "Kalvik",
    "Lervik", "Morvik", "Norvik", "Orsvik", "Persvik", "Ravik", "Solvik", "Tornvik", "Ulvik", "Varvik",
    "Ylvik", "Asby", "Brunby", "Dalby", "Ekby", "Fagerby", "Grimby", "Hagby", "Ingby", "Jonsby",
    "Karlby", "Lundby", "Marby", "Norrby", "Osby", "Ramsby", "Sandby", "Torpby", "Ullby", "Vanby",
)  # fmt: skip
_KINDS = ("wire", "changed", "correction", "undated", "misdated", "future", "furniture", "spaces")


def story(kind: str, number: int) -> Story:
    """The five stories of a kind; no two of all have a town or a demand in common."""
    at = _KINDS.index(kind) * 5 + number
    town, what, who = _TOWNS[at], _WHAT[at], _WHO[number]
    return Story(
        f"{who.capitalize()} of {town} press council",
        f"The {who} of {town} demanded on Tuesday that the council {what}.",
        (
            f"Their spokeswoman, Ida Moen, said in {town} that they had waited {at + 3} years for an answer.",
            f"A vote in the {town} town hall is planned for the {at % 9 + 2}th week of the year, after the budget.",
            f"The mayor of {town} was at sea, and did not answer letters that {at + 40} people had signed.",
        ),
        f"Who demanded that the council of {town} {what}?",
        who,
    )


NUMBERS = range(5)
DAY = "2025-05-07"  # a Wednesday
TUESDAY = "2025-05-06"


def _row(name: str, told: Story, text: str | None = None, **more: Any) -> dict[str, Any]:
    given = {"id": name, "title": told.title, "published": DAY, "text": text or "\n".join(told.sentences)}
    return {key: value for key, value in (given | more).items() if value is not None}


def _wire(number: int) -> Iterator[dict[str, Any]]:
    told = story("wire", number)
    yield _row(f"wire-{number}", told, publisher="Tidewater Agency")
    ways = (
        "\n".join(told.sentences), "\n".join(told.sentences[:3]), f"{_TOWNS[number].upper()} (Tidewater) — {' '.join(told.sentences)}",
        "\n".join((*told.sentences, "Reporting by Sigrid Moen; Editing by Leif Aune")), "\n".join((*told.sentences[:2], told.sentences[3])),
    )  # fmt: skip
    for outlet in ("Bulletin", "Ledger"):
        more = {"publisher": outlet, "published": "2025-05-09", "title": f"{outlet}: {told.title.lower()}"}
        yield _row(f"wire-{number}-{outlet}", told, ways[number], **more)


_CHANGED = (
    ("https://{0}.example/a", "https://{0}.example/a?utm_source=mail"), ("https://{0}.example/a", "http://{0}.example/a"),
    ("https://{0}.example/a", "https://www.{0}.example/a"), ("https://{0}.example/a", "https://{0}.example/a/"),
    ("https://{0}.example/a", "https://{0}.example/a#top"),
)  # fmt: skip


def _changed(number: int) -> Iterator[dict[str, Any]]:
    told, (before, after) = story("changed", number), _CHANGED[number]
    town = f"town{number}"
    yield _row(f"changed-{number}-old", told, "\n".join((told.demand, *told.rest[:2])), url=before.format(town))
    yield _row(f"changed-{number}", told, url=after.format(town), published="2025-05-08")


NOTES = (
    "Correction: An earlier version of this article gave the wrong number of years.",
    "Clarification: This story has been updated to say that the vote is not binding.",
    "Editor's note: An earlier version of this article misspelled the name of the spokeswoman.",
    "This article was corrected on May 9 to give the right week of the vote.",
    "Update: This story was updated with the number of people who signed.",
)
UNDATED = ("", "n.d.", None, "", None)
MISDATED = (
    (news_article(datePublished=DAY, dateModified="2025-06-30"), ""),
    ('<meta property="article:modified_time" content="2025-06-30"><meta property="article:published_time" content="2025-05-07">', ""),
    ("", '<time class="updated" datetime="2025-06-30">x</time><time class="entry-date" datetime="2025-05-07">x</time>'),
    (news_article(datePublished=DAY) + json_ld(**{"@type": "NewsArticle", "headline": "Other", "datePublished": "2019-01-01"}), ""),
    (news_article(datePublished=DAY), '<p class="recent">Storm of the year, June 1, 2022</p>'),
)  # fmt: skip
FURNITURE = (
    ('<div class="breadcrumb"><a href="/">Home</a> › <a href="/sea">Sea</a></div>', ""),
    ("", '<p><a href="https://wire.example/1">Source link</a></p>'),
    ("", "<h3>Leave a Comment</h3><p>Your email address will not be published. Required fields are marked *</p>"),
    ("", '<div class="newsletter-signup"><p>Sign up for our daily newsletter and miss nothing.</p></div>'),
    ("<figure><img src=x><figcaption>The town hall in spring</figcaption></figure>", ""),
)
SPACES = ("\u00a0", "&nbsp;", "\u202f", "\u2009", "&#160;")


def _page(kind: str, number: int) -> str:
    told = story(kind, number)
    if kind == "misdated":
        head, before = MISDATED[number]
        return page(title=told.title, head=head, before=before, paragraphs=told.sentences)
    if kind == "spaces":
        paragraphs = tuple(text.replace(" council", f"{SPACES[number]}council") for text in told.sentences)
        return page(title=told.title, head=news_article(datePublished=DAY), paragraphs=paragraphs)
    before, after = FURNITURE[number]
    return page(
        title=told.title, head=news_article(datePublished=DAY), before=before, after=after, paragraphs=told.sentences
    )


_POST_NOUNS = ("ferry", "tunnel", "market", "bridge", "school")


def _posts(number: int) -> list[tuple[str, str, str]]:
    """Forty posts of a day: (time, headline, text)."""
    noun = _POST_NOUNS[number]
    return [
        (
            f"{8 + at // 4:02}:{at % 4 * 15:02}",
            f"Speaker {at + 1} on the {noun}",
            f"Councillor number {at + 1} demanded that the {noun} be given {at * 7 + 11} crowns more a day. "
            f"The chair of the {noun} meeting thanked the councillor and called the next of the forty speakers.",
        )
        for at in range(40)
    ]


def _live_blog(number: int) -> tuple[str, bytes]:
    noun, posts = _POST_NOUNS[number], _posts(number)
    title = f"Live: forty councillors on the {noun}"
    if number == 0:
        updates = [
            {"@type": "BlogPosting", "@id": f"https://live.example/{noun}#{when.replace(':', '')}", "datePublished": f"{DAY}T{when}:00",
             "headline": head, "articleBody": text} for when, head, text in posts
        ]  # fmt: skip
        told = json_ld(
            **{"@type": "LiveBlogPosting", "headline": title, "datePublished": DAY, "liveBlogUpdate": updates}
        )
        return "live-0.html", page(title=title, head=told, body="<p>Follow it here.</p>").encode()
    if number == 1:
        shown = "".join(
            f'<div class="live-entry" id="{when.replace(":", "")}"><h3>{head}</h3><time datetime="{DAY}T{when}:00">x</time><p>{text}</p></div>'
            for when, head, text in posts
        )
        says = json_ld(**{"@type": "LiveBlogPosting", "headline": title, "datePublished": DAY})
        return "live-1.html", page(title=title, head=says, body=shown).encode()
    if number == 2:  # newest first, the time on a line of its own with the day
        body = "\n\n".join(f"{when} GMT, May 7, 2025\n{head}\n{text}" for when, head, text in reversed(posts))
        return "live-2.txt", f"{title}\n\n{body}\n".encode()
    if number == 3:
        body = "\n\n".join(f"{when}: {head}\n{text}" for when, head, text in posts)
        return "live-3.md", f"---\ntitle: '{title}'\npublished: {DAY}\n---\n{body}\n".encode()
    body = "\n".join(f"{_twelve(when)} {head}\n{text}" for when, head, text in posts)
    return "live-4.jsonl", json.dumps({"id": "live-4", "title": title, "published": DAY, "text": body}).encode()


def _twelve(when: str) -> str:
    hour, minute = map(int, when.split(":"))
    return f"{(hour - 1) % 12 + 1}:{minute:02} {'p' if hour >= 12 else 'a'}.m."


FOREIGN = {
    "fr": ("Les apiculteurs ont demandé mardi à la mairie de baisser le péage de la route des collines.", "péage de la route"),
    "de": ("Die Imker forderten am Dienstag vom Rat, die Maut auf der Bergstraße zu senken.", "Maut auf der Bergstraße"),
    "es": ("Los apicultores pidieron el martes al ayuntamiento que bajara el peaje del camino de la colina.", "peaje del camino"),
    "ru": ("Пчеловоды потребовали во вторник, чтобы совет снизил плату за проезд по горной дороге.", "плату за проезд"),
    "ja": ("養蜂家は火曜日、丘の道の通行料を下げるよう町議会に求めた。町長は海にいて、手紙に答えなかった。", "通行料を下げる"),
}  # fmt: skip
NAMES = (
    ("Khalil Al Hayah", "Khalil al-Hayya", "asked the mediators for a written promise"),
    ("Abdel Fattah El Sisi", "al-Sisi", "asked the visitors for patience"),
    ("Benjamin “Bibi” Netanyahu", "Bibi", "asked the cabinet for a free hand"),
    ("Türkiye", "Turkey", "asked its neighbours for the use of two ports"),
    ("Washington", "the United States", "asked both sides for a list of names"),
    ("The Russian occupation", "Moscow", "asked the mayor for the keys of the mill"),
)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("brings") / "news"
    folder.mkdir()
    rows = [row for number in NUMBERS for row in (*_wire(number), *_changed(number))]
    for number in NUMBERS:
        corrected, undated, future = (story(kind, number) for kind in ("correction", "undated", "future"))
        rows.append(_row(f"correction-{number}", corrected, "\n\n".join((*corrected.sentences, NOTES[number]))))
        rows.append(_row(f"future-{number}", future, published=f"29{number}9-01-01"))
        published = {1: "", 2: None}.get(number, UNDATED[number])
        rows.append(_row(f"undated-{number}", undated, published=published))
    for number, (name, _, fact) in enumerate(NAMES):
        text = f"{name} {fact} on Tuesday, the agency reported."
        rows.append({"id": f"names-{number}", "published": DAY, "text": text})
    (folder / "desk.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    for kind in ("misdated", "furniture", "spaces"):
        for number in NUMBERS:
            (folder / f"{kind}-{number}.html").write_text(_page(kind, number), "utf-8")
    for number in NUMBERS:
        name, data = _live_blog(number)
        (folder / name).write_bytes(data)
    for language, (text, _) in FOREIGN.items():
        (folder / f"{language}.txt").write_text(f"{text} {text}", "utf-8")
    return folder


@pytest.fixture(scope="module")
def assistant(news: Path, embedder: Embedder) -> Assistant:
    summary = update([news], news.parent / "index", embedder, processes=1)
    assert summary.skipped == []
    return open_assistant(news.parent / "index", DEFAULT_MODEL)


def ask(assistant: Assistant, question: str, **filters: Any) -> Answer:
    return assistant.ask(Question(question, filters=Filters(**filters)))


def cited(assistant: Assistant, kind: str, number: int) -> Any:
    """The first citation of the answer to a story's question, which must be the sentence of its demand."""
    told = story(kind, number)
    answer = ask(assistant, told.question)
    assert told.who in answer.answer, answer.answer
    assert answer.citations[0].quote == told.demand
    return answer, answer.citations[0]


def passages_of(assistant: Assistant, name: str) -> list[str]:
    with open_catalog(assistant.index.directory) as catalog:
        rows = catalog.execute(
            'SELECT substr(v.text, p."start" + 1, p."end" - p."start") FROM passage p JOIN version v ON v.row = p.version '
            "JOIN article a ON a.row = v.article AND a.latest = v.number WHERE a.id = ? ORDER BY p.id",
            (name,),
        )
        return [text for (text,) in rows]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_wire_story_in_three_outlets_is_one_source(assistant: Assistant, number: int) -> None:
    _, citation = cited(assistant, "wire", number)
    assert (citation.article, citation.published) == (f"wire-{number}", DAY)
    assert {other["publisher"] for other in citation.also_in} == {"Bulletin", "Ledger"}


@pytest.mark.parametrize("number", NUMBERS)
def test_a_page_that_changed_is_cited_as_it_is_and_its_old_citation_resolves(assistant: Assistant, number: int) -> None:
    _, citation = cited(assistant, "changed", number)
    assert (citation.article, citation.published) == (f"changed-{number}", "2025-05-08")
    with open_catalog(assistant.index.directory) as catalog:
        demand = story("changed", number).demand
        old = resolve_citation(partial(read_edition, catalog), f"changed-{number}-old", None, 0, len(demand))
        assert (old.quote, old.edition.superseded_by) == (demand, f"changed-{number}")
        assert old.still_at is not None


@pytest.mark.parametrize("number", NUMBERS)
def test_a_correction_stands_with_its_citation(assistant: Assistant, number: int) -> None:
    _, citation = cited(assistant, "correction", number)
    assert [note["quote"] for note in citation.corrections] == [NOTES[number]]


@pytest.mark.parametrize("number", NUMBERS)
def test_unknown_misleading_and_future_dates(assistant: Assistant, number: int) -> None:
    _, unknown = cited(assistant, "undated", number)
    assert unknown.published is None
    with open_catalog(assistant.index.directory) as catalog:
        assert (read_article(catalog, f"misdated-{number}.html").published or "")[:10] == DAY
    answer, doubtful = cited(assistant, "future", number)
    assert doubtful.published == f"29{number}9-01-01"
    assert any("the date is doubtful" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("name", "day"),
    [("wire-0", TUESDAY), ("correction-1", TUESDAY), ("misdated-2.html", TUESDAY), ("undated-3", None), ("future-3", "2938-12-30")],
)  # fmt: skip
def test_tuesday_is_the_last_one_before_the_day_of_publication(
    assistant: Assistant, name: str, day: str | None
) -> None:
    from assistant.statement_rows import statement_row

    with open_catalog(assistant.index.directory) as catalog:
        rows = [statement_row(found) for found in find_statements(catalog) if found.article.id == name]
    times = [time for row in rows for time in row["times"] if time["text"].endswith("Tuesday")]
    assert times
    assert {(time["from"], time["to"]) for time in times} == {(day, day)}


@pytest.mark.parametrize("kind", ["furniture", "spaces"])
@pytest.mark.parametrize("number", NUMBERS)
def test_furniture_and_odd_spaces_are_in_no_passage(assistant: Assistant, kind: str, number: int) -> None:
    _, citation = cited(assistant, kind, number)
    assert citation.article == f"{kind}-{number}.html"
    body = passages_of(assistant, citation.article)
    assert body[0] == "\n".join(story(kind, number).sentences)
    assert body[1:] == (["The town hall in spring"] if (kind, number) == ("furniture", 4) else [])


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_a_party_is_found_by_its_other_names(assistant: Assistant, number: int) -> None:
    name, other, fact = NAMES[number]
    with open_catalog(assistant.index.directory) as catalog:
        found = find_statements(catalog, actor=other)
    assert [stored.article.id for stored in found] == [f"names-{number}"]
    answer = ask(assistant, f"What did {other} ask for?")
    assert [citation.article for citation in answer.citations] == [f"names-{number}"]
    assert answer.citations[0].quote.startswith(f"{name} {fact}")


@pytest.mark.parametrize("number", NUMBERS)
def test_a_live_blog_of_forty_posts_is_cited_by_its_post(assistant: Assistant, number: int) -> None:
    noun, posts, name = _POST_NOUNS[number], _posts(number), _live_blog(number)[0].removesuffix(".jsonl")
    with open_catalog(assistant.index.directory) as catalog:
        stored = dict(
            catalog.execute(
                "SELECT a.id, v.published FROM article a JOIN version v ON v.article = a.row WHERE a.id LIKE ?",
                (f"{name}#%",),
            )
        )
    zone = "+00:00" if number == 2 else ""
    day = f"{DAY}T" if number == 2 else ""
    assert stored == {f"{name}#{day}{when.replace(':', '')}": f"{DAY}T{when}:00{zone}" for when, _, _ in posts}
    when, _, text = posts[23]
    answer = ask(assistant, f"Who demanded that the {noun} be given {23 * 7 + 11} crowns more a day?")
    citation = answer.citations[0]
    assert (citation.article, citation.published) == (f"{name}#{day}{when.replace(':', '')}", f"{DAY}T{when}:00{zone}")
    assert text.startswith(citation.quote)


@pytest.mark.parametrize("language", FOREIGN)
def test_another_language_is_found_by_its_words_and_said(assistant: Assistant, language: str) -> None:
    text, words = FOREIGN[language]
    hit = assistant.lookup(words, 1)[0]
    assert (hit.article.id, hit.article.language) == (f"{language}.txt", language)
    assert words in hit.text
    assert passages_of(assistant, f"{language}.txt") == [f"{text} {text}"]
