"""Who is meant: within an article, and across articles."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.actors.resolve import actor_key, group, resolve, same_actor
from corpus.article import Article
from corpus.span import Span
from corpus.statement import Act, Statement


def spoken(text: str, *phrases: str, quoted: tuple[str, ...] = ()) -> list[str | None]:
    """The actors of statements whose sources are these phrases, each sought after the one before."""
    at, found = 0, []
    for phrase in phrases:
        at = text.index(phrase, at)
        source = Span("a", at, at + len(phrase))
        line_end = text.find("\n", at) if "\n" in text[at:] else len(text)
        content = tuple(
            Span("a", text.index(words), text.index(words) + len(words)) for words in quoted if phrase not in words
        )
        found.append(Statement(Span("a", at, line_end), Span("a", source.end, source.end), Act.STATE, source, content))
        at += len(phrase)
    return [statement.actor for statement in resolve(Article("a", text, "a"), found)]


WITHIN = [
    ("Everyone on that list said no.", ["Everyone on that list"], ["Everyone on that list"]),
    ("The union met. One of the miners, Omar Haddad, said no.", ["One of the miners, Omar Haddad"], ["Omar Haddad"]),
    (
        "The Norport Times reported a leak on Monday. The report said the fee was late.",
        ["The Norport Times", "The report"],
        ["Norport Times", "Norport Times"],
    ),
    ("The North Times wrote. The Times said no.", ["The Times"], ["North Times"]),
    ("The indictment was late. It rained. The indictment says no.", ["The indictment"], ["indictment"]),
    (
        "It was 1:30 p.m. A smaller group of rowers said no.",
        ["A smaller group of rowers"],
        ["A smaller group of rowers"],
    ),
    ("Two said no. Some of them said yes.", ["Two", "Some of them"], [None, None]),
    ("Some 58% said no.", ["58%"], [None]),
    ("Protesters blocked the bridge on Friday. They said no.", ["They"], ["Protesters"]),
    ("Thousands of students marched on Monday. They said no.", ["They"], ["Thousands of students"]),
    ("Researchers at the Bergen lab tested the water. They said no.", ["They"], ["Researchers"]),
    ("Ms. Ines Duarte, the mayor, met Omar Haddad. She said no.", ["She"], ["Ines Duarte"]),
    ("Mr. Omar Haddad met Ines Duarte. He said no.", ["He"], ["Omar Haddad"]),
    ("Norland's President Omar Haddad left. The president said no.", ["The president"], ["Omar Haddad"]),
    ("President Omar Haddad left. Haddad said no.", ["Omar Haddad", "Haddad"], ["Omar Haddad", "Omar Haddad"]),
    ("The militant group Falan said no. The group said yes.", ["Falan", "The group"], ["Falan", "Falan"]),
    (
        "A senior Falan official said no. The official added more.",
        ["A senior Falan official", "The official"],
        ["A senior Falan official", "A senior Falan official"],
    ),
    (
        "A separate Egyptian source said no. On Monday it rained. The Egyptian source said more.",
        ["A separate Egyptian source", "The Egyptian source"],
        ["A separate Egyptian source", "A separate Egyptian source"],
    ),
    ("The United Dock Workers (UDW) struck. The UDW said no.", ["UDW"], ["United Dock Workers"]),
    ("Khalil al-Hayya came. Al Hayah said no.", ["Al Hayah"], ["Khalil al-Hayya"]),
    ("Qatar is rich. Doha said no.", ["Doha"], ["Qatar"]),
    ("Doha said no.", ["Doha"], ["Doha"]),
    ("Egypt and Qatar said no.", ["Egypt and Qatar"], ["Egypt and Qatar"]),
    ("Netanyahu's office said no. Benjamin Netanyahu left.", ["Netanyahu's office"], ["Benjamin Netanyahu's office"]),
    ("Egypt's request came late.", ["Egypt's request"], ["Egypt"]),
    ("A statement from Boeing said no.", ["A statement from Boeing"], ["Boeing"]),
    ("Egypt and Qatar met on Monday. They said no.", ["They"], ["Egypt and Qatar"]),
    ("US officials came. They offered help.", ["US officials", "They"], ["US officials", "US officials"]),
]


@pytest.mark.parametrize(("text", "sources", "actors"), WITHIN)
def test_who_is_meant_within_an_article(text: str, sources: list[str], actors: list[str]) -> None:
    assert spoken(text, *sources) == actors


@pytest.mark.parametrize(
    "text",
    [
        "He said no.",
        "They said no.",
        "The group said no.",
        "It rained in Norland. He said no.",
        "Ann Lee and Ines Duarte met. He said no.",
    ],
)
def test_unsure_stays_unresolved(text: str) -> None:
    pronoun = "The group" if "group" in text else "They" if "They" in text else "He"
    assert spoken(text, pronoun) == [None]


def test_first_person_is_the_speaker_of_the_quotation() -> None:
    text = "“I say no,” Omar Haddad said."
    assert spoken(text, "I", "Omar Haddad", quoted=("I say no",)) == ["Omar Haddad", "Omar Haddad"]


def test_their_demands_are_of_who_tells_of_them() -> None:
    text = "Falan sources said no. Falan stressed that a deal should meet their key demands."
    made = spoken(text, "Falan sources", "Falan", "their", quoted=("a deal should meet their key demands",))
    assert made[-1] == "Falan"


def test_a_speaker_does_not_name_himself() -> None:
    text = "Mr. Omar Haddad wrote to Mr. Ivan Brook. “Mr. Ivan Brook is ill,” he wrote."
    at = text.index(" he ") + 1
    content = (Span("a", text.index("Mr. Ivan Brook is"), text.index(",” he")),)
    made = Statement(Span("a", 0, len(text)), Span("a", at + 3, at + 8), Act.STATE, Span("a", at, at + 2), content)
    assert resolve(Article("a", text, "a"), [made])[0].actor == "Omar Haddad"


def test_a_pronoun_is_named_as_who_it_means_is() -> None:
    for text, named in (("A senior official left. He said no.", False), ("Mr. Omar Haddad left. He said no.", True)):
        at = text.index("He said")
        source = Span("a", at, at + 2)
        first = Statement(Span("a", 0, at), Span("a", 0, 1), Act.STATE, Span("a", 0, text.index(" left")))
        said = Statement(Span("a", at, len(text)), Span("a", at + 3, at + 7), Act.STATE, source, source_named=True)
        assert resolve(Article("a", text, "a"), [first, said])[1].source_named is named


def test_we_of_a_spokesman_is_the_body_he_speaks_for() -> None:
    text = "“We say no,” said Ann Lee, a spokeswoman for Boeing."
    assert spoken(text, "We", "Ann Lee, a spokeswoman for Boeing", quoted=("We say no",))[0] == "Boeing"


ONE = [
    ("the Israeli side", "Israel"),
    ("Türkiye", "Turkey"),
    ("U.S.", "Washington"),
    ("UN", "the United Nations"),
    ("Abdel Fattah El Sisi", "al-Sisi"),
    ("Mohamed Morsi", "Muhammad Morsi"),
    ("RFK Jr.", "Robert F. Kennedy Jr."),
    ("Mr Trump", "Donald Trump"),
    ("Apple Inc.", "Apple"),
    ("Kim Jong-un", "Kim Jong Un"),
    ("Tel Aviv", "Israel"),
    ("the Israeli occupation", "Israel"),
]
TWO = [
    ("Egyptian officials", "Egypt"),
    ("Donald Trump", "Donald Trump Jr."),
    ("Ali Khamenei", "Ruhollah Khomeini"),
    ("Hassan Rashad", "Hussein Rashad"),
    ("Georgia", "Tbilisi"),
    ("Congo", "Kinshasa"),
    ("Iran", "Iraq"),
    ("Justice Department", "Defense Department"),
    ("Hamas officials", "Hamas"),
    ("Al Gore", "Karenna Gore"),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_one_actor(one: str, other: str) -> None:
    assert same_actor(one, other)
    assert same_actor(other, one)


@pytest.mark.parametrize(("one", "other"), TWO)
def test_two_actors(one: str, other: str) -> None:
    assert not same_actor(one, other)
    assert not same_actor(other, one)


def test_group_takes_a_surname_for_a_full_name_only_where_one_fits() -> None:
    assert group(["Sisi", "Abdel Fattah al-Sisi", "Abdel Fattah El Sisi"])["Sisi"].startswith("Abdel Fattah")
    names = group(["Biden", "Joe Biden", "Hunter Biden"])
    assert len(set(names.values())) == 3


def test_group_gives_a_surname_to_the_one_who_dominates() -> None:
    assert group(["Biden", *["Joe Biden"] * 40, "Hunter Biden"])["Biden"] == "Joe Biden"


def test_group_keeps_states_apart_from_their_people() -> None:
    names = group(["Doha", "Qatar", "the Qatari side", "Qatari officials"])
    assert names["Doha"] == names["Qatar"] == names["the Qatari side"] != names["Qatari officials"]


def test_a_body_of_a_state_has_its_initials() -> None:
    assert same_actor("EPA", "U.S. Environmental Protection Agency")
    assert not same_actor("EPA", "Norland Environmental Protection League")


def test_key_names_the_country() -> None:
    assert actor_key("Egyptian officials").country == actor_key("Cairo").country == "EG"
    assert actor_key("Georgia").country is None


def test_keys_are_fast() -> None:
    names = [f"{first} {last}{n}" for first in ("Ann", "Omar") for last in ("Lee", "Haddad") for n in range(2500)]
    began = time.process_time()
    for name in names:
        actor_key(name)
    assert (time.process_time() - began) / len(names) < 1e-3  # measured: 0.1 ms


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300) | st.text(alphabet="Aa l-’'s.,“\"()the and of HeThey\n", max_size=400))
def test_nothing_crashes(text: str) -> None:
    actor_key(text)
    same_actor(text, text[::-1])
    whole = Span("a", 0, len(text))
    statements = [Statement(whole, whole, Act.STATE, Span("a", min(2, len(text)), len(text)), (whole,), whole)]
    assert len(resolve(Article("a", text, "a"), statements)) == 1


def test_a_page_of_names_does_not_hang() -> None:
    text = " ".join(f"Name{chr(65 + n % 26)}{chr(97 + n % 23)} Other{chr(97 + n % 19)}," for n in range(3_000))
    began = time.process_time()
    assert spoken(text, "NameAa") is not None
    assert time.process_time() - began < 30
