"""A statement in a line: who did what, to whom, as told by whom, and how far the words are theirs."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.chat.escape import isolated
from assistant.chat.words import say
from corpus.actors.nobody import is_nobody, stands_for_nobody
from corpus.span import Span
from corpus.statement import Act, Modality, Polarity, Statement
from index.statements import StoredStatement

SHOWN_CHARACTERS = 240  # of what was said: the whole stands in the marked sentence beneath


def said_line(stored: StoredStatement) -> str:
    """One statement as HTML, all text of the article escaped."""
    statement, text = stored.statement, stored.article.text
    who = isolated(who_of(stored) or say("someone"))
    parts = [f'<strong class="who">{who}</strong> <span class="act">{isolated(act_in_words(statement))}</span>']
    what = what_of(stored)
    if what:
        parts.append(f'<span class="what">{isolated(shortened(what))}</span>')
    for label, value in (
        (say("said.to"), whom_of(stored)),
        (say("said.if"), _of(statement.condition, text)),
        (say("said.told_by"), ", ".join(statement.reported_by)),
    ):
        if value:
            parts.append(f'<span class="more">{isolated(label)} {isolated(shortened(value))}</span>')
    return f'<p class="said">{" ".join(parts)} {badges(statement)}</p>'


def said_lines(statements: Sequence[StoredStatement]) -> str:
    """Several statements, those that merely state only if there is nothing else."""
    acts = [one for one in statements if one.statement.act is not Act.STATE]
    return "".join(said_line(one) for one in (acts or statements))


def badges(statement: Statement) -> str:
    """Verbatim or paraphrase, named or anonymous, and whether it is more than a fact told."""
    names = [say("badge.verbatim" if statement.verbatim else "badge.paraphrase")]
    names.append(say("badge.named" if statement.source_named else "badge.anonymous"))
    if statement.modality is not Modality.FACT:
        names.append(say(f"modality.{statement.modality.value}"))
    return "".join(f'<span class="kind">{isolated(name)}</span>' for name in names)


def act_in_words(statement: Statement) -> str:
    """The act as a verb: “rejected”, “did not reject”, “refused to promise”."""
    if statement.polarity is Polarity.POSITIVE:
        return say(f"did.{statement.act.value}")
    prefix = say("did_not" if statement.polarity is Polarity.NEGATIVE else "refused_to")
    return f"{prefix} {say(f'do.{statement.act.value}')}"


def who_of(stored: StoredStatement) -> str:
    """Who acts: who is meant, else the words of the text, in quotation marks; empty if neither is told."""
    return _party(stored.statement.actor, stored.statement.source, stored.article.text)


def whom_of(stored: StoredStatement) -> str:
    """To whom it is said, told as in ``who_of``; empty if that is not told."""
    return _party(stored.statement.addressee_actor, stored.statement.addressee, stored.article.text)


def actor_of(statement: Statement) -> str | None:
    """Who is known to act; not “two” or “some”, which indexes made by older versions hold."""
    return None if statement.actor is None or is_nobody(statement.actor) else _line(statement.actor)


def what_of(stored: StoredStatement) -> str:
    """What is said, in the words of the text."""
    return "; ".join(_line(span.of(stored.article.text)) for span in stored.statement.content)


def shortened(text: str, characters: int = SHOWN_CHARACTERS) -> str:
    """A text cut at a word.

    >>> shortened("one two three", 8)
    'one two …'
    """
    if len(text) <= characters:
        return text
    return text[: characters + 1].rpartition(" ")[0][:characters].rstrip() + " …"


def _party(actor: str | None, span: Span | None, text: str) -> str:
    if actor and not is_nobody(actor):
        return _line(actor)
    words = _of(span, text)
    return "" if stands_for_nobody(words) else say("in_its_words", words=words)


def _of(span: Span | None, text: str) -> str:
    return "" if span is None else _line(span.of(text))


def _line(text: str) -> str:
    return " ".join(text.split())
