"""Files to download, made when they are needed and forgotten after an hour."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

_KEPT_S = 3600


def download(name: str, key: str, text: Callable[[], str]) -> str:
    """The path of a file with this name and text; made once for each ``key``, which must tell equal texts only."""
    root = Path(tempfile.gettempdir()) / "demarche-downloads"
    folder = root / hashlib.sha256(key.encode()).hexdigest()[:32]
    path = folder / name
    if not path.exists():
        _forget_old(root)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=folder, delete=False) as file:
            file.write(text())
        Path(file.name).replace(path)
    return str(path)


def _forget_old(root: Path) -> None:
    for folder in root.glob("*"):
        if folder.stat().st_mtime < time.time() - _KEPT_S:
            shutil.rmtree(folder, ignore_errors=True)
