"""Settings: one frozen object, built only by the command line and the chat."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.llm.endpoint import Endpoint, read_endpoint
from index.embed import DEFAULT_MODEL
from index.milvus.address import TOKEN as STORE_TOKEN
from index.milvus.address import Address, parse_address

DEFAULT_INDEX = Path("var/index")
LOCAL = "none"  # the store that is none, whatever the environment says


@dataclass(frozen=True, slots=True)
class Settings:
    """``index`` is the index's folder, ``model`` the embedding model's name or path.

    With a ``store`` answers come from there, and ``index`` is where it is filled from and what readers say is kept.
    With a ``password`` the chat asks for it and for ``user``. ``tools`` offers MCP tools, to who has the ``token``.
    ``llm`` is the language model that words answers, None for none.
    """

    index: Path
    model: str = DEFAULT_MODEL
    host: str = "127.0.0.1"
    port: int = 7860
    store: Address | None = None
    user: str = "reader"
    password: str | None = None
    tools: bool = False
    token: str | None = None
    llm: Endpoint | None = None


def read_settings(
    index: str | None = None,
    model: str | None = None,
    *,
    store: str | None = None,
    host: str = "127.0.0.1",
    port: int = 7860,
    llm: str | None = None,
    llm_model: str | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Settings:
    """Settings from arguments, else from ``DEMARCHE_INDEX``, ``DEMARCHE_MODEL`` and ``DEMARCHE_STORE``, else the
    defaults.

    Secrets come from the environment alone, where no process list shows them: ``DEMARCHE_USER``, ``DEMARCHE_PASSWORD``,
    ``DEMARCHE_MCP`` (1 offers the tools), ``DEMARCHE_TOKEN`` and ``DEMARCHE_STORE_TOKEN``. For the language model see
    ``read_endpoint``.

    Raises BadInput.

    >>> read_settings(environment={"DEMARCHE_INDEX": "elsewhere"}).index.as_posix()
    'elsewhere'
    """
    named = store or environment.get("DEMARCHE_STORE") or LOCAL
    folder = index or environment.get("DEMARCHE_INDEX") or DEFAULT_INDEX
    return Settings(
        Path(folder),
        model or environment.get("DEMARCHE_MODEL") or DEFAULT_MODEL,
        host,
        port,
        store=parse_address(named, environment.get(STORE_TOKEN)) if named != LOCAL else None,
        user=environment.get("DEMARCHE_USER") or "reader",
        password=environment.get("DEMARCHE_PASSWORD") or None,
        tools=environment.get("DEMARCHE_MCP") == "1",
        token=environment.get("DEMARCHE_TOKEN") or None,
        llm=read_endpoint(llm, llm_model, environment),
    )
