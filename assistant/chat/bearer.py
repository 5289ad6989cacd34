"""The tools for programs that speak MCP: only for who has the token, if there is one."""

from __future__ import annotations

import hmac

from starlette.types import ASGIApp, Receive, Scope, Send

_TOOLS = "/gradio_api/mcp"


class BearerToken:
    """ASGI middleware that lets nobody at the MCP tools who does not bring the token."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._expected = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it is for the tools and has no token."""
        if scope["type"] == "http" and scope["path"].startswith(_TOOLS):
            given = dict(scope["headers"]).get(b"authorization", b"")
            if not hmac.compare_digest(given, self._expected):
                await send(
                    {"type": "http.response.start", "status": 401, "headers": [(b"www-authenticate", b"Bearer")]}
                )
                await send({"type": "http.response.body", "body": b""})
                return
        await self._app(scope, receive, send)
