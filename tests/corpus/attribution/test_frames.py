"""Frames of cues and the mending of parse errors that repeat: sentences of our own and what they tell."""

from __future__ import annotations

import pytest

from corpus.article import Article
from corpus.attribution.statements import statements
from corpus.statement import Polarity

Row = tuple[str | None, str, str | None, str | None]

CASES: list[tuple[str, str, Row]] = [
    ("an object before a far clause",
     "Norland's government declared a curfew late Sunday in an effort to calm the capital after a week of riots saw "
     "crowds storm the town hall.",
     ("Norland's government", "announce", None, "a curfew")),
    ("as, with a content of its own",
     "The guests booed at Berg, even as he pledged to cut the fee and argued that the tax was dead.",
     ("he", "promise", None, "cut the fee")),
    ("pleads", "She has pleaded not guilty and her lawyers contend the case is weak.",
     ("She", "deny", None, None)),
    ("votes for", "The parliament voted 97-14 in favor of the ban.",
     ("The parliament", "accept", None, "the ban")),
    ("speaks against", "Twenty growers spoke in opposition to the dam.",
     ("Twenty growers", "reject", None, "the dam")),
    ("wants it done", "Many villagers want the quarry closed.",
     ("Many villagers", "demand", None, "the quarry closed")),
    ("reaches out", "The Gazette has reached out to the mayor's campaign for comment.",
     ("The Gazette", "request", "the mayor's campaign", "comment")),
    ("a request from behind its matter",
     "The mayor did not respond to a request for comment from the Gazette.",
     ("the Gazette", "request", "The mayor", "comment from the Gazette")),
    ("a charge is fought", "The mayor vows to fight the charges in court.",
     ("The mayor", "promise", None, "fight the charges in court")),
    ("a time within the source", "Berg during his talk told the guests that they must wait.",
     ("Berg", "state", "the guests", "they must wait")),
    ("a campaign asks", "A wide campaign is calling on miners to vote.",
     ("A wide campaign", "request", "miners", "vote")),
    ("an argument", "The judge heard several arguments from Berg that the fine should be waived.",
     ("Berg", "state", None, "the fine should be waived")),
    ("a speaker lost to his quotation",
     "“Please help us,” one of the miners, Carl Berg, said in the clip shared online.",
     ("one of the miners", "state", None, "Please help us")),
    ("joined to the wrong verb",
     "The auditors led by chief inspector Anna Berg deny the review was late and contend the case is strong.",
     ("The auditors led by chief inspector Anna Berg", "state", None, "the case is strong")),
    ("an announcement on", "The town's announcement on the paint starts a review.",
     ("The town", "announce", None, "the paint")),
    ("an idiom", "Most growers took aim at the mayor's plan.",
     ("Most growers", "accuse", None, "the mayor's plan")),
    ("takes issue", "The board took issue with the new law.",
     ("The board", "reject", None, "the new law")),
    ("complains of an ailment", "The residents complained of headaches.",
     ("The residents", "state", None, "headaches")),
]  # fmt: skip

NOTHING = [
    "A flag that said “No more” flew over the hall.",
    "A body of research about the paint will support the review.",
    "The charges against the baker were dismissed.",
]


def rows(text: str) -> list[Row]:
    """Source, act, addressee and first content of each statement."""
    return [
        (
            one.source.of(text) if one.source else None,
            one.act.value,
            one.addressee.of(text) if one.addressee else None,
            one.content[0].of(text) if one.content else None,
        )
        for one in statements(Article("a.txt", text, "a.txt"))
    ]


@pytest.mark.parametrize(("text", "row"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_frame(text: str, row: Row) -> None:
    assert row in rows(text)


@pytest.mark.parametrize("text", NOTHING)
def test_that_nobody_tells_anything(text: str) -> None:
    assert rows(text) == []


def test_that_a_plea_of_not_guilty_is_a_denial_that_was_made() -> None:
    text = "He pleaded not guilty on Monday."
    assert [one.polarity for one in statements(Article("a.txt", text, "a.txt"))] == [Polarity.POSITIVE]
