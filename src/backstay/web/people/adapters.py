"""How sign-in behaves here: nobody signs up, first passwords end, a hospital's identity finds its people."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from backstay.web.people.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in with a name and a password, and what may follow."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Administrators add people."""
        return False

    def pre_login(self, request: HttpRequest, user: Person, **more: Any) -> HttpResponse | None:
        """Refuse a first password that has grown old."""
        refused: HttpResponse | None = super().pre_login(request, user, **more)
        until = user.first_password_until
        by_password = "sociallogin" not in (more.get("signal_kwargs") or {})
        if refused is None and by_password and until is not None and until < timezone.now():
            messages.error(
                request, "This first password has ended. Ask an administrator for a new one."
            )
            return HttpResponseRedirect(reverse("account_login"))
        return refused

    def set_password(self, user: Person, password: str) -> None:
        """A password of one's own: every page opens again."""
        user.set_password(password)
        user.first_password_until = None
        user.save(update_fields=["password", "first_password_until"])

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **more: Any,
    ) -> None:
        """Being signed in is seen on the page; it needs no sentence."""
        if message_template not in (
            "account/messages/logged_in.txt",
            "account/messages/logged_out.txt",
        ):
            super().add_message(request, level, message_template, *args, **more)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Names of keys, and whether the last one may go."""

    error_messages = {  # noqa: RUF012  (the base class has it so)
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "This hospital asks for a second step. Add another before you remove this.",
        "incorrect_code": "This code is not right. Codes change every 30 seconds: wait for the next one.",
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Where a second factor is required, the last one stays."""
        if settings.BACKSTAY_SECOND_FACTOR != "required":
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    def get_totp_label(self, user: Person) -> str:
        """The app shows the sign-in name."""
        return user.username

    def generate_authenticator_name(self, user: Person, type: Any) -> str:  # noqa: A002
        """A name that the person can keep or change."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {count + 1}"


class HospitalAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The hospital's own identity. It lets in people whom an administrator added, and nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Administrators add people."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """At the first sign-in, tie the identity to the person of that sign-in name."""
        if sociallogin.state.get("process") == "connect":
            # A link from elsewhere could tie somebody else's identity to the person who follows it.
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("people:me")))
        if sociallogin.is_existing:
            return
        claims = sociallogin.account.extra_data
        claims = claims.get("userinfo") or claims.get("id_token") or claims
        username = str(claims.get(settings.BACKSTAY_OIDC_USERNAME) or "")
        person = Person.objects.filter(username=username, is_active=True).first()
        # A name that the hospital has given to somebody else since: another identity is another person.
        if person is None or SocialAccount.objects.filter(user=person).exists():
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_signup")))
        sociallogin.connect(request, person)
