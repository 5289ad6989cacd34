"""Which addresses may be connected to: every address of a host must be public, or none is used."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from corpus.errors import UnreadableArticle

WEB_PORTS = frozenset({80, 443, 8000, 8008, 8080, 8443})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_RELAYS = (ip_network("192.88.99.0/24"), ip_network("192.0.0.0/24"))
_DOCUMENTATION = ip_network("3fff::/20")  # RFC 9637, not yet known to ipaddress
_NAT64 = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
_GLOBAL_IPV6 = ip_network("2000::/3")
_NUMBERS = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d*))*", re.IGNORECASE)
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\\]")


class UnfetchableUrl(UnreadableArticle):
    """An address that may not be fetched, or could not be; the message names it without a user's name or password."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect for an address: its parts, and the checked addresses of its host."""

    url: str
    scheme: str
    host: str
    port: int
    addresses: tuple[str, ...]

    @property
    def path(self) -> str:
        """Path and query, as a request has them."""
        parts = urlsplit(self.url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    @property
    def authority(self) -> str:
        """The Host header's value."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def target(url: str, *, allow_private: bool = False) -> Target:
    """Check an address and resolve its host, once: connect to what is returned, not to the name again.

    Raises:
        UnfetchableUrl: not http(s), with a user's name, on a port of another service, with a host in disguise, without
            an address, or with one that is not public and ``allow_private`` is not set.
    """
    parts = _parts(url)
    host = _host(parts, url)
    port = parts.port or _DEFAULT_PORTS[parts.scheme]
    if port not in WEB_PORTS and not allow_private:
        raise UnfetchableUrl(shown(url), f"port {port} is not one of the web's; allow it with --allow-private")
    addresses = _resolve(host, port, url)
    if not allow_private:
        for address in addresses:
            if not is_public(address):
                raise UnfetchableUrl(
                    shown(url), f"its address {address} is not public; if you mean it, allow it with --allow-private"
                )
    return Target(url.partition("#")[0], parts.scheme, host, port, addresses)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet; an IPv4 address within an IPv6 one counts for itself.

    >>> is_public("93.184.215.14"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("64:ff9b::7f00:1")
    (True, False, False, False)
    """
    try:
        found = ip_address(address)
    except ValueError:  # with a scope, such as fe80::1%eth0: of this link
        return False
    if isinstance(found, IPv6Address):
        within = _within(found)
        if within is not None:
            return (
                False
                if within in (IPv4Address(0), IPv4Address(1))
                else is_public(str(within)) and found not in _GLOBAL_IPV6
            )
        return found in _GLOBAL_IPV6 and found.is_global and found not in _DOCUMENTATION and not found.is_multicast
    return found.is_global and not (
        found.is_multicast or found.is_reserved or found.is_unspecified or any(found in relay for relay in _RELAYS)
    )


def shown(url: str) -> str:
    """An address for a message: one line, without a user's name or password."""
    text = re.sub(r"//[^/@?#]*@", "//", url)
    return "".join(character if character.isprintable() else "?" for character in text)[:300]


def _parts(url: str) -> SplitResult:
    if _UNSAFE.search(url) or len(url) > 4_000:
        raise UnfetchableUrl(shown(url), "no address: it has spaces, control characters or backslashes, or is too long")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise UnfetchableUrl(shown(url), f"no address that can be read ({error})") from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise UnfetchableUrl(shown(url), f"{parts.scheme or 'no'} scheme; only http and https are fetched")
    if "@" in parts.netloc:
        raise UnfetchableUrl(shown(url), "it carries a user's name or password; remove it")
    return parts


def _host(parts: SplitResult, url: str) -> str:
    host = (parts.hostname or "").rstrip(".")
    if not host or "%" in host:
        raise UnfetchableUrl(shown(url), "it names no host")
    if ":" in host:
        try:
            return str(IPv6Address(host))
        except ValueError as error:
            raise UnfetchableUrl(shown(url), "its host is no IPv6 address") from error
    try:
        ascii_host = host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise UnfetchableUrl(shown(url), "its host is no name") from error
    if _NUMBERS.fullmatch(ascii_host.rstrip(".")):
        try:
            return str(IPv4Address(ascii_host))
        except ValueError as error:  # 2130706433, 0x7f.1, 017700000001, 127.1
            raise UnfetchableUrl(shown(url), "its host is an IP address in disguise; write it in full") from error
    return ascii_host


def _resolve(host: str, port: int, url: str) -> tuple[str, ...]:
    try:
        return (str(ip_address(host)),)
    except ValueError:
        pass  # a name
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError) as error:
        raise UnfetchableUrl(
            shown(url), f"no address for {host} ({error}); check the name and the connection"
        ) from error
    addresses = tuple(dict.fromkeys(str(item[4][0]) for item in found))
    if not addresses:
        raise UnfetchableUrl(shown(url), f"no address for {host}")
    return addresses


def _within(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one carries: mapped, compatible, 6to4, Teredo or NAT64."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    number = int(address)
    if number < 2**32:
        return IPv4Address(number)
    return IPv4Address(number & 0xFFFFFFFF) if any(address in network for network in _NAT64) else None
