"""What a person may do by the roles they hold now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstay.web.people.roles import ROLES

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backstay.web.people.models import Person


def roles_of(person: Person) -> tuple[str, ...]:
    """The roles held now, in the order of the list of roles; asked of the database once per request."""
    if not hasattr(person, "_roles_now"):
        held = set(person.roles_held.filter(ended_at=None).values_list("role", flat=True))
        person._roles_now = tuple(role for role in ROLES if role in held)  # type: ignore[attr-defined]
    return person._roles_now  # type: ignore[attr-defined,no-any-return]


def may(person: Person | AnonymousUser, what: str) -> bool:
    """Whether one of the roles allows it; an inactive or unknown person may nothing."""
    if not person.is_authenticated or not person.is_active:
        return False
    return any(what in ROLES[role].may for role in roles_of(person))
