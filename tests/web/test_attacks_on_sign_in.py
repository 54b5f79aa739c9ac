"""Ways around the limits of signing in, and names that would be taken for another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from world import PASSWORD

from backstay.web.audit.record import SYSTEM
from backstay.web.people.actions import add_person
from backstay.web.people.models import Person
from backstay.web.people.refused import Refused

As = Callable[[str], Client]


@pytest.mark.db
def test_names_tried_at_random_push_no_limit_out(people: dict[str, Person]) -> None:
    """Each name that is tried is a row of the cache, which throws rows away when there are too many."""
    cache.clear()
    for guess in range(6):
        Client().post("/account/login/", {"login": "ines", "password": f"wrong-lantern-{guess}"})
    for number in range(1000):
        cache.set(f"zz-{number}", [0.0], 300)
        cache.set(f"{number}-00", [0.0], 300)
    right = Client()
    right.post("/account/login/", {"login": "ines", "password": PASSWORD})
    assert right.get("/people/me/").status_code == 302


@pytest.mark.parametrize("name", ["system", "System"])
def test_nobody_is_called_as_the_audit_calls_the_program(
    people: dict[str, Person], as_: As, name: str
) -> None:
    with pytest.raises(Refused, match="Choose another name"):
        add_person(by=SYSTEM, username=name, name="Somebody")
    page = as_("ada").post("/people/add/", {"name": "Somebody", "username": name})
    assert page.status_code == 422 and "Choose another name" in page.content.decode()
    assert not Person.objects.filter(username__iexact=name).exists()
