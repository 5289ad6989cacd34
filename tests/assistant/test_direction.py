"""Whether a sentence has the deed of a question with its parties exchanged: (question, sentence)."""

from __future__ import annotations

import pytest

from assistant.direction import deeds, turned
from corpus.attribution.parse import parse


def is_turned(question: str, sentence: str) -> bool:
    asked, told = parse([question, sentence])
    return turned(deeds(asked), deeds(told))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (
            "Over what did Norway's deputy foreign minister summon the South Korean ambassador in May?",
            "Park Jisung, the South Korean vice foreign minister, summoned the Norwegian ambassador over the ledger.",
        ),
        (
            "Who heard prosecutor Berg accuse Carl Dahl of lying about the ferry?",
            "Dahl accused prosecutor Anna Berg of lying about the ferry.",
        ),
        (
            "On what grounds would the bill let ferry operators sue sailors and cooks?",
            "The bill allows sailors and cooks to sue ferry operators if they are underpaid.",
        ),
        (
            "What does Norway claim the Danish Coast Guard does with old nets?",
            "The Danish Coast Guard says Norway burns old nets.",
        ),
        ("When did the Finns take the idea of saunas over from Bishop Olaf?", "Olaf took the idea from the Finns."),
        (
            "What did Speaker Anna Berg threaten to do to Carl Dahl if he opposed the toll?",
            "Carl Dahl threatened to remove Berg from the chair.",
        ),
        ("Why was Dahl sued by the harbour board?", "Dahl sued the harbour board over the crane."),
    ],
)
def test_turned(question: str, sentence: str) -> None:
    assert is_turned(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Why was Dahl sued by the harbour board?", "The harbour board sued Dahl over the crane."),
        ("Why did the harbour board sue Dahl?", "Dahl was sued by the harbour board over the crane."),
        ("Why did the harbour board sue Dahl?", "Dahl, whom the harbour board sued in May, says the crane was his."),
        ("Why did Norway sue Denmark?", "Norway sued Denmark, and Denmark sued Norway, over the same ship."),
        ("Why did Norway sue Denmark?", "Denmark paid Norway for the ship."),  # another deed
        ("Why did Norway sue Denmark?", "It sued Norway over the ship."),  # whoever it is
        ("What did Berg say about Dahl's crane?", "Berg said that Dahl had never owned a crane."),
        ("What did the union ask the employers for?", "The employers were asked for 12 crowns an hour by the union."),
        ("Who sued Denmark?", "Norway sued Denmark over the ship."),
    ],
)
def test_not_turned(question: str, sentence: str) -> None:
    assert not is_turned(question, sentence)
