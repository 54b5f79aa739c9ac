"""What has to be done before anything else: choosing a password of one's own, adding a second factor."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from backstay.web.people.models import Person

FACTOR_FOUND = "second_factor"  # asked of the database once per session


def required_steps(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: whoever has something to do first is sent there from every page but the open ones."""

    def middleware(request: HttpRequest) -> HttpResponse:
        step = _step(request) if isinstance(request.user, Person) else ""
        if step and not _open(request.path):
            return HttpResponseRedirect(reverse(step))
        return get_response(request)

    return middleware


def _step(request: HttpRequest) -> str:
    person = request.user
    assert isinstance(person, Person)
    if person.first_password_until is not None and not by_hospital(request, person):
        return "account_change_password"
    if settings.BACKSTAY_SECOND_FACTOR == "required" and not has_second_factor(request, person):
        return "mfa_index"
    return ""


def has_second_factor(request: HttpRequest, person: Person) -> bool:
    """Whether the person has one here, or was let in by the hospital's identity, which has its own."""
    if request.session.get(FACTOR_FOUND) == person.pk:
        return True
    found = by_hospital(request, person) or is_mfa_enabled(person)
    if found:
        request.session[FACTOR_FOUND] = person.pk
    return found


def by_hospital(request: HttpRequest, person: Person) -> bool:
    """Whether the hospital's identity let the person in, and no password of ours."""
    ways = {step.get("method") for step in get_authentication_records(request, person)}
    return "socialaccount" in ways


def _open(path: str) -> bool:
    """Pages where the step is done, signing out, and what needs no sign-in at all."""
    if path == reverse("people:session"):
        return True
    return path.startswith(
        (reverse("account_login")[: -len("login/")], reverse("emergency:page"), "/static/")
    )
