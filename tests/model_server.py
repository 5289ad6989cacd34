"""A server on loopback that speaks the OpenAI protocol as a model would that obeys, lies, or breaks: streamed, over HTTP.

It stands for the model alone. Everything of ours that talks to it is the real thing.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Says = Callable[[str], str]  # from what the user message says to the reply


@dataclass
class Served:
    """The address, and what was asked of it."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)

    @property
    def asked(self) -> str:
        """The user message of the last request."""
        return str(self.requests[-1]["messages"][-1]["content"])


@contextmanager
def serving(says: Says, *, models: tuple[str, ...] = ("toy",), fault: str = "") -> Iterator[Served]:
    """A model that replies with what ``says`` makes of the user message, or shows one of these faults.

    ``status N``; ``slow`` (a piece, then nothing until the client is gone); ``trickle`` (a byte of a line that never
    ends at a time); ``cut`` (hangs up in the middle); ``unended`` (closes properly, without saying that it is done);
    ``garbage``, ``html``, ``json`` (no events); ``endless`` (goes on for ever); ``one line`` (megabytes without an
    event); ``zipped``; ``away`` (redirects); ``null`` (events of the wrong shape).
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(says, models, fault))
    server.daemon_threads = True
    served = Served(f"http://127.0.0.1:{server.server_address[1]}/v1")
    server.served = served  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(says: Says, models: tuple[str, ...], fault: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            self._note()
            data = [{"id": name, "object": "model", "created": 0, "owned_by": "us"} for name in models]
            self._whole(json.dumps({"object": "list", "data": data}).encode(), "application/json")

        def do_POST(self) -> None:
            self._note()
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._served.requests.append(asked)
            try:
                self._reply(says(asked["messages"][-1]["content"]))
            except (BrokenPipeError, ConnectionResetError):
                self._served.hung_up.set()

        @property
        def _served(self) -> Served:
            return self.server.served  # type: ignore[attr-defined,no-any-return]

        def _note(self) -> None:
            self._served.paths.append(self.path)
            self._served.keys.append(self.headers.get("Authorization"))

        def _reply(self, text: str) -> None:
            if fault.startswith("status"):
                body = json.dumps({"error": {"message": f"no: {self.headers.get('Authorization')}", "code": "x"}})
                self._whole(body.encode(), "application/json", int(fault.split()[1]))
            elif fault == "away":
                self.send_response(307)
                self.send_header("Location", "/elsewhere")
                self.end_headers()
            elif fault in ("html", "json"):
                self._whole({"html": b"<html>Sign in</html>", "json": b'[{"choices": 1}]'}[fault], "text/html")
            else:
                self._stream(text)

        def _whole(self, body: bytes, kind: str, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _stream(self, text: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            if fault == "zipped":
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            pieces = re.findall(r"\S+\s*|\s+", text)
            if fault in ("cut", "unended", "slow"):
                pieces = pieces[: len(pieces) // 2]
            for piece in pieces:
                self._event({"content": piece})
            getattr(self, f"_{fault.replace(' ', '_')}", self._end)()

        def _event(self, delta: dict[str, Any], finish: str | None = None) -> None:
            chunk = {
                "id": "1", "object": "chat.completion.chunk", "created": 0, "model": "toy",
                "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
            }  # fmt: skip
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
            self.wfile.flush()

        def _end(self) -> None:
            self._event({}, "stop")
            self.wfile.write(b"data: [DONE]\n\n")

        def _cut(self) -> None:
            self.wfile.write(b'data: {"id": "1", "choices": [{"ind')

        def _unended(self) -> None:
            pass

        def _slow(self) -> None:
            if not self.connection.recv(1):  # until the client hangs up
                self._served.hung_up.set()

        def _trickle(self) -> None:
            self.wfile.write(b"data: ")
            self.connection.settimeout(0.05)
            while True:
                try:
                    if not self.connection.recv(1):
                        self._served.hung_up.set()
                        return
                except TimeoutError:
                    self.wfile.write(b"x")

        def _garbage(self) -> None:
            self.wfile.write(b"data: \xff\xfe{{{ not json\n\n")

        def _null(self) -> None:
            for odd in ("null", "[]", '"x"', '{"choices": null}', '{"choices": [null]}', '{"choices": [{"delta": 3}]}'):
                self.wfile.write(f"data: {odd}\n\n".encode())

        def _endless(self) -> None:
            while True:
                self._event({"content": "and so on, "})

        def _one_line(self) -> None:
            self.wfile.write(b"data: ")
            while True:
                self.wfile.write(b"x" * 65_536)

        def _zipped(self) -> None:
            self.wfile.write(b"x")

    return Handler
