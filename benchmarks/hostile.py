"""Attacks on the page with hostile strings: an archive made of them, and what a browser shows of their work."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Dialog, Page

from index.embed import DEFAULT_MODEL, load_embedder
from index.update import update

# Where text of others stands, and what none of it may become there.
PLACES = (
    "#chat .message-content, #chat .options, #proofs, #masthead, #active, #found, #positions-head, #opened, "
    "#positions-table, #articles-table, #article, #results"
)
FORBIDDEN = "script, img, iframe, form, style, object, embed, link, meta, base, video, audio, dialog, textarea, marquee"


def hostile_index(folder: Path, texts: Sequence[str]) -> Path:
    """An index under ``folder`` whose articles are hostile in file name, title, outlet, author, address and text."""
    corpus = folder / "hostile"
    corpus.mkdir()
    for number, text in enumerate(texts):
        front = {"title": text, "publisher": text, "authors": [text], "url": text, "published": "2024-01-02"}
        fields = "\n".join(f"{name}: {json.dumps(value)}" for name, value in front.items())
        body = f"The Zorblax company promised telescope {number} to every customer {text}. It gave no date."
        (corpus / file_name(number, text)).write_text(f"---\n{fields}\n---\n\n{body}\n", "utf-8", "replace")
    update([corpus], folder / "hostile-index", load_embedder(DEFAULT_MODEL))
    return folder / "hostile-index"


def file_name(number: int, text: str, ending: str = "md") -> str:
    """A hostile name that a file system takes."""
    name = "".join("_" if mark in "/\0" else mark for mark in text[:60])
    return f"{number} {name}.{ending}"


class Harm:
    """What a page did that it must not do."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.outside: list[str] = []
        self.dialogs: list[str] = []
        page.on("request", lambda request: self.outside.append(request.url) if is_outside(request.url) else None)
        page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def seen(self) -> dict[str, Any]:
        """What was done, by kind; ``{}`` if nothing was."""
        page = self._page
        done = {
            "ran": page.evaluate("window.ran === true") or page.title() != "Demarche",
            "foreign": page.locator(PLACES).locator(FORBIDDEN).evaluate_all("all => all.map(one => one.outerHTML)"),
            "covered": not page.evaluate(
                "[...document.querySelectorAll('button[role=tab], #question textarea')].filter(one => one.offsetParent)"
                ".every(one => { one.scrollIntoView({block: 'center'}); const at = one.getBoundingClientRect();"
                "const top = document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2);"
                "return one.contains(top) || top?.contains(one); })"
            ),
            "too wide": page.evaluate("document.documentElement.scrollWidth > innerWidth"),
            "outside": self.outside,
            "dialogs": self.dialogs,
        }  # fmt: skip
        return {kind: what for kind, what in done.items() if what}


def is_outside(url: str) -> bool:
    """Whether a request leaves loopback."""
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:"))
