"""Names, numbers and dates of a sentence that stand in none of its quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import pairwise

from spacy.tokens import Doc, Token

from assistant.verification.implied import is_short_for, sums
from assistant.verification.problem import Fault, Problem, Quote, all_known
from corpus.actors.aliases import country, country_of_adjective, fold

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SCALES = frozenset({"hundred", "thousand", "million", "billion", "trillion", "dozen"})
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SEASONS = ("spring", "summer", "autumn", "fall", "winter")
_RELATIVE = re.compile(r"\b(last|next|this|past|previous) (week|weekend|month|year|decade|century)\b")
_REPORTING = frozenset({"report", "reports", "reported", "published", "wrote", "writes", "article", "story"})
_POSSESSIVE = re.compile(r"\s?[’']s\b")
_WORDS = re.compile(r"[^\W\d_]+")


@cache
def _spelled() -> dict[str, str]:
    units = {word: str(number) for number, word in enumerate(_UNITS.split())}
    return units | {word: str(10 * number) for number, word in enumerate(_TENS.split(), start=2)}


def wrong_token(doc: Doc, quotes: Sequence[Quote], parsed: Sequence[Doc] = ()) -> Problem | None:
    """The first date, number or name of a parsed sentence that none of the quotes has; ``parsed`` are their parses."""
    return _wrong_date(doc, quotes) or _wrong_number(doc, quotes, parsed) or _wrong_name(doc, quotes)


def is_date_word(word: str) -> bool:
    """Whether a word names a day or a month, in full or short.

    >>> is_date_word("Oct."), is_date_word("Tuesday"), is_date_word("Marcus"), is_date_word("may")
    (True, True, False, False)
    """
    return _date_word(word) is not None


def _date_word(word: str) -> str | None:
    if not word[:1].isupper():
        return None
    plain = word.rstrip(".,").lower()
    return next((name for name in (*_DAYS, *_MONTHS) if plain in (name, name[:3], name[:4])), None)


def date_words(text: str) -> Iterator[str]:
    """The days and months that a text names, in full."""
    found = (_date_word(word) for word in re.findall(r"[^\W\d_]+", text))
    yield from (word for word in found if word is not None)


def _wrong_date(doc: Doc, quotes: Sequence[Quote]) -> Problem | None:
    known = set(date_words(all_known(quotes)))
    reported = _is_reported(doc, quotes)
    for quote in quotes:
        known |= {day for day in _words_of_date(quote.published) if reported or not _dates_itself(quote, day)}
    told = ((token.text, _date_word(token.text)) for token in doc if not _is_modal(token))
    wrong = next((text for text, day in told if day is not None and day not in known), None)
    wrong = wrong or _other_time(doc, "\n".join(quote.text for quote in quotes).lower())
    return None if wrong is None else Problem(Fault.DATE, wrong)


def _is_reported(doc: Doc, quotes: Sequence[Quote]) -> bool:
    """Whether a sentence tells of the report, whose day is that of publication: “…, the Varn Post reported”."""
    told = f" {fold(doc.text)} "
    outlets = {_outlet(quote.publisher) for quote in quotes if quote.publisher}
    return not _REPORTING.isdisjoint(told.split()) or any(f" {outlet} " in told for outlet in outlets)


def _dates_itself(quote: Quote, word: str) -> bool:
    """Whether a quote names a day, if ``word`` is one, or a month: then what it tells was on that one."""
    own = set(date_words(quote.text))
    return not own.isdisjoint(_DAYS if word in _DAYS else _MONTHS)


def _other_time(doc: Doc, known: str) -> str | None:
    """A season that no quote has, or “last month” where they have “last week” alone."""
    season = next((t.text for t in doc if t.lower_ in _SEASONS and t.tag_ == "NN" and t.lower_ not in known), None)
    if season is not None and (season.lower() not in ("fall", "autumn") or not re.search(r"\b(fall|autumn)\b", known)):
        return season
    for which, unit in _RELATIVE.findall(doc.text.lower()):
        others = {other for near, other in _RELATIVE.findall(known) if near == which}
        if others and unit not in others:
            return f"{which} {unit}"
    return None


def _is_modal(token: Token) -> bool:
    return token.tag_ == "MD" or (
        token.i == 0 and token.lower_ in ("may", "march") and not token.tag_.startswith("NNP")
    )


def _words_of_date(published: str | None) -> Iterator[str]:
    if published is not None:
        day = date.fromisoformat(published[:10])
        yield from (_MONTHS[day.month - 1], _DAYS[day.weekday()])


def numbers(text: str) -> Iterator[tuple[str, str]]:
    """Each number with the scale behind it: (“3.5”, “million”), (“4”, “”)."""
    spelled = re.sub(r"[^\W\d_]+", lambda word: _spelled().get(word[0].lower(), word[0]), text)
    for found in _NUMBER.finditer(spelled):
        behind = _WORDS.match(spelled[found.end() :].lstrip(" -"))
        scale = behind[0].lower().removesuffix("s") if behind else ""
        yield found[0].replace(",", "").rstrip("."), scale if scale in _SCALES else ""
    for word in _WORDS.findall(text):
        if word.lower().removesuffix("s") in _SCALES:
            yield "", word.lower().removesuffix("s")


def _wrong_number(doc: Doc, quotes: Sequence[Quote], parsed: Sequence[Doc]) -> Problem | None:
    known = set(numbers(all_known(quotes))) | {(str(count), "") for quote in parsed for count in sums(quote)}
    reported = _is_reported(doc, quotes)
    for quote in quotes:
        if quote.published is not None:
            year, month, day = quote.published[:10].split("-")
            known |= set() if _YEAR.search(quote.text) and not reported else {(year, "")}
            if quote.published[:10] in doc.text or not set(_words_of_date(quote.published)).isdisjoint(
                date_words(doc.text)
            ):
                known |= {(day, ""), (day.lstrip("0"), ""), (month, "")}
    wrong = next((number for number in numbers(doc.text) if number not in known and number != ("1", "")), None)
    return None if wrong is None else Problem(Fault.NUMBER, " ".join(wrong).strip())


def _wrong_name(doc: Doc, quotes: Sequence[Quote]) -> Problem | None:
    known = "\n".join(f"{quote.text}\n{quote.title or ''}" for quote in quotes)
    folded = f" {fold(_POSSESSIVE.sub('', known))} "
    codes = {code for words in _capitalised(known) for code in [_code(words)] if code}
    outlets = {_outlet(quote.publisher) for quote in quotes if quote.publisher}
    for run in (_POSSESSIVE.sub("", run) for run in _runs(doc)):
        if f" {fold(run)} " in folded or (_code(run) or "-") in codes or _outlet(run) in outlets:
            continue
        missing = [
            word
            for word in run.split()
            if f" {fold(word)} " not in folded and (_code(word) or "-") not in codes and not is_short_for(word, known)
        ]
        written = " ".join(word for word in run.split() if f" {fold(word)} " in folded or not is_short_for(word, known))
        if missing or not _stands_together(written, folded):
            return Problem(Fault.NAME, " ".join(missing) or run)
    return None


def _outlet(name: str) -> str:
    """An outlet's name as a whole; a word of it names no one else: no “Melby” is known from the Melby Gazette."""
    return fold(re.sub(r"\([^)]*\)", "", name)).removeprefix("the ").strip()


