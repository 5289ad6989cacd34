from __future__ import annotations

import gzip
import socket
import threading
import zlib
from collections.abc import Iterator

import pytest

from benchmarks.forbidden import URLS
from benchmarks.network import NAME, WAYS, internet, rebound, redirected
from corpus.web.address import UnfetchableUrl
from corpus.web.fetch import FetchLimits, fetch
from tests.corpus.web.site import Site, serve


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_to_a_forbidden_address(way: str) -> None:
    with internet() as net:
        tried, refused = redirected(net, way, URLS[:: 3 if way.isdecimal() else 1])
        assert (tried, net.strays) == (refused, [])
        assert net.reached


@pytest.mark.parametrize("number", range(10))
def test_a_name_that_changes_its_address_leads_nowhere_else(number: int) -> None:
    with internet() as net:
        assert rebound(net, number)
        assert net.strays == []


def test_a_connection_to_a_sink_would_be_seen() -> None:
    """The harness can fail: with the flag, the same redirect does connect."""
    with internet() as net:
        net.pages["/go"] = (302, {"Location": "http://127.0.0.1:9/"}, b"")
        with pytest.raises(UnfetchableUrl, match="no connection"):
            fetch(f"http://{NAME}/go", allow_private=True)
        assert net.strays == [("127.0.0.1", 9)]


def test_proxies_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    site.put("/a", "here")
    assert fetch(site.url("/a"), allow_private=True).body == b"here"


def test_private_addresses_only_with_the_flag(site: Site) -> None:
    site.put("/a", "here")
    with pytest.raises(UnfetchableUrl, match="--allow-private"):
        fetch(site.url("/a"))
    assert site.requests == []


def test_redirects_end(site: Site) -> None:
    site.put("/a", "", status=302, Location="/a")
    with pytest.raises(UnfetchableUrl, match="more than 5 redirects"):
        fetch(site.url("/a"), allow_private=True)
    site.put("/b", "", status=301, Location="c")
    site.put("/c", "here")
    assert fetch(site.url("/b"), allow_private=True).url == site.url("/c")


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (b"x" * 3 * 2**20, ""),
        (gzip.compress(b"x" * 40 * 2**20), "gzip"),
        (zlib.compress(b"x" * 40 * 2**20), "deflate"),
    ],
)
def test_size_is_capped_unpacked(site: Site, body: bytes, coding: str) -> None:
    site.put("/a", body, Content_Encoding=coding or "identity")
    with pytest.raises(UnfetchableUrl, match="larger than 2 MB"):
        fetch(site.url("/a"), allow_private=True, limits=FetchLimits(size_mb=2))


def test_time_is_capped_though_bytes_keep_coming() -> None:
    """A server that sends its head one letter at a time, for ever."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
                while not stop.wait(0.05):
                    try:
                        connection.sendall(b"x")
                    except OSError:
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        with pytest.raises(UnfetchableUrl, match="took more than 0.5 s"):
            fetch(f"http://127.0.0.1:{server.getsockname()[1]}/", allow_private=True, limits=FetchLimits(seconds=0.5))
        stop.set()
        thread.join(10)


@pytest.mark.parametrize(
    "answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort", b"\x16\x03\x01"]
)
def test_broken_answers(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def reply() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(9_999)
                connection.sendall(answer)

        thread = threading.Thread(target=reply, daemon=True)
        thread.start()
        with pytest.raises(UnfetchableUrl, match="no answer"):
            fetch(f"http://127.0.0.1:{server.getsockname()[1]}/", allow_private=True)
        thread.join(10)
