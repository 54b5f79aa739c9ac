"""The addresses of the service, and what each answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backstay.exchange.smart.refused import Refused
from backstay.hooks import openapi
from backstay.hooks.offered import BY_ID
from backstay.hooks.service.answering import answered, discovered, kept
from backstay.hooks.service.metrics import exposed
from backstay.hooks.service.running import Running
from backstay.hooks.service.told import told_of
from backstay.hooks.settings import OPEN_WARNING, Settings

JSON = "application/json"
TEXT = "text/plain; version=0.0.4; charset=utf-8"
Endpoint = Callable[[Request], Awaitable[Response]]


def routes_of(settings: Settings) -> list[Route]:
    """All routes: those of CDS Hooks, of watching over the service, and of SMART launches where any is set."""
    own = [
        _route("/cds-services", "discovery", discovery),
        _route("/cds-services/{id}", "call", call, "POST"),
        _route("/cds-services/{id}/feedback", "feedback", store_feedback, "POST"),
        _route("/healthz", "healthz", alive),
        _route("/readyz", "readyz", ready),
        _route("/metrics", "metrics", metrics),
        _route("/openapi.json", "openapi", described),
    ]
    return own + _launches(settings)


def _launches(settings: Settings) -> list[Route]:
    """Loaded only where a launch is set."""
    if not settings.launches:
        return []
    from backstay.hooks.smart.routes import routes

    return routes()


def _route(path: str, name: str, endpoint: Endpoint, method: str = "GET") -> Route:
    """A route that says its name to the log before anything else happens."""

    async def named(request: Request) -> Response:
        told = told_of(request.scope)
        told.route = name
        service = request.path_params.get("id")
        told.service = service if service in BY_ID else "other"
        return await endpoint(request)

    return Route(path, named, methods=[method], name=name)


def running_of(request: Request) -> Running:
    """What this worker holds."""
    found = request.state.running
    assert isinstance(found, Running)
    return found


async def discovery(request: Request) -> Response:
    """GET /cds-services."""
    return Response(await discovered(request, running_of(request)), media_type=JSON)


async def call(request: Request) -> Response:
    """POST /cds-services/{id}."""
    return Response(await answered(request, running_of(request)), media_type=JSON)


async def store_feedback(request: Request) -> Response:
    """POST /cds-services/{id}/feedback."""
    await kept(request, running_of(request))
    return Response(status_code=200)


async def alive(request: Request) -> Response:
    """GET /healthz: the process runs."""
    return _said({"status": "alive", **_mode(running_of(request).settings)})


async def ready(request: Request) -> Response:
    """GET /readyz: knowledge is loaded, and the store can be written."""
    running = running_of(request)
    if not running.ready():
        raise Refused(503, ["The store cannot be written."])
    return _said({"status": "ready", **running.edition(), **_mode(running.settings)})


async def metrics(request: Request) -> Response:
    """GET /metrics, for Prometheus."""
    running = running_of(request)
    return Response(
        exposed(running.seen.count(), running.edition()), headers={"content-type": TEXT}
    )


async def described(request: Request) -> Response:
    """GET /openapi.json."""
    return Response(openapi.document(running_of(request).settings), media_type=JSON)


def _mode(settings: Settings) -> dict[str, str]:
    return {"mode": "open", "warning": OPEN_WARNING} if settings.open else {"mode": "tokens"}


def _said(document: dict[str, str]) -> Response:
    return Response(msgspec.json.encode(document), media_type=JSON)
