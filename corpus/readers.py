"""One reader for each kind of plain text: bytes to articles or typed refusals. Other kinds: corpus/formats.

A reader yields, in file order, an Article for each article and an UnreadableArticle for each part that is none.
It raises UnreadableArticle if nothing of the file can be read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import yaml

from corpus.article import Article
from corpus.clean import clean
from corpus.dates import parse_date
from corpus.decode import decode
from corpus.errors import UnreadableArticle
from corpus.formats.finish import finished
from corpus.formats.live_text import with_posts
from corpus.formats.stubs import why_no_article
from corpus.language import language_of
from corpus.title import headline

_YAML_NULLS = ("", "~", "null", "Null", "NULL")

Reader = Callable[[bytes, str], Iterator[Article | UnreadableArticle]]


def read_txt(data: bytes, file: str) -> Iterator[Article | UnreadableArticle]:
    """The whole file; its first line is the title if it looks like a headline."""
    text = clean(decode(data, file))
    _require_words(text, file)
    yield from with_posts(finished(file, text, where="first line"))


def read_markdown(data: bytes, file: str) -> Iterator[Article | UnreadableArticle]:
    """YAML front matter and body; without front matter, the body alone."""
    fields, body = _front_matter(decode(data, file), file)
    text = clean(body)
    _require_words(text, file)
    first = text.partition("\n")[0]
    heading = first.lstrip("#").strip() if first.startswith("#") else headline(text)
    article = _from_fields(file, text, file, fields, "front matter")
    if article.title is None and heading is not None:
        told = (*article.provenance, ("title", "first line"))
        article = replace(article, title=heading, provenance=tuple(sorted(told)))
    yield from with_posts(article)


def read_jsonl(data: bytes, file: str) -> Iterator[Article | UnreadableArticle]:
    """One JSON object a line; a broken line is refused by its number and the others are read."""
    for number, line in enumerate(decode(data, file).split("\n"), start=1):
        if line.strip():
            try:
                yield from with_posts(_from_json(line, f"{file}:{number}", file))
            except UnreadableArticle as refused:
                yield refused


READERS: Mapping[str, Reader] = {"txt": read_txt, "md": read_markdown, "jsonl": read_jsonl}


def _from_json(line: str, where: str, file: str) -> Article:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:  # ValueError: also a number of too many digits
        raise UnreadableArticle(where, f"not JSON ({error}); mend the line or remove it") from error
    if not isinstance(fields, dict):
        raise UnreadableArticle(where, "not a JSON object; one article is one {…} a line")
    if not isinstance(fields.get("text"), str):
        raise UnreadableArticle(where, 'no "text"; it is the one field that every article needs')
    text = clean(fields["text"])
    _require_words(text, where)
    given = fields.get("id")
    if given is not None and not (isinstance(given, str | int) and str(given).strip()):
        raise UnreadableArticle(where, f'"id" is {given!r}; it must be a non-empty string')
    return _from_fields(where if given is None else str(given), text, file, fields, "JSON line", where)


def _from_fields(
    identity: str, text: str, file: str, fields: Mapping[str, Any], told_by: str, where: str | None = None
) -> Article:
    try:
        published = parse_date(fields.get("published"))
    except ValueError as error:
        raise UnreadableArticle(where or file, f'"published": {error}') from error
    authors = fields.get("authors")
    known: dict[str, Any] = {
        "title": _line(fields.get("title")),
        "publisher": _line(fields.get("publisher")),
        "authors": tuple(filter(None, map(_line, authors if isinstance(authors, list) else [authors]))),
        "published": published,
        "url": _line(fields.get("url")),
        "language": _line(fields.get("language")),
    }
    provenance = {name: told_by for name, value in known.items() if value}
    if known["language"] is None:
        known["language"] = language_of(text)
        provenance |= {"language": "detected"} if known["language"] else {}
    name = identity.encode("utf-8", "replace").decode("utf-8")
    return Article(name, text, file, **known, provenance=tuple(sorted(provenance.items())))


def _line(value: object) -> str | None:
    """A metadata value as one clean line, None if there is nothing in it."""
    if value is None or isinstance(value, dict | list):
        return None
    return " ".join(clean(str(value)).split()) or None


def _front_matter(text: str, file: str) -> tuple[Mapping[str, Any], str]:
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.startswith("---"):
        return {}, text
    head, found, body = text[3:].partition("\n---")
    if not found:
        return {}, text
    try:
        # every value as the text that it is: a title may be a number, `no` is Norwegian, 2024-13-45 no date
        fields = yaml.load(head, yaml.BaseLoader)  # builds strings, lists and dicts alone
    except (yaml.YAMLError, RecursionError) as error:
        raise UnreadableArticle(file, f"its front matter is not YAML ({_in_short(error)}); mend it") from error
    if fields and not isinstance(fields, dict):
        raise UnreadableArticle(file, "its front matter is not a list of `name: value` lines; mend it")
    known = {name: value for name, value in (fields or {}).items() if value not in _YAML_NULLS}
    return known, body.partition("\n")[2]


def _in_short(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    said = str(error) if mark is None else f"line {mark.line + 1}: {getattr(error, 'problem', error)}"
    return " ".join(said.split())[:120]


def _require_words(text: str, where: str) -> None:
    if not any(character.isalnum() for character in text):
        raise UnreadableArticle(where, "no text is left of it but page furniture")
    why = why_no_article(text)
    if why is not None:
        raise UnreadableArticle(where, why)
