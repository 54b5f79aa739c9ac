"""Doses that were given are named and make no fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from resources import drug, of_patient, statement

from backstay.exchange import Unread

Read = Callable[..., tuple[dict[str, Any], list[Unread]]]


def dose(name: str = "d1", **fields: Any) -> dict[str, Any]:
    usual = {"status": "completed", "medicationCodeableConcept": drug("paclitaxel")}
    return of_patient("MedicationAdministration", name, **{**usual, **fields})


def test_doses_of_one_drug_are_one_question(read: Read) -> None:
    document, unread = read(*(dose(f"d{n}") for n in range(5)))
    assert document["patient"] == {}
    why = "paclitaxel was given; is it taken now, and when was the last dose?"
    assert unread == [Unread("MedicationAdministration (5)", why)]


def test_a_drug_that_is_not_known_keeps_its_words(read: Read) -> None:
    _, unread = read(dose(medicationCodeableConcept={"text": "study drug"}))
    assert unread[0].why.startswith("study drug was given")


@pytest.mark.parametrize("status", ["entered-in-error", "not-done", "on-hold", "unknown", None])
def test_a_dose_that_was_not_given(read: Read, status: str | None) -> None:
    _, unread = read(dose(status=status))
    assert unread == [
        Unread("MedicationAdministration/d1", f"its status is {status or 'not given'}")
    ]


@pytest.mark.parametrize("lost", [{"medicationCodeableConcept": None}, {"status": 3}])
def test_a_dose_that_is_lost_leaves_the_list_of_medicines_alone(
    read: Read, lost: dict[str, Any]
) -> None:
    document, unread = read(dose(**lost), statement())
    assert len(document["patient"]["medicines"]) == 1
    assert len(unread) == 1
