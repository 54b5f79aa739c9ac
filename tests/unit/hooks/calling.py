"""Requests in their smallest right form, so that a test shows only what it is about."""

from __future__ import annotations

import json
from typing import Any

import pytest

from backstay.exchange.smart.refused import Refused
from backstay.hooks.asked import Call, open_call
from backstay.hooks.settings import Client, Settings

SETTINGS = Settings(base_url="https://backstay.example")
SERVER = "https://ehr.example/fhir"
CLIENT = Client(issuer="https://ehr.example", keys=(), fhir_servers=(f"{SERVER}/",))
INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"
VIEW, SELECT, SIGN = "backstay-patient-view", "backstay-order-select", "backstay-order-sign"
PATIENT = {"resourceType": "Patient", "id": "p1"}
OURS = {"reference": "Patient/p1"}
THEIRS = {"reference": "Patient/p2"}
ACCESS = {
    "access_token": "secret-token",
    "token_type": "Bearer",
    "expires_in": 300,
    "scope": "user/*.rs",
    "subject": "backstay",
}
DRAFT = {"resourceType": "MedicationRequest", "id": "m1", "status": "draft", "subject": OURS}
SENT = {"patient": PATIENT, "conditions": None}  # enough for an answer


def resource(kind: str, name: str = "r1", **fields: Any) -> dict[str, Any]:
    return {"resourceType": kind, "id": name, "subject": OURS, **fields}


def bundle(*resources: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"resourceType": "Bundle", "entry": [{"resource": one} for one in resources], **fields}


def paged(*resources: dict[str, Any], url: str) -> dict[str, Any]:
    return bundle(*resources, link=[{"relation": "next", "url": url}])


def request(**changed: Any) -> dict[str, Any]:
    """A call of patient-view; None leaves a field out."""
    usual = {
        "hook": "patient-view",
        "hookInstance": INSTANCE,
        "context": {"userId": "Practitioner/u1", "patientId": "p1"},
        "prefetch": SENT,
    }
    return {name: value for name, value in {**usual, **changed}.items() if value is not None}


def order(hook: str, *drafts: dict[str, Any], **context: Any) -> dict[str, Any]:
    """A call of one of the hooks about orders."""
    usual = {"userId": "Practitioner/u1", "patientId": "p1", "draftOrders": bundle(*drafts)}
    if hook == "order-select":
        usual["selections"] = ["MedicationRequest/m1"]
    told = {name: value for name, value in {**usual, **context}.items() if value is not None}
    return request(hook=hook, context=told)


def allowed(**changed: Any) -> dict[str, Any]:
    """The same with a token for a server that is registered."""
    return request(fhirServer=SERVER, fhirAuthorization=ACCESS, **changed)


def opened(
    body: dict[str, Any] | bytes, service: str = VIEW, client: Client | None = CLIENT
) -> Call:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return open_call(service, text, client, SETTINGS)


def refused(
    body: dict[str, Any] | bytes, service: str = VIEW, client: Client | None = CLIENT
) -> tuple[int, list[str]]:
    """The status and the problems of a call that must not be answered."""
    with pytest.raises(Refused) as caught:
        opened(body, service, client)
    return caught.value.status, caught.value.problems
