"""What an article says of itself: that it was corrected, clarified, updated or withdrawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.article import Article
from corpus.sentences import sentence_spans
from corpus.span import Span

_SENTENCES = 3  # of a paragraph that begins as a note, in case the story goes on in it


class NoteKind(StrEnum):
    """What a note is about. A retraction takes the article out of answers."""

    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    UPDATE = "update"
    EDITORS_NOTE = "editor's note"
    RETRACTION = "retraction"


@dataclass(frozen=True, slots=True)
class Note:
    """A note and where it stands in the article's text."""

    kind: NoteKind
    span: Span


_OPENING = r"^[\s(\[*_—–-]*"
_ITSELF = (
    r"(?:(?:this|the) (?:article|story|report|piece|column|item|list|post|file|page|headline|caption|map|graphic)"
    r"|(?:an?|the) (?:earlier|previous|prior|original|initial) (?:version|headline|caption))\b"
)
_LABEL = re.compile(
    _OPENING + r"(?P<label>corrections?(?:\s*(?:and|&)\s*clarifications?)?|clarifications?|editor[’'‘]?s?[’']? note"
    r"|retraction|retracted|withdrawn|update|note)\b"
    r"(?:\s*\([^)\n]{1,40}\))?\s*(?P<colon>[:—–]|-(?=\s))?",
    re.IGNORECASE,
)
_DATED_UPDATE = re.compile(_OPENING + r"(?:updated|corrected|amended)\b[^:\n]{0,40}:\s*", re.IGNORECASE)
_ABOUT_ITSELF = re.compile(_OPENING + _ITSELF, re.IGNORECASE)
_ITSELF_ANYWHERE = re.compile(_ITSELF, re.IGNORECASE)
_CHANGED = re.compile(
    r"\b(?:(?:was|were|has|have|had) (?:since )?(?:been |be)?(?:\w+ly )?"
    r"(?:updated|corrected|amended|clarified|revised|edited|changed|modified|appended|removed|deleted|republished)"
    r"|(?:incorrectly|wrongly|mistakenly|erroneously|inaccurately|inadvertently)"
    r"|(?:mis(?:stated|spelled|spelt|identified|attributed|quoted|characterized|characterised|reported|represented))"
    r"|(?:included|contained|gave|had) (?:an? )?(?:error|incorrect|inaccurate|wrong|mistake)"
    r"|(?:error|mistake|typo)\b)",
    re.IGNORECASE,
)
_REPAIRED = re.compile(
    r"\b(?:correct\w*|amended|mis\w+ed|incorrect\w*|wrong\w*|error|mistake\w*|inaccura\w+|typo)\b", re.I
)
_CLARIFIED = re.compile(r"\bclarif\w+", re.IGNORECASE)
_WITHDRAWN = re.compile(
    r"\b(?:(?:retracts?|retracted|withdraws?|withdrew|withdrawn) " + _ITSELF + r"|"
    r"(?:(?:has|have|had) (?:since )?been|is|was|are|were) (?:being )?(?:\w+ly )?(?:retracted|withdrawn|taken down))",
    re.IGNORECASE,
)
_RETRACTED_TITLE = re.compile(r"^\s*[\[(]?(?:retracted|retraction|withdrawn)[\])]?\s*[:—–-]", re.IGNORECASE)
_WAYMARK = re.compile(
    r"\b(?:for (?:the )?(?:latest|more|updates?|live)|follow|read (?:the|our|more|usa)|see (?:the|our) (?:latest|live)"
    r"|live (?:updates|results|blog)|will be updated|click|sign up|subscribe|here for)",
    re.IGNORECASE,
)


def notes(article: Article) -> list[Note]:
    """The notes in an article's text, in order; waymarks such as “Editor's note: For the latest, …” are none.

    A headline that begins with “Retracted:” is a note as well, with an empty span at the beginning of the text.

    >>> [note.kind.value for note in notes(Article("a", "It fell.\\nCorrection: It rose.", "a.txt"))]
    ['correction']
    """
    found = []
    if _RETRACTED_TITLE.match(article.title or ""):
        found.append(Note(NoteKind.RETRACTION, Span(article.id, 0, 0)))
    for start, end in _paragraphs(article.text):
        kind = _kind(article.text[start:end])
        if kind is not None:
            found.append(Note(kind, Span(article.id, start, _note_end(article.text, start, end))))
    return list({note.span.start: note for note in found}.values())


def _kind(paragraph: str) -> NoteKind | None:
    label = _LABEL.match(paragraph)
    if label is not None and (label["colon"] or label.end() == len(paragraph.rstrip(" )]*_"))):
        return _kind_of_label(label["label"].lower(), paragraph[label.end() :])
    if _ABOUT_ITSELF.match(paragraph) or _DATED_UPDATE.match(paragraph):
        return _kind_of_words(paragraph)
    return None


def _kind_of_label(label: str, words: str) -> NoteKind | None:
    if label == "retraction" or _is_withdrawn(f"{label} {words}"):
        return NoteKind.RETRACTION
    if label.startswith("correction"):
        return NoteKind.CORRECTION
    if label.startswith("clarification"):
        return NoteKind.CLARIFICATION
    if _ITSELF_ANYWHERE.search(words) and _CHANGED.search(words):
        return _kind_of_words(words)
    return NoteKind.EDITORS_NOTE if label.startswith("editor") and not _WAYMARK.search(words) else None


def _kind_of_words(words: str) -> NoteKind | None:
    first = words[: sentence_spans(words)[0][1]] if words.strip() else ""
    if _is_withdrawn(first):
        return NoteKind.RETRACTION
    if not _CHANGED.search(first):
        return None
    if _REPAIRED.search(first):
        return NoteKind.CORRECTION
    return NoteKind.CLARIFICATION if _CLARIFIED.search(first) else NoteKind.UPDATE


def _is_withdrawn(words: str) -> bool:
    """Whether the article itself is what was withdrawn: “… has retracted this story”, “This story was retracted”."""
    found = _WITHDRAWN.search(words)
    return found is not None and _ITSELF_ANYWHERE.search(words[: found.end()]) is not None


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The paragraphs as ranges; a label that stands alone is joined with what follows it."""
    lines = [(found.start(), found.end()) for found in re.finditer(r"[^\n]+", text)]
    position = 0
    while position < len(lines):
        start, end = lines[position]
        label = _LABEL.match(text[start:end])
        if label is not None and label.end() == end - start and position + 1 < len(lines):
            position += 1
            end = lines[position][1]
        yield start, end
        position += 1


def _note_end(text: str, start: int, end: int) -> int:
    sentences = sentence_spans(text[start:end])
    return start + sentences[min(_SENTENCES, len(sentences)) - 1][1]
