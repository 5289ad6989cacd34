"""What the server refuses, hides and never says."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import app
from app import serve
from assistant.assistant import Assistant
from assistant.chat.headers import HEADERS
from assistant.settings import Settings
from index.embed import DEFAULT_MODEL, load_embedder
from index.errors import IndexMissing
from index.removal import remove
from index.update import update


def fetch(url: str, payload: object = None, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], str]:
    """Status, headers (names in lower case) and body."""
    data = None if payload is None else json.dumps(payload).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", **(headers or {})})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, {k.lower(): v for k, v in response.headers.items()}, response.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read().decode("utf-8", "replace")


@pytest.mark.parametrize("path", ["", "theme.css", "config", "gradio_api/info", "gradio_api/file=/etc/passwd"])
def test_every_response_has_the_headers(address: str, path: str) -> None:
    _, headers, _ = fetch(address + path)
    assert {name: headers.get(name.lower()) for name in HEADERS} == HEADERS


def test_another_host_is_refused(address: str) -> None:
    assert fetch(address, headers={"Host": "evil.example"})[0] == 400


@pytest.mark.parametrize("path", ["docs", "redoc", "openapi.json", "monitoring", "gradio_api/runs"])
def test_what_is_not_needed_is_off(address: str, path: str) -> None:
    assert fetch(address + path)[0] in {403, 404}


def run_app(*arguments: str) -> subprocess.CompletedProcess[str]:
    """``python app.py`` with arguments that keep it from starting."""
    command = [sys.executable, str(app.__file__), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_without_an_index_it_says_so_in_one_line(tmp_path: Path) -> None:
    done = run_app("--index", str(tmp_path / "none"))
    assert done.returncode == 3
    assert "no index here" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_empty_index_is_not_served(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "one.txt").write_text("A mayor spoke. A bridge fell.", "utf-8")
    embedder = load_embedder(DEFAULT_MODEL)
    index = tmp_path / "index"
    added = update([tmp_path / "corpus"], index, embedder).added
    remove(added, index, embedder.dimension)
    with pytest.raises(IndexMissing, match="no articles in the index"):
        serve(Settings(index))


def test_a_taken_port_is_told(assistant: Assistant) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run_app("--index", str(assistant.index.directory), "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "--port" in done.stderr
    assert done.stderr.count("\n") == 1
