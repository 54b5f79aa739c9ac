"""One's own page: what one may do, ways to sign in, notices, what was kept; and whether the session still lasts."""

from __future__ import annotations

from math import ceil

from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from backstay.web.people import actions, notices
from backstay.web.people.idle import left, touch
from backstay.web.people.models import Notice, Person
from backstay.web.people.permissions import roles_of
from backstay.web.people.roles import PERMISSIONS, ROLES
from backstay.web.people.session import person_of


@login_required
def me(request: HttpRequest) -> HttpResponse:
    """Everything about oneself in one place."""
    person = person_of(request)
    if request.method == "POST":
        actions.choose_keys(by=person, single_keys="single_keys" in request.POST)
        return HttpResponseRedirect(reverse("people:me"))
    told = {
        "section": "me",
        "roles": [ROLES[role] for role in roles_of(person)],
        "may": [words for what, words in PERMISSIONS.items() if what in _may(person)],
        "notices": [_told(notice) for notice in notices.unread(person)],
        "drafts": person.drafts.order_by("-saved_at"),
        "seats": person.seats.filter(ended_at=None).select_related("board").order_by("board__name"),
        "factors": _factors(person),
    }
    return render(request, "people/me.html", told)


def _may(person: Person) -> set[str]:
    return {what for role in roles_of(person) for what in ROLES[role].may}


def _told(notice: Notice) -> dict[str, object]:
    return {"notice": notice, "says": notices.says(notice), "address": notices.address(notice)}


def _factors(person: Person) -> dict[str, int]:
    """How many passkeys, and whether an app and recovery codes."""
    types = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    return {
        "passkeys": types.count(Authenticator.Type.WEBAUTHN),
        "app": types.count(Authenticator.Type.TOTP),
        "codes": types.count(Authenticator.Type.RECOVERY_CODES),
    }


@require_POST
@login_required
def read_notice(request: HttpRequest, notice: int) -> HttpResponse:
    """A notice was read, or is read now on the page that it leads to."""
    found = notices.mark_read(by=person_of(request), notice=notice)
    there = notices.address(found) if found and "then" in request.POST else ""
    return HttpResponseRedirect(there or reverse("people:me"))


@never_cache
def session(request: HttpRequest) -> HttpResponse:
    """Seconds that are left (asking does not extend them); a POST extends them by one click."""
    if not request.user.is_authenticated:
        return JsonResponse({"left": 0})
    if request.method == "POST":
        touch(request)
        if request.headers.get("Accept") != "application/json":
            return HttpResponseRedirect(reverse("people:me"))
    # Never 0 while it lasts: a page that leaves too early would load once more, which is a click.
    return JsonResponse({"left": max(1, ceil(left(request)))})
