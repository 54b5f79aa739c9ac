"""Who sends a request."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from backstay.web.people.models import Person


def person_of(request: HttpRequest) -> Person:
    """The person who is signed in. Raises PermissionDenied where nobody is."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user
