"""Files to download, made when they are needed and forgotten after an hour."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

_KEPT_S = 3600


def download(name: str, key: str, text: Callable[[], str]) -> str:
    """The path of a file with this name and text; made once for each ``key``, which must tell equal texts only."""
    root = Path(_root().name)
    folder = root / hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]
    path = folder / name
    if not path.exists():
        _forget_old(root)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=folder, delete=False) as file:
            file.write(text())
        Path(file.name).replace(path)
    os.utime(folder)  # what is used again is kept for another hour
    return str(path)


@cache
def _root() -> tempfile.TemporaryDirectory[str]:
    """This process's own folder, which nobody else reads and which goes with it."""
    return tempfile.TemporaryDirectory(prefix="demarche-downloads-")


def _forget_old(root: Path) -> None:
    for folder in root.glob("*"):
        with suppress(FileNotFoundError):  # another thread forgot it
            if folder.stat().st_mtime < time.time() - _KEPT_S:
                shutil.rmtree(folder, ignore_errors=True)
