"""What a question takes for true, held against the quotes that would answer it.

“Why did Denmark ask Norway for a loan?” takes for true that Denmark asked Norway for a loan. If the quotes have it
otherwise (the roles turned round, another party, the opposite act), they answer something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Answer, Reason
from assistant.frame import read_frame
from assistant.judge import abstaining
from assistant.parties import has_other_party
from assistant.verification.claims import wrong_claim
from assistant.verification.problem import Fault, Problem, Quote
from assistant.verify import refused
from corpus.attribution.acts import lemmas
from corpus.attribution.inflection import verb_forms
from corpus.attribution.parse import parse
from index.keywords import terms

SAME_MATTER = 0.6  # share of a premise's stems in a quote from which on the quote is on its matter
_DID = re.compile(r"(?:why|when|where|how|on what \w+|for what reasons?) did (?P<done>.+?)\?*$", re.IGNORECASE)
_WHO = re.compile(r"who (?P<done>.+?)\?*$", re.IGNORECASE)
_WHETHER = re.compile(r"did (?P<done>.+?)\?*$", re.IGNORECASE)
_ROLES = frozenset({Fault.ROLE, Fault.ACT, Fault.NEGATION})


def premise_problem(question: str, quotes: Sequence[Quote]) -> Problem | None:
    """How the quotes contradict what a question takes for true; None if they do not, or if it cannot be told.

    >>> quote = Quote("Norway asked Denmark for a loan of four ships.")
    >>> premise_problem("Why did Denmark ask Norway for a loan of four ships?", [quote]).fault.value
    'role'
    >>> premise_problem("When did Norway ask Denmark for a loan of four ships?", [quote]) is None
    True
    """
    whether = _WHETHER.match(question.strip())
    premise = _past(whether["done"]) if whether else premise_of(question)
    if premise is None:
        return None
    telling = (
        frozenset({Fault.ROLE}) if whether else _ROLES
    )  # to “did …?” an opposite is an answer, other parties are none
    wanted = set(terms(premise))
    near = [quote for quote in quotes if len(wanted & set(terms(quote.text))) >= SAME_MATTER * len(wanted)]
    if not near:
        return None
    found = [wrong_claim(premise, [quote], ()) for quote in near]
    problem = found[0] if None not in found else None
    return problem if problem is not None and problem.fault in telling else None


def without_false_premise(answer: Answer) -> Answer:
    """The answer, or an abstention that shows its citations as nearest if they contradict what the question assumes.

    Of 90 generated questions over the 2,000 articles that take something wrong for true, 30 are refused without this
    and 81 with it; of 90 that do not, 89 are answered either way (``demarche challenge --limit 180 --seed 1``).
    """
    if answer.abstained:
        return answer
    quotes = [Quote(one.quote, one.title, one.publisher, one.published) for one in answer.citations]
    question = answer.standalone_question
    if has_other_party(question, read_frame(question), quotes[0].text):
        return refused(answer, Reason.ROLE_MISMATCH, abstaining(Reason.ROLE_MISMATCH))
    problem = premise_problem(question, quotes)
    if problem is None:
        return answer
    reason = Reason.ROLE_MISMATCH if problem.fault is Fault.ROLE else Reason.FALSE_PREMISE
    return refused(answer, reason, abstaining(reason))


def premise_of(question: str) -> str | None:
    """The sentence that a question takes for true; None for a question of another form.

    >>> premise_of("Why did Denmark ask Norway for a loan?"), premise_of("Who rejected the offer?")
    ('Denmark asked Norway for a loan.', 'Somebody rejected the offer.')
    """
    did, who = _DID.match(question.strip()), _WHO.match(question.strip())
    if who is not None:
        return f"Somebody {who['done']}."
    return None if did is None else _past(did["done"])


def _past(done: str) -> str | None:
    """“Denmark ask Norway” with its verb in the past: the first base form of a cue behind the subject."""
    (doc,) = parse([f"Did {done}?"])
    verb = next(
        (t for t in doc[2:] if lemmas("verb").get(t.text) == t.text and t.tag_ in ("VB", "VBP", "NN", "VBD")), None
    )
    if verb is None:
        return None
    forms = sorted(form for form in _forms(verb.text) if not form.endswith(("ing", "s")) and form != verb.text)
    return f"{doc[1 : verb.i].text} {forms[0]} {doc[verb.i + 1 : -1].text}." if forms else None


def _forms(lemma: str) -> frozenset[str]:
    """All forms of a cue, the irregular ones too."""
    return frozenset(form for form, base in lemmas("verb").items() if base == lemma) or verb_forms(lemma)
