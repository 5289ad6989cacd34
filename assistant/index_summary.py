"""What an indexing did, as a person understands it at once: counts, what is searchable now, and what is not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import Refusal
from index.update import Summary

NAMED = 3  # of a kind of refusal; all are named, each with its reason, on stderr
_COUNTED = ("added", "changed", "unchanged", "removed", "skipped")
OTHER = "for another reason"
# what the reasons of corpus and index say, in few words; the first that fits
_KINDS = {
    "behind a paywall or locked": r"paywall|locked by a password",
    "to be mended (a field, a line, an id)": r'front matter|^"|no "text"|not (?:a )?JSON|the id ',
    "beyond a limit, or with a trap in it": r"limit|more than|deeper|larger than|would unpack|mailbox|entities",
    "damaged, or not what the name says": (
        r"damaged|broken|crashed|its name ends in|byte-order|that can be read|no mail:"
    ),
    "with nothing to read (empty, a scan, a picture, an error page)": (
        r"empty|no text|picture|no article|error page|summary"
    ),
    "of a kind that is not read": (
        r"Office|archive|compressed|rich text|PostScript|binary|is not read|encoding|sitemap:"
    ),
    "not fetched (the address, the site or its server says no)": (
        r"server|robots|address|public|scheme|redirect|host|port |user's name"
    ),
}


def summary_lines(summary: Summary, directory: Path) -> list[str]:
    """The lines that ``index`` prints: one of counts, for programs too, and one for each thing worth knowing."""
    counts = ", ".join(f"{name} {len(getattr(summary, name))}" for name in _COUNTED)
    lines = [f"{counts} ({summary.passages_embedded:,} passages embedded) in {directory}"]
    lines += [f"{folder}: empty now; its articles come back when its files do" for folder in summary.emptied]
    if summary.kept_out:
        some = _named(summary.kept_out)
        lines.append(f"kept out, as removed by hand: {some}; to have one again: demarche articles restore ID")
    if summary.foreign:
        languages = ", ".join(f"{name} {count}" for name, count in sorted(Counter(summary.foreign).items()))
        lines.append(
            f"not in English: {languages}; found by their own words and quoted as they are, "
            "but not read for statements and not matched by meaning"
        )
    return lines + _skipped(summary)


def _skipped(summary: Summary) -> list[str]:
    if not summary.skipped:
        return []
    groups: dict[str, list[str]] = {}
    for refusal in summary.skipped:
        groups.setdefault(kind_of_refusal(refusal), []).append(refusal.where)
    largest = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    width = len(str(len(largest[0][1])))
    searchable = _number(summary.read - len(summary.kept_out), "article")
    files = _number(len({refusal.file for refusal in summary.skipped}), "file")
    return [
        f"{searchable} can be asked about; {files} could not be read, wholly or in part (reasons above):",
        *(f"  {len(names):>{width}}  {what}: {_named(names)}" for what, names in largest),
    ]


def kind_of_refusal(refusal: Refusal) -> str:
    """What kind of thing was refused.

    >>> kind_of_refusal(Refusal("a.pdf", "a.pdf", "no text in its 2 pages: a scan; recognise its text (OCR) first"))
    'with nothing to read (empty, a scan, a picture, an error page)'
    """
    return next((kind for kind, told in _KINDS.items() if re.search(told, refusal.reason)), OTHER)


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _number(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
