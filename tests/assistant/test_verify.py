"""The last gate: sentences with one thing wrong, sentences that say the same in other words, whole answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer, Citation, Reason
from assistant.assistant import open_assistant
from assistant.question import Question
from assistant.verification.outcomes import wrong_outcome
from assistant.verification.own_voice import own_voice
from assistant.verification.problem import Fault, Quote
from assistant.verify import problems, sentences, verified, verify_sentence
from corpus.attribution.parse import parse
from index.embed import DEFAULT_MODEL

LOAN = Quote(
    "Norway asked Denmark on Monday for a loan of four ships, Anna Berg told Reuters.",
    title="Harbour talks in Varn go on",
    publisher="Varn Post",
    published="2024-10-24",
)
OFFER = Quote("Carl Dahl said the union would accept the offer if the bank agrees to pay 3 million crowns.")
REFUSAL = Quote("The Harbour Union rejected a wage offer of 4.5% from Skan Lines, which did not comment.")

CASES: list[tuple[Quote, str, Fault | None]] = [
    (LOAN, "Norway asked Denmark on Monday for a loan of four ships, Anna Berg told Reuters.", None),
    (LOAN, "Norway", None),
    (LOAN, "Norway asked Denmark for a loan.", None),
    (LOAN, "Denmark was asked by Norway for a loan of 4 ships.", None),
    (LOAN, "A loan of four ships was requested by Norway.", None),
    (LOAN, "According to Anna Berg, Norway asked for a loan.", None),
    (LOAN, "Anna Berg said that the Norwegian side had asked for four ships.", None),
    (LOAN, "Norway asked for a loan, the Varn Post reported in October 2024.", None),
    (LOAN, "Norway asked for a loan, the Varn Post reported on Thursday.", None),  # the day of 2024-10-24
    (LOAN, "2024-10-24, Varn Post: Norway asked Denmark for a loan.", None),
    (LOAN, "2024-10-25, Varn Post: Norway asked Denmark for a loan.", Fault.NUMBER),
    (LOAN, "Sweden asked Denmark for a loan.", Fault.NAME),
    (LOAN, "Norway asked Denmark for a loan, Carl Berg told Reuters.", Fault.NAME),
    (LOAN, "It", Fault.NAME),
    (LOAN, "Norwegian", Fault.NAME),
    (LOAN, "Denmark asked Norway for a loan of four ships.", Fault.ROLE),
    (LOAN, "Norway was asked by Denmark for a loan of four ships.", Fault.ROLE),
    (LOAN, "Reuters told Anna Berg that Norway asked for a loan.", Fault.ROLE),
    (LOAN, "Norway asked Denmark for five ships.", Fault.NUMBER),
    (LOAN, "Norway asked Denmark for four hundred ships.", Fault.NUMBER),
    (LOAN, "Norway asked Denmark for a loan in 2023.", Fault.NUMBER),
    (LOAN, "On Tuesday Norway asked Denmark for a loan.", Fault.DATE),
    (LOAN, "Norway asked Denmark for a loan in November.", Fault.DATE),
    (LOAN, "Norway did not ask Denmark for a loan of four ships.", Fault.NEGATION),
    (LOAN, "Norway refused Denmark a loan of four ships.", Fault.ACT),
    (OFFER, "The union would accept the offer if the bank agrees to pay.", None),
    (OFFER, "Carl Dahl said the union would accept the offer.", None),
    (OFFER, "The union accepted the offer.", Fault.CERTAINTY),
    (OFFER, "The bank agreed to pay 3 million crowns.", Fault.CERTAINTY),
    (OFFER, "The union rejected the offer.", Fault.ACT),
    (OFFER, "Carl Dahl said the union would not accept the offer.", Fault.NEGATION),
    (OFFER, "The bank would pay 3 billion crowns.", Fault.NUMBER),
    (REFUSAL, "The Harbour Union turned down a wage offer of 4.5%.", None),
    (REFUSAL, "A wage offer of 4.5% was rejected by the Harbour Union.", None),
    (REFUSAL, "Skan Lines did not comment.", None),
    (REFUSAL, "Skan Lines commented.", Fault.NEGATION),
    (REFUSAL, "Skan Lines rejected a wage offer of 4.5% from the Harbour Union.", Fault.ACT),  # it made it
    (REFUSAL, "The Harbour Union accepted a wage offer of 4.5%.", Fault.ACT),
    (REFUSAL, "The Harbour Union did not reject a wage offer of 4.5%.", Fault.NEGATION),
    (REFUSAL, "The Harbour Union rejected a wage offer of 5.4%.", Fault.NUMBER),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "sentence", "wanted"), CASES, ids=[case[1] for case in CASES])
def test_a_sentence(quote: Quote, sentence: str, wanted: Fault | None) -> None:
    found = verify_sentence(sentence, [quote])
    assert (found.fault if found else None) == wanted, found


def test_a_sentence_without_a_quote_is_uncited() -> None:
    found = verify_sentence("Norway asked.", [])
    assert found is not None
    assert found.fault is Fault.UNCITED


def test_quotes_bear_a_sentence_out_together() -> None:
    assert verify_sentence("Norway asked Denmark for a loan, and Skan Lines did not comment.", [LOAN, REFUSAL]) is None


# --- whole answers --------------------------------------------------------------------------------------------------

TEXT = f"{LOAN.text} {REFUSAL.text}"


def citation(marker: int, quote: Quote) -> Citation:
    start = TEXT.index(quote.text)
    return Citation(
        marker,
        "a.txt",
        quote.title,
        quote.publisher,
        quote.published,
        None,
        1,
        start,
        start + len(quote.text),
        quote.text,
    )


def answer(text: str) -> Answer:
    statements = tuple({"source": None, "act": "state", "addressee": None, "content": None, "polarity": "positive",
                        "marker": marker} for marker in (1, 2))  # fmt: skip
    cited = (citation(1, LOAN), citation(2, REFUSAL))
    return Answer("Who?", "Who?", text, abstained=False, confidence=0.8, citations=cited, statements=statements)


def gate(given: Answer) -> Answer:
    return verified(given, {"a.txt": TEXT}.__getitem__)


GOOD = "Norway asked Denmark for a loan [1]. The Harbour Union rejected a wage offer [2]."


def test_a_good_answer_passes_as_it_is() -> None:
    assert gate(answer(GOOD)) == answer(GOOD)


def test_a_wrong_sentence_is_dropped_and_the_markers_counted_anew() -> None:
    given = answer("Denmark asked Norway for a loan of four ships [1]. The Harbour Union rejected a wage offer [2].")
    assert [problem.fault for problem in problems(given, {"a.txt": TEXT}.__getitem__)] == [Fault.ROLE]
    told = gate(given)
    assert told.answer == "The Harbour Union rejected a wage offer [1]."
    assert [(one.marker, one.quote) for one in told.citations] == [(1, REFUSAL.text)]
    assert [one["marker"] for one in told.statements] == [1]
    assert not told.abstained


def test_an_answer_of_wrong_sentences_becomes_an_abstention() -> None:
    told = gate(answer("Sweden asked Denmark for a loan [1]. Skan Lines rejected the union's wage offer of 9% [2]."))
    assert (told.abstained, told.reason, told.citations, told.statements) == (True, Reason.NO_EVIDENCE, (), ())
    assert [one.quote for one in told.nearest] == [LOAN.text, REFUSAL.text]
    assert told.confidence == 0.2


def test_what_has_no_marker_or_an_unknown_one_is_dropped() -> None:
    assert gate(answer(f"{GOOD} All is well.")).answer == GOOD
    assert gate(answer(f"{GOOD} Norway asked [3].")).answer == GOOD


@pytest.mark.parametrize("wrong", [{"start": 1}, {"quote": "Norway asked."}, {"article": "b.txt"}, {"quote": ""}])
def test_a_quote_that_does_not_stand_in_the_article_bears_nothing_out(wrong: dict[str, Any]) -> None:
    given = answer(GOOD)
    told = gate(replace(given, citations=(replace(given.citations[0], **wrong), given.citations[1])))
    assert told.answer == "The Harbour Union rejected a wage offer [1]."


def test_an_abstention_is_left_alone() -> None:
    given = replace(answer("The articles do not say."), abstained=True, citations=(), reason=Reason.FALSE_PREMISE)
    assert gate(given) == given
    assert problems(given, str) == []


def test_numbers_in_brackets_of_the_article_are_no_markers() -> None:
    quote = Quote("The board [2] met in Varn.")
    assert verify_sentence("The board (2) met in Varn", [quote]) is None
    assert list(sentences("One [1]; two [2][3].\nThree [1]. Four"))[-2:] == [
        ("Three", (1,), "Three [1]. "),
        ("Four", (), "Four"),
    ]


def test_what_the_assistant_says_passes_its_own_gate(sample_index: Path) -> None:
    assistant = open_assistant(sample_index, DEFAULT_MODEL)
    told = assistant.ask(Question("Who asked the United States for guarantees?"))
    assert not told.abstained
    assert problems(told, lambda name: assistant.index.article(name).text) == []


@pytest.mark.parametrize(
    ("quote", "fault"),
    [
        ("The president called on the parties in Vessel to return to the talks.", Fault.CERTAINTY),
        ("The parties in Vessel broke off the talks.", None),
    ],
)
def test_an_end_of_which_no_quote_tells_is_a_firm_fault(quote: str, fault: Fault | None) -> None:
    doc, told = parse(["The talks in Vessel have collapsed.", quote])
    found = wrong_outcome(doc, [told])
    assert (found.fault if found else None) is fault
    assert found is None or found.fault is not Fault.CERTAINTY or found.firm


@pytest.mark.parametrize(
    ("quote", "sentence", "passes"),
    [
        ("“The talks have collapsed,” said Anna Berg, a reader.", "The talks have collapsed.", False),
        ("The talks have collapsed.” said Anna Berg, a reader.", "The talks have collapsed.", False),
        (
            "“The talks have collapsed,” said Anna Berg, a reader.",
            "The Varn Post reported that the talks collapsed.",
            False,
        ),
        ("“The talks have collapsed,” said Anna Berg, a reader.", "Anna Berg said the talks have collapsed.", True),
        ("The talks have collapsed, and “nobody knows why”, said Anna Berg.", "The talks have collapsed.", True),
        ("“The talks have collapsed.”", "The talks have collapsed.", True),  # nobody else speaks
    ],
)
def test_what_stands_in_a_speakers_mouth_is_not_told_as_a_fact(quote: str, sentence: str, passes: bool) -> None:
    assert (own_voice(sentence, [Quote(quote, publisher="Varn Post")]) is None) is passes
