"""Articles that readers add: kept in a folder of the index, so that indexing other corpora leaves them alone."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from corpus.article import Article
from corpus.errors import BadInput
from corpus.load import load
from index.catalog import known_articles, open_catalog
from index.update import Summary

FOLDER = "uploads"
MAX_FILES = 200
MAX_FILE_MB = 20
MAX_REQUEST_MB = 100
MAX_PASTED = 500_000  # characters
_NAME_CHARACTERS = 100
_OLD = ".old-"
_FIELDS = ("title", "publisher", "published", "url")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file: how many articles of it were added and so on, or why it was refused."""

    file: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: tuple[str, ...] = ()


def uploads(directory: Path) -> Path:
    """The folder of an index that holds what readers added."""
    return directory / FOLDER


def keep_files(directory: Path, files: Sequence[Path]) -> list[str]:
    """Copy uploaded files into the index's folder; gives their names there. Raises BadInput if there are too many."""
    if len(files) > MAX_FILES:
        raise BadInput(f"{len(files)} files at once, limit {MAX_FILES}; add them in several steps")
    names: list[str] = []
    for file in files:
        name = f"uploaded/{safe_name(file.name)}"
        if name not in names:
            _put(directory, name, file.read_bytes())
            names.append(name)
    return names


def keep_pasted(directory: Path, text: str, fields: Mapping[str, str]) -> str:
    """Keep a pasted article, with what is known of it; gives its name. Raises BadInput if there is no text in it."""
    if not text.strip():
        raise BadInput("there is no text; paste the article's text")
    if len(text) > MAX_PASTED:
        raise BadInput(f"the text has {len(text):,} characters, limit {MAX_PASTED:,}; add it as a file")
    known = {name: fields[name].strip() for name in _FIELDS if fields.get(name, "").strip()}
    head = "\n".join(f"{name}: {json.dumps(value, ensure_ascii=True)}" for name, value in known.items())
    digest = hashlib.sha256(f"{head}\n{text}".encode("utf-8", "replace")).hexdigest()[:8]
    slug = re.sub(r"[^a-z0-9]+", "-", (known.get("title") or text[:60]).lower()).strip("-")[:60] or "article"
    name = f"pasted/{slug}-{digest}.md"
    _put(directory, name, f"---\n{head}\n---\n\n{text}\n".encode("utf-8", "replace"))
    return name


def safe_name(name: str) -> str:
    """A file's name as it may stand in a folder: no path, no control characters, not hidden, not too long.

    >>> safe_name("../../etc/.passwd"), safe_name("a\\u202eb<c>.txt")
    ('passwd', 'a_b_c_.txt')
    """
    last = PurePath(name.replace("\\", "/")).name
    plain = re.sub(r"[^\w .,()&'’+-]", "_", last).strip(" .") or "unnamed"
    stem, dot, ending = plain.rpartition(".")
    return plain if len(plain) <= _NAME_CHARACTERS else f"{(stem or ending)[:_NAME_CHARACTERS]}{dot}{ending[:8]}"


def settle(directory: Path, names: Iterable[str], summary: Summary) -> list[Result]:
    """What became of some files in an update; a file that was refused as a whole is taken away again."""
    root = uploads(directory)
    with open_catalog(directory) as catalog:
        known = known_articles(catalog)
    results = []
    for name in names:
        ids = {one for one, of in known.items() if of.file == name and of.corpus == str(root.resolve())}
        refused = tuple(_reason(one.where, one.reason, name) for one in summary.skipped if one.file == name)
        added, changed, unchanged = (
            len(ids & set(done)) for done in (summary.added, summary.changed, summary.unchanged)
        )
        results.append(Result(PurePath(name).name, added, changed, unchanged, refused))
        _keep_or_restore(root / name, is_good=bool(added or changed or unchanged))
    return results


def forget(directory: Path, articles: Sequence[Article]) -> None:
    """Take removed articles out of the files that readers added; a file that holds others as well stays."""
    root = uploads(directory)
    for article in articles:
        path = root / article.file
        if not path.resolve().is_relative_to(root.resolve()) or not path.is_file():
            continue
        others = [one.id for one in load(path) if isinstance(one, Article)]
        if len(others) <= 1:
            path.unlink()
        elif path.suffix.lower() == ".jsonl":
            _blank_line(path, root, article.id)


def _put(directory: Path, name: str, data: bytes) -> None:
    """Write a file whole or not at all; what it replaces is kept until it is known to be good."""
    path = uploads(directory) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".new-{path.name}")
    made.write_bytes(data)
    if path.exists():
        shutil.copyfile(path, path.with_name(_OLD + path.name))
    made.replace(path)


def _keep_or_restore(path: Path, *, is_good: bool) -> None:
    old = path.with_name(_OLD + path.name)
    if is_good:
        old.unlink(missing_ok=True)
    elif old.exists():
        old.replace(path)
    else:
        path.unlink(missing_ok=True)


def _blank_line(path: Path, root: Path, name: str) -> None:
    """Empty the line of one article: the others keep their numbers, which may be in their ids."""
    lines = path.read_bytes().split(b"\n")
    for number, line in enumerate(lines):
        fallback = f"{path.relative_to(root).as_posix()}:{number + 1}"
        try:
            fields = json.loads(line) if line.strip() else {}
        except ValueError:
            continue
        given = fields.get("id") if isinstance(fields, dict) else None
        if line.strip() and (str(given) == name or (given is None and fallback == name)):
            lines[number] = b""
    path.write_bytes(b"\n".join(lines))


def _reason(where: str, reason: str, name: str) -> str:
    """Why something was refused, without the folders of this machine."""
    line = where.removeprefix(name).lstrip(":")
    told = re.sub(
        r"taken by an article of .+?; rename one of them", "taken by another article; rename this one", reason
    )
    return f"line {line}: {told}" if line.isdecimal() else told
