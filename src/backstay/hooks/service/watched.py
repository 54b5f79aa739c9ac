"""Around every request: its number, its headers, one line in the log, and its counts."""

from __future__ import annotations

import time
from collections.abc import MutableMapping
from typing import Any
from uuid import uuid4

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backstay.hooks.service.metrics import counted
from backstay.hooks.service.told import KEY, Told

HEADERS = {
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "cross-origin",
}
HTTPS_ONLY = {"strict-transport-security": "max-age=31536000"}
QUIET = (
    "healthz",
    "readyz",
    "metrics",
)  # asked every few seconds: counted, and logged only when they fail


def watched(app: ASGIApp, *, https: bool) -> ASGIApp:
    """An application that is logged and counted; `https` when its clients reach it so."""
    headers = {**HEADERS, **(HTTPS_ONLY if https else {})}

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        told = Told(uuid4().hex)
        scope[KEY] = told
        status = 500  # when nothing is ever sent
        began = time.perf_counter()

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add(message, {**headers, "x-request-id": told.id})
            await send(message)

        try:
            await app(scope, receive, send_on)
        finally:
            tell(told, status, time.perf_counter() - began)

    return run


def _add(message: MutableMapping[str, Any], headers: dict[str, str]) -> None:
    """Put headers where the answer has none of that name."""
    own = MutableHeaders(scope=message)
    for name, value in headers.items():
        own.setdefault(name, value)


def tell(told: Told, status: int, seconds: float) -> None:
    """One line of log and one step of every count."""
    counted(told, status, seconds)
    if told.route in QUIET and status < 400:
        return
    structlog.get_logger().info(
        "request",
        id=told.id, route=told.route, service=told.service, status=status, ms=round(seconds * 1e3, 2),
        reason=told.reason, cards=dict(told.cards), fetches=dict(told.fetches),
    )  # fmt: skip
