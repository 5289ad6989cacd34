"""The last gate on sentences made from the samples: what it catches of wrong ones, what it lets pass of true ones.

    python -m benchmarks.gate [--corpus CORPUS] [--half tune|report] [--set NAME] [--rules | --own] [--errors]

True sentences say what a quote says in other words; wrong ones have one thing changed. Three sets: those made by rule
from the statements of corpus/sample, with one of eight changes each; gate_sentences.tsv, by hand, on which the first
rules were mended; and sentences worded by hand as freely as a model words them: 200 true and 200 wrong ones to tune on
(gate_rewordings.txt, with 30 inventions that are counted apart; gate_fluent.txt, 100 and 100) and to report on
(gate_rewordings_report.txt, used up by now; gate_fluent_report.txt, 100 and 100; gate_fluent2_report.txt, 50 and 50,
and gate_fluent3_report.txt, 100 and 100, to report on alone). Without --half, the first two sets.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
from calendar import month_name
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from assistant.challenge.clause import Clause, named, read_clause
from assistant.challenge.wording import opposite_of, swapped_inside
from assistant.verification.borne_out import Judges, packaged_judges
from assistant.verification.problem import Quote
from assistant.verification.tokens import is_adjective
from assistant.verify import verify_sentence
from corpus.actors.resolve import resolve
from corpus.article import Article
from corpus.attribution.statements import statements_of
from corpus.load import load
from index.statements import StoredStatement

SAMPLE = Path(__file__).parents[1] / "corpus" / "sample"
REWORDINGS = {
    (name, half): Path(__file__).with_name(f"gate_{name}{ending}.txt")
    for name in ("rewordings", "fluent")
    for half, ending in (("tune", ""), ("report", "_report"))
} | {(name, "report"): Path(__file__).with_name(f"gate_{name}_report.txt") for name in ("fluent2", "fluent3")}
BY_HAND = Path(__file__).with_name("gate_sentences.tsv")
EACH = 200  # true and wrong sentences made by rule, at most
_SAME_ACT = {
    "reject": ("turned down", "refused"), "accuse": ("accused",), "urge": ("called on", "pressed"),
    "ask": ("called on", "urged"), "demand": ("demanded", "insisted on"), "say": ("stated", "declared"),
    "approve": ("backed", "endorsed"), "promise": ("pledged",), "pledge": ("promised",), "vow": ("pledged",),
    "deny": ("denied", "disputed"), "announce": ("announced",), "support": ("backed",), "oppose": ("rejected",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence with the quotes that it cites; ``wrong`` names what is wrong with it, None for a true one."""

    sentence: str
    quote: Quote
    wrong: str | None
    how: str


def cases(corpus: Path = SAMPLE, *, most_articles: int = 300, seed: int = 0) -> list[Case]:
    """An equal choice of those made by rule of the first articles; of the samples, those by hand too."""
    order = random.Random(seed)
    made = [
        case
        for clause, names in clauses(corpus, most_articles)
        for case in (*true_ones(clause), *wrong_ones(clause, names, order))
    ]
    chosen = []
    for is_wrong in (False, True):
        kind = list({case.sentence: case for case in made if (case.wrong is not None) == is_wrong}.values())
        order.shuffle(kind)
        chosen += kind[:EACH]
    return [*(by_hand() if corpus == SAMPLE else ()), *chosen]


def clauses(corpus: Path, most_articles: int) -> Iterator[tuple[Clause, Sequence[str]]]:
    """Every clause of the first articles of a corpus, with names that its article does not have."""
    articles = list(islice((one for one in load(corpus) if isinstance(one, Article)), most_articles))
    stored = [
        [StoredStatement(row, one, 0, article) for row, one in enumerate(resolve(article, found))]
        for article, found in zip(articles, statements_of(articles), strict=True)
    ]
    names: dict[str, set[str]] = defaultdict(set)
    for article, told in zip(articles, stored, strict=True):
        for one in told:
            source = one.statement.source
            name = None if source is None else named(source.of(article.text), one)
            if name is not None and len(name.split()) < 4:
                names[article.id].add(name)
    for article, told in zip(articles, stored, strict=True):
        strangers = sorted({name for found in names.values() for name in found} - names[article.id])
        others = [name for name in strangers if name.removeprefix("the ") not in article.text]
        yield from ((clause, others) for clause in map(read_clause, told) if clause and clause.is_told_by_name)


