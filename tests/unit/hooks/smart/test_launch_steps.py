"""SMART App Launch as functions: out with a challenge, back with a code, and nobody else's code."""

from __future__ import annotations

import stat
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from joserfc.jwk import OctKey

from backstay.exchange.smart.addresses import is_loopback
from backstay.exchange.smart.configuration import Endpoints, endpoints, is_endpoint, place, told
from backstay.exchange.smart.launch import (
    Begun,
    begin,
    challenge,
    granted,
    registration_of,
    returned,
)
from backstay.exchange.smart.refused import Refused
from backstay.exchange.smart.registration import Registration
from backstay.exchange.smart.sealed import KEY_FILE, LASTS_SECONDS, Started, opened, sealed, the_key

EHR = Registration(issuer="https://ehr.example/fhir", client_id="backstay")
OTHER = Registration(issuer="https://other.example/r4/", client_id="b2")
HERE, BOTH = (EHR,), (EHR, OTHER)
CALLBACK = "https://backstay.example/smart/callback"
SIGN_IN = Endpoints("https://ehr.example/authorize", "https://ehr.example/token")
NOW = 1_800_000_000.0


@pytest.fixture
def key() -> OctKey:
    return OctKey.generate_key(256)


def out(key: OctKey, launch: str | None = "xyz", sign_in: Endpoints = SIGN_IN) -> Begun:
    return begin(EHR, sign_in, launch, CALLBACK, key, NOW)


def asked(begun: Begun) -> dict[str, str]:
    return {name: one[0] for name, one in parse_qs(urlsplit(begun.location).query).items()}


def a_launch() -> Started:
    return Started(issuer="i", state="s", verifier="v", token=SIGN_IN.token, at=NOW)


def refusal(status: int, call: object, *given: object) -> str:
    assert callable(call)
    with pytest.raises(Refused) as caught:
        call(*given)
    assert caught.value.status == status
    return str(caught.value)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://ehr.example/a", True),
        ("https://ehr.example:8443/a?b=c", True),
        ("http://127.0.0.1:80/a", True),
        ("http://[::1]/a", True),
        ("http://localhost/a", True),
        ("http://ehr.example/a", False),
        ("https://user@ehr.example/a", False),
        ("https://u:p@ehr.example/a", False),
        ("https://ehr.example/a#b", False),
        ("https://ehr.example:99999/a", False),
        ("https://ehr.example:0/a", False),
        ("https:///a", False),
        ("javascript:alert(1)", False),
        ("https://[::1/a", False),
    ],
)
def test_which_addresses_are_used(url: str, safe: bool) -> None:
    assert is_endpoint(url) is safe


def test_a_name_is_not_taken_for_this_machine() -> None:
    assert not is_loopback("localhost.example") and not is_loopback("10.0.0.1")


def test_the_record_system_is_one_that_is_registered() -> None:
    assert registration_of({"iss": "https://ehr.example/fhir/"}, BOTH) is EHR
    assert registration_of({"iss": "https://other.example/r4"}, BOTH) is OTHER
    assert registration_of({}, HERE) is EHR
    assert "names its record system" in refusal(400, registration_of, {}, BOTH)
    told = refusal(400, registration_of, {"iss": "https://evil.example/secret"}, BOTH)
    assert "not registered" in told and "evil" not in told


def test_it_asks_with_a_challenge_and_keeps_the_verifier(key: OctKey) -> None:
    begun = out(key)
    sent = asked(begun)
    started = opened(begun.sealed, key, NOW)
    assert started is not None
    assert sent["code_challenge"] == challenge(started.verifier)
    assert started.verifier not in begun.location and started.verifier not in begun.sealed
    assert sent["state"] == started.state
    assert sent["code_challenge_method"] == "S256" and sent["response_type"] == "code"
    assert sent["aud"] == "https://ehr.example/fhir" and sent["launch"] == "xyz"
    assert sent["redirect_uri"] == "https://backstay.example/smart/callback"


def test_two_launches_have_nothing_in_common(key: OctKey) -> None:
    first, second = out(key), out(key)
    assert first.cookie != second.cookie and first.sealed != second.sealed
    assert asked(first)["state"] != asked(second)["state"]


def test_a_launch_on_its_own_asks_for_a_patient(key: OctKey) -> None:
    sent = asked(out(key, launch=None))
    assert "launch" not in sent and "launch/patient" in sent["scope"].split()
    assert "launch/patient" not in asked(out(key))["scope"].split()


def test_a_sign_in_address_may_have_parameters(key: OctKey) -> None:
    begun = out(key, sign_in=Endpoints("https://ehr.example/a?tenant=1", SIGN_IN.token))
    assert asked(begun)["tenant"] == "1" and asked(begun)["client_id"] == "backstay"


@pytest.mark.parametrize("launch", ["", "x" * 4001])
def test_a_launch_that_is_empty_or_huge_is_refused(key: OctKey, launch: str) -> None:
    assert "launch" in refusal(400, begin, EHR, SIGN_IN, launch, CALLBACK, key, NOW)


def test_back_with_a_code(key: OctKey) -> None:
    begun = out(key)
    state = asked(begun)["state"]
    back = returned(
        {"state": state, "code": "c1"}, {begun.cookie: begun.sealed}, HERE, CALLBACK, key, NOW + 5
    )
    assert back.url == SIGN_IN.token and back.registration is EHR and back.cookie == begun.cookie
    assert back.form["code"] == "c1" and back.form["grant_type"] == "authorization_code"
    assert challenge(back.form["code_verifier"]) == asked(begun)["code_challenge"]
    assert back.form["redirect_uri"] == "https://backstay.example/smart/callback"


