"""What a user names to be indexed: folders, files, addresses, and files that list addresses."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from corpus.web.follow import is_url, listed_urls, plain

Source = Path | str  # a path, or an address


def sources(given: Iterable[str]) -> list[Source]:
    """Each named source once, in order; a file of addresses, one a line, stands for them."""
    found: list[Source] = []
    for name in given:
        listed = None if is_url(name) else listed_urls(Path(name))
        if listed is not None:
            found += map(plain, listed)
        else:
            found.append(plain(name) if is_url(name) else Path(name))
    return list(dict.fromkeys(found))
