"""By which numbers a hospital knows a patient, as far as the Patient resource says."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from backstay.exchange.smart.numbers import LONGEST, Numbers, numbers

MR = {"coding": [{"code": "MR"}]}


def raw(resource: Any) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(resource))


def patient(*identifiers: dict[str, Any]) -> msgspec.Raw:
    return raw({"resourceType": "Patient", "identifier": list(identifiers)})


@pytest.mark.parametrize(
    ("given", "told", "likely"),
    [
        ((), Numbers(), None),
        (({"value": "H-1"},), Numbers(None, ("H-1",)), "H-1"),
        (({"value": "H-1"}, {"value": "H-2"}), Numbers(None, ("H-1", "H-2")), None),
        (({"value": "A"}, {"value": "H-1", "type": MR}), Numbers("H-1", ("A", "H-1")), "H-1"),
        (
            ({"value": "H-1", "type": MR}, {"value": "H-2", "type": MR}),
            Numbers(None, ("H-1", "H-2")),
            None,
        ),
        (({"value": " "}, {"system": "urn:x"}), Numbers(), None),
        (({"value": "9" * (LONGEST + 1), "type": MR},), Numbers(), None),
    ],
)
def test_the_number_of_the_record(
    given: tuple[dict[str, Any], ...], told: Numbers, likely: str | None
) -> None:
    found = numbers([raw({"resourceType": "Condition"}), patient(*given)])
    assert found == told and found.likely == likely


def test_what_is_no_patient_has_none() -> None:
    assert numbers([raw([]), raw({"resourceType": "Patient", "identifier": "H-1"})]) == Numbers()
