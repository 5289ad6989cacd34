"""A statement as a clause that questions can be made of: “Norway asked Denmark for a loan”.

Only statements whose words stand in that order and read well by themselves are clauses; everything in one is as the
article has it, so that a question keeps its grammar.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.attribution.acts import lemmas
from corpus.attribution.inflection import plural
from corpus.statement import Act, Modality, Polarity, Statement
from index.keywords import terms
from index.statements import StoredStatement

MOST_WORDS = 20  # behind the verb
MOST_WORDS_OF_A_NAME = 6
LONGEST_ABBREVIATION = 5
FEWEST_TERMS = 3  # behind the verb: fewer say too little to be asked about in a large archive
SUREST = 0.8  # statements of lower confidence are passed over
_words = re.compile(r"\w+").findall
_PRONOUNS = frozenset(
    _words(
        "i me my mine myself we us our ours you your yours he him his himself she her hers it its itself they them "
        "their theirs themselves this that these those there here who whom one ones another others so such same today "
        "yesterday tomorrow tonight now ago"
    )
)
_OWN = frozenset({"his", "her", "its", "their", "that"})  # go back to the subject, or open a clause
_VAGUE = frozenset(_words("a an some many most both all several everyone everybody nobody none each few every anyone"))
_DAYS = frozenset(
    _words(
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
        "september october november december"
    )
)
_SMALL = frozenset(_words("of and for the in on de la von van bin al"))
_BETWEEN = frozenset(_words("also later then already once still long on in last this week month")) | _DAYS
_PERFECT = {"has": "has ", "have": "has ", "had": "had "}
_UNPLAIN = re.compile(r"[\n„;:()\[\]–—…?!/*@#]|, |,$|(?<!\b[A-Z])(?<!\b[A-Z][a-z])\. |\.\.| - | ['‘’]\w")
_QUOTED = re.compile(r"“[^“”\"]*”|\"[^“”\"]*\"")
_CUT = re.compile(r"[\w%’'-]|\s(?:of|or|to|that|than|as)\b")
_APPOSITION = re.compile(r"^, [^,\n]{3,60},\s")
_LY = re.compile(r"[a-z]+ly$")
_NAMED = re.compile(r"[A-ZÀ-Þ][\w.&’'-]*$")
_WORD = re.compile(r"[\w.&’'-]+$")


@dataclass(frozen=True, slots=True)
class Clause:
    """``{subject} {verb}{before}{addressee}{between}{content}``: “Norway”, “asked”, “ ”, “Denmark”, “ for ”, “a loan”.

    ``verb`` has its auxiliary and agrees with “who”; ``lemma`` is its base form. Without an addressee ``before`` runs
    up to the content and ``between`` is empty; an addressee told last (“a loan from Denmark”) makes no clause.
    """

    stored: StoredStatement
    subject: str
    verb: str
    lemma: str
    before: str
    addressee: str | None
    between: str
    content: str

    @property
    def rest(self) -> str:
        """All behind the verb."""
        return f"{self.before}{self.addressee or ''}{self.between}{self.content}"

    @property
    def is_infinitive(self) -> bool:
        """Whether the content is what somebody is to do: “to pay”."""
        return (self.between or self.before).endswith(" to ") and self.stored.statement.cue.of(self._text)[-3:] != " to"

    @property
    def is_clausal(self) -> bool:
        """Whether the content is a whole clause: “that the law is void”, and most of what is said."""
        opening = (self.between or self.before).split()
        return opening[-1:] == ["that"] or self.stored.statement.act is Act.STATE

    @property
    def is_told_by_name(self) -> bool:
        """Whether the sentence itself names the subject, and has no pronoun for it."""
        source = self.stored.statement.source
        return source is not None and self.subject.removeprefix("the ") in source.of(self._text)

    @property
    def _text(self) -> str:
        return self.stored.article.text

    def addressed_to(self, name: str) -> Clause:
        """The same clause, said to another."""
        return replace(self, addressee=name)


def read_clause(stored: StoredStatement) -> Clause | None:
    """The clause of a statement that reads well by itself; None for any other."""
    statement, text = stored.statement, stored.article.text
    if statement.source is None or len(statement.content) != 1 or not _is_plain(statement):
        return None
    subject, content = _subject(stored), statement.content[0]
    verb = _verb(_between(text[statement.source.end : statement.cue.start]), statement.cue.of(text))
    if subject is None or verb is None or content.start < statement.cue.end:
        return None
    first = statement.cue.start + len(statement.cue.of(text).split()[0])
    rest = text[first : content.end]
    if not _reads_well(rest) or _CUT.match(text, content.end) or len(set(terms(rest))) < FEWEST_TERMS:
        return None
    addressee = statement.addressee
    if addressee is None:
        return Clause(stored, subject, *verb, text[first : content.start], None, "", content.of(text))
    before, between = text[first : addressee.start], text[addressee.end : content.start]
    in_order = first < addressee.start and addressee.end <= content.start
    return Clause(stored, subject, *verb, before, addressee.of(text), between, content.of(text)) if in_order else None


def named(phrase: str, stored: StoredStatement) -> str | None:
    """A name or a description with a name in it as it stands within a sentence (“the U.S.”, “South Korea's president”).

    None for whatever else may be a source. A word that opens its sentence is a name only if the article never writes
    it small.
    """
    words = phrase.split()
    article = "the " if words[:1] in (["The"], ["the"]) else ""
    words = words[1:] if article else words
    if not 1 <= len(words) <= MOST_WORDS_OF_A_NAME or not any(map(_NAMED.match, words)):
        return None
    if any(word.lower() in _PRONOUNS | _VAGUE | _DAYS or not _WORD.match(word) for word in words):
        return None
    if (not article and not _NAMED.match(words[0])) or words[-1].lower() in _SMALL:
        return None
    dateline = words[0].isupper() and len(words[0]) > LONGEST_ABBREVIATION
    if dateline or (not article and re.search(rf"\b{re.escape(words[0].lower())}\b", stored.article.text)):
        return None
    return article + " ".join(words)


def _is_plain(statement: Statement) -> bool:
    """Whether the act is told as done, and surely."""
    done = statement.polarity is Polarity.POSITIVE and statement.modality is Modality.FACT
    return done and statement.confidence >= SUREST


def _subject(stored: StoredStatement) -> str | None:
    """Who does it, without an apposition; for a pronoun, who is meant."""
    statement = stored.statement
    told = "" if statement.source is None else statement.source.of(stored.article.text).partition(", ")[0]
    if told.lower() in _PRONOUNS:
        return None if statement.actor is None or not _NAMED.match(statement.actor) else named(statement.actor, stored)
    return named(told, stored)


def _between(words: str) -> list[str]:
    """The words between subject and verb, without an apposition."""
    return _APPOSITION.sub("", words).strip(" ,").split()


def _verb(between: list[str], cue: str) -> tuple[str, str] | None:
    """The finite verb for “who” and its base form, from the words between subject and cue; None if it is not active."""
    form = cue.split(maxsplit=1)[0].lower()
    lemma = lemmas("verb").get(form)
    helping = [word for word in between if word in _PERFECT]
    if lemma is None or form.endswith("ing") or len(helping) > 1:
        return None
    if any(word.lower() not in _BETWEEN and word not in _PERFECT and not _LY.match(word) for word in between):
        return None
    if helping:
        return (f"{_PERFECT[helping[0]]}{form}", lemma) if form != lemma else None
    return (plural(lemma) if form == lemma else form), lemma


def _reads_well(rest: str) -> bool:
    unquoted = _QUOTED.sub("quoted", rest)
    words = [word.strip(".,’'").removesuffix("’s").removesuffix("'s").lower() for word in rest.split()]
    plain = not _UNPLAIN.search(rest) and not any(mark in unquoted for mark in '“”"')
    return plain and rest[:1] == " " and len(words) <= MOST_WORDS and not (set(words) & _PRONOUNS - _OWN)
