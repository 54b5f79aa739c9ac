"""Statements and orders as the list of medicines: what is taken, what is asked, and never a drug lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from resources import (
    MORPHINE,
    NOW,
    PATIENT,
    RXNORM,
    bundle,
    concept,
    dosage,
    drug,
    given,
    observation,
    of_patient,
    order,
    own,
    quantity,
    statement,
)

from backstay.case import Case, Vocabulary
from backstay.exchange import Unread, read_bundle

Read = Callable[..., tuple[dict[str, Any], list[Unread]]]
ENTRY = {
    "drug": "morphine",
    "form": "tablet",
    "route": "oral",
    "dose": "10",
    "unit": "mg",
    "per_day": "4",
}
BARE = {"drug": "morphine", "form": "tablet", "route": "oral"}
TWENTY = dosage(doseAndRate=given(doseQuantity=quantity(20, "mg")))
NO_DOSE: list[Any] = []


def listed(read: Read, *resources: dict[str, Any]) -> tuple[list[dict[str, str]] | None, list[str]]:
    """The entries, and what is told of them."""
    document, unread = read(*resources)
    return document["patient"].get("medicines"), [one.why for one in unread]


def test_a_statement_is_an_entry_with_the_date_of_the_statement(read: Read) -> None:
    document, unread = read(statement())
    assert document["patient"] == {"medicines": [ENTRY]}
    assert document["observed"]["medicines"] == {
        "at": "2026-03-13",
        "from": "MedicationStatement/s1",
    }
    assert unread == []


def test_an_order_counts_now_and_is_asked(read: Read) -> None:
    document, (doubt,) = read(order())
    assert document["patient"] == {"medicines": [ENTRY]}
    assert document["observed"]["medicines"] == {"from": "MedicationRequest/m1"}
    assert doubt.counted
    assert doubt.why == "morphine: ordered on 2026-03-01; is it taken so?"
    assert listed(read, order(authoredOn=None))[1] == [
        "morphine: ordered on a day that is not told; is it taken so?"
    ]


@pytest.mark.parametrize(
    "status", ["stopped", "completed", "not-taken", "on-hold", "entered-in-error"]
)
def test_a_statement_that_is_over(status: str, read: Read) -> None:
    assert listed(read, statement(status=status)) == (None, [f"its status is {status}"])


@pytest.mark.parametrize("status", ["intended", "unknown", None])
def test_a_statement_of_which_nobody_knows(status: str | None, read: Read) -> None:
    why = f"morphine: its status is {status or 'not given'}; is it taken?"
    assert listed(read, statement(status=status)) == (None, [why])


@pytest.mark.parametrize(
    "status", ["stopped", "completed", "cancelled", "on-hold", "entered-in-error"]
)
def test_an_order_that_is_closed(status: str, read: Read) -> None:
    assert listed(read, order(status=status)) == (None, [f"its status is {status}"])


def test_an_order_not_to_give(read: Read) -> None:
    assert listed(read, order(doNotPerform=True)) == (None, ["it is an order not to give it"])


OPEN = [
    ("draft", "order"),
    ("unknown", "order"),
    (None, "order"),
    ("active", "proposal"),
    ("active", "plan"),
    ("active", None),
]


@pytest.mark.parametrize(("status", "intent"), OPEN)
def test_an_order_of_which_nobody_knows(status: str | None, intent: str | None, read: Read) -> None:
    said = f"its status is {status or 'not given'} and its intent {intent or 'not given'}"
    assert listed(read, order(status=status, intent=intent)) == (
        None,
        [f"morphine: {said}; is it taken?"],
    )


def test_an_order_of_long_ago_is_asked(read: Read) -> None:
    why = "morphine: ordered on 2024-01-09, more than 365 days ago; is it still taken?"
    assert listed(read, order(authoredOn="2024-01-09")) == (None, [why])


def days(read: Read, **fields: Any) -> str | None:
    document, _ = read(statement(**fields))
    found: str | None = document["patient"]["medicines"][0].get("days")
    return found


def test_days_run_from_a_full_date_to_the_day_it_was_said(read: Read) -> None:
    assert days(read, effectivePeriod={"start": "2026-03-03"}) == "10"
    assert days(read, effectivePeriod={"start": "2026-03-03"}, dateAsserted=None) == "11"
    assert days(read, effectivePeriod={"start": "2026-03"}) is None
    assert days(read, effectivePeriod={"end": "2026-05-01"}) is None
    assert days(read, effectivePeriod={"start": "1900-01-01"}) is None
    assert days(read, effectivePeriod={"start": "2026-03-14"}) is None
    assert days(read) is None


def test_a_period_that_is_over_is_asked(read: Read) -> None:
    found = listed(read, statement(effectivePeriod={"start": "2026-01-01", "end": "2026-02-01"}))
    why = "morphine: it was taken until 2026-02-01, and its status is active; is it still taken?"
    assert found == (None, [why])


def test_a_period_to_come_and_a_date_that_is_none_are_told(read: Read) -> None:
    for period in ({"start": "2026-04-01"}, {"end": "soon"}):
        entries, (why,) = listed(read, statement(effectivePeriod=period))
        assert entries is None
        assert "dated" in why or "date" in why


def test_an_old_statement_is_shown_with_its_date_and_counts_as_not_known(
    case_of: Callable[..., Case],
) -> None:
    case = case_of(statement(dateAsserted="2026-02-01"))
    assert "medicines" not in case.patient
    assert any(remark.kind == "stale" for remark in case.remarks)


def test_an_old_statement_beside_a_new_one_is_asked(read: Read) -> None:
    old = statement("s2", "tramadol", dateAsserted="2026-02-01")
    entries, whys = listed(read, statement(), old)
    assert entries == [ENTRY]
    assert whys == ["tramadol: it was said on 2026-02-01, more than 7 days ago; is it still taken?"]


def test_the_list_is_as_old_as_its_oldest_part(read: Read) -> None:
    document, _ = read(
        statement(),
        statement("s2", "tramadol", dateAsserted="2026-03-10"),
        order("m2", "pregabalin"),
    )
    assert document["observed"]["medicines"]["at"] == "2026-03-10"
    assert [one["drug"] for one in document["patient"]["medicines"]] == [
        "morphine",
        "tramadol",
        "pregabalin",
    ]


def test_a_statement_and_the_same_order_are_one_entry(read: Read) -> None:
    assert listed(read, statement(), order()) == ([ENTRY], [])
    assert listed(read, statement(), order(dosageInstruction=NO_DOSE)) == ([ENTRY], [])


def test_a_statement_goes_before_another_order_which_is_asked(read: Read) -> None:
    entries, whys = listed(read, statement(), order(dosageInstruction=[TWENTY]))
    assert entries == [ENTRY]
    assert whys == [
        "morphine: it is ordered in another way than it is said to be taken; which holds?"
    ]


def test_an_order_with_a_dose_goes_before_a_statement_without(read: Read) -> None:
    entries, whys = listed(read, statement(dosage=NO_DOSE), order())
    assert entries == [ENTRY]
    assert whys == ["morphine: ordered on 2026-03-01; is it taken so?"]


def test_an_order_of_what_is_said_not_to_be_taken_is_asked(read: Read) -> None:
    entries, whys = listed(read, statement(status="not-taken"), order())
    assert entries is None
    assert whys[-1] == (
        "morphine: it is ordered, and MedicationStatement/s1 says that it is not taken; which holds?"
    )


def test_a_stopped_statement_beside_a_running_one_is_history(read: Read) -> None:
    assert listed(read, statement(status="stopped"), statement("s2")) == (
        [ENTRY],
        ["its status is stopped"],
    )


def test_two_orders_for_one_use_leave_the_dose_open(read: Read) -> None:
    entries, whys = listed(read, order(), order("m2", dosageInstruction=[TWENTY]))
    assert entries == [BARE]
    assert whys == ["morphine: dose not known: it stands more than once; which one holds?"]


def test_orders_for_two_uses_are_two_entries(read: Read) -> None:
    needed = order("m2", dosageInstruction=[dosage(asNeededBoolean=True)])
    released = order("m3", "morphine sulfate 30 MG Extended Release Oral Tablet")
    entries, _ = listed(read, order(), needed, released)
    assert [(one["form"], one.get("as_needed")) for one in entries or ()] == [
        ("tablet", None), ("tablet", "true"), ("modified release", None)
    ]  # fmt: skip


def test_two_orders_for_one_use_beside_another_use(read: Read) -> None:
    needed = order("m3", dosageInstruction=[dosage(asNeededBoolean=True)])
    entries, _ = listed(read, order(), order("m2"), needed)
    assert entries == [BARE, {**ENTRY, "as_needed": "true"}]


def test_two_statements_that_differ_are_two_doses_of_a_day(read: Read) -> None:
    entries, whys = listed(read, statement(), statement("s2", dosage=[TWENTY]))
    assert [one["dose"] for one in entries or ()] == ["10", "20"]
    assert whys == []


def test_two_statements_that_are_the_same_leave_the_dose_open(read: Read) -> None:
    entries, whys = listed(read, statement(), statement("s2"))
    assert entries == [BARE]
    assert whys == ["morphine: dose not known: it stands more than once; which one holds?"]


def test_a_drug_that_is_not_known_stays_by_its_words(read: Read) -> None:
    entries, whys = listed(read, statement(words="Wonderdrug 5 MG Oral Tablet"))
    assert entries == [{"drug": "Wonderdrug 5 MG Oral Tablet"}]
    assert whys[0] == "Wonderdrug 5 MG Oral Tablet: no drug of this name is known here"


def test_a_drug_that_is_not_certain_is_marked(read: Read) -> None:
    unclear = {"coding": [{"system": RXNORM, "code": "7804", "display": "morphine"}]}
    entries, _ = listed(read, statement(medicationCodeableConcept=unclear))
    assert entries == [{"drug": "not certain: rxnorm 7804 (morphine)"}]
    only = {"coding": [{"system": RXNORM, "code": "1234567"}]}
    assert listed(read, statement(medicationCodeableConcept=only))[0] == [
        {"drug": "not certain: rxnorm 1234567"}
    ]


def test_a_code_alone_is_enough_where_it_is_verified(read: Read) -> None:
    entries, _ = listed(read, statement(medicationCodeableConcept=drug(None, "7052")))
    assert [one["drug"] for one in entries or ()] == ["morphine"]


CONTAINED = {"medicationCodeableConcept": None, "medicationReference": {"reference": "#d"}}


def medication(**fields: Any) -> dict[str, Any]:
    return {"resourceType": "Medication", "id": "d", **fields}


def inside(read: Read, **fields: Any) -> tuple[list[dict[str, str]] | None, list[str]]:
    return listed(read, statement(**CONTAINED, contained=[medication(**fields)]))


def test_a_medication_inside_or_beside_the_statement(read: Read) -> None:
    assert inside(read, code=drug()) == ([ENTRY], [])
    beside = {
        "medicationCodeableConcept": None,
        "medicationReference": {"reference": "Medication/d"},
    }
    assert listed(read, statement(**beside), medication(code=drug())) == ([ENTRY], [])


def test_the_form_may_stand_beside_the_code(read: Read) -> None:
    entries, _ = inside(read, code=drug("morphine"), form={"text": "Oral Tablet"})
    assert entries == [ENTRY]
    entries, _ = inside(read, code=drug("morphine"), form={"text": "new form"})
    assert "form" not in (entries or [{}])[0]


def test_ingredients_name_the_drug_where_the_code_does_not(read: Read) -> None:
    parts = [{"itemCodeableConcept": drug("oxycodone")}, {"itemCodeableConcept": drug("naloxone")}]
    entries, _ = inside(read, code={"text": "our own mix"}, ingredient=parts)
    assert [one["drug"] for one in entries or ()] == ["oxycodone", "naloxone"]
    entries, _ = inside(read, code=drug("oxycodone"), ingredient=parts[:1])
    assert [one["drug"] for one in entries or ()] == ["oxycodone"]


def test_ingredients_against_the_code_leave_the_drug_open(read: Read) -> None:
    for name in ("tramadol", "wonderdrug"):
        entries, whys = inside(
            read, code=drug("oxycodone"), ingredient=[{"itemCodeableConcept": drug(name)}]
        )
        assert entries == [{"drug": f"not certain: oxycodone + {name}"}]
        assert "name different drugs" in whys[0]


LOST: list[tuple[dict[str, Any], str]] = [
    ({"medicationCodeableConcept": None}, "it names no medicine"),
    ({"medicationCodeableConcept": {}}, "it names no medicine"),
    (CONTAINED, "the medicine #d is not in the bundle"),
    (
        CONTAINED | {"contained": [medication(modifierExtension=[{"url": "x"}])]},
        "its Medication carries a modifier",
    ),
    (
        CONTAINED | {"contained": [medication(status="entered-in-error")]},
        "its Medication carries a modifier",
    ),
    ({"dateAsserted": 7}, "it is not valid FHIR"),
]


@pytest.mark.parametrize(("fields", "why"), LOST)
def test_a_statement_that_is_lost_is_told_and_no_list_is_complete(
    fields: dict[str, Any], why: str, read: Read
) -> None:
    complete = observation(own("medicines_known"), valueBoolean=True)
    document, unread = read(statement(**fields), statement("s2", "tramadol"), complete)
    assert why in unread[0].why
    assert [one["drug"] for one in document["patient"]["medicines"]] == ["tramadol"]
    assert "medicines_known" not in document["patient"]


def test_a_list_is_never_complete_because_of_a_bundle(read: Read) -> None:
    document, _ = read(statement(), order("m2", "tramadol"))
    assert "medicines_known" not in document["patient"]
    complete = observation(own("medicines_known"), valueBoolean=True)
    assert read(statement(), complete)[0]["patient"]["medicines_known"] == "true"
    asked = statement("s2", "tramadol", status="unknown")
    assert "medicines_known" not in read(statement(), complete, asked)[0]["patient"]


def test_cancer_drugs_are_also_systemic_treatment(read: Read) -> None:
    document, _ = read(statement(words="gefitinib 250 MG Oral Tablet"), statement("s2"))
    assert document["patient"]["current_systemic_therapy"] == ["gefitinib"]
    assert [one["drug"] for one in document["patient"]["medicines"]] == ["gefitinib", "morphine"]
    later, _ = read(statement(words="gefitinib", dateAsserted="2026-03-01"))
    assert later["observed"]["current_systemic_therapy"]["at"] == "2026-03-01"
    stopped, _ = read(statement(words="gefitinib", status="stopped"))
    assert "current_systemic_therapy" not in stopped["patient"]


def test_a_smaller_vocabulary_has_no_list(vocabulary: Vocabulary) -> None:
    patient = dict(vocabulary.patient)
    data = bundle(PATIENT, statement(words="gefitinib"))
    del patient["current_systemic_therapy"]
    smaller = Vocabulary(patient=patient, lesion=vocabulary.lesion)
    assert set(read_bundle(data, smaller, now=NOW)[0]["patient"]) == {"medicines"}
    del patient["medicines"]
    assert read_bundle(data, smaller, now=NOW)[0]["patient"] == {}


def test_an_entry_that_a_case_does_not_take_keeps_its_drug(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backstay.exchange.amounts.MOST", quantity(10**9)["value"])
    much = dosage(doseAndRate=given(doseQuantity=quantity(10**8, "mg")))
    entries, (why,) = listed(read, statement(dosage=[much]))
    assert entries == [{"drug": "morphine"}]
    assert "dose not known" in why


def test_many_medicines_are_bounded(read: Read) -> None:
    many = [statement(f"s{n}", f"wonderdrug {n}") for n in range(501)]
    entries, whys = listed(read, *many)
    assert entries is None
    assert "501 medicines are more than a case takes" in whys


def test_many_equal_records_are_read_in_time(read: Read) -> None:
    start = time.perf_counter()
    entries, _ = listed(read, *(order(f"m{n}") for n in range(3000)))
    assert entries == [BARE]
    assert time.perf_counter() - start < 10


def test_hostile_words_are_safe_and_short(read: Read) -> None:
    entries, whys = listed(read, statement(words="\x1b[31m" + "x" * 10_000))
    assert entries
    assert "\x1b" not in entries[0]["drug"]
    assert len(entries[0]["drug"]) <= 200
    assert all("\x1b" not in why and len(why) <= 200 for why in whys)


def test_a_medicine_of_nobody_is_not_read(read: Read) -> None:
    loose = of_patient(
        "MedicationStatement",
        "s1",
        subject=None,
        medicationCodeableConcept=concept((RXNORM, "7052")),
    )
    assert listed(read, loose) == (None, ["it does not say whom it is about"])


def test_what_is_read_is_a_case(case_of: Callable[..., Case]) -> None:
    case = case_of(
        statement(effectivePeriod={"start": "2026-03-03"}),
        order("m2", MORPHINE.replace("15", "30")),
    )
    (entry,) = case.patient["medicines"]  # type: ignore[misc]
    assert entry == {**ENTRY, "dose": 10.0, "per_day": 4.0, "days": 10.0}
