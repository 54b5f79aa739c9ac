"""Adding people, giving and ending their roles, helping them to sign in again. Each with its audit event."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction

from backstay.web.audit.record import SYSTEM, Actor, record
from backstay.web.people.models import Person, RoleHeld
from backstay.web.people.refused import Refused
from backstay.web.people.roles import MANAGE_PEOPLE, ROLES

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another when read out
FIRST_PASSWORD_LIVES = timedelta(days=7)


def add_person(
    *,
    by: Actor,
    username: str,
    name: str,
    work: str = "",
    email: str = "",
    roles: Iterable[str] = (),
) -> tuple[Person, str]:
    """Add somebody and tell the password of the first sign-in, which is shown once and kept nowhere."""
    password = _first_password()
    with transaction.atomic():
        if username.casefold() == SYSTEM.username:
            raise Refused(f"The audit calls the program itself {username}. Choose another name.")
        if Person.objects.filter(username__iexact=username).exists():
            raise Refused(f"The sign-in name {username} is taken. Choose another.")
        person = Person.objects.create_user(
            username, password, name=name, work=work, email=email, first_password_until=_soon()
        )
        record("person_added", by=by, about=person.key)
        for role in roles:
            give_role(by=by, person=person, role=role)
    return person, password


def _first_password() -> str:
    """Sixteen letters and digits in four groups."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def give_role(*, by: Actor, person: Person, role: str) -> None:
    """Give a role. Nobody gives one to themselves."""
    _not_oneself(by, person)
    with transaction.atomic():
        _, new = RoleHeld.objects.get_or_create(
            person=person,
            role=role,
            ended_at=None,
            defaults={"given_by": by.username, "since": datetime.now(UTC)},
        )
        if new:
            record("role_given", by=by, about=person.key, role=role)


def end_role(*, by: Actor, person: Person, role: str) -> None:
    """End a role that is held now. The last administrator stays one."""
    _not_oneself(by, person)
    with transaction.atomic():
        if MANAGE_PEOPLE in ROLES[role].may:
            _another_manages(person)
        ended = RoleHeld.objects.filter(person=person, role=role, ended_at=None)
        if ended.update(ended_at=datetime.now(UTC)):
            record("role_ended", by=by, about=person.key, role=role)


def give_first_password(*, by: Actor, person: Person) -> str:
    """A new first password, for somebody who lost theirs. Their sessions end."""
    _not_oneself(by, person)
    password = _first_password()
    with transaction.atomic():
        person.set_password(password)
        person.first_password_until = _soon()
        person.save(update_fields=["password", "first_password_until"])
        record("first_password_given", by=by, about=person.key)
    return password


def forget_second_factor(*, by: Actor, person: Person) -> None:
    """Take away app, passkeys and recovery codes of somebody who lost them."""
    _not_oneself(by, person)
    with transaction.atomic():
        taken, _ = Authenticator.objects.filter(user=person).delete()
        record("second_factor_forgotten", by=by, about=person.key, taken=taken)


def set_active(*, by: Actor, person: Person, active: bool) -> None:
    """Let somebody in, or out: whoever is inactive is out at their next click."""
    _not_oneself(by, person)
    with transaction.atomic():
        if not active:
            _another_manages(person)
        if Person.objects.filter(pk=person.pk).exclude(is_active=active).update(is_active=active):
            record("person_let_in" if active else "person_let_out", by=by, about=person.key)


def choose_keys(*, by: Person, single_keys: bool) -> None:
    """Single keys on or off, for oneself."""
    with transaction.atomic():
        Person.objects.filter(pk=by.pk).update(single_keys=single_keys)
        record("keys_chosen", by=by, about=by.key, single_keys=single_keys)


def _soon() -> datetime:
    return datetime.now(UTC) + FIRST_PASSWORD_LIVES


def _not_oneself(by: Actor, person: Person) -> None:
    if by.username == person.username:
        raise Refused("Nobody does this for themselves. Ask another administrator.")


def _another_manages(person: Person) -> None:
    managing = [role.id for role in ROLES.values() if MANAGE_PEOPLE in role.may]
    # The rows are locked, so that of two administrators who end each other's role one stays.
    held = RoleHeld.objects.select_for_update().filter(role__in=managing, ended_at=None)
    if not any(
        role.person.is_active for role in held.exclude(person=person).select_related("person")
    ):
        raise Refused(
            "Nobody would be left to manage people. Make somebody else administrator first."
        )