def _stands_together(run: str, folded: str) -> bool:
    """Whether each word of a name follows the one before it somewhere: no “Anna Berg” is in “Anna Dahl, Carl Berg”."""
    words = fold(run).split()
    return all(re.search(rf" {re.escape(one)} (?:\w+ )?{re.escape(other)} ", folded) for one, other in pairwise(words))


def is_adjective(word: str) -> bool:
    """Whether a word is a country's adjective and names nobody.

    >>> is_adjective("Norwegian"), is_adjective("Norway")
    (True, False)
    """
    return country(word) is None and country_of_adjective(word) is not None


def _code(word: str) -> str | None:
    plain = re.sub(r"[’']s$", "", word.strip(","))
    return next(
        (code for form in (plain, plain.strip(".")) for code in (country(form), country_of_adjective(form)) if code),
        None,
    )


def _capitalised(text: str) -> Iterator[str]:
    """Capitalised words, alone and up to four in a row: “United”, “United States”."""
    for run in re.findall(r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)*", text):
        words = run.split()
        for start in range(len(words)):
            yield from (" ".join(words[start:end]) for end in range(start + 1, min(start + 5, len(words) + 1)))


def _runs(doc: Doc) -> Iterator[str]:
    """Runs of capitalised words, without what merely opens the sentence."""
    run: list[Token] = []
    for token in doc:
        if _is_name(token):
            run.append(token)
            continue
        if run:
            yield " ".join(token.text for token in run)
        run = []
    if run:
        yield " ".join(token.text for token in run)


def _is_name(token: Token) -> bool:
    if not token.text[:1].isupper() or _date_word(token.text) is not None or token.text == "I":
        return False
    opens = token.i == 0 or (token.nbor(-1).is_punct and token.nbor(-1).text in '"“‘:')
    return token.tag_.startswith("NNP") if opens else True
