"""Small FHIR resources, so that a test shows only what it is about."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from backstay.case import Vocabulary
from backstay.exchange import Unread, read_bundle

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
PATIENT = {"resourceType": "Patient", "id": "p1"}
Read = Callable[..., tuple[dict[str, Any], list[Unread]]]


def concept(*codes: tuple[str, str], **more: Any) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code} for system, code in codes], **more}


def of_patient(kind: str, name: str, **fields: Any) -> dict[str, Any]:
    """A resource about the patient; None leaves a field out."""
    given = {"resourceType": kind, "id": name, "subject": {"reference": "Patient/p1"}, **fields}
    return {key: value for key, value in given.items() if value is not None}


def observation(code: dict[str, Any], name: str = "o1", **fields: Any) -> dict[str, Any]:
    usual = {"status": "final", "effectiveDateTime": "2026-03-13T10:00:00Z", "code": code}
    return of_patient("Observation", name, **{**usual, **fields})


def condition(code: dict[str, Any], name: str = "c1", **fields: Any) -> dict[str, Any]:
    return of_patient("Condition", name, code=code, recordedDate="2026-03-01", **fields)


def bundle(*resources: dict[str, Any], **fields: Any) -> bytes:
    entries = [{"resource": one} for one in resources]
    return json.dumps({"resourceType": "Bundle", "entry": entries, **fields}).encode()


@pytest.fixture
def read(vocabulary: Vocabulary) -> Read:
    """Read some resources beside the patient."""

    def read_them(*resources: dict[str, Any], **fields: Any) -> tuple[dict[str, Any], list[Unread]]:
        return read_bundle(bundle(PATIENT, *resources, **fields), vocabulary, now=NOW)

    return read_them
