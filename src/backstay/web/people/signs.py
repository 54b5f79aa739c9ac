"""Signing in, out and failing to, written to the audit as they happen."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import signals
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from backstay.web.audit.record import record
from backstay.web.people.models import Person
from backstay.web.people.required import FACTOR_FOUND


@receiver(signals.user_logged_in)
def signed_in(request: HttpRequest, user: Person, **_: Any) -> None:
    """Somebody came in."""
    record("signed_in", by=user, about=user.key)


@receiver(signals.user_logged_out)
def signed_out(request: HttpRequest, user: Person | None, **_: Any) -> None:
    """Somebody left, or was away for too long."""
    if user is not None:
        record("signed_out", by=user, about=user.key, idle=getattr(request, "ended_idle", False))


@receiver(signals.user_login_failed)
def sign_in_failed(credentials: dict[str, Any], **_: Any) -> None:
    """Only names of people are kept: what else was typed there may be somebody's password."""
    username = str(credentials.get("username") or "")
    person = Person.objects.filter(username__iexact=username).first()
    record("sign_in_failed", by=None, about=person.key if person else "")


@receiver(password_changed)
def changed_password(user: Person, **_: Any) -> None:
    """A password was changed by its owner."""
    record("password_changed", by=user, about=user.key)


@receiver(post_save, sender=SocialAccount)
def identity_tied(instance: SocialAccount, created: bool, **_: Any) -> None:
    """The hospital's identity opens this account from now on."""
    if created:
        record("identity_tied", by=instance.user, about=instance.user.key)


@receiver(post_save, sender=Authenticator)
def factor_added(instance: Authenticator, created: bool, **_: Any) -> None:
    """A second factor was added, in the transaction that added it."""
    if created:
        record(
            "second_factor_added", by=_acting(), about=instance.user.key, type=str(instance.type)
        )


@receiver(post_delete, sender=Authenticator)
def factor_removed(instance: Authenticator, **_: Any) -> None:
    """A second factor was removed, by its owner or an administrator."""
    if context.request is not None:
        context.request.session.pop(FACTOR_FOUND, None)
    record("second_factor_removed", by=_acting(), about=instance.user.key, type=str(instance.type))


def _acting() -> Person | None:
    """Whoever sent the request that is being answered."""
    user = getattr(context.request, "user", None)
    return user if isinstance(user, Person) else None
