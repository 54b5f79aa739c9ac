"""Pages that need a role, whoever they are about."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from backstay.web.people.permissions import may
from backstay.web.people.session import person_of

View = Callable[..., HttpResponse]


def needs(what: str) -> Callable[[View], View]:
    """Let a page open only for people whose roles allow this; nobody signed in is asked to sign in."""

    def wrapper(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(person_of(request), what):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return wrapper
