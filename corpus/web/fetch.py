"""One fetch over the network: each hop checked, the connection pinned to the checked address, size and time capped."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPException
from urllib.parse import urljoin

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from corpus.web.address import Target, UnfetchableUrl, shown, target

USER_AGENT = "demarche/0.1 (reads the news feeds and pages that its user names)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PIECE = 2**16


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one fetch may cost, over all its hops. ``size_mb`` counts what is unpacked."""

    seconds: float = 60.0
    connect_seconds: float = 10.0
    size_mb: int = 32
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered. ``url`` is where the last hop led; ``headers`` have lower-case names."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def charset(self) -> str | None:
        """The charset of the Content-Type."""
        _, found, value = self.headers.get("content-type", "").lower().partition("charset=")
        return value.split(";")[0].strip(" \"'") or None if found else None


def fetch(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    allow_private: bool = False,
    limits: FetchLimits | None = None,
) -> Response:
    """Fetch an address, following redirects. Proxies and credentials of the environment are not used.

    Raises:
        UnfetchableUrl: the address or one that it redirects to may not be fetched, or it could not be.
    """
    bounds = limits or FetchLimits()
    deadline = time.monotonic() + bounds.seconds
    here = url
    for _ in range(bounds.redirects + 1):
        where = target(here, allow_private=allow_private)
        response = _one(where, headers or {}, deadline, bounds)
        if response.status not in _REDIRECTS or "location" not in response.headers:
            return response
        try:
            here = urljoin(here, response.headers["location"])
        except ValueError as error:
            raise UnfetchableUrl(shown(here), "it redirects to what is no address") from error
    raise UnfetchableUrl(shown(url), f"more than {bounds.redirects} redirects")


def _one(where: Target, headers: Mapping[str, str], deadline: float, limits: FetchLimits) -> Response:
    """One request, to the first of the checked addresses that takes the connection."""
    last: Exception | None = None
    for address in where.addresses:
        left = deadline - time.monotonic()
        if left <= 0:
            break
        connection = _connection(where, address, min(limits.connect_seconds, left))
        try:
            connection.connect()
        except (HTTPError, OSError) as error:
            connection.close()
            last = error
            continue
        return _exchange(connection, where, headers, deadline, limits)
    why = f"no connection ({' '.join(str(last).split())[:160]})" if last else f"it took more than {limits.seconds:g} s"
    raise UnfetchableUrl(shown(where.url), why) from last


def _exchange(
    connection: HTTPConnection, where: Target, headers: Mapping[str, str], deadline: float, limits: FetchLimits
) -> Response:
    expired = threading.Event()
    open_socket = connection.sock
    if open_socket is None:
        raise AssertionError("the connection was not made")

    def expire() -> None:  # a server that sends a byte now and then never runs into a read timeout
        expired.set()
        with suppress(OSError):
            open_socket.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(deadline - time.monotonic(), 0.0), expire)
    timer.daemon = True
    timer.start()
    open_socket.settimeout(limits.seconds)
    try:
        sent = {"Host": where.authority, "User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate", **headers}
        connection.request("GET", where.path, headers=sent, preload_content=False, decode_content=True)
        answer = connection.getresponse()
        body = _body(answer, where, limits)
        if expired.is_set():  # what came is cut short, and may look whole
            raise TimeoutError
    except (HTTPError, HTTPException, OSError, ValueError, AttributeError) as error:
        late = expired.is_set() or isinstance(error, TimeoutError)
        why = f"it took more than {limits.seconds:g} s" if late else f"no answer ({' '.join(str(error).split())[:160]})"
        raise UnfetchableUrl(shown(where.url), why) from error
    finally:
        timer.cancel()
        connection.close()
    return Response(where.url, answer.status, {name.lower(): value for name, value in answer.headers.items()}, body)


def _body(answer: HTTPResponse, where: Target, limits: FetchLimits) -> bytes:
    limit = limits.size_mb * 2**20
    body = bytearray()
    for piece in answer.stream(_PIECE, decode_content=True):
        body += piece
        if len(body) > limit:
            raise UnfetchableUrl(shown(where.url), f"larger than {limits.size_mb} MB")
    return bytes(body)


def _connection(where: Target, address: str, timeout: float) -> HTTPConnection:
    """A connection to one address. Over TLS the certificate must be that of the host that was asked for."""
    if where.scheme == "http":
        return HTTPConnection(address, where.port, timeout=timeout)
    return HTTPSConnection(
        address,
        where.port,
        timeout=timeout,
        ssl_context=_ssl_context(),
        server_hostname=where.host,
        assert_hostname=where.host,
    )


@lru_cache(maxsize=1)
def _ssl_context() -> ssl.SSLContext:
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())  # where the system brings no certificates
    return context
