"""Small FHIR resources, so that a test shows only what it is about."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
OWN = "https://backstay.example/fhir/CodeSystem/facts"
LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
RADELEMENT = "RADELEMENT"
MCODE = "http://hl7.org/fhir/us/mcode/StructureDefinition"
PATIENT = {"resourceType": "Patient", "id": "p1"}
T8 = (SNOMED, "77435000")
L3 = (SNOMED, "55492004")
ECOG = (LOINC, "89247-1")
HEMOGLOBIN = (LOINC, "718-7")
KIDNEY = (SNOMED, "93849006")


def concept(*codes: tuple[str, str]) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code} for system, code in codes]}


def own(code: str) -> dict[str, Any]:
    return concept((OWN, code))


def quantity(value: float, unit: str | None = None) -> dict[str, Any]:
    return {"value": value, **({"unit": unit} if unit else {})}


def of_patient(kind: str, name: str, **fields: Any) -> dict[str, Any]:
    """A resource about the patient; None leaves a field out."""
    given = {"resourceType": kind, "id": name, "subject": {"reference": "Patient/p1"}, **fields}
    return {key: value for key, value in given.items() if value is not None}


def observation(code: dict[str, Any], name: str = "o1", **fields: Any) -> dict[str, Any]:
    usual = {"status": "final", "effectiveDateTime": "2026-03-13T10:00:00Z", "code": code}
    return of_patient("Observation", name, **{**usual, **fields})


def condition(*codes: tuple[str, str], name: str = "c1", **fields: Any) -> dict[str, Any]:
    usual = {"code": concept(*codes), "recordedDate": "2026-03-01"}
    return of_patient("Condition", name, **{**usual, **fields})


def part(code: str, **value: Any) -> dict[str, Any]:
    """A component in Backstay's own CodeSystem."""
    return {"code": own(code), **value}


def course(name: str = "r1", site: tuple[str, str] | None = T8, **fields: Any) -> dict[str, Any]:
    """An mCODE summary of one course: 8 Gy once, a year ago."""
    total = {"url": "totalDoseDelivered", "valueQuantity": {"value": 800, "code": "cGy"}}
    number = {"url": "fractionsDelivered", "valueUnsignedInt": 1}
    dose = f"{MCODE}/mcode-radiotherapy-dose-delivered-to-volume"
    usual = {
        "meta": {"profile": [f"{MCODE}/mcode-radiotherapy-course-summary"]},
        "status": "completed",
        "code": {"text": "radiotherapy"},
        "performedPeriod": {"end": "2025-03-14"},
        "bodySite": [concept(site)] if site else None,
        "extension": [{"url": dose, "extension": [total, number]}],
    }
    return of_patient("Procedure", name, **{**usual, **fields})


def bundle(*resources: dict[str, Any], **fields: Any) -> bytes:
    entries = [{"resource": one} for one in resources]
    return json.dumps({"resourceType": "Bundle", "entry": entries, **fields}).encode()


RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
MORPHINE = "morphine sulfate 15 MG Oral Tablet"


def drug(words: str | None = MORPHINE, code: str | None = None) -> dict[str, Any]:
    coding = {key: value for key, value in (("code", code), ("display", words)) if value}
    return {"coding": [{"system": RXNORM, **coding}]}


def statement(name: str = "s1", words: str | None = MORPHINE, **fields: Any) -> dict[str, Any]:
    usual = {
        "status": "active",
        "dateAsserted": "2026-03-13",
        "medicationCodeableConcept": drug(words),
        "dosage": [dosage()],
    }
    return of_patient("MedicationStatement", name, **{**usual, **fields})


def order(name: str = "m1", words: str | None = MORPHINE, **fields: Any) -> dict[str, Any]:
    usual = {
        "status": "active",
        "intent": "order",
        "authoredOn": "2026-03-01",
        "medicationCodeableConcept": drug(words),
        "dosageInstruction": [dosage()],
    }
    return of_patient("MedicationRequest", name, **{**usual, **fields})


def dosage(**fields: Any) -> dict[str, Any]:
    """Ten milligrams, four times a day; None leaves a field out."""
    usual = {
        "doseAndRate": [{"doseQuantity": quantity(10, "mg")}],
        "timing": every(frequency=4, period=1, periodUnit="d"),
        **fields,
    }
    return {key: value for key, value in usual.items() if value is not None}


def every(**repeat: Any) -> dict[str, Any]:
    return {"repeat": repeat}


def given(**dose: Any) -> list[dict[str, Any]]:
    return [dose]
