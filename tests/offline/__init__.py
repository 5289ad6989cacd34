"""A guard that no connection and no name lookup leaves this machine."""

from __future__ import annotations

import socket
import sys
from typing import Any

LOOKUPS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
violations: list[str] = []


class Forbidden(BaseException):
    """Beyond ``except Exception``, so that no library passes over it."""


def is_loopback(host: object) -> bool:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    return name is None or (isinstance(name, str) and (name in ("", "localhost", "::1") or name.startswith("127.")))


def install() -> None:
    """Refuse and record whatever goes beyond loopback, in this process, for good."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("socket.connect", "socket.sendto"):
            connection, address = arguments[0], arguments[1]
            if connection.family in (socket.AF_INET, socket.AF_INET6) and not is_loopback(address[0]):
                _refuse(f"{event} {address}")
        elif event in LOOKUPS and not is_loopback(arguments[0]):
            _refuse(f"{event} {arguments[0]!r}")

    sys.addaudithook(hook)


def _refuse(what: str) -> None:
    violations.append(what)
    raise Forbidden(what)
