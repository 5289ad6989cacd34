"""Example questions made from the articles themselves, each tried before it is shown."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.question import Question
from corpus.article import Article
from corpus.sentences import sentence_spans
from corpus.span import Span
from index.errors import IndexUnusable

SHOWN = 4
_TRIED = 12  # candidates asked at most: each costs as much as a user's question
_ARTICLES_READ = 400
_LOOK_AGAIN_S = 0.2
_SENTENCES_READ = 15  # of an article, from its beginning

_ACTS = {
    "proposed": "propose", "demanded": "demand", "rejected": "reject", "offered": "offer", "promised": "promise",
    "accepted": "accept", "requested": "request", "pledged": "pledge", "denied": "deny", "threatened": "threaten",
    "urged": "urge", "endorsed": "endorse", "sought": "seek", "refused": "refuse", "vetoed": "veto",
    "called for": "call for", "agreed to": "agree to", "asked for": "ask for", "warned of": "warn of",
    "turned down": "turn down", "insisted on": "insist on",
}  # fmt: skip
_NAME = r"[A-Z][\w’'.-]*[\w’']"
_NOT_NOUNS = r"(?!has |was |is |its |his |as |says )"
_CLAIM = re.compile(
    rf"(?:^|, )(?P<who>(?:[Tt]he )?{_NAME}(?: (?:of|for|the|and|{_NAME}|{_NOT_NOUNS}[a-z]+s)){{0,4}}),? "
    rf"(?:has |have |had )?(?:[a-z]+ly )?(?P<act>{'|'.join(_ACTS)}) (?!by\b)\w"
)
_NOT_NAMES = {"He", "She", "It", "They", "We", "I", "This", "That", "These", "Those", "But", "And", "Who", "The"}


class Examples:
    """Example questions for the current index, found once for each of its generations. Safe for several threads."""

    def __init__(self, assistant: Assistant, give_way: Callable[[], None] = lambda: None) -> None:
        """``give_way`` returns when it is a good time to try the next question."""
        self._assistant = assistant
        self._give_way = give_way
        self._starting = threading.Lock()
        self._search: _Search | None = None

    def begin(self) -> None:
        """Look for them already, before anybody wants to see them."""
        with suppress(IndexUnusable):
            self._current()

    def questions(self) -> Iterator[tuple[str, ...]]:
        """Questions that the index answers: those found so far, whenever there is one more, up to ``SHOWN``."""
        search, shown = self._current(), 0
        while True:
            running, found = search.is_alive(), tuple(search.found)
            if len(found) > shown:
                shown = len(found)
                yield found
            if not running:
                return
            search.join(_LOOK_AGAIN_S)

    def _current(self) -> _Search:
        generation = self._assistant.index.state()
        with self._starting:
            if self._search is None or self._search.generation != generation:
                self._search = _Search(self._assistant, generation, self._give_way)
                self._search.start()
            return self._search


class _Search(threading.Thread):
    """Finds examples in the background: a visitor who leaves does not stop it."""

    def __init__(self, assistant: Assistant, generation: str, give_way: Callable[[], None]) -> None:
        super().__init__(name="example questions", daemon=True)
        self.generation = generation
        self.found: list[str] = []
        self._assistant = assistant
        self._give_way = give_way

    def run(self) -> None:
        """Fill ``found``; if the index becomes unusable meanwhile, leave it at what there is."""
        try:
            for question in find_examples(self._assistant, self._give_way):
                self.found.append(question)
        except IndexUnusable:
            return
        except RuntimeError:  # no new work while Python ends
            if threading.main_thread().is_alive():
                raise


def find_examples(assistant: Assistant, give_way: Callable[[], None] = lambda: None) -> Iterator[str]:
    """Questions whose answers cite the sentences that they were made from, about different parties."""
    about: set[str] = set()
    tried = 0
    for who, question, sentence in _candidates(_some_articles(assistant)):
        if who in about:
            continue
        tried += 1
        give_way()
        if _cites(assistant.ask(Question(question)), sentence):
            about.add(who)
            yield question
        if len(about) == SHOWN or tried == _TRIED:
            return


def _cites(answer: Answer, sentence: Span) -> bool:
    return any(Span(cited.article, cited.start, cited.end).overlaps(sentence) for cited in answer.citations)


def _some_articles(assistant: Assistant) -> list[Article]:
    """Articles spread evenly over the index, none twice."""
    return assistant.index.some_articles(_ARTICLES_READ)


def _candidates(articles: Sequence[Article]) -> Iterator[tuple[str, str, Span]]:
    """(who, question, the sentence it is made from), at most one an article."""
    for article in articles:
        for start, end in sentence_spans(article.text[:4_000])[:_SENTENCES_READ]:
            made = question_about(article.text[start:end])
            if made is not None:
                yield *made, Span(article.id, start, end)
                break


def question_about(sentence: str) -> tuple[str, str] | None:
    """Who acts in a sentence, and the question what he did; None unless that is plain.

    >>> question_about("Hamas firmly rejected any suggestion of disarming.")
    ('Hamas', 'What did Hamas reject?')
    >>> question_about("Egypt's intelligence chief, Hassan Rashad, has proposed a deal.")
    ('Hassan Rashad', 'What did Hassan Rashad propose?')
    >>> question_about("He rejected the plan.") is None
    True
    """
    claim = _CLAIM.search(sentence)
    if claim is None:
        return None
    who = re.sub(r"^The ", "the ", claim["who"])
    if who.split()[0] in _NOT_NAMES or not re.search("[A-Z]", who):
        return None
    return who, f"What did {who} {_ACTS[claim['act']]}?"
