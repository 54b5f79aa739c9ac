"""The two addresses of a launch: one that the record opens, and one that the browser comes back to.

Nothing is kept between them but a sealed cookie. The token lives in this process while one page is made.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from backstay.exchange.smart.configuration import Endpoints, endpoints, place, told
from backstay.exchange.smart.launch import Begun, begin, granted, registration_of, returned
from backstay.exchange.smart.refused import Refused
from backstay.exchange.smart.registration import Registration
from backstay.exchange.smart.sealed import LASTS_SECONDS, the_key
from backstay.hooks.service.aside import aside
from backstay.hooks.service.fetching import completed
from backstay.hooks.service.running import Running
from backstay.hooks.service.told import told_of
from backstay.hooks.settings import Settings
from backstay.hooks.smart import asking
from backstay.hooks.smart.page import page, refusal
from backstay.hooks.smart.reading import call_of

LAUNCH = "/smart/launch"
CALLBACK = "/smart/callback"
NOBODY = "'none'"
# Holds beside what a page says of itself, and for the pages that say nothing.
NOTHING_RUNS = "script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'"
Handler = Callable[[Request, Running], Awaitable[Response]]


def routes() -> list[Route]:
    """The routes of SMART App Launch, for a service whose settings name record systems."""
    return [_route(LAUNCH, "smart_launch", launched), _route(CALLBACK, "smart_callback", came_back)]


def _route(path: str, name: str, handler: Handler) -> Route:
    async def endpoint(request: Request) -> Response:
        told_of(request.scope).route = name
        running: Running = request.state.running
        try:
            response = await handler(request, running)
        except Refused as refused:
            told_of(request.scope).reason = f"status_{refused.status}"
            response = HTMLResponse(refusal(refused), refused.status)
        response.headers.update(_headers(running.settings))
        return response

    return Route(path, endpoint, methods=["GET"], name=name)


def _headers(settings: Settings) -> dict[str, str]:
    """Nothing of a page is kept by the browser or told to others; only registered records may frame it."""
    frames = sorted({origin for one in settings.launches for origin in one.shown_in})
    return {
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "content-security-policy": f"{NOTHING_RUNS}; frame-ancestors {' '.join(frames) or NOBODY}",
    }


async def launched(request: Request, running: Running) -> Response:
    """GET /smart/launch?iss=...&launch=...: on to the sign-in of the record system. Raises Refused."""
    settings, given = running.settings, request.query_params
    registration = registration_of(given, settings.launches)
    found = await _endpoints(registration, running)
    key = the_key(running.store)
    begun = begin(registration, found, given.get("launch"), _callback(settings), key, time.time())
    response = RedirectResponse(begun.location, 303)
    _keep(response, begun, settings)
    return response


async def _endpoints(registration: Registration, running: Running) -> Endpoints:
    known = told(registration)
    if known is not None:
        return known
    said = await asking.get(running.client, place(registration), running.settings.fetch_seconds)
    return endpoints(said.body if said.status == 200 else None)


def _keep(response: Response, begun: Begun, settings: Settings) -> None:
    """The cookie of a launch. A page in a frame gets it back only with SameSite=None, and that needs https."""
    secure = settings.base_url.startswith("https:")
    response.set_cookie(
        begun.cookie,
        begun.sealed,
        max_age=LASTS_SECONDS,
        path=_path(settings),
        secure=secure,
        httponly=True,
        samesite="none" if secure else "lax",
    )


def _callback(settings: Settings) -> str:
    return settings.base_url + CALLBACK


def _path(settings: Settings) -> str:
    return urlsplit(settings.base_url).path + CALLBACK


async def came_back(request: Request, running: Running) -> Response:
    """GET /smart/callback?code=...&state=...: the page of the patient who is open. Raises Refused."""
    settings, now = running.settings, time.time()
    key = the_key(running.store)
    back = returned(
        request.query_params, request.cookies, settings.launches, _callback(settings), key, now
    )
    said = await asking.post(running.client, back.url, back.form, settings.fetch_seconds)
    grant = granted(*said)
    call = call_of(grant, back.registration, settings)
    call = await completed(call, running.client, settings, told_of(request.scope).fetches)
    shown, now_utc = grant.need_patient_banner, datetime.now(UTC)
    making = partial(page, call, running.knowledge, now_utc, shown)
    response = HTMLResponse(await aside(running.threads, making))
    response.delete_cookie(back.cookie, path=_path(settings))
    return response
