"""Signing in: limits, second steps, and the hospital's own identity."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings
from world import PASSWORD

from backstay.web.audit.models import Event
from backstay.web.people.models import Person

As = Callable[[str], Client]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105  (of an invented app)


@pytest.fixture(autouse=True)
def no_limits_left_over(db: None) -> None:
    cache.clear()


def sign_in(username: str = "ines", password: str = PASSWORD) -> Client:
    client = Client()
    client.post("/account/login/", {"login": username, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get("/people/me/").status_code == 200


def code() -> str:
    return code_of(SECRET)


def code_of(secret: str) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_name_and_a_password_sign_in(people: dict[str, Person]) -> None:
    assert is_in(sign_in())
    assert not is_in(sign_in(password="wrong-harbor-lantern-42"))  # noqa: S106
    assert not is_in(sign_in(username="nobody"))


@pytest.mark.db
def test_guessing_is_stopped_even_when_the_guess_is_right_at_last(
    people: dict[str, Person],
) -> None:
    for guess in range(6):
        assert not is_in(sign_in(password=f"wrong-harbor-lantern-{guess}"))
    assert not is_in(sign_in())
    assert is_in(sign_in("omar"))


def test_a_failed_sign_in_keeps_no_password(people: dict[str, Person]) -> None:
    sign_in(username=PASSWORD)
    sign_in(password="wrong-harbor-lantern-42")  # noqa: S106
    failed = Event.objects.filter(action="sign_in_failed")
    assert [event.about for event in failed] == ["", str(people["ines"].key)]
    assert PASSWORD not in str(list(Event.objects.values()))


@pytest.mark.db
def test_with_an_app_the_password_is_half_the_way(people: dict[str, Person]) -> None:
    TOTP.activate(people["ines"], SECRET)
    client = sign_in()
    assert not is_in(client)
    answer = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "This code is not right" in answer.content.decode()
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert is_in(client)


def test_a_recovery_code_works_once(people: dict[str, Person]) -> None:
    TOTP.activate(people["ines"], SECRET)
    once = RecoveryCodes.activate(people["ines"]).get_unused_codes()[0]
    for wanted in (True, False):
        client = sign_in()
        client.post("/account/2fa/authenticate/", {"code": once})
        assert is_in(client) is wanted


@pytest.mark.db
def test_an_app_is_set_up_and_gives_recovery_codes(people: dict[str, Person]) -> None:
    client = sign_in()
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/").content.decode()
    assert "data:image/svg+xml" in page
    secret = client.session["mfa.totp.secret"]
    assert secret in page
    told = code_of(secret)
    shown = client.post("/account/2fa/totp/activate/", {"code": told}, follow=True)
    assert shown.content.decode().count("<li><code>") == 10
    assert Event.objects.filter(action="second_factor_added").exists()


@pytest.mark.parametrize("page", ["/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"])
def test_ways_to_sign_in_change_only_after_showing_who_one_is(as_: As, page: str) -> None:
    answer = as_("ines").get(page)
    assert answer["Location"].startswith("/account/reauthenticate/")
    assert "Is it you?" in as_("ines").get(answer["Location"]).content.decode()


@pytest.mark.db
def test_where_a_second_step_is_required_everything_else_waits(
    people: dict[str, Person], settings: Settings
) -> None:
    settings.BACKSTAY_SECOND_FACTOR = "required"
    client = sign_in()
    for page in ("/cases/", "/people/me/", "/library/", "/audit/"):
        assert client.get(page)["Location"] == "/account/2fa/"
    assert client.get("/emergency/").status_code == 200
    assert "asks for a second step" in client.get("/account/2fa/").content.decode()
    TOTP.activate(people["ines"], SECRET)
    assert client.get("/cases/").status_code == 200


def test_where_it_is_required_the_last_one_stays(
    people: dict[str, Person], settings: Settings
) -> None:
    settings.BACKSTAY_SECOND_FACTOR = "required"
    TOTP.activate(people["ines"], SECRET)
    client = sign_in()
    client.post("/account/2fa/authenticate/", {"code": code()})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    answer = client.get("/account/2fa/totp/deactivate/", follow=True).content.decode()
    assert "Add another" in answer
    client.post("/account/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=people["ines"]).exists()


def test_an_administrator_takes_a_lost_second_step_away(people: dict[str, Person], as_: As) -> None:
    TOTP.activate(people["ines"], SECRET)
    to = f"/people/{people['ines'].key}/change/"
    as_("ada").post(to, {"do": "forget_second_factor"})
    assert is_in(sign_in())
    assert Event.objects.filter(action="second_factor_forgotten").exists()


def test_other_sessions_are_seen_and_ended(people: dict[str, Person]) -> None:
    here, there = sign_in(), sign_in()
    assert "this one" in here.get("/account/sessions/").content.decode()
    here.post("/account/sessions/")
    assert is_in(here) and not is_in(there)
