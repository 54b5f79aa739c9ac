"""How much and how often, read from the fields of a dosage; what is not certain leaves the dose open."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as property_of
from hypothesis import settings
from hypothesis import strategies as st
from resources import (
    MORPHINE,
    NOW,
    PATIENT,
    bundle,
    dosage,
    every,
    given,
    order,
    quantity,
    statement,
)

from backstay.case import Vocabulary, read_case
from backstay.exchange import Unread, read_bundle
from backstay.exchange.amounts import written

Read = Callable[..., tuple[dict[str, Any], list[Unread]]]
TABLET = quantity(2, "tablet")
FIXTURE = Path(__file__).resolve().parents[2] / "fixtures" / "dosages.jsonl"


def told(
    read: Read, words: str = MORPHINE, **fields: Any
) -> tuple[list[dict[str, str]], list[str]]:
    """The entries that one statement gives, without their drugs, and what is in doubt."""
    document, unread = read(statement(words=words, dosage=[dosage(**fields)]))
    entries = [
        {k: v for k, v in one.items() if k != "drug"} for one in document["patient"]["medicines"]
    ]
    return entries, [one.why.partition(": ")[2] for one in unread]


COMBINED = "Oxycodone Hydrochloride 5 MG / Acetaminophen 325 MG Oral Tablet"
CASES = [json.loads(line) for line in FIXTURE.read_text(encoding="utf-8").splitlines()]
SURE = [one for one in CASES if "gives" in one]
OPEN = [one for one in CASES if "gives" not in one and "taken" not in one]
DOUBTFUL = [one for one in CASES if "taken" in one]


def name_of(one: dict[str, Any]) -> str:
    return str(one["case"])


@pytest.mark.parametrize("one", SURE, ids=name_of)
def test_what_is_sure(one: dict[str, Any], read: Read) -> None:
    (entry,), doubts = told(read, one.get("words", MORPHINE), **one["dosage"])
    assert entry == one["gives"]
    assert doubts == one["doubts"]


@pytest.mark.parametrize("one", OPEN, ids=name_of)
def test_what_is_not_sure_leaves_the_dose_open(one: dict[str, Any], read: Read) -> None:
    entries, doubts = told(read, one.get("words", MORPHINE), **one["dosage"])
    for entry in entries:
        assert not {"dose", "dose_up_to", "unit", "per_day", "every_hours"} & set(entry)
    assert doubts == one["doubts"]


@pytest.mark.parametrize("one", DOUBTFUL, ids=name_of)
def test_a_dose_that_is_taken_with_a_doubt(one: dict[str, Any], read: Read) -> None:
    (entry,), doubts = told(read, **one["dosage"])
    assert "dose" in entry
    assert doubts == one["doubts"]


def a_day(most: dict[str, Any]) -> dict[str, Any]:
    return {"numerator": most, "denominator": {"value": 1, "code": "d"}}


def test_each_drug_of_a_combination_has_its_own_dose(read: Read) -> None:
    entries, doubts = told(read, COMBINED, doseAndRate=given(doseQuantity=TABLET))
    assert [(one["dose"], one["unit"]) for one in entries] == [("10", "mg"), ("650", "mg")]
    assert doubts == []


WORDS = ["10 mg, 5 at night", "10,5 mg", "1.2.3 mg", "10 mg/m2 a day", "10 mg/kg", "x" * 500]


@pytest.mark.parametrize("words", WORDS)
def test_words_that_say_more_leave_the_dose_open(words: str, read: Read) -> None:
    (entry,), doubts = told(read, text=words)
    assert "dose" not in entry
    assert doubts[0] == "dose not known: its words say more than its fields"
    assert len(doubts) == 2


def test_the_doses_of_one_time_are_entries_of_their_own(read: Read) -> None:
    night = dosage(sequence=1, doseAndRate=given(doseQuantity=quantity(20, "mg")))
    document, unread = read(statement(dosage=[dosage(sequence=1), night]))
    assert [one["dose"] for one in document["patient"]["medicines"]] == ["10", "20"]
    assert unread == []


SEVERAL = [
    [dosage(), dosage()],
    [dosage(sequence=1), dosage(sequence=2)],
    [dosage(sequence=1), dosage()],
]


@pytest.mark.parametrize("dosages", SEVERAL)
def test_doses_that_may_follow_each_other_are_not_added(dosages: list[Any], read: Read) -> None:
    document, (doubt,) = read(statement(dosage=dosages))
    assert document["patient"]["medicines"] == [{"drug": "morphine", "form": "tablet"}]
    assert "one after the other; which holds now?" in doubt.why


def test_no_dosage_and_a_broken_one_keep_the_drug(read: Read) -> None:
    for given_so, why in (([], "none is given"), ([{"timing": 7}], "not valid FHIR")):
        document, (doubt,) = read(statement(dosage=given_so))
        assert document["patient"]["medicines"] == [{"drug": "morphine", "form": "tablet"}]
        assert why in doubt.why
        assert doubt.counted


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "1e999999", "1e-999999"])
def test_numbers_that_are_none_are_bounded(value: str, read: Read) -> None:
    for fields in (
        {"doseAndRate": given(doseQuantity={"value": value, "unit": "mg"})},
        {"timing": every(frequency=1, period=value, periodUnit="d")},
        {"maxDosePerPeriod": a_day({"value": value, "unit": "mg"}), "text": "one"},
    ):
        (entry,), doubts = told(read, **fields)
        assert doubts
        assert len(json.dumps(entry)) < 200


NUMBERS = st.decimals(min_value=Decimal("0.001"), max_value=Decimal(500), places=3)


@settings(max_examples=40, deadline=None)
@property_of(dose=NUMBERS, times=st.integers(1, 12))
def test_what_is_read_is_what_was_written(
    dose: Decimal, times: int, vocabulary: Vocabulary
) -> None:
    fields = dosage(
        doseAndRate=given(doseQuantity=quantity(float(dose), "mg")),
        timing=every(frequency=times, period=1, periodUnit="d"),
    )
    document, _ = read_bundle(
        bundle(PATIENT, order(dosageInstruction=[fields])), vocabulary, now=NOW
    )
    (entry,) = read_case(document, vocabulary).patient["medicines"]  # type: ignore[misc]
    assert entry["dose"] == pytest.approx(float(dose))  # type: ignore[index,call-overload]
    assert entry["per_day"] == times  # type: ignore[index,call-overload]


def test_numbers_are_written_without_powers() -> None:
    assert [written(Decimal(one)) for one in ("100", "1E+2", "0.0250", "12.5")] == [
        "100",
        "100",
        "0.025",
        "12.5",
    ]
