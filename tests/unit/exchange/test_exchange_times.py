"""When something was seen, what its status allows, and what happens to a value that is too old."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from resources import (
    ECOG,
    HEMOGLOBIN,
    LOINC,
    NOW,
    PATIENT,
    T8,
    bundle,
    concept,
    observation,
    own,
    quantity,
)

from backstay.case import read_case
from backstay.exchange import Unread, read_bundle
from backstay.knowledge import load_knowledge
from backstay.plan import assess

Read = Callable[..., tuple[dict[str, Any], list[Unread]]]
CREATININE = concept((LOINC, "2160-0"))


def creatinine(name: str = "o1", value: float = 1, **fields: Any) -> dict[str, Any]:
    return observation(CREATININE, name, valueQuantity=quantity(value, "mg/dL"), **fields)


TIMES = [
    ({"effectiveDateTime": "2026-03-13"}, "2026-03-13"),
    ({"effectiveDateTime": "2026-03"}, "2026-03-01"),
    ({"effectiveDateTime": "2026"}, "2026-01-01"),
    ({"effectiveDateTime": "2026-03-13T23:30:00-05:00"}, "2026-03-13T23:30:00-05:00"),
    ({"effectiveDateTime": "2026-03-13T23:30:00"}, "2026-03-13"),
    ({"effectiveInstant": "2026-03-14T01:00:00.123+09:00"}, "2026-03-14T01:00:00.123000+09:00"),
    ({"effectivePeriod": {"start": "2026-03-01", "end": "2026-03-02"}}, "2026-03-02"),
    ({"effectivePeriod": {"start": "2026-03-01"}}, "2026-03-01"),
    ({"effectiveTiming": {"event": ["2026-03-02", "2026-03-01"]}}, "2026-03-02"),
    ({"issued": "2026-03-12T10:00:00Z"}, "2026-03-12T10:00:00+00:00"),
    (
        {"effectiveTiming": {"event": ["2026-03-02"]}, "issued": "2026-03-12T10:00:00Z"},
        "2026-03-02",
    ),
]


@pytest.mark.parametrize(("fields", "at"), TIMES)
def test_every_form_of_a_time(fields: dict[str, Any], at: str, read: Read) -> None:
    document, unread = read(creatinine(**{"effectiveDateTime": None, **fields}))
    assert document["observed"]["creatinine"]["at"] == at
    assert unread == []


@pytest.mark.parametrize(
    "timing", [{"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}, {"event": []}, {}]
)
def test_a_rule_for_repeating_is_no_moment(timing: dict[str, Any], read: Read) -> None:
    """When it was issued says nothing about which of the repeated values it is."""
    seen = creatinine(effectiveDateTime=None, effectiveTiming=timing, issued="2026-03-12T10:00:00Z")
    document, unread = read(seen)
    assert document["patient"] == {}
    assert unread == [Unread("Observation/o1", "its time is a rule for repeating, not a moment")]


def test_a_time_ahead_is_not_read(read: Read) -> None:
    for fields in (
        {"effectiveDateTime": "2026-03-15"},
        {"effectiveDateTime": None, "effectiveTiming": {"event": ["2026-03-01", "2026-03-15"]}},
    ):
        document, unread = read(creatinine(**fields))
        assert document["patient"] == {}
        assert "after the bundle" in unread[0].why


def test_two_zones_are_put_in_order_by_the_moment_not_by_the_text(read: Read) -> None:
    """23:30 in New York is later than 01:00 of the next day in Tokyo."""
    tokyo = creatinine("tokyo", 1, effectiveDateTime="2026-03-13T01:00:00+09:00")
    york = creatinine("york", 2, effectiveDateTime="2026-03-12T23:30:00-05:00")
    for order in ((tokyo, york), (york, tokyo)):
        document, _ = read_bundle(bundle(PATIENT, *order), FACTS, now=NOW)
        assert read_case(document, FACTS).patient["creatinine"] == 2.0


FACTS = load_knowledge().facts
STATUSES = ["registered", "unknown", "entered-in-error", "cancelled", None, "nonsense"]


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_that_forbids_reading(status: str | None, read: Read) -> None:
    document, unread = read(creatinine(status=status))
    assert document["patient"] == {}
    assert unread[0].why == f"its status is {status or 'not given'}"


@pytest.mark.parametrize("status", ["final", "amended", "corrected", "appended"])
def test_a_status_that_allows_it(status: str, read: Read) -> None:
    assert read(creatinine(status=status)) == (read(creatinine())[0], [])


def test_what_was_withdrawn_does_not_take_an_older_value_away(read: Read) -> None:
    old = creatinine("old", effectiveDateTime="2026-03-10")
    new = creatinine("new", 9, status="entered-in-error")
    assert read(old, new)[0]["patient"] == {"creatinine": "1 mg/dL"}


def test_several_codings_that_agree_are_one_value(read: Read) -> None:
    both = concept((LOINC, "777-3"), (LOINC, "26515-7"))
    seen = observation(both, valueQuantity=quantity(200, "10*9/L"))
    assert read(seen)[0]["patient"] == {"platelets": "200 10*9/L"}


def test_codings_of_different_facts(read: Read) -> None:
    both = concept(HEMOGLOBIN, (LOINC, "1751-7"))
    document, unread = read(observation(both, valueQuantity=quantity(4, "g/dL")))
    assert document["patient"] == {}
    assert unread[0].why == "its codes mean different facts: albumin, hemoglobin"


def test_members_are_read_for_themselves(read: Read) -> None:
    panel = observation(
        {"text": "blood count"}, "panel", hasMember=[{"reference": "Observation/o1"}]
    )
    document, unread = read(panel, creatinine())
    assert document["patient"] == {"creatinine": "1 mg/dL"}
    assert unread == [Unread("Observation/panel", "no binding for blood count")]


def test_a_contained_result_is_read(read: Read) -> None:
    inside = {key: value for key, value in creatinine().items() if key != "subject"}
    report = {**observation({"text": "panel"}, "r1"), "resourceType": "DiagnosticReport"}
    document, _ = read({**report, "contained": [inside]})
    assert document["patient"] == {"creatinine": "1 mg/dL"}
    assert document["observed"]["creatinine"]["from"] == "DiagnosticReport/r1#o1"


def test_an_old_creatinine_is_shown_as_stale_and_asked_again() -> None:
    """From the bundle to the question: the value counts for 14 days."""
    knowledge = load_knowledge()
    lesion = observation(own("bone"), "b1", bodySite=concept(T8), valueString="lytic")

    def asked(at: str) -> tuple[Any, bool, Any]:
        seen = [creatinine(effectiveDateTime=at), lesion]
        document, _ = read_bundle(bundle(PATIENT, *seen), FACTS, now=NOW)
        case = read_case(document, FACTS)
        questions = {one.fact: one for one in assess(case, knowledge).questions}
        stale = {fact for remark in case.remarks if remark.kind == "stale" for fact in remark.facts}
        return case.patient.get("creatinine"), "creatinine" in stale, questions.get("creatinine")

    value, stale, question = asked("2026-03-10")
    assert (value, stale, question) == (1.0, False, None)
    value, stale, question = asked("2026-02-20")
    assert value is None and stale
    assert question is not None


def test_an_unreadable_ecog_does_not_leave_the_older_one_standing(read: Read) -> None:
    old = observation(concept(ECOG), "old", effectiveDateTime="2026-03-01", valueInteger=0)
    new = observation(concept(ECOG), "new", valueInteger=7)
    document, unread = read(old, new)
    assert document["patient"] == {}
    assert any("another value could not be read" in one.why for one in unread)
