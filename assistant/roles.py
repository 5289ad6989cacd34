"""Whether a statement has the parties of a question in the roles that the question gives them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from spacy.lang.en.stop_words import STOP_WORDS

from assistant.frame import Asked, Frame
from corpus.actors.aliases import country_of_adjective
from corpus.actors.identity import actor_key, same_actor
from corpus.actors.names import Kind
from corpus.attribution.acts import lemmas
from corpus.statement import Act, Modality, Polarity, Statement
from index.keywords import terms
from index.statements import StoredStatement

_FAMILIES = (
    frozenset({Act.PROPOSE, Act.OFFER, Act.DEMAND, Act.REQUEST}),
    frozenset({Act.PROMISE, Act.OFFER, Act.ACCEPT, Act.THREATEN}),
    frozenset({Act.REJECT, Act.DENY}),
    frozenset({Act.THREATEN, Act.WARN}),
    frozenset({Act.ACCUSE, Act.REJECT}),
    frozenset({Act.STATE, Act.ANNOUNCE}),
)
_TELLING = frozenset({Act.STATE, Act.ANNOUNCE})
_OPEN = frozenset({Modality.CONDITIONAL, Modality.HOPED, Modality.POSSIBLE})  # “if they agree”: nobody has agreed
_YES = frozenset({Act.ACCEPT, Act.PROMISE, Act.OFFER})
_NO = frozenset({Act.REJECT, Act.DENY})
ABOUT = 0.3  # benchmarks/sufficiency.py
_POSSESSOR = re.compile(r"^.*?[’']s?\s+(?=[a-z])")


class Fit(StrEnum):
    """How a statement stands to a question: roles fit, are swapped, the act was not done so, or nothing is known."""

    FITS = "fits"
    SWAPPED = "swapped"
    CONTRADICTED = "contradicted"
    UNKNOWN = "unknown"


def fit(frame: Frame, stored: StoredStatement) -> Fit:
    """Compare the parties that a question gives with those of a statement that tells one of its acts.

    Nothing is known of a statement whose sentence has less than ``ABOUT`` of the words behind the question's cue, for a
    fit of those that are no names; and none is contrary that merely tells something (said, according to) with another
    word than the question's, or to a question that leaves it open (did …?). One thing is known with fewer words: who
    asks, if the article has the same verb done to him by another.
    """
    statement, text = stored.statement, stored.article.text
    sentence = statement.sentence.of(text)
    if not frame.acts or statement.source is None:
        return Fit.UNKNOWN
    if not _is_about(_topic(frame), sentence):
        return Fit.SWAPPED if _turned_on_him(frame, statement, text) else Fit.UNKNOWN
    found = _compare(frame, statement, text)
    if found not in (Fit.SWAPPED, Fit.CONTRADICTED):
        return found if _is_about(_topic(frame) - _words(" ".join(frame.names)), sentence) else Fit.UNKNOWN
    telling = effective_act(statement) in _TELLING or not _TELLING.isdisjoint(frame.acts)
    if frame.asked is Asked.YES_NO:
        return Fit.UNKNOWN
    if telling and not _same_cue(frame, statement, text):
        return found if found is Fit.SWAPPED and _is_other_of(frame, statement, sentence) else Fit.UNKNOWN
    return found


def _is_other_of(frame: Frame, statement: Statement, sentence: str) -> bool:
    """Whether who says something is one whom the question names for something else, and its own speaker is told of."""
    actor = statement.actor
    if frame.source is None or actor is None or not _is_named(core(frame.source)):
        return False
    return _words(core(frame.source)) <= _words(sentence) and any(same_actor(name, actor) for name in frame.others)


def _turned_on_him(frame: Frame, statement: Statement, text: str) -> bool:
    """Whether the one who acts in a question is whom another addresses with the same verb and on something of it."""
    if frame.source is None or statement.addressee_actor is None or frame.asked is Asked.YES_NO:
        return False
    done_to = same_actor(core(frame.source), statement.addressee_actor)
    on_it = not _topic(frame).isdisjoint(_words(_told(statement, text)))
    return done_to and on_it and _same_cue(frame, statement, text) and not _is_source(frame.source, statement, text)


def _same_cue(frame: Frame, statement: Statement, text: str) -> bool:
    """Whether question and statement tell the act with the same verb."""
    verbs = lemmas("verb")
    told = {verbs.get(word) for word in statement.cue.of(text).lower().split()} - {None}
    return frame.cue is not None and verbs.get(frame.cue) in told


def _compare(frame: Frame, statement: Statement, text: str) -> Fit:
    if _opposite(frame, statement):
        same = frame.source is not None and _is_source(frame.source, statement, text)
        return Fit.CONTRADICTED if same else Fit.UNKNOWN
    anything_said = frame.asked is Asked.CONTENT and Act.STATE in frame.acts  # “What did they say about …?”
    if not anything_said and not akin(frame.acts, statement):
        return Fit.UNKNOWN
    if statement.modality in _OPEN:
        return Fit.CONTRADICTED if frame.asked is Asked.SOURCE else Fit.UNKNOWN
    if frame.negated and statement.polarity is Polarity.POSITIVE and effective_act(statement) in frame.acts:
        return Fit.CONTRADICTED if frame.asked is Asked.SOURCE else Fit.UNKNOWN
    told = _told(statement, text)
    if frame.source is not None:
        return _fit_of_source(frame, statement, text, told)
    return _fit_of_others(frame, statement, text, told) if frame.asked is Asked.SOURCE else Fit.UNKNOWN


def akin(asked: Sequence[Act], statement: Statement) -> bool:
    """Whether a statement can answer a question about some acts: by the same act, or one of its family."""
    return akin_acts(asked, effective_act(statement))


def akin_acts(asked: Sequence[Act], told: Act) -> bool:
    """Whether an act is one of those asked for, or of the family of one."""
    return told in asked or any(told in family and not family.isdisjoint(asked) for family in _FAMILIES)


def effective_act(statement: Statement) -> Act:
    """The act with its polarity taken in: who refused a promise rejected it."""
    return Act.REJECT if statement.polarity is Polarity.REFUSED and statement.act in _YES else statement.act


def _fit_of_source(frame: Frame, statement: Statement, text: str, told: str) -> Fit:
    assert frame.source is not None
    if _is_source(frame.source, statement, text):
        return Fit.SWAPPED if _other_addressee(frame, statement, text) else Fit.FITS
    addressed = statement.addressee_actor is not None and same_actor(frame.source, statement.addressee_actor)
    acting = any(statement.actor is not None and same_actor(name, statement.actor) for name in frame.others)
    inside = bool(_words(core(frame.source))) and _words(core(frame.source)) <= _words(told)
    return Fit.SWAPPED if addressed or acting or inside else Fit.UNKNOWN


def _fit_of_others(frame: Frame, statement: Statement, text: str, told: str) -> Fit:
    """For “Who asked Egypt …?”: Egypt must not be the one who asks, and should be among what is told."""
    for name in frame.others:
        acting = statement.actor is not None and _same_party(name, statement.actor)
        if acting and not _words(name) <= _words(" ".join(span.of(text) for span in statement.content)):
            return Fit.SWAPPED
    if _other_addressee(frame, statement, text):
        return Fit.SWAPPED
    met = not frame.others or any(_words(name) <= _words(told) for name in frame.others)
    return Fit.FITS if met else Fit.UNKNOWN


def _same_party(name: str, actor: str) -> bool:
    """Whether a name of a question is an actor's, or the adjective of the state that he is: “an Egyptian proposal”."""
    country = country_of_adjective(name) if len(name.split()) == 1 else None
    state = actor_key(actor)
    return same_actor(name, actor) or (country is not None and state.kind is Kind.STATE and state.country == country)