def true_ones(clause: Clause) -> Iterator[Case]:
    """The clause alone, passive, told by its outlet, with its date, with another cue of the same act."""
    quote, told = _quote(clause), f"{_capital(clause.subject)} {clause.verb}{clause.rest}"
    yield Case(f"{told}.", quote, None, "alone")
    yield Case(f"It was {clause.subject} who {clause.verb}{clause.rest}.", quote, None, "cleft")
    if quote.publisher is not None:
        outlet = quote.publisher.removesuffix(" (retold)")
        yield Case(f"{told}, {outlet} reported.", quote, None, "reported")
        if quote.published is not None:
            day = f"{month_name[int(quote.published[5:7])]} {quote.published[:4]}"
            yield Case(
                f"{outlet} reported in {day} that {clause.subject} {clause.verb}{clause.rest}.", quote, None, "dated"
            )
    passive = _passive(clause)
    if passive is not None:
        yield Case(passive, quote, None, "passive")
    for cue in _SAME_ACT.get(clause.lemma, ()):
        if len(clause.before) == 1:
            yield Case(f"{_capital(clause.subject)} {cue}{clause.rest}.", quote, None, "same act")


def wrong_ones(clause: Clause, strangers: Sequence[str], order: random.Random) -> Iterator[Case]:
    """The clause with one thing wrong: party, role, number, date, negation, act, certainty."""
    quote = _quote(clause)
    if strangers:
        yield Case(f"{_capital(order.choice(strangers))} {clause.verb}{clause.rest}.", quote, "party", "party")
    swap = None if clause.addressee is None else (clause.addressee, clause.addressed_to(clause.subject))
    swap = swap or next(filter(None, (swapped_inside(clause, name) for name in _names(clause.content))), None)
    if swap is not None:
        yield Case(f"{_capital(swap[0])} {clause.verb}{swap[1].rest}.", quote, "role", "role")
        passive = _passive(swap[1])
        if passive is not None and clause.addressee is not None:
            other = replace(swap[1], subject=swap[0])
            yield Case(_passive(other) or "", quote, "role", "passive role")
    number = re.search(r"\d[\d,.]*\d|\d", clause.rest)
    if number is not None:
        changed = f"{clause.rest[: number.start()]}{_other(number[0])}{clause.rest[number.end() :]}"
        yield Case(f"{_capital(clause.subject)} {clause.verb}{changed}.", quote, "number", "number")
    yield Case(f"{_capital(clause.subject)} did not {clause.lemma}{clause.rest}.", quote, "negation", "negation")
    day = next(name for name in ("Sunday", "Saturday") if name not in quote.text)
    if _weekday(quote) != day:
        yield Case(f"On {day}, {clause.subject} {clause.verb}{clause.rest}.", quote, "date", "date")
    opposite = opposite_of(clause)
    if opposite is not None:
        yield Case(f"{_capital(clause.subject)} {opposite.verb}{opposite.rest}.", quote, "act", "opposite act")
    if clause.stored.statement.act.value in ("promise", "threaten", "demand", "request") and clause.is_infinitive:
        doer = clause.addressee or clause.subject
        yield Case(f"{_capital(doer)} agreed to {clause.content}.", quote, "certainty", "asked for, told as agreed")


def by_hand() -> Iterator[Case]:
    """The sentences of gate_sentences.tsv: article, quote, sentence, what is wrong (“-” for nothing)."""
    articles = {one.id: one for one in load(SAMPLE) if isinstance(one, Article)}
    with BY_HAND.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            article = articles[row["article"]]
            if row["quote"] not in article.text:
                raise ValueError(f"{BY_HAND.name}: not in {article.id}: {row['quote']}")
            quote = Quote(row["quote"], article.title, article.publisher, article.published)
            yield Case(row["sentence"], quote, None if row["wrong"] == "-" else row["wrong"], "by hand")


