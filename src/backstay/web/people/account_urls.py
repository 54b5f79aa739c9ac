"""Ways of the sign-in library that are closed here, listed before its own addresses, which they hide.

Nothing is sent by email: else whoever held somebody's session for a minute could name an address of their
own, have a new password sent there, and stay.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, re_path
from django.views.decorators.http import require_safe


@require_safe
def told(request: HttpRequest, template: str) -> HttpResponse:
    """A page that says who can help instead; nothing can be sent to it."""
    return render(request, template)


def gone(request: HttpRequest, rest: str) -> HttpResponse:
    """There is no such page. Raises Http404, whatever is sent."""
    raise Http404


urlpatterns = [
    path("email/", told, {"template": "account/email.html"}),
    path("password/reset/", told, {"template": "account/password_reset.html"}),
    re_path(r"^(?P<rest>confirm-email/|password/reset/.|login/code/)", gone),
]
