"""One patient-view request with full prefetch of about 80 kB: a shipped bundle with more laboratory results."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

from backstay.exchange.smart.queries import PREFETCH
from backstay.knowledge.data import ROOT

WANTED = 80_000  # bytes
BUNDLE = ROOT / "cases" / "bundles" / "t8-renal.json"
INSTANCE = str(UUID(int=0))  # replaced in every request


def request(size: int = WANTED) -> bytes:
    """The body of a call of patient-view; its `hookInstance` is INSTANCE."""
    resources = _shipped()
    return _body([*resources, *_padding(resources, size)])


def quiet(size: int = WANTED) -> bytes:
    """The same for a person with laboratory results and nothing else: there is no card, as for most people."""
    resources = _shipped()
    patient = [one for one in resources if one["resourceType"] == "Patient"]
    return _body([*patient, *_padding(resources, size)])


def _shipped() -> list[dict[str, Any]]:
    return [entry["resource"] for entry in json.loads(BUNDLE.read_bytes())["entry"]]


def _body(resources: list[dict[str, Any]]) -> bytes:
    patient = next(one for one in resources if one["resourceType"] == "Patient")
    return json.dumps(
        {
            "hook": "patient-view",
            "hookInstance": INSTANCE,
            "context": {"userId": "Practitioner/invented", "patientId": patient["id"]},
            "prefetch": _prefetch(patient, resources),
        },
        separators=(",", ":"),
    ).encode()


def _prefetch(patient: dict[str, Any], resources: list[dict[str, Any]]) -> dict[str, Any]:
    """Every key that discovery asks for; what two queries would find is sent once."""
    taken: set[str] = set()
    found: dict[str, Any] = {}
    for data in PREFETCH:
        listed = [
            one for one in resources if one["resourceType"] in data.kinds and one["id"] not in taken
        ]
        taken |= {one["id"] for one in listed}
        entry = [{"resource": one} for one in listed]
        found[data.key] = (
            patient
            if data.key == "patient"
            else {
                "resourceType": "Bundle",
                "type": "searchset",
                "total": len(entry),
                "entry": entry,
            }
        )
    return found


def _padding(resources: list[dict[str, Any]], size: int) -> list[dict[str, Any]]:
    """Older laboratory results of the same kinds, as a record holds many of."""
    length = len(json.dumps(resources, separators=(",", ":")))
    labs = [one for one in resources if "valueQuantity" in one]
    made: list[dict[str, Any]] = []
    while length < size:
        number = len(made)
        one = {
            **labs[number % len(labs)],
            "id": f"older-{number}",
            "effectiveDateTime": f"202{number % 5}-0{number % 9 + 1}-11T08:30:00Z",
        }
        made.append(one)
        length += len(json.dumps(one, separators=(",", ":"))) + 30
    return made


def fresh(body: bytes) -> bytes:
    """The same request as another call."""
    return body.replace(INSTANCE.encode(), str(uuid4()).encode(), 1)
