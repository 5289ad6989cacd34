"""One article read from its beginning: who has been named and meant so far, and who each phrase then means."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.actors.aliases import country, country_of_adjective, fold, nouns
from corpus.actors.antecedents import Referent, Spot, Spots
from corpus.actors.descriptions import described, description_kind
from corpus.actors.entities import Cast, Entity, state_named
from corpus.actors.first_person import first_persons
from corpus.actors.makers import maker
from corpus.actors.mentions import Mention, abbreviations, groups, inside, mentions, quoted_ranges
from corpus.actors.names import Kind
from corpus.actors.nobody import is_nobody
from corpus.actors.openers import openers
from corpus.actors.other_names import other_names, with_nicknames
from corpus.actors.phrases import (
    PRONOUNS,
    Form,
    Phrase,
    bare,
    is_first_person,
    is_label,
    read_phrase,
    tells_who,
    without_times_beside,
)
from corpus.actors.pronouns import pronoun
from corpus.article import Article
from corpus.sentences import sentence_spans
from corpus.span import Span
from corpus.statement import Statement

_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
_COORDINATED = re.compile(r",\s+and\s+|\s+and\s+|,\s+")


class Reading:
    """One article read from its beginning: who has been named and meant so far."""

    def __init__(self, article: Article) -> None:
        self.text = article.text
        self.sentences = sentence_spans(self.text)
        self.starts = [start for start, _ in self.sentences]
        self.quoted = quoted_ranges(self.text)
        called = other_names(self.text)
        named = with_nicknames(mentions(self.text, self.sentences), called)
        self.mentions = [one for one in named if not is_nobody(one.name)]
        self.mention_starts = [mention.start for mention in self.mentions]
        short_forms = abbreviations(self.text, self.mentions) | {one.other: one.name for one in called}
        self.cast = Cast(self.mentions, short_forms)
        self.spots = Spots()
        self.people: dict[int, Referent] = {}
        self.makers: dict[str, Referent | None] = {}
        self.resolved: dict[tuple[int, int], Referent | None] = {}
        self.statements: Sequence[Statement] = ()
        self.opened: set[int] = set()
        self.kept: list[Referent] = []
        for entity in self.cast.entities:
            referent = self.of_entity(entity)
            for mention in entity.mentions:
                self.spots.add(Spot(mention.start, mention.sentence, referent, mention.subject, False, mention.quoted))

        self._add_pairs()
        for start, words, sentence in groups(self.text, self.sentences):
            phrase = read_phrase(words, start, [])
            if phrase.plural:
                group_meant = Referent(bare(words), Kind.DESCRIPTION, plural=True, phrase=phrase, count=0)
                self.spots.add(Spot(start, sentence, group_meant, True, False, inside(self.quoted, start)))

    def _add_pairs(self) -> None:
        """“Egypt and Qatar met”: both together, whom “they” may mean."""
        for one, other in pairwise(self.mentions):
            between = self.text[one.end : other.start]
            if one.sentence == other.sentence and other.subject and re.fullmatch(r",? and (?:the )?", between):
                both = [self.cast.find(mention.name) for mention in (one, other)]
                names = [self._full_name(entity) for entity in both if entity is not None]
                if len(names) == 2 and not (one.place or other.place):
                    described = re.search(r"([a-z]+s) $", self.text[max(0, one.start - 30) : one.start])
                    head = described.group(1) if described else "parties"
                    phrase = Phrase(" and ".join(names), Form.PLAIN, head=head)
                    meant = Referent(phrase.text, Kind.DESCRIPTION, plural=True, phrase=phrase, count=0)
                    self.spots.add(Spot(one.start, one.sentence, meant, True, False, one.quoted))

    def filled(self, statements: Sequence[Statement]) -> list[Statement]:
        """The statements with their actors; first-person pronouns last, once their speakers are known."""
        self.statements = statements
        spans = {
            (span.start, span.end): span is s.source for s in statements for span in (s.source, s.addressee) if span
        }
        pronouns = {match.span(): False for match in _PRONOUN.finditer(self.text)}
        taken = {start for start, _ in spans}
        opening = {place for place in openers(self.text, self.sentences) if place[0] not in taken}
        for (start, end), is_source in sorted({**dict.fromkeys(opening, False), **pronouns, **spans}.items()):
            if not is_first_person(self.text[start:end]):
                self._meet(start, end, is_source, opens=(start, end) in opening)
        first_persons(self, statements, spans)
        return [self._filled(statement) for statement in statements]

    def _filled(self, statement: Statement) -> Statement:
        named = statement.source_named
        if statement.source and fold(statement.source.of(self.text)) in PRONOUNS:
            meant = self.resolved.get((statement.source.start, statement.source.end))
            named = meant is not None and self._is_named(meant)
        return replace(
            statement,
            actor=self._name(statement.source),
            addressee_actor=self._name(statement.addressee),
            source_named=named,
        )

    def _is_named(self, referent: Referent) -> bool:
        """Whether a referent has a name, and is not only described."""
        return referent.phrase is None or any(self.cast.find(name) for name in re.split(r", | and ", referent.name))

    def _name(self, span: Span | None) -> str | None:
        referent = self.resolved.get((span.start, span.end)) if span else None
        return referent.name if referent and not is_nobody(referent.name) else None

    def _meet(self, start: int, end: int, is_source: bool, *, opens: bool = False) -> None:
        referent = self._opener(start, end) if opens else self._referent(start, end)
        if opens and (referent is None or not (referent.plural or referent.kind is Kind.BODY)):
            return
        if opens and referent is not None and id(referent) not in {id(spot.referent) for spot in self.spots.spots}:
            self.opened.add(id(referent))
            self.kept.append(referent)
        self.resolved[(start, end)] = referent
        if referent is not None:
            referent.count += is_source
            referent.acts = referent.acts or is_source
            referent.spoke = referent.spoke or is_source
            subject = is_source or opens
            self.spots.add(Spot(start, self.sentence(start), referent, subject, is_source, inside(self.quoted, start)))
        for mention in self.inner(start, end) if is_source else ():
            entity = self.cast.find(mention.name)
            if entity:
                self.spots.add(
                    Spot(mention.start, mention.sentence, self.of_entity(entity), True, False, mention.quoted)
                )

    def _opener(self, start: int, end: int) -> Referent | None:
        """Whom a common noun at the beginning of a sentence means, though it is written as a name there."""
        phrase = read_phrase(self.text[start:end], start, [])
        if phrase.form not in (Form.PLAIN, Form.DEFINITE):
            return self._referent(start, end)
        meant = self._described(phrase, start)
        body = meant is None and phrase.form is Form.DEFINITE and phrase.head in nouns("body")
        return self._remember(Referent(bare(phrase.text), Kind.BODY, phrase=phrase), phrase) if body else meant

    def sentence(self, at: int) -> int:
        """The number of the sentence that an offset lies in."""
        return max(0, bisect_right(self.starts, at) - 1)

    def inner(self, start: int, end: int) -> list[Mention]:
        """The names within a range."""
        at = bisect_left(self.mention_starts, start)
        found = []
        while at < len(self.mentions) and self.mentions[at].start < end:
            found.append(self.mentions[at])
            at += 1
        return [mention for mention in found if mention.end <= end]

    def of_entity(self, entity: Entity) -> Referent:
        """The referent of a name of the cast, one for each."""
        if id(entity) not in self.people:
            kinds = frozenset(entity.nouns)
            self.people[id(entity)] = Referent(
                self._full_name(entity),
                entity.kind,
                entity.gender,
                nouns=kinds,
                count=len(entity.mentions),
                acts=entity.acts,
            )
        return self.people[id(entity)]

    def _full_name(self, entity: Entity) -> str:
        code = country(entity.name) if entity.kind is Kind.STATE else None
        return (state_named(self.cast.entities, code) if code else None) or entity.name

    def _referent(self, start: int, end: int) -> Referent | None:
        """Who the phrase at this place means."""
        start, end = without_times_beside(self.text, start, end, self.inner(start, end))
        text = re.sub(r"(?:[’']s|(?<=s)[’'])$", "", self.text[start:end])
        return (self._coordinated(start, text) or self._single(start, text)) if text else None

    def _single(self, start: int, text: str) -> Referent | None:
        """Who a phrase means that is no list of names."""
        phrase = read_phrase(text, start, self.inner(start, start + len(text)))
        match phrase.form:
            case Form.PRONOUN:
                return pronoun(self, phrase, start)
            case Form.NAME:
                return self.named(phrase)
            case Form.OWNED:
                return self._owned(phrase, start)
        state = country_of_adjective(text)
        name = state_named(self.cast.entities, state) if state else None
        if name:
            entity = self.cast.find(name)
            return self.of_entity(entity) if entity else None
        return self._described(phrase, start)

    def named(self, phrase: Phrase) -> Referent | None:
        """Whom a phrase with a name in it means."""
        mention = phrase.name
        assert mention is not None
        entity = self.cast.find(mention.name)
        if entity is None:
            return Referent(mention.name, mention.kind, count=0)
        return self.of_entity(entity)

    def _coordinated(self, start: int, text: str) -> Referent | None:
        """“Egypt and Qatar”: their full names, if each part is a name."""
        if " and " not in text and "," not in text:
            return None
        names, at = [], 0
        for part in _COORDINATED.split(text):
            at = text.index(part, at)
            if re.match(r"(?:in|at|on|from|near)\s", part):  # “Ann Lee, in Texas”
                return None
            phrase = read_phrase(part, start + at, self.inner(start + at, start + at + len(part)))
            rest = part[phrase.name.end - start - at :] if phrase.name else part
            referent = self.named(phrase) if phrase.name and (not rest or is_label(rest)) else None
            if referent is None:
                return None
            names.append(referent.name)
            at += len(part)
        joined = ", ".join(names[:-1]) + " and " + names[-1]
        return Referent(joined, Kind.DESCRIPTION, plural=True, phrase=Phrase(text, Form.PLAIN, head="parties"))

    def _owned(self, phrase: Phrase, start: int) -> Referent | None:
        """“Egypt's request” means Egypt; “Netanyahu's office” itself, with the owner's full name."""
        owner = self._referent(start, start + len(phrase.owner))
        if phrase.head in nouns("document"):
            return owner
        if owner is None or (phrase.text[len(phrase.owner) :].startswith(" ") and not owner.name):
            return None
        rest = re.sub(r"^(?:[’']s?)?\s*", "", phrase.text[len(phrase.owner) :])
        mark = "’" if "’" in phrase.text else "'"
        name = f"{owner.name}{mark}{'' if owner.plural and owner.name.endswith('s') else 's'} {rest}"
        return self._remember(Referent(name, description_kind(phrase), plural=phrase.plural, phrase=phrase), phrase)

    def _described(self, phrase: Phrase, start: int) -> Referent | None:
        sentence = self.sentence(start)
        if phrase.head in nouns("document"):
            return maker(self, phrase, start)
        before = (spot for spot in self.spots.before(start, sentence, 40) if id(spot.referent) not in self.opened)
        found = described(phrase, before, sentence)
        if found is not None:
            return found
        if phrase.form is Form.DEFINITE and phrase.head in ("sides", "parties") and not phrase.owner:
            return None
        if (
            phrase.form is Form.DEFINITE
            and not phrase.plural
            and not tells_who(phrase, self.inner(start, start + len(phrase.text)))
        ):
            return None
        return self._remember(
            Referent(bare(phrase.text), description_kind(phrase), plural=phrase.plural, phrase=phrase), phrase
        )

    def _remember(self, referent: Referent, phrase: Phrase) -> Referent:
        referent.nouns = frozenset((phrase.head, *phrase.modifiers))
        gender = nouns("role").get(phrase.head)
        referent.gender = gender if gender in ("m", "f") else None
        return referent
