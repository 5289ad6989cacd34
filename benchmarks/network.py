"""A small internet on loopback: names with the addresses we say, one public server, and a record of every connection.

Names are resolved and the public address is reached through ``socket.getaddrinfo``, which is replaced for the time;
what our code connects to is seen by an audit hook, so a connection to anything but the server cannot go unnoticed.
"""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from benchmarks.forbidden import URLS
from corpus.errors import Refusal
from corpus.sandbox.sandbox import Sandbox
from corpus.web.address import UnfetchableUrl
from corpus.web.fetch import FetchLimits, fetch
from corpus.web.follow import Follower
from corpus.web.memory import Memory
from corpus.web.polite import PoliteFetcher

PUBLIC = "93.184.215.14"
NAME = "news.example"
LIMITS = FetchLimits(seconds=20, redirects=3)
WAYS = ("301", "302", "307", "feed", "sitemap")


@dataclass
class Internet:
    """``pages`` by path: (status, headers, body). ``strays`` are the connections that went elsewhere."""

    port: int = 0
    pages: dict[str, tuple[int, Mapping[str, str], bytes]] = field(default_factory=dict)
    answers: dict[str, Callable[[], Sequence[str]]] = field(default_factory=dict)
    strays: list[object] = field(default_factory=list)
    reached: int = 0
    open: bool = False


@contextmanager
def internet() -> Iterator[Internet]:
    """Serve and resolve; what was replaced is put back."""
    net = Internet()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            net.reached += 1
            status, headers, body = net.pages.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it overrides
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    net.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    real = socket.getaddrinfo

    def resolve(host: Any, port: Any, *rest: Any, **more: Any) -> list[Any]:
        if host == PUBLIC:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", net.port))]
        if host in net.answers:
            return [_answer(address, port) for address in net.answers[host]()]
        return real(host, port, *rest, **more) if host in ("localhost", "127.0.0.1", "::1") else _unknown(host)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        connects = net.open and event == "socket.connect" and arguments[0].family != socket.AF_UNIX
        if connects and tuple(arguments[1][:2]) != ("127.0.0.1", net.port):
            net.strays.append(arguments[1])

    sys.addaudithook(hook)
    socket.getaddrinfo = resolve
    net.open = True
    net.answers[NAME] = lambda: [PUBLIC]
    try:
        yield net
    finally:
        net.open = False
        socket.getaddrinfo = real
        server.shutdown()
        server.server_close()


def _unknown(host: object) -> list[Any]:
    raise socket.gaierror(socket.EAI_NONAME, f"{host} is not known here")


def _answer(address: str, port: Any) -> Any:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return (family, socket.SOCK_STREAM, 6, "", (address, port))


def redirected(net: Internet, way: str, urls: Sequence[str] = URLS) -> tuple[int, int]:
    """Lead the fetcher to each forbidden address in one way; returns (tried, refused)."""
    if way in ("feed", "sitemap"):
        return _listed(net, way, urls)
    refused = 0
    for url in urls:
        sent = url.encode("utf-8").decode("latin-1")  # the bytes of a header
        net.pages["/go"] = (int(way), {"Location": sent}, b"")
        try:
            response = fetch(f"http://{NAME}/go", limits=LIMITS)
            refused += response.status >= 300  # an address that is relative leads to our own server, which has none
        except UnfetchableUrl:
            refused += 1
    return len(urls), refused


def _listed(net: Internet, way: str, urls: Sequence[str]) -> tuple[int, int]:
    from html import escape

    made = [escape(url) for url in urls]
    if way == "feed":
        items = "".join(f"<item><title>x</title><link>{url}</link></item>" for url in made)
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
    else:
        items = "".join(f"<url><loc>{url}</loc></url>" for url in made)
        body = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</urlset>'
    net.pages["/list"] = (200, {"Content-Type": "application/xml"}, body.encode())
    from pathlib import Path

    with Sandbox() as sandbox:
        fetcher = PoliteFetcher(delay_s=0, limits=LIMITS)
        items_found = list(Follower(fetcher, sandbox, Memory(Path("unused")), ()).follow(f"http://{NAME}/list"))
    return len(urls), len(urls) - sum(not isinstance(item, Refusal) for item in items_found)


def rebound(net: Internet, number: int) -> bool:
    """One name whose answers change from one lookup to the next; whether nothing but the public server was reached."""
    private = ("127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1")[number % 5]
    turns = [[PUBLIC], [private]] if number % 2 else [[private, PUBLIC], [PUBLIC]]
    turns = [[PUBLIC, private], *turns] if number % 3 == 0 else turns
    asked = iter(turns * 20)
    name = f"rebind{number}.example"
    net.answers[name] = lambda: next(asked)
    net.pages["/page"] = (200, {"Content-Type": "text/html"}, b"<p>here</p>")
    net.pages["/again"] = (302, {"Location": f"http://{name}/page"}, b"")
    before = len(net.strays)
    for path in ("/page", "/again", "/page", "/again"):
        try:
            fetch(f"http://{name}{path}", limits=LIMITS)
        except UnfetchableUrl:
            continue
    return len(net.strays) == before