def _other_addressee(frame: Frame, statement: Statement, text: str) -> bool:
    """Whether question and statement both name whom it is addressed to, and differ."""
    if frame.addressee is None or statement.addressee is None:
        return False
    told = f"{statement.addressee.of(text)} {statement.addressee_actor or ''}"
    if not any(word[:1].isupper() for word in told.split()) or not any(
        w[:1].isupper() for w in frame.addressee.split()
    ):
        return False
    same = statement.addressee_actor is not None and same_actor(frame.addressee, statement.addressee_actor)
    return not same and _words(core(frame.addressee)).isdisjoint(_words(told))


def _is_named(phrase: str) -> bool:
    return any(word[:1].isupper() for word in phrase.split())


def _opposite(frame: Frame, statement: Statement) -> bool:
    """Whether the statement denies the act that the question takes for done, or the other way round."""
    if frame.negated:
        return False
    told = effective_act(statement)
    refused = told in _NO or (statement.polarity is not Polarity.POSITIVE and told in frame.acts)
    return (refused and bool(_YES & set(frame.acts))) or (told in _YES and bool(_NO & set(frame.acts)))


def _is_about(topic: frozenset[str], sentence: str) -> bool:
    return len(topic & _words(sentence)) >= ABOUT * len(topic)


def _is_source(given: str, statement: Statement, text: str) -> bool:
    if statement.actor is not None and same_actor(statement.actor, core(given)):
        return True
    source = statement.source.of(text) if statement.source is not None else ""
    wanted = _words(core(given))
    return bool(wanted) and not wanted.isdisjoint(_words(core(source)) | _words(core(statement.actor or "")))


def core(phrase: str) -> str:
    """A noun phrase without its possessor and what hangs on it: who is meant, and not whose.

    >>> core("Boeing's largest union"), core("the Longshoremen's Association"), core("members of the board")
    ('largest union', "the Longshoremen's Association", 'members')
    """
    return re.split(r"\s(?:of|in|at|for|from|on|who|which)\s", _POSSESSOR.sub("", phrase))[0]


def _told(statement: Statement, text: str) -> str:
    spans = (*statement.content, *(span for span in (statement.addressee, statement.condition) if span is not None))
    return " ".join([statement.addressee_actor or "", *(span.of(text) for span in spans)])


def _topic(frame: Frame) -> frozenset[str]:
    """The stems of the words behind the question's cue that say something by themselves."""
    return _words(" ".join(word for word in re.findall(r"[\w’'.,%-]+", frame.topic) if word.lower() not in STOP_WORDS))


def _words(text: str) -> frozenset[str]:
    return frozenset(terms(text))
