"""What is shown as closest where there is no answer: only what shares a telling word with the question."""

from __future__ import annotations

import json

import pytest

from assistant.answer import Answer, Reason
from assistant.assistant import Assistant, open_assistant
from assistant.evidence import Evidence
from assistant.near import closest, telling_words
from assistant.question import Question
from assistant.roles import Fit
from assistant.words import say
from corpus.article import Article
from corpus.span import Span
from index.embed import DEFAULT_MODEL, Embedder
from index.update import update

FERRY = (
    "The ferry company Nordlink raised its fares by six crowns on Tuesday. Commuters from Vik wrote an angry letter."
)
# a word of every article is common, and one that many have: “council”, “people”
COUNCIL = "The council met again and heard {n} people on item {n} of its list, as people of the town had wished."


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    folder = tmp_path_factory.mktemp("near")
    articles = [{"id": f"council-{n}", "title": "In brief", "text": COUNCIL.format(n=n)} for n in range(30)]
    articles.append({"id": "ferry", "title": "Fares up", "text": FERRY})
    (folder / "news.jsonl").write_text("\n".join(map(json.dumps, articles)), "utf-8")
    update([folder / "news.jsonl"], folder / "index", embedder)
    return open_assistant(folder / "index", DEFAULT_MODEL)


def ask(assistant: Assistant, question: str) -> Answer:
    return assistant.ask(Question(question))


@pytest.mark.parametrize(
    ("question", "telling"),
    [
        ("Who built the stadium in Lisbon?", {"stadium", "lisbon"}),
        ("What did the people of the council say about the fares?", {"fare"}),
        ("Who is the French partner of Nordlink?", {"french", "partner", "nordlink"}),
        ("What did the council tell people?", {"council", "peopl"}),  # there is nothing else to go by
        ("What happened in March 2019?", {"happen"}),
        ("Who resigned?", {"resign"}),
    ],
)
def test_names_and_rare_nouns_tell(assistant: Assistant, question: str, telling: set[str]) -> None:
    assert telling_words(question, assistant.index) == telling


@pytest.mark.parametrize(
    "question", ["Who built the stadium in Lisbon?", "Why did the chess club of Turin sell its pub?"]
)
def test_where_nothing_is_near_that_is_said(assistant: Assistant, question: str) -> None:
    answer = ask(assistant, question)
    assert (answer.reason, answer.nearest) == (Reason.NO_EVIDENCE, ())
    assert answer.answer == "The articles do not say this, and nothing in them comes close."


def test_what_is_near_is_shown(assistant: Assistant) -> None:
    answer = ask(assistant, "Who owns the shares of Nordlink?")
    assert answer.abstained
    assert {one.article for one in answer.nearest} == {"ferry"}
    assert "nothing" not in answer.answer


def test_what_is_contrary_is_shown_whatever_its_words(assistant: Assistant) -> None:
    text = "It did not."
    span = Span("a", 0, len(text))
    found = [Evidence(Article("a", text, "a"), 1, span, span, 1.0, (), fit) for fit in (Fit.UNKNOWN, Fit.SWAPPED)]
    assert closest("Who built the stadium in Lisbon?", found, assistant.index) == found[1:]


def test_keywords_that_no_passage_has_find_none(assistant: Assistant) -> None:
    assert {one.article for one in ask(assistant, "ferry fares").nearest} == {"ferry"}
    none = ask(assistant, "zinc quarry")
    assert (none.nearest, none.answer) == ((), say("no.keywords.nothing"))
