from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given

from corpus.clean import clean, is_boilerplate
from corpus.sentences import sentence_spans
from tests.hostile import GIANTS, LINE_ENDS, texts

INVISIBLE_CATEGORIES = ("Cc", "Cf")


def as_seen(text: str) -> str:
    """A text as a reader sees it: white space folded, what is invisible left out, surrogates as they are shown."""
    text = re.sub("|".join(sorted(LINE_ENDS, key=len, reverse=True)), " ", text)
    shown = "".join(" " if c in "\t\n" or unicodedata.category(c) in ("Zs", "Zl", "Zp") else c for c in text)
    shown = "".join(c for c in shown if c == "\n" or unicodedata.category(c) not in INVISIBLE_CATEGORIES)
    shown = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in shown)
    return " ".join("".join(c for c in shown if not "\ufff9" <= c <= "\ufffb").split())


def as_letters(line: str) -> str:
    return "".join(c for c in line if c.isprintable() and not c.isspace())


@given(texts)
@example(
    "He left.\nShe stayed.\nComments\nSource link\nSource link\nSource link"
)  # the half moves as lines are dropped
@example("Leave a Comment\nHe left.\nComments\nfirst!")
def test_cleaning_twice_is_cleaning_once(raw: str) -> None:
    assert clean(clean(raw)) == clean(raw)


@given(texts)
def test_every_quote_is_found_in_the_original(raw: str) -> None:
    text, original = clean(raw), as_seen(raw)
    for start, end in sentence_spans(text):
        assert as_seen(text[start:end]) in original


@given(texts)
def test_clean_text_is_plain(raw: str) -> None:
    text = clean(raw)
    text.encode("utf-8")
    assert not re.search(r"\n{3}|^\n|\n$|^ | $|\r|\t|[\x00-\x08\x0b-\x1f\x7f-\x9f\u00a0\u200b\u202e\ufeff]", text)
    assert all(line == line.strip() for line in text.split("\n"))


@given(texts)
def test_only_page_furniture_is_dropped(raw: str) -> None:
    """Lines are kept in order; one that is gone is furniture, or stands behind a form's heading in the second half."""
    kept = clean(raw).split("\n")
    every = [as_seen(line) for line in re.split(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]", raw)]
    assert Counter(filter(None, map(as_seen, kept))) <= Counter(every)
    if "comment" not in raw.casefold():
        gone = Counter(filter(None, every)) - Counter(map(as_seen, kept))
        assert all(is_boilerplate(line) for line in gone)


@pytest.mark.parametrize("name", GIANTS)
def test_giants(name: str) -> None:
    assert clean(GIANTS[name]).replace("\n", "") == GIANTS[name].replace("\n", "").replace("\u200f", "").strip()


@pytest.mark.parametrize(
    "line",
    [
        "Breadcrumb", "Source link", "Home > World > Middle East", "Home | News", "Advertisement", "Read more: Talks fail",
        "Share this article", "♦", "***", "___", "Getty Images", "[Getty]", "All rights reserved.", "© 2024 The Paper", "3 min read",
        "Soldiers guard the crossing on July 4, 2024. [Getty]", "A crowd in Cairo (Photo by Ann Lee/AFP)", "Photo: AFP",
        "Mr. Lee in court (File photo: Ann Lee)", "A ship in port. Ann Lee/Reuters", "Sign up for our newsletter",
        "The rally in May (Jim Lo Scalzo/EPA-EFE)",
    ],
)  # fmt: skip
def test_page_furniture(line: str) -> None:
    assert is_boilerplate(line)
    assert clean(f"Talks fail\n{line}\nHe left.") == "Talks fail\nHe left."


@pytest.mark.parametrize(
    "line",
    [
        "He left.", "X", "Home prices rose by 3%.", "Home > sweet. Home", "He read the statement.", "Share prices fell.",
        "The rule was made by the Environmental Protection Agency (EPA).", "“We will not comment,” he said.", "Comments by Mr. Lee",
        "The museum (the Getty Center in Los Angeles) reopened on Monday after a week.", "[Applause]", "−5", "1 – 0", "Photos showed soldiers.",
        "JERUSALEM (AP) — Talks go on.", "Reuters reported the offer on Tuesday.", "The official told the agency (Reuters) of a deal today.",
        "Advertising revenue fell.", "Registered voters were asked.", "Print editions were sold out.", "Sponsored by two senators, the bill passed.",
    ],
)  # fmt: skip
def test_body_text(line: str) -> None:
    assert not is_boilerplate(line)
    assert line in clean(f"Talks fail\n{line}\nHe left.\nShe stayed.\nThey agreed.")


def test_comments_are_cut_off_and_all_behind_them() -> None:
    assert (
        clean("Talks fail\nHe left.\nShe stayed.\nLeave a Comment\nfirst!!!\nName *")
        == "Talks fail\nHe left.\nShe stayed."
    )


def test_a_link_to_the_comments_above_the_text_cuts_nothing() -> None:
    assert clean("Comments (3)\nTalks fail\nHe left.\nShe stayed.") == "Talks fail\nHe left.\nShe stayed."


@pytest.mark.parametrize(
    "line",
    [
        "Home" + " > a" * 2_000 + ".",
        "[" * 3_000 + "getty",
        "(getty" * 3_000,
        "a" * 200_000,
        "may earn " * 20_000,
        "home" + " " * 9_000,
    ],
)
@pytest.mark.timeout(120)  # the breadcrumb pattern once took longer than the universe will last
def test_no_pattern_takes_exponential_time(line: str) -> None:
    assert not is_boilerplate(line)


def test_what_is_dropped_from_real_articles_is_furniture(data: Path) -> None:
    """By eye: every line dropped from the 2,000 articles was read and found to be furniture; these numbers hold that."""
    dropped: Counter[str] = Counter()
    with (data / "news2024" / "articles.jsonl").open(encoding="utf-8") as file:
        for line in file:
            raw = json.loads(line)["text"]
            kept = set(map(as_letters, clean(raw).split("\n")))
            dropped.update(name for name in raw.split("\n") if name.strip() and as_letters(name) not in kept)
    bare = sum(count for name, count in dropped.items() if not any(map(str.isalnum, name)) or name in ("AP", "Reuters"))
    assert 150 < bare < 220
    assert 500 < sum(dropped.values()) - bare < 600
    assert max((len(name) for name in dropped if "affiliate" not in name and "may earn" not in name), default=0) < 160
    assert not [name for name in dropped if re.search(r"\b(said|told|says)\b", name)]


def test_the_five_articles_lose_their_furniture_alone(data: Path) -> None:
    lost = []
    for path in sorted((data / "articles").glob("*.txt")):
        raw = path.read_text("utf-8")
        lost += [*(Counter(map(as_seen, raw.split("\n"))) - Counter(map(as_seen, clean(raw).split("\n")))).elements()]
    gone = [line for line in lost if line]
    assert len(gone) == 5
    assert {line.split()[0] for line in gone} == {"Egyptian", "Breadcrumb", "Source", "Leave", "Your"}
