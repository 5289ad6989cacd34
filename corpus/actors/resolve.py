"""Who is meant by the sources and addressees of an article's statements.

``resolve`` fills ``actor`` and ``addressee_actor``; ``actor_key``, ``same_actor`` and ``group`` tell which names are
one actor's across articles. Unresolved stays unresolved: None.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.actors.aliases import country, country_of_adjective, fold, is_capital, nouns
from corpus.actors.antecedents import Referent, Spot, Spots, antecedent, pronoun_fit
from corpus.actors.descriptions import described, description_kind
from corpus.actors.entities import Cast, Entity, state_named
from corpus.actors.identity import ActorKey, actor_key, group, same_actor
from corpus.actors.mentions import Mention, abbreviations, groups, inside, mentions, quoted_ranges
from corpus.actors.names import Kind
from corpus.actors.phrases import IT, PRONOUNS, THEY, WE, Form, Phrase, bare, is_first_person, is_label, read_phrase
from corpus.article import Article
from corpus.sentences import sentence_spans
from corpus.span import Span
from corpus.statement import Act, Statement

__all__ = ["ActorKey", "actor_key", "group", "resolve", "same_actor"]

_PLANS = frozenset({"plan", "proposal", "draft", "deal", "resolution", "bill", "agreement"})
_MAKING = frozenset({Act.PROPOSE, Act.OFFER, Act.ANNOUNCE})
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
_COORDINATED = re.compile(r",\s+and\s+|\s+and\s+|,\s+")
_MAKER = re.compile(r"^(?:the\s+|an?\s+)?|\b(?:from|by|of|in)\s+(?:the\s+)?")
_SPEAKS_FOR = re.compile(r"\bspokes\w+\s+(?:for|of|at|with)\s+(?:the\s+)?|\b(?:for|of|at|with)\s+(?:the\s+)?")


def resolve(article: Article, statements: Sequence[Statement]) -> list[Statement]:
    """The statements, in the same order, with who is meant by each source and addressee; None where that is unsure."""
    return _Reading(article).filled(statements) if statements else []


def _tells_who(phrase: Phrase, named: list[Mention]) -> bool:
    """Whether a definite description needs nothing before it: it has a name or another state's adjective in it."""
    return (
        bool(named)
        or any(country_of_adjective(word.capitalize()) for word in phrase.modifiers)
        or phrase.head not in (nouns("role").keys() | nouns("body").keys() | nouns("state").keys())
    )


