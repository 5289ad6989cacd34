from __future__ import annotations

import socket
from ipaddress import ip_address

import pytest

from benchmarks.forbidden import ADDRESSES, URLS
from corpus.web.address import UnfetchableUrl, is_public, shown, target


@pytest.mark.parametrize("text", ADDRESSES)
def test_what_is_not_public(text: str) -> None:
    assert not is_public(text)


@pytest.mark.parametrize("text", ["93.184.215.14", "8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001::1"])
def test_what_is_public(text: str) -> None:
    assert is_public(text)
    assert ip_address(text)


@pytest.mark.parametrize("url", URLS)
def test_what_may_not_be_fetched(url: str) -> None:
    """Not one of them is looked up beyond loopback: the guard of all tests would notice."""
    with pytest.raises(UnfetchableUrl) as caught:
        target(url)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    ["ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1/", "data:text/html,x", "http://u:p@127.0.0.1/", "http:///x",
     "http://127.0.0.1:99999/", "http://127.0.0.1/\r\nHost: x", "http://2130706433/", "http://[::1/", "//127.0.0.1/"],
)  # fmt: skip
def test_what_may_not_be_fetched_even_with_the_flag(url: str) -> None:
    with pytest.raises(UnfetchableUrl):
        target(url, allow_private=True)


def test_the_flag_allows_private_addresses_and_their_ports() -> None:
    found = target("http://127.0.0.1:12345/a?b=c#d", allow_private=True)
    assert (found.addresses, found.port, found.path, found.authority) == (
        ("127.0.0.1",),
        12345,
        "/a?b=c",
        "127.0.0.1:12345",
    )


def test_one_address_of_many_that_is_not_public_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    def answers(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ("93.184.215.14", "10.0.0.7")]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    with pytest.raises(UnfetchableUrl, match=r"10\.0\.0\.7 is not public"):
        target("https://example.org/")


def test_messages_hide_what_is_secret() -> None:
    assert shown("https://user:secret@example.org/a") == "https://example.org/a"
    with pytest.raises(UnfetchableUrl) as caught:
        target("https://user:secret@example.org/a")
    assert "secret" not in str(caught.value)
