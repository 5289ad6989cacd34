from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests import offline


@pytest.mark.parametrize("host", ["example.org", "192.0.2.1", "2001:db8::1", b"example.org"])
def test_lookups_beyond_loopback_are_refused(host: str | bytes) -> None:
    with pytest.raises(offline.Forbidden):
        socket.getaddrinfo(host, 80)
    assert len(offline.violations) == 1
    offline.violations.clear()


def test_connections_beyond_loopback_are_refused() -> None:
    with socket.socket() as connection, pytest.raises(offline.Forbidden):
        connection.connect(("192.0.2.1", 80))
    with socket.socket(type=socket.SOCK_DGRAM) as connection, pytest.raises(offline.Forbidden):
        connection.sendto(b"x", ("192.0.2.1", 53))
    assert len(offline.violations) == 2
    offline.violations.clear()


def test_loopback_is_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
    assert socket.getaddrinfo("localhost", 80)


def test_child_processes_are_guarded_too() -> None:
    code = "import socket; socket.getaddrinfo('example.org', 80)"
    environment = {**os.environ, "PYTHONPATH": str(Path(offline.__file__).parent)}
    child = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert child.returncode != 0
    assert "Forbidden: socket.getaddrinfo" in child.stderr
