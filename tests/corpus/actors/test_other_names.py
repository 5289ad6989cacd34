"""What articles say that someone is also called, and whom that means there."""

from __future__ import annotations

import pytest

from corpus.actors.other_names import other_names, settled
from tests.corpus.actors.test_resolve import spoken

TOLD = [
    ("Henrik “Rik” Solberg said no.", "Henrik Solberg", "Rik"),
    ('Prime Minister Ines "Nessa" Duarte\'s office said no.', "Ines Duarte", "Nessa"),
    ("Omar Haddad, better known as Moro, said no.", "Omar Haddad", "Moro"),
    ("Haddad, who is known in Norland as “Moro,” said no.", "Haddad", "Moro"),
    ("Moro, as Haddad is widely known, said no.", "Haddad", "Moro"),
    ("The Harbour Relief Act, also called Piercare, fell.", "Harbour Relief Act", "Piercare"),
    ("President Omar Haddad (a.k.a. Moro) said no.", "Omar Haddad", "Moro"),
    ("Governor Ines Duarte, nicknamed “the Gull”, said no.", "Ines Duarte", "Gull"),
]
UNTOLD = [
    "Haddad also called Duarte “Moro”.",
    "Haddad nicknamed Duarte “the Gull”.",
    "Haddad is known as a careful man.",
    "Joseph “Joe” Lee, known as Lee, said no.",
    "The list: Ines Duarte “Blue Harbour” Omar Haddad.",
    "Haddad is known as Duarte's man.",
    "Plan One is known as Part A and Part B.",
    "He is known as Moro.",
    "They met at a stop outside Newark, also known as the Gull Centre.",
]


@pytest.mark.parametrize(("text", "name", "other"), TOLD)
def test_what_someone_is_also_called(text: str, name: str, other: str) -> None:
    assert [(one.name, one.other) for one in other_names(text)] == [(name, other)]


@pytest.mark.parametrize("text", UNTOLD)
def test_what_is_no_other_name(text: str) -> None:
    assert [(one.name, one.other) for one in other_names(text) if one.other != "Joe"] == []


@pytest.mark.parametrize(
    ("text", "sources", "actors"),
    [
        ("Ines “Nessa” Duarte left. Nessa said no.", ["Nessa", "Nessa"], ["Ines Duarte", "Ines Duarte"]),
        ("Omar Haddad, known as Moro, left. Moro said no.", ["Omar Haddad", "Moro", "Moro"], ["Omar Haddad"] * 3),
        ("Moro said no. It was Moro, as Haddad is known, who left.", ["Moro"], ["Haddad"]),
        (
            "The Israeli occupation said no. On Monday the occupation said more.",
            ["The Israeli occupation", "the occupation"],
            ["Israeli occupation"] * 2,
        ),
        ("The occupation said no.", ["The occupation"], [None]),
    ],
)
def test_whom_another_name_means_in_its_article(text: str, sources: list[str], actors: list[str]) -> None:
    assert spoken(text, *sources) == actors


def test_a_name_that_two_go_by_means_nobody() -> None:
    told = [("Omar Haddad", "Moro", "a"), ("Ivan Brook", "Moro", "b"), ("Ann Lee", "Sunny", "a"), ("Lee", "Sunny", "b")]
    assert settled(told, []) == {"Sunny": ("Ann Lee", "a")}
    assert settled(told, ["Sunny Diaz"]) == {}
    assert settled(told, ["Ann Sunny Lee", "Sunny"]) == {"Sunny": ("Ann Lee", "a")}
