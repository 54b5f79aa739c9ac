"""A session ends on the server when nothing was done for a while. What is sent after that is kept, not lost.

A request that a page makes by itself (a poll) says so with the header `X-Background`, and does not count as
somebody being there.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from backstay.web.people.draft_actions import drop_draft, keep_draft
from backstay.web.people.drafts import typed
from backstay.web.people.models import Person

SEEN = "seen_at"
GRAIN = min(30.0, settings.IDLE_MINUTES * 3)  # seconds; the session is not written more often
NOT_KEPT = ("/account/", "/people/")  # passwords, codes, and pages that keep nothing


class IdleMiddleware:
    """After the CSRF check, so that nobody else's page can leave a draft here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a part of a page whose session is gone sends the whole page to the sign-in."""
        response = self.get_response(request)
        if _saved(request, response):
            name = request.POST.get("_draft", "")
            drop_draft(by=request.user, form=request.path + (f"#{name}" if name else ""))  # type: ignore[arg-type]
        to_sign_in = response.get("Location", "").startswith(reverse("account_login") + "?")
        if _is_part(request) and to_sign_in:
            return _whole_page(_sign_in(_page(request)))
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """End a session that was idle for too long; note that somebody is there otherwise.

        Not for the emergency page, which takes forms from anywhere because it asks for no session: it answers
        whoever was signed out meanwhile too, and nothing that is ticked there becomes a draft.
        """
        if getattr(view, "csrf_exempt", False):
            return None
        if not isinstance(request.user, Person):
            return None
        if left(request) <= 0:
            return _end(request, request.user)
        if "X-Background" not in request.headers:
            touch(request)
        return None


def left(request: HttpRequest) -> float:
    """Seconds until this session ends."""
    seen = request.session.get(SEEN)
    allowed = settings.IDLE_MINUTES * 60 + GRAIN
    return float(allowed if seen is None else seen + allowed - time.time())


def touch(request: HttpRequest) -> None:
    """Somebody is there."""
    now = time.time()
    if now - request.session.get(SEEN, 0) > GRAIN:
        request.session[SEEN] = now


def _end(request: HttpRequest, person: Person) -> HttpResponse | None:
    page = _page(request)
    draft = None
    if request.method == "POST" and not request.path.startswith(NOT_KEPT):
        draft = keep_draft(
            by=person, form=request.path, page=page, data=typed(request.POST), late=True
        )
    request.ended_idle = True  # type: ignore[attr-defined]
    logout(request)
    said = f"You were signed out after {settings.IDLE_MINUTES:g} minutes without a click."
    if draft:
        said += " What you sent last is not saved yet. It is kept: sign in to see it."
    messages.info(request, said)
    if _is_part(request):
        return _whole_page(_sign_in(reverse("people:draft", args=[draft.pk]) if draft else page))
    if request.method == "POST":
        return HttpResponseRedirect(
            _sign_in(reverse("people:draft", args=[draft.pk]) if draft else page)
        )
    return None  # the page itself asks to sign in, or needs no sign-in


def _saved(request: HttpRequest, response: HttpResponse) -> bool:
    """A form that was taken answers with another address."""
    if request.method != "POST" or request.path.startswith(NOT_KEPT):
        return False
    user = getattr(request, "user", None)
    return isinstance(user, Person) and (
        response.status_code in (302, 303) or "HX-Redirect" in response
    )


def _is_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _whole_page(address: str) -> HttpResponse:
    return HttpResponse(status=204, headers={"HX-Redirect": address})


def _page(request: HttpRequest) -> str:
    """The page on which somebody was, as a path of this site."""
    if request.method == "GET" and not _is_part(request):
        return request.get_full_path()
    told = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    parts = urlsplit(told)
    if parts.netloc != request.get_host():
        return reverse("home")
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _sign_in(after: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': after})}"
