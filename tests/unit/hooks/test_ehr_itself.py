"""The record system of the tests does what it says: searches, pages, tokens, launches and faults."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from ehr import Ehr

PATIENT = {"resourceType": "Patient", "id": "p1"}
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"  # of RFC 7636, appendix B
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"


def condition(number: int, patient: str = "p1") -> dict[str, Any]:
    about = {"reference": f"Patient/{patient}"}
    day = f"2026-01-{number:02}"
    return {"resourceType": "Condition", "id": f"c{number}", "subject": about, "recordedDate": day}


@pytest.fixture
def ehr() -> Iterator[Ehr]:
    resources = [PATIENT, *(condition(n) for n in range(1, 6)), condition(9, "p2")]
    with Ehr(resources, page=2) as running:
        yield running


def get(ehr: Ehr, query: str, token: str | None = None) -> httpx.Response:
    url = query if query.startswith("http") else f"{ehr.fhir}/{query}"
    return httpx.get(url, headers={"Authorization": f"Bearer {token or ehr.token}"}, timeout=10)


def ids(bundle: dict[str, Any]) -> list[str]:
    return [entry["resource"]["id"] for entry in bundle["entry"]]


def test_a_search_is_of_one_patient_sorted_and_paged(ehr: Ehr) -> None:
    first = get(ehr, "Condition?patient=p1&_sort=-date&_count=100").json()
    assert (first["total"], ids(first)) == (5, ["c5", "c4"])
    second = get(ehr, first["link"][0]["url"]).json()
    third = get(ehr, second["link"][0]["url"]).json()
    assert (ids(second), ids(third), "link" in third) == (["c3", "c2"], ["c1"], False)


def test_a_read_needs_the_token(ehr: Ehr) -> None:
    assert get(ehr, "Patient/p1").json() == PATIENT
    assert get(ehr, "Patient/p1", "wrong").status_code == 401
    assert get(ehr, "Patient/nobody").status_code == 404


@pytest.mark.parametrize(("fault", "status"), [("401", 401), ("500", 500), ("outcome", 200)])
def test_faults_come_as_outcomes(ehr: Ehr, fault: str, status: int) -> None:
    ehr.faults["Condition"] = fault
    answer = get(ehr, "Condition?patient=p1")
    assert (answer.status_code, answer.json()["resourceType"]) == (status, "OperationOutcome")


def test_a_slow_server_is_slow_and_stops_at_once(ehr: Ehr) -> None:
    ehr.faults["*"] = "slow"
    start = time.monotonic()
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(
            f"{ehr.fhir}/Patient/p1", headers={"Authorization": f"Bearer {ehr.token}"}, timeout=0.3
        )
    assert time.monotonic() - start < 5


def test_pages_can_be_missing_or_elsewhere(ehr: Ehr) -> None:
    ehr.faults["Condition"] = "missing-page"
    first = get(ehr, "Condition?patient=p1").json()
    assert get(ehr, first["link"][0]["url"]).status_code == 404
    ehr.faults["Condition"] = "elsewhere"
    away = get(ehr, "Condition?patient=p1").json()["link"][0]["url"]
    assert not away.startswith(ehr.fhir)


def launch(ehr: Ehr, **asked: str) -> httpx.Response:
    usual = {
        "response_type": "code",
        "client_id": "backstay",
        "redirect_uri": "http://127.0.0.1:1/smart/callback",
        "scope": "launch patient/*.rs",
        "state": "s1",
        "aud": ehr.fhir,
        "launch": "l1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    configuration = httpx.get(f"{ehr.fhir}/.well-known/smart-configuration").json()
    return httpx.get(configuration["authorization_endpoint"], params={**usual, **asked})


def trade(ehr: Ehr, code: str, verifier: str = VERIFIER) -> httpx.Response:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": "http://127.0.0.1:1/smart/callback",
        "client_id": "backstay",
        "code_verifier": verifier,
    }
    return httpx.post(f"{ehr.fhir}/token", data=form)


def code_of(answer: httpx.Response) -> str:
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert asked["state"] == ["s1"]
    return asked["code"][0]


def test_a_launch_gives_the_patient_once_and_only_with_the_verifier(ehr: Ehr) -> None:
    ehr.launches["l1"] = "p1"
    assert trade(ehr, code_of(launch(ehr)), "wrong").status_code == 400
    code = code_of(launch(ehr))
    granted = trade(ehr, code).json()
    assert (granted["patient"], granted["access_token"]) == ("p1", ehr.token)
    assert trade(ehr, code).json() == {"error": "invalid_grant"}


@pytest.mark.parametrize(
    "wrong", [{"aud": "http://other"}, {"code_challenge_method": "plain"}, {"launch": "unknown"}]
)
def test_a_wrong_launch_is_refused(ehr: Ehr, wrong: dict[str, str]) -> None:
    ehr.launches["l1"] = "p1"
    assert launch(ehr, **wrong).status_code == 400


def test_the_hook_client_fills_what_it_is_told_to(ehr: Ehr) -> None:
    templates = dict.fromkeys("abcd", "Condition?patient={{context.patientId}}")
    ehr.unfilled = {"b": "null", "c": "outcome", "d": "absent"}
    body = ehr.request("patient-view", {"patientId": "p1"}, templates, access=True)
    told = {key: one and one["resourceType"] for key, one in body["prefetch"].items()}
    assert told == {"a": "Bundle", "b": None, "c": "OperationOutcome"}
    assert body["fhirAuthorization"]["access_token"] == ehr.token
