"""The service as one ASGI application, which a production server runs in each of its workers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TypedDict

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from backstay.exchange.smart.refused import Refused
from backstay.hooks.messages import outcome
from backstay.hooks.service.logs import begin_logs, where
from backstay.hooks.service.origins import for_origins
from backstay.hooks.service.routes import JSON, routes_of
from backstay.hooks.service.running import Running
from backstay.hooks.service.told import told_of
from backstay.hooks.service.watched import watched
from backstay.hooks.settings import Settings

HEADERS = {
    401: {"www-authenticate": "Bearer"},
    408: {"connection": "close"},
    503: {"retry-after": "1"},
}
WORDS = {
    404: "There is nothing at this address.",
    405: "This address does not take that method.",
    500: "The service failed; this was logged under the number in x-request-id.",
}


class State(TypedDict):
    running: Running


def make_app(settings: Settings) -> ASGIApp:
    """The service with these settings; its knowledge is loaded when the server begins."""
    inner = Starlette(
        routes=routes_of(settings),
        lifespan=lifespan(settings),
        exception_handlers={Refused: refused, HTTPException: turned_away, Exception: failed},
    )
    inner.router.redirect_slashes = False
    return watched(
        for_origins(inner, settings.origins), https=settings.base_url.startswith("https:")
    )


def make_worker(settings: Settings) -> ASGIApp:
    """The same as a process of its own, which logs."""
    begin_logs()
    return make_app(settings)


def lifespan(settings: Settings) -> Callable[[Starlette], AbstractAsyncContextManager[State]]:
    """What a worker does before its first request and after its last."""

    @asynccontextmanager
    async def run(_app: Starlette) -> AsyncIterator[State]:
        running = Running(settings)
        structlog.get_logger().info("ready", **running.edition(), open=settings.open)
        try:
            yield {"running": running}
        finally:
            await running.end()

    return run


async def refused(request: Request, error: Exception) -> Response:
    """A refusal in the words that it brings."""
    assert isinstance(error, Refused)
    if error.status == 500:  # what is broken is a matter of ours; it names no data
        said, number = str(error), told_of(request.scope).id
        structlog.get_logger().error("failed", id=number, said=said, at=where(error))
        return await failed(request, error)
    told_of(request.scope).reason = getattr(error, "reason", f"status_{error.status}")
    return Response(outcome(error), error.status, HEADERS.get(error.status), JSON)


async def turned_away(request: Request, error: Exception) -> Response:
    """No such address, or not with this method."""
    assert isinstance(error, HTTPException)
    said = Refused(error.status_code, [WORDS.get(error.status_code, "This cannot be answered.")])
    told_of(request.scope).reason = f"status_{error.status_code}"
    return Response(outcome(said), error.status_code, error.headers, JSON)


async def failed(request: Request, error: Exception) -> Response:
    """An error of ours: always the same words; what it was goes to the log, without its message."""
    told_of(request.scope).reason = "failed"
    return Response(outcome(Refused(500, [WORDS[500]])), 500, None, JSON)
