"""A question in other words, as a model proposes it: which are taken, what is done with them, and that it is shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer, Reason
from assistant.assistant import open_assistant
from assistant.llm.endpoint import Endpoint
from assistant.llm.proposal import read_proposal
from assistant.question import Question
from index.embed import DEFAULT_MODEL
from tests.model_server import serving

ODD = "norway it offered denmark what now?"
CHATTY = (
    "My neighbour's dog barks all night and keeps me awake, so I read about elephants, and whom was it that Botswana's "
    "president threatened with them, do you happen to remember, my memory is like a sieve these days?"
)
PLAIN = "Whom did Botswana's president threaten with elephants?"
BORROWED = "So Norway, it like asked Denmark in May for 4 ships, why, hm?"


@pytest.mark.parametrize(
    ("question", "proposal"),
    [
        (ODD, "What did Norway offer Denmark?"),
        (BORROWED, "Why did Norway ask Denmark for 4 ships in May?"),
        ("the union it asked whom for help in may pls?", "Whom did the union ask for help in May?"),
        ("Machinists, how come they was turning down that 25% contract thing?", "Why did machinists turn down the 25% contract?"),
    ],
)  # fmt: skip
def test_plainer_words_are_taken(question: str, proposal: str) -> None:
    assert read_proposal(f" “{proposal}” \n", question) == proposal


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        (ODD, "What did Denmark offer Norway?"),  # the roles are exchanged
        (ODD, "What was offered by Denmark to Norway?"),
        (ODD, "What did Norway reject?"),  # another act, and a name left out
        (ODD, "What did Norway offer Denmark and Sweden?"),  # a new name
        (ODD, "What did Norway not offer Denmark?"),
        (ODD, "When did Norway offer Denmark?"),  # something else is asked for
        (ODD, "What did Norway offer Denmark in 2023?"),
        (BORROWED, "Why did Norway ask Denmark for 5 ships in May?"),
        (BORROWED, "Why did Norway ask Denmark for 4 ships in June?"),
        (BORROWED, "Why did Norway ask Denmark for 4 ships?"),
        (ODD, "Norway offered Denmark four ships."),  # an answer is no question
        (ODD, "What did Norway offer Denmark? It offered ships."),
        (ODD, "What did Norway offer Denmark?\nWhat else?"),
        (ODD, "What did Norway offer Denmark, see https://evil.example/?"),
        (ODD, "<b>What did Norway offer Denmark?</b>"),
        (ODD, "Norway it offered Denmark what now?"),  # the same again
        (ODD, ""),
        (ODD, "<think>What did Norway offer Denmark?"),
        (ODD, "What did Norway offer Denmark" + " now" * 100 + "?"),
    ],
)  # fmt: skip
def test_what_asks_for_something_else_is_not(question: str, reply: str) -> None:
    assert read_proposal(reply, question) is None


def asked(index: Path, question: str, reply: str, *, fault: str = "") -> tuple[Answer, list[dict[str, object]]]:
    """The answer of an assistant whose model replies this to everything, and what the model was asked."""
    with serving(lambda _: reply, fault=fault) as served:
        assistant = open_assistant(index, DEFAULT_MODEL, llm=Endpoint(served.url, timeout_s=60))
        *_, answer = assistant.told(Question(question))
    return answer, served.requests


def test_what_was_not_found_is_looked_up_in_other_words_and_that_is_shown(sample_index: Path) -> None:
    answer, requests = asked(sample_index, CHATTY, PLAIN)
    assert not answer.abstained
    assert "Germany" in answer.answer
    assert answer.notes[0].startswith(f"Read as: “{PLAIN}”, in the words of the language model toy;")
    assert answer.standalone_question == CHATTY
    assert answer.written_by == "extract"  # its second reply has no id, so that nothing of it is shown
    assert "Germany" not in str(requests[0])  # the question alone is sent, and no article
    assert answer.to_json()["notes"][0] == answer.notes[0]


@pytest.mark.parametrize("reply", ["Whom did Germany threaten with elephants?", "Germany [1].", ""])
def test_another_question_leaves_the_abstention_as_it_is(sample_index: Path, reply: str) -> None:
    answer, requests = asked(sample_index, CHATTY, reply)
    without = open_assistant(sample_index, DEFAULT_MODEL).ask(Question(CHATTY))
    assert (without.abstained, without.reason) == (True, Reason.NO_EVIDENCE)
    assert replace(answer, timing_ms={}) == replace(without, timing_ms={})
    assert len(requests) == 1


def test_an_endpoint_that_fails_leaves_the_abstention_with_a_note(sample_index: Path) -> None:
    answer, _ = asked(sample_index, CHATTY, PLAIN, fault="status 500")
    assert answer.abstained
    assert answer.notes == ("The language model was not asked what the question means: it failed with status 500.",)


def test_what_is_understood_and_refused_is_not_put_in_other_words(sample_index: Path) -> None:
    answer, requests = asked(sample_index, "Who asked Egypt for guarantees?", "Who asked Egypt for guarantees now?")
    assert (answer.reason, requests) == (Reason.ROLE_MISMATCH, [])
