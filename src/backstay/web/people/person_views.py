"""The page of one person, for administrators, and what can be done there."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from backstay.web.people import actions
from backstay.web.people.forms import GiveRole
from backstay.web.people.guard import needs
from backstay.web.people.models import Person
from backstay.web.people.names import name_of
from backstay.web.people.permissions import roles_of
from backstay.web.people.refused import Refused
from backstay.web.people.roles import MANAGE_PEOPLE, ROLES
from backstay.web.people.session import person_of
from backstay.web.people.views import first_password_page, person_named


@needs(MANAGE_PEOPLE)
def person(request: HttpRequest, key: UUID) -> HttpResponse:
    """Roles held now and before, seats, and ways to sign in again."""
    found = person_named(key)
    held = found.roles_held.annotate(giver=name_of("given_by")).order_by("-since", "-pk")
    told = {
        "section": "people",
        "person": found,
        "oneself": found == person_of(request),
        "held": [{"role": ROLES[one.role], "held": one} for one in held],
        "seats": found.seats.filter(ended_at=None).select_related("board").order_by("board__name"),
        "form": GiveRole(roles_of(found)),
        "second_factor": is_mfa_enabled(found),
    }
    return render(request, "people/person.html", told)


@require_POST
@needs(MANAGE_PEOPLE)
@never_cache
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """One of the buttons of the page."""
    found = person_named(key)
    try:
        password = _do(request, found)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        if password:
            return first_password_page(request, found, password)
    return HttpResponseRedirect(reverse("people:person", args=[key]))


def _do(request: HttpRequest, found: Person) -> str:
    """What the pressed button says; the new first password, where it made one."""
    by, what = person_of(request), request.POST.get("do", "")
    role = request.POST.get("role", "")
    if what == "give_role" and role in ROLES:
        actions.give_role(by=by, person=found, role=role)
    elif what == "end_role" and role in ROLES:
        actions.end_role(by=by, person=found, role=role)
    elif what == "first_password":
        return actions.give_first_password(by=by, person=found)
    elif what == "forget_second_factor":
        actions.forget_second_factor(by=by, person=found)
    elif what in ("let_in", "let_out"):
        actions.set_active(by=by, person=found, active=what == "let_in")
    else:
        raise Refused("This was not understood. Nothing was changed.")
    return ""
