"""What questions ask: tables of (question, what is read from it), with the real parser."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.frame import Asked, frame_of, read_frame
from corpus.statement import Act


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Who asked Norway for a loan?", Asked.SOURCE),
        ("By whom was Norway asked for a loan?", Asked.SOURCE),
        ("Which country turned down the fishing quota?", Asked.SOURCE),
        ("Which party accused the mayor of hiding the bill?", Asked.SOURCE),
        ("Who proposed a toll in March 2031?", Asked.SOURCE),
        ("Whom did Norway ask for a loan?", Asked.ADDRESSEE),
        ("Who did Norway ask for a loan?", Asked.ADDRESSEE),
        ("Who was asked by Norway for a loan?", Asked.ADDRESSEE),
        ("From whom did the tenants seek assurances?", Asked.ADDRESSEE),
        ("To whom did the ministry offer a loan?", Asked.ADDRESSEE),
        ("Against whom did the club file a complaint?", Asked.ADDRESSEE),
        ("What did Norway ask Denmark for?", Asked.CONTENT),
        ("What was proposed by the transport board?", Asked.CONTENT),
        ("What did Anna Berg say about the harbour?", Asked.CONTENT),
        ("Why did Denmark reject the fishing quota?", Asked.REASON),
        ("On what grounds did the court reject the claim?", Asked.REASON),
        ("For what reason did the court reject the claim?", Asked.REASON),
        ("When did Denmark reject the fishing quota?", Asked.TIME),
        ("On which day did the pilots threaten to strike?", Asked.TIME),
        ("Where did the envoys propose to meet?", Asked.PLACE),
        ("How many ferries did Norway promise?", Asked.NUMBER),
        ("How much did Norway ask Denmark for?", Asked.NUMBER),
        ("What percentage did the union demand?", Asked.NUMBER),
        ("How did the union answer the offer?", Asked.OTHER),
        ("Did Denmark accept the fishing quota?", Asked.YES_NO),
        ("Has the council accepted the offer?", Asked.YES_NO),
        ("Was the offer rejected by the council?", Asked.YES_NO),
        ("Would the owner accept the bid?", Asked.YES_NO),
        ("hello", Asked.OTHER),
        ("ferry toll", Asked.OTHER),
    ],
)
def test_what_is_asked_for(question: str, asked: Asked) -> None:
    assert read_frame(question).asked is asked


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("Who asked Norway for a loan?", None),
        ("By whom was Norway asked for a loan?", None),
        ("Which country turned down the fishing quota?", None),
        ("Whom did Norway ask for a loan?", "Norway"),
        ("Who was asked by Norway for a loan?", "Norway"),
        ("What was proposed by the transport board?", "the transport board"),
        ("Was the offer rejected by the council?", "the council"),
        ("Why did John Harald Berg accuse the club of fraud?", "John Harald Berg"),
        ("From whom did the tenants of the tower seek assurances?", "the tenants of the tower"),
        ("Has the council accepted the offer?", "the council"),
        ("Would the owner accept the bid?", "the owner"),
        ("ferry toll", None),
    ],
)
def test_who_is_given_as_the_one_who_acts(question: str, source: str | None) -> None:
    assert read_frame(question).source == source


@pytest.mark.parametrize(
    ("question", "addressee", "others", "names"),
    [
        ("Who asked Norway for a loan?", "Norway", ("Norway",), ("Norway",)),
        ("Whom did Norway ask for a loan?", None, (), ("Norway",)),
        ("What did Norway ask Denmark for?", "Denmark", ("Denmark",), ("Norway", "Denmark")),
        ("Who sought a loan from Denmark?", "Denmark", ("Denmark",), ("Denmark",)),
        ("Which loan did Norway ask of Denmark?", "Denmark", ("Denmark",), ("Norway", "Denmark")),
        ("Who warned Sweden about the dam?", "Sweden", ("Sweden",), ("Sweden",)),
        ("By whom was Norway asked for a loan?", None, ("Norway",), ("Norway",)),
        ("Who urged Carl Dahl to resign over the ledger?", "Carl Dahl", ("Carl Dahl",), ("Carl Dahl",)),
        ("Who rejected the Norwegian plan for the strait?", None, ("Norwegian",), ("Norwegian",)),
        ("Who proposed a toll in March 2031?", None, (), ()),
        ("Who proposed the toll on lorries?", None, (), ()),
    ],
)
def test_which_parties_are_given(
    question: str, addressee: str | None, others: tuple[str, ...], names: tuple[str, ...]
) -> None:
    frame = read_frame(question)
    assert (frame.addressee, frame.others, frame.names) == (addressee, others, names)


@pytest.mark.parametrize(
    ("question", "act"),
    [
        ("Who asked Norway for a loan?", Act.REQUEST),
        ("Who turned down the fishing quota?", Act.REJECT),
        ("Who rejected the fishing quota?", Act.REJECT),
        ("What did Norway demand?", Act.DEMAND),
        ("Who proposed a toll?", Act.PROPOSE),
        ("Who accused Norway of stalling?", Act.ACCUSE),
        ("Who warned Sweden about the dam?", Act.WARN),
        ("Who denied the sale?", Act.DENY),
        ("What did the ministry offer?", Act.OFFER),
        ("Who promised a second bridge?", Act.PROMISE),
        ("Who accepted the toll?", Act.ACCEPT),
        ("On which day did the pilots threaten to strike?", Act.THREATEN),
        ("Who announced the sale?", Act.ANNOUNCE),
        ("What did Anna Berg say?", Act.STATE),
    ],
)
def test_which_act(question: str, act: Act) -> None:
    assert act in read_frame(question).acts


@pytest.mark.parametrize("question", ["hello", "ferry toll", "Who went on strike?", "When does the ferry leave?"])
def test_no_act(question: str) -> None:
    assert read_frame(question).acts == ()


@pytest.mark.parametrize(
    ("active", "passive"),
    [
        ("Who asked Norway for a loan?", "By whom was Norway asked for a loan?"),
        ("Did the council reject the offer?", "Was the offer rejected by the council?"),
        ("What did the board propose?", "What was proposed by the board?"),
        ("Whom did Norway accuse?", "Who was accused by Norway?"),
    ],
)
def test_active_and_passive_ask_the_same(active: str, passive: str) -> None:
    one, other = read_frame(active), read_frame(passive)
    assert (one.asked, one.acts, one.source, one.names) == (other.asked, other.acts, other.source, other.names)


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Why did Denmark reject the fishing quota?", "the fishing quota?"),
        ("Who proposed the toll on lorries?", "the toll on lorries?"),
        ("ferry toll", ""),
    ],
)
def test_topic_is_what_stands_behind_the_cue(question: str, topic: str) -> None:
    assert read_frame(question).topic == topic


@pytest.mark.parametrize(
    ("question", "negated"),
    [
        ("Why did Denmark not accept the fishing quota?", True),
        ("Why didn't Denmark accept the fishing quota?", True),
        ("Why did Denmark accept the fishing quota?", False),
        ("Who said no to the toll?", False),
    ],
)
def test_negated(question: str, negated: bool) -> None:
    assert read_frame(question).negated is negated


@pytest.mark.parametrize(
    ("question", "before", "cue"),
    [
        ("And from whom?", "What assurances did the tenants seek?", "seek"),
        ("Why did they reject it?", "What did Norway propose?", "reject"),
    ],
)
def test_a_follow_up_without_a_verb_takes_the_frame_of_what_it_stands_alone_as(
    question: str, before: str, cue: str
) -> None:
    assert frame_of(question, f"{before} {question}").cue == cue


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_text_has_a_frame(text: str) -> None:
    frame = read_frame(text)
    assert all(part is None or part.strip() for part in (frame.source, frame.addressee, frame.cue))
    assert set(frame.others) <= set(frame.names)
