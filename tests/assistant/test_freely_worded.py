"""The last gate on sentences worded freely: what a quote implies passes, what it makes surer or exchanges does not."""

from __future__ import annotations

import pytest

from assistant.verification.implied import is_short_for, sums
from assistant.verification.problem import Fault, Quote
from assistant.verify import verify_sentence
from corpus.attribution.parse import parse

PUBLISHED = {"publisher": "Varn Post", "published": "2024-10-24"}
DROWNED = Quote("Two sailors and a cook drowned on Monday near Melby, the coast guard said.", **PUBLISHED)
FARE = Quote("A commuter from Melby would pay 12 crowns more a month, Skan Lines said.", **PUBLISHED)
PLAN = Quote("If the plan passes, the report says, small farms will lose their fields.", **PUBLISHED)
CHIEF = Quote("The Union of Harbour Workers met its new chief executive, Anna Berg, in September.", **PUBLISHED)
WORTH = Quote(
    "The ferry is worth 3 million crowns, according to the Melby Harbour Board.", "Melby Yard sells", **PUBLISHED
)
REFUSED = Quote("Minister Anna Berg had refused to resign. Minister Carl Dahl praised her.", **PUBLISHED)
MEANT = Quote("Carl Dahl, aged 30, had planned to accept the offer.", **PUBLISHED)
VOWED = Quote("He vowed to go on defending the harbour.", **PUBLISHED)
TOLD = Quote("She told sailors that the ferries would return.", **PUBLISHED)
MACHINES = Quote("The yard uses machines in place of welders to build ferries.", **PUBLISHED)
SPRING = Quote("The council plans another vote in the spring, after the one last week.", **PUBLISHED)
UNLESS = Quote("She warned of full ferries if there was no money for new ones.", **PUBLISHED)
CHARGED = Quote("She accused Carl Dahl of stealing ropes.", **PUBLISHED)

CASES: list[tuple[Quote, str, Fault | None]] = [
    # implied by a quote: a sum, a short name, an office, a compound
    (DROWNED, "Three people, two sailors and a cook, drowned near Melby.", None),
    (DROWNED, "Four people, two sailors and a cook, drowned near Melby.", Fault.NUMBER),
    (CHIEF, "The UHW met CEO Anna Berg.", None),
    (CHIEF, "The UNW met Anna Berg.", Fault.NAME),
    (CHIEF, "The UHW met CFO Anna Berg.", Fault.NAME),
    # surer than told
    (FARE, "A commuter from Melby has been paying 12 crowns more a month.", Fault.CERTAINTY),
    (FARE, "A commuter from Melby would be paying 12 crowns more a month, Skan Lines said.", None),
    (PLAN, "Small farms lost their fields, the report says.", Fault.CERTAINTY),
    (PLAN, "Small farms would lose their fields if the plan passed, the report says.", None),
    (PLAN, "Large farms will lose their fields, the report says.", Fault.ACT),
    (MEANT, "Carl Dahl said he had planned on accepting the offer.", None),
    (MEANT, "Carl Dahl accepted the offer.", Fault.CERTAINTY),
    (REFUSED, "Anna Berg would not resign.", None),
    (UNLESS, "She said that the ferries were full because there was no money for new ones.", Fault.CERTAINTY),
    (CHARGED, "Carl Dahl, she charged, was stealing ropes.", None),
    # who it was
    (WORTH, "According to the Harbour Board, the ferry is worth 3 million crowns.", None),
    (WORTH, "According to Melby Yard, the ferry is worth 3 million crowns.", Fault.ROLE),
    (REFUSED, "Minister Carl Dahl had refused to resign.", Fault.ROLE),
    (TOLD, "Sailors told her that the ferries would return.", Fault.ROLE),
    (MACHINES, "The yard uses welders instead of machines to build ferries.", Fault.ROLE),
    (MACHINES, "The yard uses machines rather than welders.", None),
    # when it was
    (SPRING, "The council plans another vote in the fall.", Fault.DATE),
    (SPRING, "The council plans another vote after the one last month.", Fault.DATE),
    (DROWNED, "Two sailors drowned on Thursday near Melby.", Fault.DATE),  # the day of publication, and not that day
    (DROWNED, "Two sailors drowned near Melby, the Varn Post reported on Thursday.", None),
    # verbs with a particle
    (VOWED, "He vowed to continue defending the harbour.", None),
    (VOWED, "He vowed to stop defending the harbour.", Fault.ACT),
]


@pytest.mark.parametrize(("quote", "sentence", "wanted"), CASES, ids=[case[1] for case in CASES])
def test_a_sentence(quote: Quote, sentence: str, wanted: Fault | None) -> None:
    found = verify_sentence(sentence, [quote])
    assert (found.fault if found else None) == wanted, found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Two sailors and a cook drowned.", {3}), ("Anna Berg, Carl Dahl and Jon Falk met.", {3}),
        ("Sailors and a cook drowned.", set()), ("A cook drowned.", set()),
    ],
)  # fmt: skip
def test_what_a_list_comes_to(text: str, wanted: set[int]) -> None:
    (doc,) = parse([text])
    assert set(sums(doc)) == wanted


@pytest.mark.parametrize(
    ("word", "known", "wanted"),
    [
        ("UHW", "the Union of Harbour Workers", True), ("U.H.W.", "the Union of Harbour Workers", True),
        ("UHW", "the union of harbour workers", False), ("PM", "the prime minister of Norway", True),
        ("PM", "the price may rise", False), ("Uhw", "the Union of Harbour Workers", False),
    ],
)  # fmt: skip
def test_short_names(word: str, known: str, wanted: bool) -> None:
    assert is_short_for(word, known) is wanted