def test_what_a_launch_is_about_comes_back_with_it(key: OctKey) -> None:
    begun = begin(EHR, SIGN_IN, None, CALLBACK, key, NOW, "case-1")
    given = {"state": asked(begun)["state"], "code": "c"}
    back = returned(given, {begun.cookie: begun.sealed}, HERE, CALLBACK, key, NOW)
    assert back.about == "case-1" and "case-1" not in begun.location + begun.sealed


def test_a_code_for_another_browser_is_refused(key: OctKey) -> None:
    mine, theirs = out(key), out(key)
    state = asked(theirs)["state"]
    cookies = [{}, {mine.cookie: mine.sealed}, {theirs.cookie: mine.sealed}]
    for cookie in cookies:
        told = refusal(
            400, returned, {"state": state, "code": "c"}, cookie, HERE, CALLBACK, key, NOW
        )
        assert "not known in this browser" in told


def test_a_launch_does_not_wait_for_ever(key: OctKey) -> None:
    begun = out(key)
    given = {"state": asked(begun)["state"], "code": "c"}
    cookie = {begun.cookie: begun.sealed}
    assert returned(given, cookie, HERE, CALLBACK, key, NOW + LASTS_SECONDS)
    assert "too long" in refusal(
        400, returned, given, cookie, HERE, CALLBACK, key, NOW + LASTS_SECONDS + 1
    )
    assert "too long" in refusal(400, returned, given, cookie, HERE, CALLBACK, key, NOW - 1)


def test_what_another_service_sealed_is_not_opened(key: OctKey) -> None:
    started = a_launch()
    assert opened(sealed(started, key), key, NOW) == started
    assert opened(sealed(started, key), OctKey.generate_key(256), NOW) is None
    assert opened("", key, NOW) is None and opened("a.b.c.d.e", key, NOW) is None


def test_a_refusal_of_the_record_system_is_told_without_its_words(key: OctKey) -> None:
    begun = out(key)
    given = {"state": asked(begun)["state"], "error": "access_denied", "error_description": "Ann"}
    told = refusal(403, returned, given, {begun.cookie: begun.sealed}, HERE, CALLBACK, key, NOW)
    assert "did not allow" in told and "Ann" not in told


@pytest.mark.parametrize("code", [{}, {"code": ""}, {"code": "x" * 4001}])
def test_without_a_code_nothing_is_asked(key: OctKey, code: dict[str, str]) -> None:
    begun = out(key)
    given = {"state": asked(begun)["state"], **code}
    told = refusal(400, returned, given, {begun.cookie: begun.sealed}, HERE, CALLBACK, key, NOW)
    assert "no code" in told


def token(**given: object) -> bytes:
    usual = {"access_token": "secret", "token_type": "Bearer", "patient": "p1", "expires_in": 300}
    kept = {name: one for name, one in {**usual, **given}.items() if one is not None}
    return msgspec.json.encode(kept)


def test_a_grant_names_the_patient_and_hides_its_token() -> None:
    grant = granted(200, token(token_type="bearer", need_patient_banner=False))  # noqa: S106
    assert grant.patient == "p1" and not grant.need_patient_banner
    assert "secret" not in repr(grant) + str(grant)


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (400, token(), "no token"),
        (200, b"", "no token"),
        (200, None, "no token"),
        (200, b"[" * 100_000, "no token"),
        (200, token(access_token=""), "no token"),
        (200, token(access_token="s\u00e9cret"), "no token"),  # noqa: S106
        (200, token(access_token="a\r\nX: b"), "no token"),  # noqa: S106
        (200, token(token_type="mac"), "no token"),  # noqa: S106
        (200, token(patient="p1/../p2"), "not FHIR"),
        (200, token(patient=None), "no patient was chosen"),
    ],
)
def test_what_is_no_grant(status: int, body: bytes | None, told: str) -> None:
    with pytest.raises(Refused) as caught:
        granted(status, body)
    assert told in str(caught.value) and "secret" not in str(caught.value)


def configuration(**given: object) -> bytes:
    usual = {"authorization_endpoint": SIGN_IN.authorize, "token_endpoint": SIGN_IN.token}
    return msgspec.json.encode({**usual, **given})


def test_endpoints_by_the_servers_own_word() -> None:
    assert place(OTHER) == "https://other.example/r4/.well-known/smart-configuration"
    assert endpoints(configuration()) == SIGN_IN
    assert endpoints(configuration(code_challenge_methods_supported=["plain", "S256"])) == SIGN_IN


def test_endpoints_by_the_settings() -> None:
    assert told(EHR) is None
    named = msgspec.structs.replace(EHR, authorize=SIGN_IN.authorize, token=SIGN_IN.token)
    assert told(named) == SIGN_IN
    open_ = msgspec.structs.replace(named, token="http://ehr.example/token")  # noqa: S106
    assert "not https" in refusal(502, told, open_)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (None, "no configuration"),
        (b"<html>", "no configuration"),
        (configuration(token_endpoint="http://ehr.example/t"), "not https"),  # noqa: S106
        (configuration(code_challenge_methods_supported=["plain"]), "S256"),
    ],
)
def test_a_configuration_that_is_not_used(body: bytes | None, why: str) -> None:
    assert why in refusal(502, endpoints, body)


def test_all_workers_have_one_key_that_nobody_else_can_read(tmp_path: Path) -> None:
    first, second = the_key(tmp_path), the_key(tmp_path)
    started = a_launch()
    assert opened(sealed(started, first), second, NOW) == started
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == [KEY_FILE]


def test_of_two_keys_made_at_once_the_first_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = the_key(tmp_path)
    with monkeypatch.context() as at_once:
        at_once.setattr(Path, "exists", lambda path: False)
        second = the_key(tmp_path)
    assert second.thumbprint() == first.thumbprint()
