"""Another party than the question's: (question, sentence, whether the sentence has it otherwise)."""

from __future__ import annotations

import pytest

from assistant.frame import read_frame
from assistant.parties import has_other_party


@pytest.mark.parametrize(
    ("question", "sentence", "other"),
    [
        ("Why did Denmark thank Norway?", "Norway thanked Denmark for the loan on Monday.", True),
        ("Why did Denmark thank Norway?", "Denmark thanked Norway for the loan on Monday.", False),
        ("Why did Denmark thank Norway?", "Denmark, which Norway had thanked before, thanked Norway.", False),
        ("When did Anna Berg summon the Swedish envoy?", "The Swedish envoy summoned Anna Berg on Friday.", True),
        ("When did Anna Berg summon the Swedish envoy?", "Anna Berg summoned the Swedish envoy on Friday.", False),
        (
            "When did Anna Berg summon the Swedish envoy?",
            "He summoned the Swedish envoy on Friday, Anna Berg said.",
            False,
        ),
        (
            "What did the coast guard ask the army for?",
            "The army asked the coast guard for help in getting two people off the pier.",
            True,
        ),
        ("Who thanked Norway?", "Norway thanked Denmark for the loan on Monday.", False),
        ("Did Denmark thank Norway?", "Norway thanked Denmark for the loan on Monday.", True),
        ("Did Denmark thank Norway?", "Sweden thanked Norway for the loan on Monday, Denmark said.", False),
        ("Whose resignation did Carl Dahl demand?", "Latvia demanded the resignation of Carl Dahl in March.", True),
        ("Whose resignation did Latvia demand?", "Latvia demanded the resignation of Carl Dahl in March.", False),
    ],
)
def test_the_verb_done_by_another(question: str, sentence: str, other: bool) -> None:
    assert has_other_party(question, read_frame(question), sentence) is other
