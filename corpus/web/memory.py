"""What was fetched before, so that the next run asks only for what is new: one JSON file beside the index."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import BadInput

FILE = "sources.json"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a server said of an address: its ETag, Last-Modified and, for a list, its entries.

    ``changed`` is what a feed or sitemap gave as the time of the page's last change.
    """

    etag: str | None = None
    last_modified: str | None = None
    changed: str | None = None
    entries: tuple[Mapping[str, Any], ...] | None = None

    def conditions(self) -> dict[str, str]:
        """Headers that ask for the page only if it has changed."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value}


@dataclass(slots=True)
class Memory:
    """What is known of each address, by its URL."""

    path: Path
    seen: dict[str, Seen] = field(default_factory=dict)

    def save(self) -> None:
        """Write it, whole or not at all."""
        made = self.path.with_suffix(".tmp")
        made.write_text(json.dumps({url: asdict(seen) for url, seen in self.seen.items()}), "utf-8")
        made.replace(self.path)


def open_memory(path: Path) -> Memory:
    """What was saved there; empty if nothing was.

    Raises:
        BadInput: it is there and cannot be read.
    """
    try:
        saved = json.loads(path.read_text("utf-8"))
        found = {url: Seen(**{**item, "entries": _entries(item["entries"])}) for url, item in saved.items()}
    except FileNotFoundError:
        found = {}
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise BadInput(f"{path}: damaged; remove it, and everything is asked for anew") from error
    return Memory(path, found)


def _entries(value: Any) -> tuple[Mapping[str, Any], ...] | None:
    return None if value is None else tuple(value)
