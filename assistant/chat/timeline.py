"""Positions over time: a line for each party, a point for each position. Own HTML, as Gradio's plots need eval.

The points are links, so that they can be reached and read without a mouse and without eyes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from assistant.chat.escape import escaped, isolated
from assistant.chat.positions_found import day_of
from assistant.chat.said import act_in_words, actor_of, shortened, what_of, who_of
from assistant.chat.source import source_link
from assistant.chat.wanted import day_in_words
from assistant.chat.words import say
from corpus.statement import Act, Polarity
from index.statements import StoredStatement

PARTIES = 8
POINTS = 200  # at most: each is a stop for the keyboard
_STACKED = 4  # points over one another
_NEAR = 1.6  # percent of the width within which points would cover one another

_KINDS = {
    Act.PROPOSE: "ask", Act.DEMAND: "ask", Act.REQUEST: "ask", Act.OFFER: "agree", Act.PROMISE: "agree",
    Act.ACCEPT: "agree", Act.REJECT: "refuse", Act.DENY: "refuse", Act.THREATEN: "press", Act.WARN: "press",
    Act.ACCUSE: "press", Act.ANNOUNCE: "say", Act.STATE: "say",
}  # fmt: skip


def timeline(found: Sequence[StoredStatement]) -> str:
    """The timeline of the parties that act most; empty if nothing is dated. Who is not known by name is in no line."""
    dated = [one for one in found if _day(one) and actor_of(one.statement)]
    if not dated:
        return ""
    often = [who for who, _ in Counter(who_of(one) for one in dated).most_common(PARTIES)]
    points = sorted((one for one in dated if who_of(one) in often), key=day_of, reverse=True)[:POINTS]
    by_party: dict[str, list[StoredStatement]] = defaultdict(list)
    for one in points:
        by_party[who_of(one)].append(one)
    days = [day for one in points if (day := _day(one))]
    scale = _Scale(min(days), max(days))
    lines = "".join(_line(who, by_party[who], scale) for who in often if by_party[who])
    return (
        f'<section class="timeline" role="group" aria-label="{escaped(say("positions.timeline"))}">'
        f'<a class="skip" href="#positions-table">{escaped(say("positions.skip"))}</a>'
        f"{lines}{scale.axis()}{_legend()}</section>"
    )


def kind_of(one: StoredStatement) -> str:
    """Which kind of act a point shows: a promise refused is a refusal."""
    kind = _KINDS[one.statement.act]
    return "refuse" if kind == "agree" and one.statement.polarity is not Polarity.POSITIVE else kind


class _Scale:
    """Days to percent of the width."""

    def __init__(self, first: date, last: date) -> None:
        self._first, self._last = first, last
        self._days = max(1, (last - first).days)

    def place(self, day: date) -> float:
        return round(1 + 97 * (day - self._first).days / self._days, 2)

    def axis(self) -> str:
        ends = dict.fromkeys([self._first, self._last])
        words = "".join(f"<span>{day_in_words(day)}</span>" for day in ends)
        return f'<p class="axis">{words}</p>'


def _line(who: str, points: Sequence[StoredStatement], scale: _Scale) -> str:
    drawn, lanes = [], list[float]()
    for one in reversed(points):
        day = _day(one)
        if day is None:
            continue
        place = scale.place(day)
        lane = next((number for number, end in enumerate(lanes) if place - end >= _NEAR), len(lanes))
        lane = min(lane, _STACKED - 1)
        lanes[lane : lane + 1] = [place]
        drawn.append(_point(one, place, lane))
    return (
        f'<div class="party"><span class="name">{isolated(who)}</span>'
        f'<span class="track lanes-{max(1, len(lanes))}">{"".join(drawn)}</span></div>'
    )


def _point(one: StoredStatement, place: float, lane: int) -> str:
    day = _day(one)
    when = day_in_words(day) if day else ""
    label = f"{who_of(one)} {act_in_words(one.statement)} {shortened(what_of(one), 100)}, {when}"
    href = source_link(one.passage, one.statement.sentence) + f"&statement={one.id}"
    return (
        f'<a class="point {kind_of(one)}" href="{escaped(href)}" title="{escaped(label)}" '
        f'style="left:{place}%;top:{lane * 14 + 3}px"><span class="unseen">{isolated(label)}</span></a>'
    )


def _legend() -> str:
    kinds = dict.fromkeys(_KINDS.values())
    marks = "".join(
        f'<span class="of"><span class="point {kind}"></span>{escaped(say(f"legend.{kind}"))}</span>' for kind in kinds
    )
    return f'<p class="legend">{marks}</p>'


def _day(one: StoredStatement) -> date | None:
    try:
        return date.fromisoformat(day_of(one))
    except ValueError:
        return None
