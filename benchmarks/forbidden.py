"""Addresses that must never be connected to, in the forms in which attackers write them."""

from __future__ import annotations

# IP addresses, as a name server or a literal may give them
ADDRESSES = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.1.2.3",
    "127.255.255.254", "169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.170",
    "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::127.0.0.1", "::10.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::7f00:1", "100::1", "2001::1",
    "2001:0:7f00:1::1", "2001:2::1", "2001:10::1", "2001:db8::1", "2002:7f00:1::1", "2002:a00:1::", "2002:a9fe:a9fe::",
    "3fff::1", "5f00::1", "fc00::1", "fd00::1", "fd12:3456:789a::1", "fe80::1", "fe80::1%1", "febf::1", "fec0::1",
    "ff01::1", "ff02::1", "ff0e::1", "4000::1", "8000::1",
)  # fmt: skip

# addresses as a page or a redirect may write them, and the above as literals
_DISGUISED = (
    "http://127.0.0.1/", "http://127.1/", "http://127.0.1/", "http://0/", "http://0.0.0.0/", "http://2130706433/",
    "http://017700000001/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://127.0.0.1./",
    "http://0x7f.1/", "http://00000177.0.0.1/", "http://127.0.0.01/", "http://[::1]/", "http://[::ffff:7f00:1]/",
    "http://[::ffff:127.0.0.1]/", "http://[0:0:0:0:0:0:0:1]/", "http://[64:ff9b::127.0.0.1]/", "http://[2002:7f00:1::]/",
    "http://localhost/", "http://LOCALHOST/", "http://localhost./", "https://localhost/", "http://localhost:22/",
    "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://127.0.0.1:80/", "http://127.0.0.1:25/", "http://user@127.0.0.1/",
    "http://example.org@127.0.0.1/", "http://user:pass@example.org/", "http://127.0.0.1\\@example.org/",
    "http://127.0.0.1#@example.org/", "http://127.0.0.1?@example.org/", "http:\\\\127.0.0.1/", "http://127.0.0.1 /",
    "http://%31%32%37.0.0.1/", "http://127.0.0.1%00.example.org/", "http://[fe80::1%25eth0]/", "http://[::]/",
    "HTTP://127.0.0.1/", "//127.0.0.1/", "file:///etc/passwd", "file://localhost/etc/passwd", "ftp://127.0.0.1/",
    "gopher://127.0.0.1/", "dict://127.0.0.1:11211/", "ldap://127.0.0.1/", "jar:http://127.0.0.1!/", "data:text/html,x",
    "javascript:alert(1)", "http://", "http:///", "http://:80/", "http://[/", "http://[::1", "http://]/", "", "x",
    "http://127.0.0.1:0/", "http://127.0.0.1:65536/", "http://127.0.0.1:-1/", "http://127.0.0.1:8o/",
)  # fmt: skip
_LITERALS = tuple(f"http://[{text}]/" if ":" in text else f"http://{text}/" for text in ADDRESSES)
URLS = tuple(dict.fromkeys(_DISGUISED + _LITERALS))
