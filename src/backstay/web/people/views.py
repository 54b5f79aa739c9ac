"""Pages for administrators: who works here and what they may do; and the page of roles that everybody may read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from backstay.web.people import actions
from backstay.web.people.forms import AddPerson
from backstay.web.people.guard import needs
from backstay.web.people.models import Person, RoleHeld
from backstay.web.people.refused import Refused
from backstay.web.people.role_table import groups, rows
from backstay.web.people.roles import MANAGE_PEOPLE, ROLES
from backstay.web.people.session import person_of


@needs(MANAGE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, with the roles they hold now."""
    held = Prefetch("roles_held", RoleHeld.objects.filter(ended_at=None), to_attr="held_now")
    found = Person.objects.prefetch_related(held).order_by("-is_active", "name")
    table = [{"person": person, "roles": role_names(person.held_now)} for person in found]
    return render(request, "people/list.html", {"section": "people", "people": table})


def role_names(held: list[RoleHeld]) -> list[str]:
    """Names of roles, in the order of the list of roles."""
    ids = {one.role for one in held}
    return [role.name for role in ROLES.values() if role.id in ids]


@needs(MANAGE_PEOPLE)
@never_cache
def add(request: HttpRequest) -> HttpResponse:
    """Add a person; their first password is on the answer, once."""
    form = AddPerson(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person, password = actions.add_person(by=person_of(request), **form.cleaned_data)
        except Refused as refused:
            form.add_error("username", str(refused))
        else:
            return first_password_page(request, person, password)
    status = 422 if form.errors else 200
    return render(request, "people/add.html", {"section": "people", "form": form}, status=status)


def first_password_page(request: HttpRequest, person: Person, password: str) -> HttpResponse:
    """The only page that shows a first password."""
    told: dict[str, Any] = {"section": "people", "person": person, "password": password}
    return render(request, "people/first_password.html", told)


@login_required
def roles(request: HttpRequest) -> HttpResponse:
    """Every role and what it may do: for an information-governance officer, and for everybody else."""
    told = {"section": "people", "roles": ROLES.values(), "groups": groups(), "rows": rows()}
    return render(request, "people/roles.html", told)


def person_named(key: UUID) -> Person:
    """The person of a key. Raises Http404."""
    return get_object_or_404(Person, key=key)
