"""The hospital's own identity, with a small identity server of its own: who is let in, and who is not."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from backstay.web.audit.models import Event
from backstay.web.people.models import Person


class Identity(BaseHTTPRequestHandler):
    """Lets in whoever it is told to, by the code flow with a proof key."""

    claims: dict[str, Any] = {"sub": "s-1", "preferred_username": "ines"}  # noqa: RUF012
    asked: dict[str, list[str]] = {}  # noqa: RUF012

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        here = f"http://127.0.0.1:{self.server.server_address[1]}"
        if parts.path.endswith("openid-configuration"):
            names = {"authorization_endpoint": "authorize", "token_endpoint": "token",
                     "userinfo_endpoint": "userinfo", "jwks_uri": "keys"}  # fmt: skip
            self.say({"issuer": here, **{name: f"{here}/{path}" for name, path in names.items()}})
        elif parts.path == "/authorize":
            Identity.asked = asked = parse_qs(parts.query)
            self.send_response(302)
            back = f"{asked['redirect_uri'][0]}?code=once&state={asked['state'][0]}"
            self.send_header("Location", back)
            self.end_headers()
        else:
            self.say(Identity.claims)

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        good = sent["code"] == ["once"] and sent["client_secret"] == ["known-to-two"]
        self.say(
            {"access_token": "a", "token_type": "Bearer"} if good and sent["code_verifier"] else {}
        )

    def say(self, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def identity(settings: Settings, db: None) -> Iterator[None]:
    cache.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Identity)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    where = f"http://127.0.0.1:{server.server_address[1]}"
    app = {
        "provider_id": "hospital",
        "name": "Northern Hospital",
        "client_id": "backstay",
        "secret": "known-to-two",
        "settings": {"server_url": where},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
    }
    yield
    server.shutdown()
    server.server_close()
    thread.join()


def come_in(process: str = "login", client: Client | None = None) -> Client:
    client = client or Client()
    there = client.get(f"/account/oidc/hospital/login/?process={process}")["Location"]
    back = httpx.get(there).headers["Location"]
    client.get(back.removeprefix("http://testserver"), follow=True)
    return client


def is_in(client: Client) -> bool:
    return client.get("/people/me/").status_code == 200


def test_the_sign_in_page_leads_there(identity: None) -> None:
    assert "Sign in with Northern Hospital" in Client().get("/account/login/").content.decode()


@pytest.mark.db
def test_a_person_of_this_hospital_comes_in(
    identity: None, people: dict[str, Person], settings: Settings
) -> None:
    settings.BACKSTAY_SECOND_FACTOR = "required"  # the hospital's identity has its own
    client = come_in()
    assert is_in(client)
    assert "code_challenge" in Identity.asked
    assert Event.objects.get(action="signed_in").by == "ines"
    assert is_in(come_in())


@pytest.mark.parametrize(
    "claims",
    [{"sub": "s-2", "preferred_username": "stranger"}, {"sub": "s-2"},
     {"sub": "s-2", "preferred_username": "INES"}, {"sub": "s-2", "preferred_username": ""}],
)  # fmt: skip
def test_strangers_do_not_come_in(
    identity: None,
    people: dict[str, Person],
    monkeypatch: pytest.MonkeyPatch,
    claims: dict[str, str],
) -> None:
    monkeypatch.setattr(Identity, "claims", claims)
    before = Person.objects.count()
    assert not is_in(come_in())
    assert Person.objects.count() == before


@pytest.mark.parametrize("day", ["2020-01-01", "2999-01-01"])
def test_whoever_comes_by_the_hospital_needs_no_first_password(
    identity: None, people: dict[str, Person], day: str
) -> None:
    until = datetime.fromisoformat(day).replace(tzinfo=UTC)
    Person.objects.filter(username="ines").update(first_password_until=until)
    assert is_in(come_in())


def test_a_name_that_was_given_to_somebody_else_opens_nobodys_account(
    identity: None, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hospitals give the names of those who left to those who come."""
    assert is_in(come_in())
    tied = Event.objects.get(action="identity_tied")
    assert (tied.by, tied.about) == ("ines", str(people["ines"].key))
    monkeypatch.setattr(Identity, "claims", {"sub": "s-9", "preferred_username": "ines"})
    assert not is_in(come_in())
    assert people["ines"].socialaccount_set.get().uid == "s-1"
    assert Event.objects.filter(action="identity_tied").count() == 1


def test_whoever_is_not_active_does_not_come_in(identity: None, people: dict[str, Person]) -> None:
    assert is_in(come_in())
    Person.objects.filter(username="ines").update(is_active=False)
    assert not is_in(come_in())


def test_a_link_ties_nobody_elses_identity_to_a_person(
    identity: None, people: dict[str, Person]
) -> None:
    omar = Client()
    omar.force_login(people["omar"])
    come_in("connect", omar)
    assert not people["omar"].socialaccount_set.exists()
