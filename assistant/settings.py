"""Settings: one frozen object, built only by the command line and the chat."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.embed import DEFAULT_MODEL

DEFAULT_INDEX = Path("var/index")


@dataclass(frozen=True, slots=True)
class Settings:
    """``index`` is the index's folder, ``model`` the embedding model's name or path."""

    index: Path
    model: str = DEFAULT_MODEL
    host: str = "127.0.0.1"
    port: int = 7860


def read_settings(
    index: str | None = None,
    model: str | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    environment: Mapping[str, str] = os.environ,
) -> Settings:
    """Settings from arguments, else from ``DEMARCHE_INDEX`` and ``DEMARCHE_MODEL``, else the defaults.

    >>> read_settings(environment={"DEMARCHE_INDEX": "elsewhere"}).index.as_posix()
    'elsewhere'
    """
    folder = index or environment.get("DEMARCHE_INDEX") or DEFAULT_INDEX
    return Settings(Path(folder), model or environment.get("DEMARCHE_MODEL") or DEFAULT_MODEL, host, port)
