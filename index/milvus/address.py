"""Where an archive is in Milvus, as the user writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from corpus.errors import BadInput

NAME = "demarche"
PORT = 19530
TIMEOUT_S = 10.0
TOKEN = "DEMARCHE_STORE_TOKEN"  # the variable's name
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")
_SCHEMES = {"milvus": "http", "milvus+tls": "https", "milvus+file": ""}
FORMS = "milvus://HOST:PORT/NAME, milvus+tls://HOST:PORT/NAME or milvus+file:PATH.db"


@dataclass(frozen=True, slots=True)
class Address:
    """An archive in Milvus.

    ``uri`` is what the client connects to; ``name`` the archive's name there, which its collections begin with;
    ``timeout_s`` how long one request may take; ``token`` is never shown.
    """

    uri: str
    name: str = NAME
    database: str = ""
    timeout_s: float = TIMEOUT_S
    token: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"{self.uri}, archive {self.name}"


def is_address(text: str) -> bool:
    """Whether a text means a store and not a folder."""
    return text.partition(":")[0].lower() in _SCHEMES


def parse_address(text: str, token: str | None = None) -> Address:
    """An address from milvus://HOST:PORT/NAME, milvus+tls://… or milvus+file:PATH.db, each with ?name=…&database=…&
    timeout_s=… if need be.

    Raises BadInput if it is none, or if it holds a secret: a process list would show that.

    >>> parse_address("milvus://127.0.0.1/news")
    Address(uri='http://127.0.0.1:19530', name='news', database='', timeout_s=10.0)
    >>> parse_address("milvus+file:var/news.db?timeout_s=2").uri
    'var/news.db'
    """
    scheme, _, rest = text.partition(":")
    if scheme.lower() not in _SCHEMES:
        raise BadInput(f"{text!r} is no store; write {FORMS}")
    if scheme.lower() == "milvus+file":
        path, _, query = rest.partition("?")
        if not path.endswith(".db"):
            raise BadInput(f"{text!r}: the file of a store ends with .db")
        return _address(path, "", query, token, text)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port or PORT
    except ValueError as error:
        raise BadInput(f"{text!r} is no store ({error}); write {FORMS}") from error
    if parts.username is not None or parts.password is not None:
        raise BadInput(f"{host}: no password in the address of a store, others could see it; put it in {TOKEN}")
    if not host:
        raise BadInput(f"{text!r} names no host; write {FORMS}")
    shown = f"[{host}]" if ":" in host else host
    return _address(f"{_SCHEMES[scheme.lower()]}://{shown}:{port}", parts.path.strip("/"), parts.query, token, text)


def _address(uri: str, name: str, query: str, token: str | None, text: str) -> Address:
    options: Mapping[str, str] = dict(parse_qsl(query, keep_blank_values=True))
    unknown = sorted(set(options) - {"name", "database", "timeout_s"})
    if unknown:
        raise BadInput(f"{text!r}: unknown option {unknown[0]!r}; there are name, database and timeout_s")
    name = options.get("name") or name or NAME
    if not _NAME.fullmatch(name):
        raise BadInput(f"{name!r} is no archive's name: letters, digits and _, at most 60, no digit first")
    try:
        timeout_s = float(options.get("timeout_s", TIMEOUT_S))
    except ValueError:
        timeout_s = 0.0
    if not 0 < timeout_s <= 3_600:
        raise BadInput(f"{text!r}: timeout_s={options['timeout_s']} is no number of seconds up to 3600")
    return Address(uri, name, options.get("database", ""), timeout_s, token or "")
