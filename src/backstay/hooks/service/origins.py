"""Clients in browsers: only pages of named origins may call, with their token."""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PREFLIGHT = {
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": "authorization, content-type",
    "access-control-max-age": "600",
}


def for_origins(app: ASGIApp, origins: Collection[str]) -> ASGIApp:
    """An application that browsers let pages of these origins use. Others are answered, and see nothing of it."""

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        origin = headers.get("origin", "")
        if origin not in origins:
            await app(scope, receive, send)
            return

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                _allow(MutableHeaders(scope=message), origin)
            await send(message)

        asks = scope["method"] == "OPTIONS" and "access-control-request-method" in headers
        answer = Response(status_code=204, headers=PREFLIGHT) if asks else app
        await answer(scope, receive, send_on)

    return run


def _allow(headers: MutableHeaders, origin: str) -> None:
    headers["access-control-allow-origin"] = origin
    headers["access-control-expose-headers"] = "x-request-id"
    headers.add_vary_header("Origin")
