"""How much a request may bring: more is refused while it comes, with a line that says so."""

from __future__ import annotations

import json

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.chat.uploads import MAX_REQUEST_MB
from assistant.words import say

MAX_BODY = 2**22  # of any other request: the largest is a pasted article
_UPLOAD = "/gradio_api/upload"
_SLACK = 2**20  # for the form around the files


class RequestLimits:
    """ASGI middleware that refuses bodies that are too large, by their announced and by their true length."""

    def __init__(self, app: ASGIApp, upload_bytes: int = MAX_REQUEST_MB * 10**6 + _SLACK) -> None:
        self._app = app
        self._upload_bytes = upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it is too large."""
        if scope["type"] != "http" or scope["method"] not in {"POST", "PUT"}:
            await self._app(scope, receive, send)
            return
        limit = self._upload_bytes if scope["path"] == _UPLOAD else MAX_BODY
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > limit:
            await _refuse(send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            # a body longer than announced is cut off by the server; one not announced is cut off here
            return {"type": "http.disconnect"} if read > limit else message

        await self._app(scope, counted, send)


async def _refuse(send: Send) -> None:
    body = json.dumps({"detail": say("problem.too_large", megabytes=MAX_REQUEST_MB)}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
