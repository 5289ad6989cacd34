"""The processes that a Ray of our own consists of, and where they listen. Linux."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path

_LISTENING = "0A"


def descendants(pid: int) -> dict[int, str]:
    """The command lines of all processes below one."""
    parents, names = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text("utf-8", "replace")
            names[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue  # it has just ended
        state, parent = stat.rpartition(")")[2].split()[:2]
        if state != "Z":
            parents[int(folder.name)] = int(parent)
    found: dict[int, str] = {}
    level = {pid}
    while level:
        level = {child for child, parent in parents.items() if parent in level}
        found |= {child: names[child] for child in level}
    return found


def listening(pids: set[int]) -> set[str]:
    """The addresses at which processes listen."""
    inodes = set()
    for pid in pids:
        try:
            for link in Path(f"/proc/{pid}/fd").iterdir():
                match = re.fullmatch(r"socket:\[(\d+)\]", str(link.readlink()))
                inodes |= {match[1]} if match else set()
        except OSError:
            continue
    found = set()
    for table in ("tcp", "tcp6"):
        for row in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = row.split()
            if fields[3] == _LISTENING and fields[9] in inodes:
                found.add(str(_address(fields[1].partition(":")[0])))
    return found


def _address(digits: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    words = [bytes.fromhex(digits[at : at + 8])[::-1] for at in range(0, len(digits), 8)]
    address = ipaddress.ip_address(b"".join(words))
    return getattr(address, "ipv4_mapped", None) or address
