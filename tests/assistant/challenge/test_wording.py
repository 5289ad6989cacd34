"""Sentences of our own to questions: what they answer, and what they do not."""

from __future__ import annotations

import pytest

from assistant.challenge.clause import Clause, read_clause
from assistant.challenge.wording import FORMS, asked_of, of_opposite, opposite_of, swapped_inside, what, who, whom
from corpus.actors.resolve import resolve
from corpus.article import Article
from corpus.attribution.statements import statements
from index.statements import StoredStatement

LOAN = "Norway asked Denmark for a loan of four ships."
SHIPS = "Anna Berg urged Carl Dahl to resign over the missing ledger."
REFUSED = "The Harbour Union rejected a wage offer of four percent."


def clauses(text: str) -> list[Clause]:
    article = Article("a.txt", text, "a.txt")
    stored = [StoredStatement(row, one, 0, article) for row, one in enumerate(resolve(article, statements(article)))]
    return [clause for clause in map(read_clause, stored) if clause is not None]


def clause(text: str) -> Clause:
    (only,) = clauses(text)
    return only


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (LOAN, "Who asked Denmark for a loan of four ships?"),
        (SHIPS, "Who urged Carl Dahl to resign over the missing ledger?"),
        (REFUSED, "Who rejected a wage offer of four percent?"),
        ("Norway has asked Denmark for a loan of four ships.", "Who has asked Denmark for a loan of four ships?"),
        ("Anna Berg, the mayor of Varn, opposes the new ferry line.", "Who opposes the new ferry line?"),
        ("On Monday Norway again asked for a loan of ships.", None),  # “again” is no word that can be left out
        ("Anna Berg said the ferry line will close in May.", "Who said the ferry line will close in May?"),
    ],
)
def test_who_did_it(text: str, wanted: str | None) -> None:
    assert [who(one) for one in clauses(text)] == ([wanted] if wanted else [])


@pytest.mark.parametrize(
    ("text", "to_whom", "content"),
    [
        (LOAN, "Whom did Norway ask for a loan of four ships?", "What did Norway ask Denmark for?"),
        (
            SHIPS,
            "Whom did Anna Berg urge to resign over the missing ledger?",
            "What did Anna Berg urge Carl Dahl to do?",
        ),
        (REFUSED, None, "What did the Harbour Union reject?"),
        ("Anna Berg said the ferry line will close in May.", None, None),
        ("Norway agreed to a swap of four ships.", None, "What did Norway agree to?"),
        ("Norway agreed to lend Sweden four ships.", None, "What did Norway agree to do?"),
    ],
)
def test_to_whom_and_what(text: str, to_whom: str | None, content: str | None) -> None:
    assert (whom(clause(text)), what(clause(text))) == (to_whom, content)


@pytest.mark.parametrize(
    "text",
    [
        "The union may reject a wage offer of four percent.",
        "Norway never asked Denmark for a loan of four ships.",
        "Norway was asked by Denmark for a loan of four ships.",
        "Officials rejected the offer. Some officials asked for a loan of four ships.",
        "Norway asked him for a loan of four ships.",
        "Norway asked.",
    ],
)
def test_what_is_not_told_as_done_by_name_makes_no_clause(text: str) -> None:
    assert not clauses(text)


def test_a_clause_is_addressed_the_other_way_round() -> None:
    swapped = clause(LOAN).addressed_to("Norway")
    assert [asked_of("Denmark", swapped, form) for form in FORMS] == [
        "Who asked Norway for a loan of four ships?",
        "Why did Denmark ask Norway for a loan of four ships?",
        "What did Denmark ask Norway for?",
        "Did Denmark ask Norway for a loan of four ships?",
        "When did Denmark ask Norway for a loan of four ships?",
    ]


def test_a_party_inside_the_content_changes_places() -> None:
    swapped = swapped_inside(clause("Norway rejected Denmark's plan for the narrow strait."), "Denmark")
    assert swapped is not None
    assert asked_of(*swapped, "why") == "Why did Denmark reject Norway's plan for the narrow strait?"
    assert swapped_inside(clause(REFUSED), "Denmark") is None
    assert swapped_inside(clause("Norway rejected South Denmark's plan for the strait."), "Denmark") is None


@pytest.mark.parametrize(
    ("text", "form", "wanted"),
    [
        (REFUSED, "why", "Why did the Harbour Union accept a wage offer of four percent?"),
        (REFUSED, "who", "Who accepted a wage offer of four percent?"),
        (SHIPS, "who", "Who urged Carl Dahl not to resign over the missing ledger?"),
        ("Norway promised to lend Sweden four ships.", "yes-no", "Did Norway refuse to lend Sweden four ships?"),
        ("Norway accused Denmark of sinking four ships.", "who", "Who cleared Denmark of sinking four ships?"),
        (
            "Anna Berg said the ferry line will close.",
            "when",
            "When did Anna Berg deny that the ferry line will close?",
        ),
    ],
)
def test_the_opposite(text: str, form: str, wanted: str) -> None:
    one = clause(text)
    opposite = opposite_of(one)
    assert opposite is not None
    assert of_opposite(one, opposite, form) == wanted


def test_a_loan_asked_for_has_no_opposite() -> None:
    assert opposite_of(clause(LOAN)) is None
