"""A launch from a real record system over real HTTP: sign-in, token, reading, page, and what can go wrong."""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from hook_service import address, service

import backstay_knowledge
from backstay.exchange.smart.registration import Registration
from backstay.hooks.settings import Settings
from ehr import Ehr

BUNDLE = Path(backstay_knowledge.__file__).parent / "cases" / "bundles" / "t8-renal.json"


def resources() -> list[dict[str, Any]]:
    entries = json.loads(BUNDLE.read_text(encoding="utf-8"))["entry"]
    return [one["resource"] for one in entries]


PATIENT = next(one for one in resources() if one["resourceType"] == "Patient")


class Place:
    """A record system, our service beside it, and one browser."""

    def __init__(self, ehr: Ehr, base: str) -> None:
        self.ehr, self.base = ehr, base
        self.browser = httpx.Client(follow_redirects=False, timeout=30)

    def launch(self, **given: str) -> httpx.Response:
        asked = {"iss": self.ehr.fhir, **given}
        return self.browser.get(f"{self.base}/smart/launch", params=asked)

    def sign_in(self, **given: str) -> str:
        """To the record system and back as far as the address of our callback."""
        out = self.launch(**given)
        assert out.status_code == 303, out.text
        back = httpx.get(out.headers["location"], follow_redirects=False)
        assert back.status_code == 302, back.text
        return str(back.headers["location"])

    def open(self, **given: str) -> httpx.Response:
        return self.browser.get(self.sign_in(**given))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with Ehr(resources(), page=20) as ehr, socket.create_server(("127.0.0.1", 0)) as port:
        ehr.launches["xyz"] = ehr.launches["standalone"] = PATIENT["id"]
        base = address(port)
        launches = (Registration(issuer=ehr.fhir, client_id="backstay"),)
        settings = Settings(base_url=base, launches=launches, store=str(tmp_path), fetch_seconds=3)
        with service(settings, port):
            here = Place(ehr, base)
            yield here
            here.browser.close()


def test_from_the_record_to_the_assessment(
    place: Place,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with caplog.at_level(logging.DEBUG):
        page = place.open(launch="xyz")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "Emergency" in page.text and "Separation surgery" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    written = "".join(capsys.readouterr()) + caplog.text
    kept = b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
    assert place.ehr.token not in page.text + written
    assert place.ehr.token.encode() not in kept and PATIENT["id"].encode() not in kept


def test_a_page_that_is_being_made_keeps_nobody_else_waiting(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ends = threading.Event(), threading.Event()

    def slow(*_: object) -> str:
        begun.set()
        ends.wait(10)
        return "made"

    monkeypatch.setattr("backstay.hooks.smart.routes.page", slow)
    with ThreadPoolExecutor(1) as other:
        opening = other.submit(place.open, launch="xyz")
        assert begun.wait(10)
        try:
            assert httpx.get(f"{place.base}/healthz", timeout=5).status_code == 200
        finally:
            ends.set()
        assert opening.result().text == "made"


def test_on_its_own_a_patient_is_chosen_in_the_record_system(place: Place) -> None:
    assert "Separation surgery" in place.open().text


def test_whose_page_it_is_stands_on_it(place: Place) -> None:
    named = {
        **PATIENT,
        "name": [
            {"use": "usual", "text": "Other"},
            {"use": "official", "family": "Two", "given": ["One"]},
        ],
    }
    held = place.ehr.resources
    held[held.index(PATIENT)] = named
    page = place.open(launch="xyz").text
    assert f"One Two, born {PATIENT['birthDate']}" in page


def test_every_page_of_a_search_is_read(place: Place) -> None:
    place.open(launch="xyz")
    assert any("_offset" in one for one in place.ehr.seen)


def test_what_could_not_be_had_stands_on_the_page(place: Place) -> None:
    place.ehr.faults["Observation"] = "500"
    page = place.open(launch="xyz")
    assert page.status_code == 200
    assert "Observations could not be read" in page.text


@pytest.mark.parametrize("fault", ["401", "500", "outcome", "nonsense", "slow"])
def test_without_the_diagnoses_there_is_no_page(place: Place, fault: str) -> None:
    place.ehr.faults["Condition"] = fault
    page = place.open(launch="xyz")
    assert page.status_code == 412
    assert "Conditions could not be read" in page.text and "Separation" not in page.text


def test_data_of_another_person_gives_no_page(place: Place) -> None:
    first = next(one for one in place.ehr.resources if one["resourceType"] == "Condition")
    stranger = {"reference": f"https://elsewhere.example/Patient/{PATIENT['id']}"}
    place.ehr.resources.append({**first, "id": "strange", "subject": stranger})
    page = place.open(launch="xyz")
    assert page.status_code == 400
    assert "another person" in page.text and "Separation" not in page.text


def test_another_browser_cannot_take_the_page(place: Place) -> None:
    back = place.sign_in(launch="xyz")
    page = httpx.get(back)
    assert page.status_code == 400 and "not known in this browser" in page.text
    assert "script-src 'none'" in page.headers["content-security-policy"]


def test_a_code_is_used_once(place: Place) -> None:
    back = place.sign_in(launch="xyz")
    cookies = dict(place.browser.cookies)
    assert place.browser.get(back).status_code == 200
    assert not dict(place.browser.cookies)  # the launch is over in this browser
    again = httpx.get(back, cookies=cookies)
    assert again.status_code == 502 and "no token" in again.text


def test_a_record_system_that_is_not_registered_is_never_asked(place: Place) -> None:
    refused = place.launch(iss="https://169.254.169.254/latest")
    assert refused.status_code == 400 and "169.254" not in refused.text
    assert not place.ehr.seen


def test_the_challenge_is_sent_and_the_cookie_is_for_the_callback_only(place: Place) -> None:
    out = place.launch(launch="xyz")
    asked = parse_qs(urlsplit(out.headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"] and asked["aud"] == [place.ehr.fhir]
    cookie = out.headers["set-cookie"]
    for part in ("HttpOnly", "Path=/smart/callback", "Max-Age=600", "SameSite=lax"):
        assert part.lower() in cookie.lower()


def test_endpoints_may_stand_in_the_settings(tmp_path: Path) -> None:
    with Ehr(resources()) as ehr, socket.create_server(("127.0.0.1", 0)) as port:
        base = address(port)
        named = Registration(
            issuer=ehr.fhir,
            client_id="backstay",
            authorize=f"{ehr.fhir}/authorize",
            token=f"{ehr.fhir}/token",
            shown_in=("https://ehr.example",),
        )
        settings = Settings(base_url=base, launches=(named,), store=str(tmp_path))
        with service(settings, port):
            out = httpx.get(f"{base}/smart/launch")
    assert out.headers["location"].startswith(f"{ehr.fhir}/authorize?")
    assert "frame-ancestors https://ehr.example" in out.headers["content-security-policy"]
    assert not ehr.seen  # nobody was asked
