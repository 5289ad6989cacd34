"""A time beside a name is not part of who is meant, and a time alone is nobody."""

from __future__ import annotations

import pytest

from corpus.actors.mentions import mentions
from corpus.actors.nobody import is_nobody, stands_for_nobody
from corpus.sentences import sentence_spans
from tests.corpus.actors.test_resolve import spoken


@pytest.mark.parametrize(
    ("text", "source", "actor"),
    [
        ("Last Friday Norbank cut 300 jobs.", "Last Friday Norbank", "Norbank"),
        ("Early Monday Ines Duarte said no.", "Early Monday Ines Duarte", "Ines Duarte"),
        ("In 2031, Mayor Ines Duarte said no.", "In 2031, Mayor Ines Duarte", "Ines Duarte"),
        ("Last year Norbank said no.", "Last year Norbank", "Norbank"),
        (
            "At a stop in Vik in March, ferry captain Omar Haddad said no.",
            "At a stop in Vik in March, ferry captain Omar Haddad",
            "Omar Haddad",
        ),
        (
            "In May 1988, after the vote in Vik, Captain Omar Haddad, a sailor, said no.",
            "In May 1988, after the vote in Vik, Captain Omar Haddad, a sailor",
            "Omar Haddad",
        ),
        ("Captain Omar Haddad Sunday said no.", "Captain Omar Haddad Sunday", "Omar Haddad"),
        ("NRB Monday said no.", "NRB Monday", "NRB"),
        ("Norbank grew. Critics of Norbank Friday said no.", "Norbank Friday", "Norbank"),
        ("A survey released Thursday said no.", "A survey released Thursday", "A survey"),
        ("Those who sail in storms Tuesday said no.", "Those who sail in storms Tuesday", "Those who sail in storms"),
        ("Tuesday’s report from Norbank said no.", "Tuesday’s report from Norbank", "Norbank"),
        ("late Wednesday said no.", "late Wednesday", None),
        ("They asked Friday to wait.", "Friday", None),
        ("March 2031 said no.", "March 2031", None),
        # what looks like a time and is part of the name, or says which
        ("Black Friday said no.", "Black Friday", "Black Friday"),
        ("Friday prayers said no.", "Friday prayers", "Friday prayers"),
        ("At least 80 bakers said no.", "At least 80 bakers", "At least 80 bakers"),
        ("Omar Haddad, in Vik on Monday, said no.", "Omar Haddad, in Vik on Monday", "Omar Haddad"),
        ("A delay to May 17 said no.", "A delay to May 17", "A delay to May 17"),
    ],
)
def test_the_time_is_not_part_of_who_is_meant(text: str, source: str, actor: str | None) -> None:
    assert spoken(text, source) == [actor]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It fell, NRB Sunday said.", ["NRB"]),
        ("Norbank fell. It rose, Norbank Sunday said.", ["Norbank", "Norbank"]),
        ("It was Wide Sunday in Vik.", ["Wide Sunday", "Vik"]),
        ("Next Tuesday Omar Haddad speaks.", ["Omar Haddad"]),
    ],
)
def test_names_end_before_the_day(text: str, names: list[str]) -> None:
    assert [mention.name for mention in mentions(text, sentence_spans(text))] == names


@pytest.mark.parametrize(
    "name", ["Tuesday", "late Monday", "Thursday morning", "December", "March 21", "April 30, 2031", "Summer 2031"]
)
def test_a_time_is_nobody(name: str) -> None:
    assert is_nobody(name)
    assert stands_for_nobody(name)


@pytest.mark.parametrize("name", ["April", "May", "Sunday Times", "Black Friday", "This PAC", "Early reports"])
def test_what_only_looks_like_a_time_is_somebody(name: str) -> None:
    assert not is_nobody(name)
