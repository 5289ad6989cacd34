"""What comes close to a question that is not answered: what shares a telling word with it, else nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from assistant.evidence import CONTRARY, Evidence
from corpus.actors.when import is_time
from corpus.article import Article
from corpus.attribution.parse import parse
from corpus.span import Span
from corpus.title import under_heading
from index.archive import Archive
from index.keywords import terms

COMMON = 0.1  # share of the passages from which on a word does not tell what one is about: “people”, “year”
FEW = 20  # passages with a word, up to which it tells, however few there are: all of a small archive is about one thing
_NOUNS, _VERBS = ("NN", "NNS"), ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ")


def telling_words(question: str, index: Archive) -> frozenset[str]:
    """The stems of a question's names, and of those of its other nouns that are rare in the archive.

    If it has neither, its nouns and verbs, however common they are.
    """
    tokens = [token for token in next(parse([question])) if not is_time(token.text)]
    names = _stems(token for token in tokens if _is_name(token))
    nouns = _stems(token for token in tokens if token.tag_ in _NOUNS and not token.is_stop)
    having, most = index.passages_with(nouns), max(FEW, COMMON * index.count_passages())
    telling = names | {stem for stem in nouns if having[stem] <= most}
    return telling or nouns or _stems(token for token in tokens if token.tag_ in _VERBS and not token.is_stop)


def closest(question: str, evidence: Sequence[Evidence], index: Archive) -> list[Evidence]:
    """Of evidence, in its order, what comes close: contrary to what is asked, or with a telling word in its passage."""
    telling = telling_words(question, index)
    return [item for item in evidence if item.fit in CONTRARY or has_one(telling, item.article, item.passage_span)]


def has_one(stems: frozenset[str], article: Article, passage: Span) -> bool:
    """Whether a passage or the heading that it stands under has one of some words."""
    return not stems.isdisjoint(terms(under_heading(article, passage)))


def _is_name(token: Token) -> bool:
    return token.tag_ in ("NNP", "NNPS") or (token.tag_ == "JJ" and token.i > 0 and token.text[:1].isupper())


def _stems(tokens: Iterable[Token]) -> frozenset[str]:
    return frozenset(stem for token in tokens for stem in terms(token.text))
