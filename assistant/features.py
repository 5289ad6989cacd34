"""What tells whether evidence answers a question: numbers from 0 to 1 (and scores), by name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.contrary import is_contrary
from assistant.evidence import Evidence
from assistant.frame import Asked, Frame
from assistant.roles import Fit
from assistant.time_asked import MONTHS, month_fits
from corpus.actors.identity import same_actor
from corpus.article import Article
from corpus.title import under_heading
from index.keywords import terms

NAMES = (
    "score", "margin", "covered_sentence", "covered_passage", "names_sentence", "names_passage", "names_article",
    "numbers", "month", "fits", "contrary", "act", "cue", "kind",
    "others_act", "unfit_who", "told", "read", "alone", "support", "support_alone",
)  # fmt: skip
UNREAD = -6.0  # support of a sentence that the model was not given, as of one that says nothing of the matter
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_TIME = re.compile(
    rf"\b(?:{'|'.join(m[:3] for m in MONTHS)})[a-z]*\.? \d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\b(?:19|20)\d\d\b|\b(?:week|month|year|day|hour|tomorrow|yesterday|tonight|midnight|noon)s?\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|since|due|over|after|citing|saying|said|so that|in order|to|for|as|reason|given|amid)\b", re.I
)
_QUANTITY = re.compile(
    r"\d[\d,.]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|billion|half|third"
    r"|twice|double|all|none|no|majority)\b",
    re.IGNORECASE,
)


def features(question: str, frame: Frame, evidence: Sequence[Evidence]) -> tuple[float, ...]:
    """The features of the first piece of evidence, in the order of NAMES; the others give the margin."""
    best = evidence[0]
    sentence = _bag(under_heading(best.article, best.span))
    passage = sentence | _bag(best.passage_span.of(best.article.text))
    article = passage | _bag(best.article.text)
    wanted = set(terms(question))
    names = {term for name in _unmet(frame, best) for term in terms(name)}
    second = next((other.score for other in evidence[1:] if other.article.id != best.article.id), best.score - 5)
    return (
        best.score / 10,
        (best.score - second) / 10,
        _share(wanted, sentence),
        _share(wanted, passage),
        _share(names, sentence),
        _share(names, passage),
        _share(names, article),
        _share(set(_NUMBER.findall(question)), set(_NUMBER.findall(best.article.text)) | _year(best.article)),
        month_fits(question, best.article),
        float(best.fit is Fit.FITS),
        float(is_contrary(evidence)),
        float(best.same_act),
        _share(set(terms(frame.cue or "")), sentence),
        float(_has_kind(frame.asked, best.text, question)),
        float(_others_act(frame, best)),
        float(frame.asked is Asked.SOURCE and bool(frame.acts) and best.fit is not Fit.FITS),
        float(bool(best.statements)),
        best.read / 10,
        (best.read - max((item.read for item in evidence[1:]), default=best.read - 5)) / 10,
        _support(best) / 10,
        (_support(best) - max(map(_support, evidence[1:]), default=UNREAD)) / 10,
    )


def _support(item: Evidence) -> float:
    return UNREAD if item.support is None else item.support


def _unmet(frame: Frame, best: Evidence) -> list[str]:
    """The question's names, but for those whom a fitting statement of the evidence has under another name."""
    actors = [
        one.statement.actor for one in best.statements if best.fit is Fit.FITS and one.statement.actor is not None
    ]
    return [name for name in frame.names if not any(same_actor(name, actor) for actor in actors)]


def _others_act(frame: Frame, best: Evidence) -> bool:
    """Whether a sentence tells what others say, and nothing of the one whom the question names as acting."""
    if frame.source is None or not best.statements:
        return False
    given = set(terms(frame.source))
    actors = [stored.statement.actor for stored in best.statements if stored.statement.actor is not None]
    return not any(same_actor(frame.source, actor) or given & set(terms(actor)) for actor in actors)


def _bag(text: str) -> set[str]:
    return set(terms(text))


def _share(wanted: set[str], found: set[str]) -> float:
    """Share of what is wanted that is found, 1 if nothing is."""
    return len(wanted & found) / len(wanted) if wanted else 1.0


def _year(article: Article) -> set[str]:
    return {article.published[:4]} if article.published else set()


def _has_kind(asked: Asked, sentence: str, question: str) -> bool:
    """Whether a sentence has the kind of thing that is asked for, beyond what the question says itself."""
    match asked:
        case Asked.NUMBER:
            return bool(_QUANTITY.search(sentence)) and bool(
                set(_QUANTITY.findall(sentence)) - set(_QUANTITY.findall(question))
            )
        case Asked.TIME:
            return bool(_TIME.search(sentence))
        case Asked.REASON:
            return bool(_REASON.search(sentence))
    return True