class _Reading:
    """One article read from its beginning: who has been named and meant so far."""

    def __init__(self, article: Article) -> None:
        self.text = article.text
        self.sentences = sentence_spans(self.text)
        self.starts = [start for start, _ in self.sentences]
        self.quoted = quoted_ranges(self.text)
        self.mentions = mentions(self.text, self.sentences)
        self.mention_starts = [mention.start for mention in self.mentions]
        self.cast = Cast(self.mentions, abbreviations(self.text, self.mentions))
        self.spots = Spots()
        self.people: dict[int, Referent] = {}
        self.makers: dict[str, Referent | None] = {}
        self.resolved: dict[tuple[int, int], Referent | None] = {}
        self.statements: Sequence[Statement] = ()
        for entity in self.cast.entities:
            referent = self._of_entity(entity)
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
        for (start, end), is_source in sorted({**pronouns, **spans}.items()):
            if not is_first_person(self.text[start:end]):
                self._meet(start, end, is_source)
        self._first_persons(statements, spans)
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
        return referent.name if referent else None

    def _meet(self, start: int, end: int, is_source: bool) -> None:
        referent = self._referent(start, end)
        self.resolved[(start, end)] = referent
        if referent is not None:
            referent.count += is_source
            referent.acts = referent.acts or is_source
            referent.spoke = referent.spoke or is_source
            self.spots.add(
                Spot(start, self._sentence(start), referent, is_source, is_source, inside(self.quoted, start))
            )
        for mention in self._inner(start, end) if is_source else ():
            entity = self.cast.find(mention.name)
            if entity:
                self.spots.add(
                    Spot(mention.start, mention.sentence, self._of_entity(entity), True, False, mention.quoted)
                )

    def _sentence(self, at: int) -> int:
        return max(0, bisect_right(self.starts, at) - 1)

    def _inner(self, start: int, end: int) -> list[Mention]:
        at = bisect_left(self.mention_starts, start)
        found = []
        while at < len(self.mentions) and self.mentions[at].start < end:
            found.append(self.mentions[at])
            at += 1
        return [mention for mention in found if mention.end <= end]

    def _of_entity(self, entity: Entity) -> Referent:
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
        text = re.sub(r"(?:[’']s|(?<=s)[’'])$", "", self.text[start:end])
        together = self._coordinated(start, text)
        if together is not None:
            return together
        phrase = read_phrase(text, start, self._inner(start, start + len(text)))
        match phrase.form:
            case Form.PRONOUN:
                return self._pronoun(phrase, start)
            case Form.NAME:
                return self._named(phrase)
            case Form.OWNED:
                return self._owned(phrase, start)
        state = country_of_adjective(text)
        name = state_named(self.cast.entities, state) if state else None
        if name:
            entity = self.cast.find(name)
            return self._of_entity(entity) if entity else None
        return self._described(phrase, start)

    def _named(self, phrase: Phrase) -> Referent | None:
        mention = phrase.name
        assert mention is not None
        entity = self.cast.find(mention.name)
        if entity is None:
            return Referent(mention.name, mention.kind, count=0)
        return self._of_entity(entity)

    def _coordinated(self, start: int, text: str) -> Referent | None:
        """“Egypt and Qatar”: their full names, if each part is a name."""
        if " and " not in text and "," not in text:
            return None
        names, at = [], 0
        for part in _COORDINATED.split(text):
            at = text.index(part, at)
            phrase = read_phrase(part, start + at, self._inner(start + at, start + at + len(part)))
            rest = part[phrase.name.end - start - at :] if phrase.name else part
            referent = self._named(phrase) if phrase.name and (not rest or is_label(rest)) else None
            if referent is None:
                return None
            names.append(referent.name)
            at += len(part)
        joined = ", ".join(names[:-1]) + " and " + names[-1]
        return Referent(joined, Kind.DESCRIPTION, plural=True, phrase=Phrase(text, Form.PLAIN, head="parties"))

    def _pronoun(self, phrase: Phrase, start: int) -> Referent | None:
        teller = self._teller(phrase.head, start)
        if teller is not None:
            return teller
        sentence, banned = self._sentence(start), self._told_of(start, start + len(phrase.text))
        found = antecedent(
            (spot for spot in self.spots.before(start, sentence) if id(spot.referent) not in banned),
            sentence,
            pronoun_fit(phrase.head),
            quoted=inside(self.quoted, start),
        )
        return found[0] if found else None

    def _teller(self, word: str, start: int) -> Referent | None:
        """Who tells of “their demands” or says what “they” do: the source of the clause that the word stands in."""
        if inside(self.quoted, start) or word not in THEY | IT:
            return None
        over = [
            s
            for s in self.statements
            if s.source and s.source.end <= start and any(span.start <= start < span.end for span in s.content)
        ]
        inner = min(over, key=lambda s: start - s.cue.end, default=None)
        meant = self.resolved.get((inner.source.start, inner.source.end)) if inner and inner.source else None
        if meant is None or meant.kind is Kind.PERSON:
            return None
        return meant if word in THEY or not meant.plural else None

    def _told_of(self, start: int, end: int) -> set[int]:
        """Who is named in what the word at this place says: “he” in “A is ill, he said” is not A."""
        told = [s for s in self.statements if s.source and (s.source.start, s.source.end) == (start, end)]
        named = [mention for s in told for span in s.content for mention in self._inner(span.start, span.end)]
        entities = [self.cast.find(mention.name) for mention in named]
        return {id(self._of_entity(entity)) for entity in entities if entity is not None}

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
        sentence = self._sentence(start)
        if phrase.head in nouns("document"):
            return self._maker(phrase, start)
        found = described(phrase, self.spots.before(start, sentence, 40), sentence)
        if found is not None:
            return found
        if phrase.form is Form.DEFINITE and phrase.head in ("sides", "parties") and not phrase.owner:
            return None
        if (
            phrase.form is Form.DEFINITE
            and not phrase.plural
            and not _tells_who(phrase, self._inner(start, start + len(phrase.text)))
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

    def _maker(self, phrase: Phrase, start: int) -> Referent | None:
        """“a statement from Boeing”, “DOT statistics”, and then “the statement”: who made it."""
        for match in _MAKER.finditer(phrase.text):
            for mention in self._inner(start + match.end(), start + len(phrase.text)):
                if mention.start == start + match.end():
                    self.makers[phrase.head] = self._named(Phrase(mention.name, Form.NAME, mention))
                    return self.makers[phrase.head]
        if phrase.form is not Form.DEFINITE:
            return None
        made = self.makers.get(phrase.head) or self._proposer(phrase, start) or self._told_in(phrase, start)
        if made is None and phrase.head in _PLANS and phrase.text[:4].lower() == "the ":
            return Referent(bare(phrase.text), Kind.DESCRIPTION, phrase=phrase, count=0)
        return made

    def _proposer(self, phrase: Phrase, start: int) -> Referent | None:
        """Who proposed “a plan” that “the plan” takes up."""
        for s in sorted(self.statements, key=lambda s: -s.cue.start):
            if s.act not in _MAKING or s.cue.start >= start or s.source is None:
                continue
            if any(re.search(rf"\b{re.escape(phrase.head)}\b", span.of(self.text)) for span in s.content):
                return self.resolved.get((s.source.start, s.source.end))
        return None

    def _told_in(self, phrase: Phrase, start: int) -> Referent | None:
        """Who spoke in “a statement” that “the statement” takes up: the source of the sentence that has the noun."""
        earlier = [m.start() for m in re.finditer(rf"\b{re.escape(phrase.head)}\b", self.text[:start], re.I)]
        if not earlier:
            return None
        number = self._sentence(earlier[-1])
        return next((spot.referent for spot in self.spots.spots if spot.source and spot.sentence == number), None)

    def _first_persons(self, statements: Sequence[Statement], spans: dict[tuple[int, int], bool]) -> None:
        for (start, end), _ in sorted(spans.items()):
            word = fold(self.text[start:end])
            if not is_first_person(self.text[start:end]):
                continue
            speech = self._speech(statements, start)
            speaker = self.resolved.get((speech.source.start, speech.source.end)) if speech and speech.source else None
            if speech and speech.source and word in WE:
                speaker = self._spoken_for(speech.source) or speaker
            self.resolved[(start, end)] = speaker

    def _speech(self, statements: Sequence[Statement], at: int) -> Statement | None:
        """The statement whose content the word at this place stands in, else the nearest in the same sentence."""
        others = [s for s in statements if s.source and (s.source.start, s.source.end) in self.resolved]
        within = [s for s in others if any(span.start <= at < span.end for span in s.content)]
        if within:
            return min(
                within, key=lambda s: min(span.end - span.start for span in s.content if span.start <= at < span.end)
            )
        around = [
            s
            for s in others
            if self._paragraph(s.cue.start) == self._paragraph(at) and not inside(self.quoted, s.cue.start)
        ]
        near = [s for s in around if s.sentence.start <= at < s.sentence.end] or around
        return min(near, key=lambda s: abs(s.cue.start - at), default=None)

    def _paragraph(self, at: int) -> int:
        return self.text.count("\n", 0, at)

    def _spoken_for(self, source: Span) -> Referent | None:
        """The body that a spokesman speaks for, if the phrase names it."""
        text = source.of(self.text)
        if not re.search(r"\bspokes(?:man|woman|person|people)\b", text):
            return None
        bodies = [m for m in self._inner(source.start, source.end) if m.kind in (Kind.BODY, Kind.STATE, Kind.NAME)]
        bodies = [mention for mention in bodies if not is_capital(mention.name) or len(bodies) == 1]
        return self._named(Phrase(text, Form.NAME, bodies[0])) if len(bodies) == 1 else None
