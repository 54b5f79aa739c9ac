"""Around every request: its number, one line in the log, its counts, and headers that no page may forget."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import structlog
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from backstay.web.site.metrics import counted

# Asked every few seconds, or with every page: counted, and logged only when they fail.
QUIET = ("healthz", "readyz", "metrics", "static")
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
Answer = Callable[[HttpRequest], HttpResponseBase]


class Queries:
    """How often the database was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        self.asked += 1
        return execute(sql, params, many, context)


def watched(answer: Answer) -> Answer:
    """The outermost middleware. What it tells holds no address, no key and nobody's name."""

    def run(request: HttpRequest) -> HttpResponseBase:
        number = uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(id=number)  # lines of other modules carry it too
        queries = Queries()
        began = time.perf_counter()
        with connection.execute_wrapper(queries):
            response = answer(request)
        seconds = time.perf_counter() - began
        _add_headers(response, number, seconds)
        _tell(request, response.status_code, seconds, queries.asked)
        return response

    return run


def route_of(request: HttpRequest) -> str:
    """The name of an address in our lists, never the address itself."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name or "other"
    return "static" if request.path.startswith(settings.STATIC_URL) else "other"


def _add_headers(response: HttpResponseBase, number: str, seconds: float) -> None:
    """A page may hold a patient, so no cache keeps it; files of the pages say otherwise themselves."""
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    response.headers["X-Request-ID"] = number
    response.headers["Server-Timing"] = f"app;dur={seconds * 1e3:.1f}"


def _tell(request: HttpRequest, status: int, seconds: float, queries: int) -> None:
    route = route_of(request)
    method = request.method if request.method in METHODS else "other"
    counted(route, str(method), status, seconds, queries)
    if route in QUIET and status < 400:
        return
    structlog.get_logger().info(
        "request", route=route, method=method, status=status, ms=round(seconds * 1e3, 1), queries=queries
    )  # fmt: skip
