from __future__ import annotations

import random

import pytest

from corpus.article import Article
from corpus.duplicates import MIN_WORDS, canonical_order, is_copy, keys, likeness, normalised, runs_of, shingles

RUN_1, RUN_2, KEY = 6365311739128261917, 9457755919488327467, -8344286278047850730
NOUNS = [
    "harbour",
    "ferry",
    "crane",
    "council",
    "tariff",
    "herring",
    "union",
    "mayor",
    "bridge",
    "tunnel",
    "clerk",
    "ledger",
    "winter",
    "budget",
    "pilot",
]
VERBS = [
    "rejected",
    "proposed",
    "demanded",
    "promised",
    "denied",
    "postponed",
    "approved",
    "questioned",
    "defended",
    "copied",
]


def report(seed: int, sentences: int = 24) -> str:
    """A made-up report: with another seed, another one."""
    chance = random.Random(seed)
    return " ".join(
        f"The {chance.choice(NOUNS)} {chance.choice(VERBS)} {chance.randrange(2, 900)} {chance.choice(NOUNS)}s "
        f"before the {chance.choice(NOUNS)} of {chance.choice(NOUNS).title()}by, a {chance.choice(NOUNS)} said."
        for _ in range(sentences)
    )


STORY = report(1)


def begun_otherwise(text: str) -> str:
    return "Readers along the coast have waited for this news since spring. " + text.partition(". ")[2]


def with_word_changes(text: str) -> str:
    words = text.split()
    words[20::45] = ["quietly"] * len(words[20::45])
    return " ".join(words)


def alike(one: str, other: str) -> tuple[bool, bool]:
    """Judged a copy; found as a candidate."""
    first, second = shingles(one), shingles(other)
    mine, others = keys([first, second])
    return is_copy(first, second), bool(set(mine) & set(others))


@pytest.mark.parametrize(
    "copy",
    [
        STORY,
        STORY.upper(),
        STORY.replace(" ", "\n"),
        STORY.replace("The ", "“The” "),
        begun_otherwise(STORY),
        with_word_changes(STORY),
        " ".join(STORY.split()[: len(STORY.split()) // 2]),
        f"{STORY} {report(2, 6)}",
        f"(Skagen) — {STORY} More:Ferries stay in port. Sign up for our letter.",
    ],
    ids=["same", "case", "lines", "marks", "lead", "edits", "cut", "longer", "furniture"],
)
def test_copies_are_found(copy: str) -> None:
    assert alike(STORY, copy) == (True, True)
    assert alike(copy, STORY) == (True, True)


@pytest.mark.parametrize(
    "other",
    [
        report(3),
        f"{report(4)} {' '.join(STORY.split()[:90])}",
        " ".join(STORY.split()[:60]) + report(5),
        f"{report(6, 90)} {STORY} {report(7, 90)}",
    ],
    ids=["another", "background", "beginning", "live blog that took it in"],
)
def test_other_articles_are_none(other: str) -> None:
    assert not alike(STORY, other)[0]


def test_keys_are_the_same_in_every_run_and_batch() -> None:
    alone = keys([shingles(STORY)])[0]
    assert keys([shingles(report(8)), shingles(STORY)])[1] == alone
    assert alone[:2] == keys([shingles(STORY.lower())])[0][:2]
    assert all(-(2**63) <= key < 2**63 for key in alone)
    # written down: keys are stored in an index, so another machine or release must make the same
    assert runs_of(normalised("the harbour ferry left at noon"), 5).tolist() == [RUN_1, RUN_2]
    assert keys([shingles(" ".join(f"word{n}" for n in range(40)))])[0][0] == KEY


@pytest.mark.parametrize("text", ["", "No.", "Subscribe to read this story.", "?! …", "a " * (MIN_WORDS - 1)])
def test_a_few_words_are_no_copy_of_the_same(text: str) -> None:
    assert alike(text, text) == (False, False)
    assert alike(text, STORY) == (False, False)
    assert 0 <= likeness(shingles(text), shingles(STORY)).shorter <= 1


def test_any_text_has_shingles() -> None:
    for text in ("\ud800 " * 40, "дом " * 40, "word " * 40, "字" * 40):
        assert is_copy(shingles(text), shingles(text)) is (len(normalised(text)) >= MIN_WORDS)


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["2031-03-02", "2031-03-01", None], [1, 0, 2]),
        ([None, None, "2031-03-01"], [2, 1, 0]),
        (["2031-03-01T09:00:00+00:00", "2031-03-01T10:00:00+02:00", None], [1, 0, 2]),
        (["2031-03-01", "2031-03-01T08:00:00+00:00", "2031-03-02"], [1, 0, 2]),
        ([None, None, None], [2, 1, 0]),
    ],
)
def test_the_first_to_report_is_cited_else_the_most_complete(dates: list[str | None], order: list[int]) -> None:
    members = [Article(f"{n}", "word " * (30 + n), "f", published=date) for n, date in enumerate(dates)]
    assert canonical_order(members) == order
