"""Ways of the sign-in library that this application does not have are closed to whatever is sent."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from backstay.web.people.models import Person

As = Callable[[str], Client]
GONE = (
    "/account/confirm-email/", "/account/confirm-email/x/", "/account/password/reset/done/",
    "/account/password/reset/key/done/", "/account/password/reset/key/1-set-password/",
    "/account/login/code/confirm/",
)  # fmt: skip


@pytest.mark.parametrize("page", GONE)
def test_there_is_no_such_page(people: dict[str, Person], as_: As, page: str) -> None:
    for client in (Client(), as_("ines")):
        assert client.get(page).status_code == client.post(page).status_code == 404


def test_nobody_takes_over_an_account_by_an_address_of_their_own(
    people: dict[str, Person], as_: As, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Person.objects.filter(username="ines").update(email="ines@hospital.example")
    ines = as_("ines")
    told = {"email": "thief@elsewhere.example", "action_add": ""}
    assert ines.post("/account/email/", told).status_code == 405
    for address in ("thief@elsewhere.example", "ines@hospital.example"):
        sent = Client().post("/account/password/reset/", {"email": address})
        assert sent.status_code == 405
    assert not EmailAddress.objects.exists() and not mail.outbox
    assert Person.objects.get(username="ines").email == "ines@hospital.example"


def test_the_pages_say_who_helps_instead(people: dict[str, Person], as_: As) -> None:
    assert "administrator" in Client().get("/account/password/reset/").content.decode()
    assert "Nothing is sent" in as_("ines").get("/account/email/").content.decode()
    assert Client().get("/account/email/").status_code == 200