def rewordings(half: str, name: str = "rewordings") -> Iterator[Case]:
    """The freely worded sentences of a set to “tune” on, or those to “report” on."""
    articles = {one.id: one for one in load(SAMPLE) if isinstance(one, Article)}
    if (name, half) not in REWORDINGS:
        raise SystemExit(f"{name} has no half to {half} on")
    file = REWORDINGS[name, half]
    article, quote = next(iter(articles.values())), Quote("")
    for line in file.read_text("utf-8").splitlines():
        kind, _, text = line.partition(" ")
        if kind == "#" and text in articles:
            article = articles[text]
        elif kind == ">":
            if text not in article.text:
                raise ValueError(f"{file.name}: not in {article.id}: {text}")
            quote = Quote(text, article.title, article.publisher, article.published)
        elif kind in ("=", "!"):
            wrong, _, sentence = text.partition(": ") if kind == "!" else ("", "", text)
            yield Case(sentence, quote, wrong or None, wrong or "reworded")


def measure(found: Sequence[Case], judges: Judges | None = None) -> Mapping[str, tuple[int, int, list[str]]]:
    """By kind: how many were judged rightly, of how many, and the sentences that were not."""
    scores: dict[str, tuple[int, int, list[str]]] = {}
    for case in found:
        problem = verify_sentence(case.sentence, [case.quote], judges=judges)
        good = (problem is not None) == (case.wrong is not None)
        of_all = "wrong" if case.wrong else "true"
        for name in (f"{of_all}: {case.how}", *([of_all] if case.wrong != "invention" else [])):
            right, count, missed = scores.get(name, (0, 0, []))
            told = f"{case.sentence} | {problem} | {case.quote.text}"
            scores[name] = (right + good, count + 1, missed if good or ":" not in name else [*missed, told])
    return dict(sorted(scores.items()))


def main() -> None:
    """Print the table, with --errors every sentence judged wrongly."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--corpus", type=Path, default=SAMPLE, help="other articles than the samples")
    parser.add_argument("--half", choices=("tune", "report"), help="the freely worded sentences, this half of them")
    names = ("rewordings", "fluent", "fluent2", "fluent3")
    parser.add_argument("--set", choices=names, default="fluent", help="which of them")
    parser.add_argument("--rules", action="store_true", help="without any model")
    parser.add_argument("--own", action="store_true", help="without the model for entailment, if it is installed")
    given = parser.parse_args()
    found = list(rewordings(given.half, given.set)) if given.half else cases(given.corpus)
    judges = None if given.rules else packaged_judges()
    if judges is not None and given.own:
        judges = replace(judges, entails=None)
    for name, (right, count, missed) in measure(found, judges).items():
        print(f"{name:40} {right:4} of {count:4}  {right / count:.3f}")
        for line in missed if given.errors else ():
            print(f"      {line}")


def _quote(clause: Clause) -> Quote:
    article = clause.stored.article
    text = clause.stored.statement.sentence.of(article.text)
    return Quote(text, article.title, article.publisher, article.published)


def _passive(clause: Clause) -> str | None:
    """“Denmark was asked by Norway for a loan”, “The offer was rejected by the union”; None if it cannot be."""
    past = clause.verb.removeprefix("has ").removeprefix("had ")
    if not past.endswith("ed") or clause.is_clausal or clause.before != " ":
        return None
    if clause.addressee is not None:
        return f"{_capital(clause.addressee)} was {past} by {clause.subject}{clause.between}{clause.content}."
    return f"{_capital(clause.content)} was {past} by {clause.subject}."


def _names(content: str) -> list[str]:
    return [name for name in re.findall(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)*", content) if not is_adjective(name)]


def _other(number: str) -> str:
    last = int(number[-1])
    return f"{number[:-1]}{(last + 3) % 10}"


def _weekday(quote: Quote) -> str | None:
    from datetime import date

    return None if quote.published is None else f"{date.fromisoformat(quote.published[:10]):%A}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


if __name__ == "__main__":
    main()
