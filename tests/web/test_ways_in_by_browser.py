"""Ways in, and records from elsewhere, in a browser: an app with codes, a hospital's identity, a launch."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from served import Served
from test_hospital_identity import Identity
from test_import_bundle import bundle
from test_import_launch import NUMBER
from test_signing_in import SECRET, code_of
from world import PASSWORD

from conftest import sign_in
from ehr import Ehr

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def identity() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Identity)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def ehr() -> Iterator[Ehr]:
    resources = [entry["resource"] for entry in bundle(identifier=NUMBER)["entry"]]
    patient = next(one["id"] for one in resources if one["resourceType"] == "Patient")
    with Ehr(resources, page=20) as running:
        running.launches["xyz"] = running.launches["standalone"] = patient
        yield running


@pytest.fixture(scope="module")
def site(
    prepared: Path, tmp_path_factory: pytest.TempPathFactory, identity: str, ehr: Ehr
) -> Iterator[Served]:
    """A hospital with an identity server and a record system of its own."""
    more = {
        "BACKSTAY_OIDC_SERVER": identity, "BACKSTAY_OIDC_CLIENT": "backstay",
        "BACKSTAY_OIDC_SECRET": "known-to-two", "BACKSTAY_OIDC_NAME": "Northern Hospital",
        "BACKSTAY_LAUNCHES": f"{ehr.fhir}|backstay",
    }  # fmt: skip
    with Served(prepared, tmp_path_factory.mktemp("ways"), **more) as running:
        yield running


def test_an_app_is_added_then_asked_for_and_a_recovery_code_helps_once(open_page: Any) -> None:
    page = open_page("boyd")
    page.goto("/account/2fa/totp/activate/")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    secret = page.locator("main code").first.inner_text().replace(" ", "")
    assert len(secret) == len(SECRET)
    page.fill("input[name=code]", code_of(secret))
    page.click("main button[type=submit]")
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    for told, wanted in ((codes[0], True), (codes[0], False), (codes[1], True)):
        other = open_page("")
        sign_in(other, "boyd")
        assert "/2fa/authenticate/" in other.url and "Ferro" not in other.content()
        other.goto("/cases/")
        assert "/2fa/authenticate/" in other.url, "half a sign-in opens nothing"
        other.fill("input[name=code]", told.strip())
        other.click("main button[type=submit]")
        other.goto("/cases/")
        assert ("Daniel Ferro" in other.content()) is wanted


def test_the_hospitals_own_identity_signs_in(
    open_page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page("")
    page.goto("/cases/")
    page.click("text=Sign in with Northern Hospital")
    page.wait_for_url("**/cases/")
    assert "Daniel Ferro" in page.inner_text("main")
    monkeypatch.setattr(Identity, "claims", {"sub": "s-9", "preferred_username": "stranger"})
    stranger = open_page("")
    stranger.goto("/cases/")
    stranger.click("text=Sign in with Northern Hospital")
    stranger.goto("/cases/")
    assert "/account/login/" in stranger.url


def test_a_record_is_fetched_from_its_system_and_chosen_from(open_page: Any, ehr: Ehr) -> None:
    page = open_page("cole")
    page.click("text=Daniel Ferro")
    page.click("text=Fetch a record")
    page.click("text=Fetch from")
    page.wait_for_selector("h1:has-text('Check what was read')")
    for field in page.locator("input[type=radio][value=keep]").all():
        field.check()
    page.click("text=Record what is ticked")
    page.wait_for_selector("text=recorded")
    assert page.inner_text("h1") == "Daniel Ferro"
    stranger = open_page("kim")
    stranger.goto(f"/cases/launch/?iss={ehr.fhir}&launch=xyz")
    stranger.wait_for_load_state()
    assert "None of your cases" in stranger.inner_text("main")
