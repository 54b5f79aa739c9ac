"""Invented calls before the first real one, so that nobody waits for what is loaded and built only once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from backstay.exchange.smart.queries import PREFETCH
from backstay.hooks import asked, services
from backstay.hooks.offered import SERVICES, Service
from backstay.hooks.settings import Settings
from backstay.knowledge import Knowledge

WHOM = "invented"
DRUG = {"medicationCodeableConcept": {"text": "dexamethasone 8 mg"}}
FINDING = {"code": {"text": "back pain"}}
ALIKE: dict[str, dict[str, Any]] = {
    "MedicationStatement": {"status": "active", **DRUG},
    "MedicationRequest": {"status": "active", "intent": "order", **DRUG},
    "Procedure": {"status": "completed", **FINDING},
    "DiagnosticReport": {"status": "final", **FINDING},
    "QuestionnaireResponse": {"status": "completed"},
    "Observation": {"status": "final", **FINDING},
}


def warm(knowledge: Knowledge, settings: Settings, now: datetime) -> None:
    """Answer one call of each service, about nobody. Raises Refused where that fails: then no worker may serve."""
    for service in SERVICES:
        call = asked.open_call(service.id, _body(service), None, settings)
        services.answer(call, knowledge, settings, now)


def _body(service: Service) -> bytes:
    order = {**_about("MedicationRequest"), "status": "draft"}
    context = {
        "userId": "Practitioner/invented",
        "patientId": WHOM,
        "selections": [f"MedicationRequest/{WHOM}"],
        "draftOrders": {"resourceType": "Bundle", "entry": [{"resource": order}]},
    }
    return msgspec.json.encode(
        {
            "hook": service.hook,
            "hookInstance": "00000000-0000-0000-0000-000000000000",
            "context": context,
            "prefetch": {data.key: _answer(data.kinds[0]) for data in PREFETCH},
        }
    )


def _answer(kind: str) -> dict[str, Any]:
    if kind == "Patient":
        return {"resourceType": "Patient", "id": WHOM}
    return {"resourceType": "Bundle", "entry": [{"resource": _about(kind)}]}


def _about(kind: str) -> dict[str, Any]:
    whom = {"reference": f"Patient/{WHOM}"}
    held = ALIKE.get(kind, FINDING)
    return {"resourceType": kind, "id": WHOM, "subject": whom, "patient": whom, **held}
