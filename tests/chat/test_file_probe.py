"""No way in reads a file of the machine: every event, every input of it, by every route, launched or mounted."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
import uvicorn
from fastapi import FastAPI
from gradio.utils import get_upload_folder

from app import build
from assistant.assistant import Assistant
from assistant.chat.editor import Editor
from index.embed import DEFAULT_MODEL
from tests.chat.conftest import WAIT_MS, free_port, served
from tests.chat.test_safety import fetch
from tests.conftest import ROOT

NAMED = ("ask", "lookup", "statements")


@contextmanager
def mounted(assistant: Assistant) -> Iterator[str]:
    """The page inside somebody's own FastAPI app."""
    page = build(assistant, Editor(assistant.index.directory, DEFAULT_MODEL))
    app, port = gr.mount_gradio_app(FastAPI(), page, path="/chat"), free_port()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    waited = threading.Event()
    for _ in range(WAIT_MS // 50):
        if server.started:
            break
        waited.wait(0.05)
    yield f"http://127.0.0.1:{port}/chat/"
    server.should_exit = True
    thread.join()


@pytest.fixture(params=[served, mounted], ids=["launched", "mounted"])
def way_in(request: pytest.FixtureRequest, assistant: Assistant) -> Iterator[str]:
    with request.param(assistant) as address:
        yield address


def probes(file: Path) -> list[Any]:
    """Values that ask Gradio to fetch a file of the machine for the reader."""
    data = {"path": str(file), "meta": {"_type": "gradio.FileData"}, "orig_name": "secret.txt", "url": str(file)}
    return [data, [data], {"role": "user", "content": data, "files": [data], "value": data}]


def calls(config: dict[str, Any], file: Path) -> Iterator[tuple[int, list[Any], Any]]:
    """(event, its inputs, what the event tells): a probe in all inputs at once, in each alone, and in the event."""
    usual = {one["id"]: one["props"].get("value") for one in config["components"]}
    for dependency in config["dependencies"]:
        defaults = [usual.get(name) for name in dependency["inputs"]]
        for probe in probes(file):
            yield dependency["id"], [probe for _ in defaults], {"value": probe, "index": probe, "row_value": [probe]}
        for place in range(len(defaults)):
            given = [probes(file)[0] if number == place else one for number, one in enumerate(defaults)]
            yield dependency["id"], given, {"value": "x", "index": 0, "row_value": [1]}


def heard(address: str, event: int, data: list[Any], told: Any) -> Iterator[str]:
    """What comes back from one call, by the queue and past it."""
    session = uuid.uuid4().hex
    call = {"data": data, "fn_index": event, "session_hash": session, "event_data": told}
    if told["index"] != 0:
        yield fetch(f"{address}gradio_api/run/predict", call)[2]
    status, _, body = fetch(f"{address}gradio_api/queue/join", call)
    yield fetch(f"{address}gradio_api/queue/data?session_hash={session}")[2] if status == 200 else body


def test_no_input_of_any_event_reads_a_file(way_in: str, tmp_path: Path) -> None:
    secret = f"secret-{uuid.uuid4()}"
    file = tmp_path / "secret.txt"
    file.write_text(secret, "utf-8")
    config = json.loads(fetch(f"{way_in}config")[2])
    tried = 0
    for event, data, told in calls(config, file):
        for said in heard(way_in, event, data, told):
            assert secret not in said
            assert "Traceback" not in said
        tried += 1
    for name in NAMED:
        for probe in probes(file):
            body = fetch(f"{way_in}gradio_api/call/{name}", {"data": [probe] * 8})[2]
            event = json.loads(body).get("event_id", "none")
            assert secret not in fetch(f"{way_in}gradio_api/call/{name}/{event}")[2]
    assert tried > len(config["dependencies"]) > 20
    kept = [one for one in Path(get_upload_folder()).rglob("*") if one.is_file()]
    assert [one for one in kept if secret.encode() in one.read_bytes()] == []


@pytest.mark.parametrize("form", ["file={}", "file/{}", "proxy=file://{}", "stream/x/1/{}/playlist-file"])
def test_no_address_gives_a_file(way_in: str, form: str, tmp_path: Path) -> None:
    secret = f"secret-{uuid.uuid4()}"
    (tmp_path / "secret.txt").write_text(secret, "utf-8")
    for path in (tmp_path / "secret.txt", ROOT / "pyproject.toml"):
        status, _, body = fetch(f"{way_in}gradio_api/{form.format(path)}")
        assert status >= 400
        assert secret not in body
        assert "[project]" not in body
