"""What a question takes for true, against what a sentence of ours says: refused if turned round, else let be."""

from __future__ import annotations

import pytest

from assistant.answer import Answer, Citation, Reason
from assistant.premise import premise_of, premise_problem, without_false_premise
from assistant.verification.problem import Quote

LOAN = "Norway asked Denmark on Monday for a loan of four ships."
SAID = "Carl Dahl said the ferry line will close in May because of the toll."
REFUSED = "The Harbour Union rejected a wage offer of 4.5% from Skan Lines."


@pytest.mark.parametrize(
    ("question", "premise"),
    [
        ("Why did Denmark ask Norway for a loan?", "Denmark asked Norway for a loan."),
        ("When did the Harbour Union accept the offer?", "the Harbour Union accepted the offer."),
        ("Did the Harbour Union accept the offer?", None),  # takes nothing for true: it asks
        ("Who rejected the offer?", "Somebody rejected the offer."),
        ("What did Norway ask for?", None),
        ("Which union rejected the offer?", None),
        ("Did it?", None),
    ],
)
def test_premises(question: str, premise: str | None) -> None:
    assert premise_of(question) == premise


CASES: list[tuple[str, str, Reason | None]] = [
    (LOAN, "Why did Norway ask Denmark for a loan of four ships?", None),
    (LOAN, "Who asked Denmark for a loan of four ships?", None),
    (LOAN, "Why did Denmark ask Norway for a loan of four ships?", Reason.ROLE_MISMATCH),
    (LOAN, "When did Sweden ask Denmark for a loan of four ships?", Reason.ROLE_MISMATCH),
    (LOAN, "Who asked Norway for a loan of four ships?", Reason.ROLE_MISMATCH),
    (LOAN, "Why did Norway ask Sweden for a lighthouse and a keeper?", None),  # another matter
    (SAID, "Why did Carl Dahl say the ferry line will close in May?", None),
    (SAID, "Why did Anna Berg say the ferry line will close in May?", Reason.ROLE_MISMATCH),
    (SAID, "Why did Carl Dahl deny that the ferry line will close in May?", Reason.FALSE_PREMISE),
    (REFUSED, "Why did the Harbour Union reject a wage offer of 4.5%?", None),
    (REFUSED, "Why did the Harbour Union accept a wage offer of 4.5%?", Reason.FALSE_PREMISE),
]


@pytest.mark.parametrize(("text", "question", "wanted"), CASES, ids=[case[1] for case in CASES])
def test_a_false_premise_is_refused(text: str, question: str, wanted: Reason | None) -> None:
    cited = Citation(1, "a.txt", None, None, None, None, 1, 0, len(text), text)
    given = Answer(question, question, f"{text[:-1]} [1].", abstained=False, confidence=0.8, citations=(cited,))
    told = without_false_premise(given)
    assert told.reason == wanted, premise_problem(question, [Quote(text)])
    if wanted is None:
        assert told == given
    else:
        assert (told.abstained, told.citations, told.statements) == (True, (), ())
        assert [one.quote for one in told.nearest] == [text]
        assert without_false_premise(told) == told
