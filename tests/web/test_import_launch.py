"""A record fetched by SMART App Launch from a real record system over HTTP, and what can go wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from test_import_bundle import answered, bundle, fields

from backstay.web.audit.models import Event
from backstay.web.records.importing.servers import registrations
from backstay.web.records.models import Episode, Imported, Patient
from ehr import Ehr

Signed = Callable[[str], Client]
NUMBER = [{"value": "H-1001", "type": {"coding": [{"code": "MR"}]}}]


@pytest.fixture
def ehr(settings: Any) -> Iterator[Ehr]:
    """A record system in which Daniel is, registered with this site."""
    resources = [entry["resource"] for entry in bundle(identifier=NUMBER)["entry"]]
    patient = next(one["id"] for one in resources if one["resourceType"] == "Patient")
    with Ehr(resources, page=20) as running:
        running.launches["xyz"] = running.launches["standalone"] = patient
        settings.BACKSTAY_LAUNCHES = [f"{running.fhir}|backstay"]
        settings.BACKSTAY_FETCH_SECONDS = 5.0
        yield running


def out(client: Client, ehr: Ehr, **given: str) -> Any:
    return client.get("/cases/launch/", {"iss": ehr.fhir, **given})


def sign_in(client: Client, ehr: Ehr, **given: str) -> str:
    """To the record system and back as far as the address of our callback."""
    away = out(client, ehr, **given)
    assert away.status_code == 302, away.content
    back = httpx.get(away["Location"], follow_redirects=False)
    assert back.status_code == 302, back.text
    parts = urlsplit(back.headers["location"])
    return f"{parts.path}?{parts.query}"


@pytest.mark.db
def test_from_a_case_to_its_record_and_back(daniel: Episode, ehr: Ehr, as_: Signed) -> None:
    client = as_("ines")
    offer = client.get(f"/cases/{daniel.key}/import/").content.decode()
    assert f"Fetch from {urlsplit(ehr.fhir).netloc}" in offer
    page = client.get(sign_in(client, ehr, case=str(daniel.key)))
    assert page.status_code == 200 and "Check what was read" in page.content.decode()
    assert page["Cache-Control"] == "no-store" and not Imported.objects.exists()
    done = client.post(f"/cases/{daniel.key}/import/check/", answered(page))
    assert done.status_code == 302
    fact = daniel.facts.get(name="limb_weakness")
    assert fact.source == "launch" and fact.source_detail == "Observation/t8-renal-15"
    kept = Imported.objects.get()
    assert kept.source == "launch" and kept.named == ehr.fhir
    assert Event.objects.get(action="record_imported").details["source"] == "launch"


@pytest.mark.db
def test_from_the_record_to_the_case_that_is_meant(daniel: Episode, ehr: Ehr, as_: Signed) -> None:
    client = as_("ines")
    page = client.get(sign_in(client, ehr, launch="xyz"))
    text = page.content.decode()
    assert "Which case is this record for?" in text and f"/cases/{daniel.key}/import/check/" in text
    sent = {**fields(page), "step": "into"}
    check = client.post(f"/cases/{daniel.key}/import/check/", sent)
    assert "Check what was read" in check.content.decode()
    assert client.post(f"/cases/{daniel.key}/import/check/", answered(check)).status_code == 302
    assert Imported.objects.get().episode == daniel


@pytest.mark.db
def test_from_the_record_to_a_new_case(people: Any, ehr: Ehr, as_: Signed) -> None:
    client = as_("cole")
    page = client.get(sign_in(client, ehr, launch="xyz"))
    assert "None of your cases" in page.content.decode()
    check = client.post("/cases/import/check/", {**fields(page), "step": "show"})
    assert 'value="Daniel Ferro"' in check.content.decode()
    assert client.post("/cases/import/check/", answered(check)).status_code == 302
    assert Patient.objects.get().number == "H-1001"


def test_a_case_of_others_is_not_offered(daniel: Episode, ehr: Ehr, as_: Signed) -> None:
    client = as_("kim")
    page = client.get(sign_in(client, ehr, launch="xyz"))
    assert (
        "None of your cases" in page.content.decode()
        and str(daniel.key) not in page.content.decode()
    )
    assert out(client, ehr, case=str(daniel.key)).status_code == 404
    assert out(client, ehr, case="nonsense").status_code == 404


def test_a_code_is_of_no_use_in_another_browser(daniel: Episode, ehr: Ehr, as_: Signed) -> None:
    where = sign_in(as_("ines"), ehr, case=str(daniel.key))
    page = as_("boyd").get(where)
    assert page.status_code == 400 and "not known in this browser" in page.content.decode()


def test_a_code_works_once(daniel: Episode, ehr: Ehr, as_: Signed) -> None:
    client = as_("ines")
    where = sign_in(client, ehr, case=str(daniel.key))
    assert client.get(where).status_code == 200
    assert client.get(where).status_code == 400


def test_another_server_is_never_asked(daniel: Episode, ehr: Ehr, as_: Signed) -> None:
    page = as_("ines").get("/cases/launch/", {"iss": "http://127.0.0.1:1/fhir", "launch": "xyz"})
    assert page.status_code == 400 and "not registered here" in page.content.decode()


@pytest.mark.parametrize(
    ("kind", "fault", "status", "says"),
    [
        ("Condition", "500", 412, "Conditions"),
        ("Observation", "nonsense", 200, "Observations could not be read"),
        ("Observation", "missing-page", 200, "Observations could not be read"),
        ("Condition", "elsewhere", 200, "Check what was read"),
        ("Patient", "404", 412, "Data of the person"),
    ],
)
def test_what_cannot_be_had_is_said(
    daniel: Episode, ehr: Ehr, as_: Signed, kind: str, fault: str, status: int, says: str
) -> None:
    client = as_("ines")
    where = sign_in(client, ehr, case=str(daniel.key))
    ehr.faults[kind] = fault
    page = client.get(where)
    assert page.status_code == status and says in page.content.decode()
    assert not Imported.objects.exists()


def test_a_slow_record_system_holds_nobody(
    daniel: Episode, ehr: Ehr, as_: Signed, settings: Any
) -> None:
    client = as_("ines")
    where = sign_in(client, ehr, case=str(daniel.key))
    settings.BACKSTAY_FETCH_SECONDS = 0.5
    ehr.faults["Condition"] = "slow"
    ehr.slow_seconds = 3.0
    page = client.get(where)
    assert page.status_code == 412 and "Conditions" in page.content.decode()


def test_without_a_record_system_there_is_no_launch(as_: Signed, settings: Any) -> None:
    settings.BACKSTAY_LAUNCHES = []
    assert as_("ines").get("/cases/launch/").status_code == 404
    assert as_("ines").get("/cases/launch/back/").status_code == 404


@pytest.mark.parametrize("told", ["https://ehr.example/fhir", "http://ehr.example|b", "ehr|b", ""])
def test_a_setting_that_names_no_record_system_is_refused(settings: Any, told: str) -> None:
    settings.BACKSTAY_LAUNCHES = [told]
    with pytest.raises(ImproperlyConfigured):
        registrations()
