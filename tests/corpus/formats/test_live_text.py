"""Live blogs in plain text: split where posts with times are plain to see, and nothing else."""

from __future__ import annotations

import json

import pytest

from corpus.article import Article
from corpus.readers import read_jsonl, read_markdown, read_txt

POSTS = (
    ("The council has begun its meeting", "The council of Lindmark has begun its meeting on the ferry fares, with forty guests in the gallery."),
    ("Company speaks", "The director of the ferry company rejected the request in a short speech, and left the hall at once."),
    ("Vote put off", "The council has put off its vote until Thursday, its chairwoman said, after the company had left."),
    ("Guests leave", "Most of the guests have left the gallery. The council goes on with the repair of the old bridge."),
)  # fmt: skip


def blog(*times: str, title: str = "Ferry fares: live updates", after: str = "\n", closing: str = "") -> str:
    posts = "\n\n".join(f"{when}{after}{head}\n{text}" for when, (head, text) in zip(times, POSTS, strict=False))
    return f"{title}\n\nOur reporter is in the hall.\n\n{posts}{closing}"


def read(text: str, **fields: str) -> list[Article]:
    line = json.dumps({"id": "a", "text": text, "title": "Ferry fares: live updates", **fields})
    return [item for item in read_jsonl(line.encode(), "a.jsonl") if isinstance(item, Article)]


DAYLESS = (None, None, None, None)
NOV4 = tuple(f"2024-11-04T{when}:00" for when in ("08:05", "09:10", "13:15", "14:20"))
SPLIT = {
    "twelve hours": (blog("8:05 a.m.", "9:10 a.m.", "1:15 p.m.", "2:20 p.m."), DAYLESS),
    "newest first": (blog("14:20 GMT", "13:15 GMT", "09:10 GMT", "08:05 GMT"), DAYLESS),
    "with days": (blog(*(f"{when} ET, November 4, 2024" for when in ("8:05 a.m.", "9:10 a.m.", "1:15 p.m.", "2:20 p.m."))), NOV4),
    "colons": (blog("08:05", "09:10", "13:15", "14:20", after=": "), DAYLESS),
    "dots": (blog("8.05am", "9.10am", "1.15pm", "2.20pm", after=" "), DAYLESS),
    "days first": (blog(*(f"Nov. 4, 2024, {when}" for when in ("8:05 a.m.", "9:10 a.m.", "1:15 p.m.", "2:20 p.m."))), NOV4),
    "updated": (blog(*(f"Updated at {when} p.m. ET" for when in ("1:05", "2:10", "3:15", "4:20"))), DAYLESS),
}  # fmt: skip


@pytest.mark.parametrize("name", SPLIT)
def test_posts_with_their_times(name: str) -> None:
    text, published = SPLIT[name]
    posts = read(text)
    assert len(posts) == 4  # the introduction is too short to stand for itself
    assert [post.published for post in posts] == list(published)
    assert [post.title for post in posts] == [head for head, _ in POSTS]
    for post, (_, told) in zip(posts, POSTS, strict=True):
        assert told in post.text
        assert post.text in text
        assert not any(other in post.text for _, other in POSTS if other != told)
        assert post.id.startswith("a#")
    assert len({post.id for post in posts}) == 4


def test_the_day_of_the_article_is_that_of_the_posts() -> None:
    posts = read(SPLIT["newest first"][0], published="2024-11-04", url="https://a.example/live")
    assert [post.published for post in posts] == [
        f"2024-11-04T{when}:00+00:00" for when in ("14:20", "13:15", "09:10", "08:05")
    ]
    assert (posts[0].id, posts[0].url) == ("a#1420", "https://a.example/live#1420")
    assert dict(posts[0].provenance)["published"] == "post"


def test_two_days_with_their_dates_and_an_introduction() -> None:
    lead = "The council of Lindmark meets on fares, bridges and trees, and our reporter is in the hall from the first hour to the last, with a notebook and two pencils, to tell what is said and by whom."
    times = ("November 4, 2024, 11:05 p.m.", "November 5, 2024, 12:10 a.m.", "November 5, 2024, 1:15 a.m.")
    text = blog(*times).replace("Our reporter is in the hall.", lead)
    introduction, *posts = read(text, published="2024-11-05")
    assert (introduction.id, introduction.published) == ("a", "2024-11-05")
    assert introduction.text.endswith(lead)
    assert [post.published for post in posts] == ["2024-11-04T23:05:00", "2024-11-05T00:10:00", "2024-11-05T01:15:00"]
    assert [post.id for post in posts] == ["a#2024-11-04T2305", "a#2024-11-05T0010", "a#2024-11-05T0115"]


def test_text_and_markdown() -> None:
    text = SPLIT["colons"][0]
    assert next(item.id for item in read_txt(text.encode(), "a.txt") if isinstance(item, Article)) == "a.txt#0805"
    head = "---\ntitle: 'Fares: as it happened'\npublished: 2024-11-04\n---\n"
    posts = list(read_markdown(f"{head}{text}".encode(), "a.md"))
    assert [post.published for post in posts if isinstance(post, Article)] == list(NOV4)


WHOLE = {
    "not said to be live": blog("8:05 a.m.", "9:10 a.m.", "1:15 p.m.", title="What the council did on Monday"),
    "two times": blog("8:05 a.m.", "9:10 a.m."),
    "past midnight, without days": blog("10:05 p.m.", "11:10 p.m.", "1:15 a.m.", "2:20 a.m."),
    "up and down": blog("8:05 a.m.", "2:20 p.m.", "9:10 a.m.", "1:15 p.m."),
    "a timetable": "Fair: live updates\n\nThe fair begins on Monday.\n\n" + "\n".join(f"{hour}:15 p.m. – Race {hour}" for hour in range(1, 9)),
    "opening hours": "Fair: live\n\n" + "\n".join(f"{hour}:00 a.m. to {hour + 3}:00 p.m. at hall {hour}, where the long tables stand from wall to wall this year as they did before, and where the band plays" for hour in range(7, 11)),
    "scores": "Cup: live updates\n\n" + "\n".join(f"15.{n}0 Ida Moen of Alvik, who ran the last lap in less than a minute and was cheered by the whole of the stand, as in the year before" for n in range(1, 6)),
    "prices": "Market: live updates\n\n" + "\n".join(f"{n}.25 crowns were paid for a kilogram of cod in hall number {n} of the market, which is more than in any week of the spring" for n in range(1, 6)),
    "a chronicle within": "Live: council on fares\n\n" + "The council met for the whole of the day in the old hall by the harbour. " * 40 + "\n\n" + "\n".join(f"{hour}:10 a.m.: Councillor {hour} spoke of the fares for a quarter of an hour and sat down again to some applause." for hour in range(8, 11)),
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_no_live_blog_stays_whole(name: str) -> None:
    fields = {"title": WHOLE[name].partition("\n")[0]}
    (article,) = read(WHOLE[name], **fields)
    assert article.id == "a"
