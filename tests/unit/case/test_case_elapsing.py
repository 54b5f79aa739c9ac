"""Times since something grow with the time since they were seen, also in the entries of a list."""

from __future__ import annotations

from typing import Any

import pytest

from backstay.case import Case, Fact, Interval, Vocabulary, read_case
from backstay.case.dates import read_moment
from backstay.case.elapsing import grown, runs
from backstay.case.values import Value


def since(unit: str | None, **more: Any) -> Fact:
    return Fact(id="since", kind="number", label="since", asks="?", unit=unit, elapses=True, **more)


def read(fact: Fact, at: object, as_of: str, value: str = "10") -> Case:
    words = Vocabulary(patient={"since": fact}, lesion={})
    document = {"as_of": as_of, "patient": {"since": value}, "observed": {"since": at}}
    case = read_case(document, words)
    assert read_case(case.document, words) == case  # the record keeps what was given
    return case


def later(unit: str | None, at: str, as_of: str) -> Value:
    return read(since(unit), at, as_of).patient.get("since")


@pytest.mark.parametrize(
    ("unit", "at", "as_of", "expected"),
    [
        ("h", "2026-03-12T00:00Z", "2026-03-14T10:00Z", 68.0),
        ("h", "2026-03-12T00:00Z", "2026-03-14T10:00+02:00", 66.0),
        ("min", "2026-03-14T09:00Z", "2026-03-14T10:00Z", 70.0),
        ("d", "2026-03-12T00:00Z", "2026-03-14T12:00Z", 12.5),
        ("wk", "2026-03-01T00:00Z", "2026-03-15T00:00Z", 12.0),
        ("a", "2025-03-14T00:00Z", "2026-03-14T06:00Z", 11.0),
        ("h", "2026-03-14T10:00Z", "2026-03-14T10:00Z", 10.0),
        ("h", "2026-03-14T10:00Z", "2026-03-14", 10.0),
        ("h", "2026-03-12", "2026-03-14", 58.0),
        ("d", "2026-03-12", "2026-03-14T23:00Z", 12.0),
        ("d", "2026-03-12", "2026-03-14", 12.0),
    ],
)
def test_it_grows_in_the_unit_of_its_fact(unit: str, at: str, as_of: str, expected: float) -> None:
    assert later(unit, at, as_of) == expected


@pytest.mark.parametrize(
    ("at", "as_of", "low", "high"),
    [
        ("2026-03-12", "2026-03-14T10:00Z", 44.0, 68.0),
        ("2026-03-14", "2026-03-14T09:00Z", 10.0, 19.0),
        ("2026-03-14", "2026-03-14T00:30+01:00", 10.0, 10.5),
    ],
)
def test_hours_seen_on_a_day_without_time_are_an_interval(
    at: str, as_of: str, low: float, high: float
) -> None:
    assert later("h", at, as_of) == Interval(low, high)


def test_what_was_given_stays_to_be_seen() -> None:
    case = read(since("h"), "2026-03-12T00:00Z", "2026-03-14T10:00Z")
    assert case.seen["since"].value == 10.0
    assert case.remarks == ()


def test_without_a_date_nothing_grows() -> None:
    assert read(since("h"), {"from": "a letter"}, "2026-03-14").patient == {"since": 10.0}


def test_the_newest_of_several_looks_grows() -> None:
    words = Vocabulary(patient={"since": since("h")}, lesion={})
    looks = [{"at": "2026-03-12T00:00Z", "value": "1"}, {"at": "2026-03-13T00:00Z", "value": "30"}]
    case = read_case({"as_of": "2026-03-13T06:00Z", "observed": {"since": looks}}, words)
    assert case.patient == {"since": 36.0}


def test_what_may_have_happened_again_is_unknown_after_its_validity() -> None:
    dose = since("h", valid_for_days=0.5)
    assert read(dose, "2026-03-14T00:00Z", "2026-03-14T10:00Z").patient == {"since": 20.0}
    case = read(dose, "2026-03-12T00:00Z", "2026-03-14T10:00Z")
    assert case.patient == {}
    assert [remark.kind for remark in case.remarks] == ["stale"]


def test_an_old_warning_sign_grows_and_is_marked() -> None:
    flag = since("h", valid_for_days=1, red_flag=True)
    case = read(flag, "2026-03-12T00:00Z", "2026-03-14T10:00Z")
    assert case.patient == {"since": 68.0}
    (remark,) = case.remarks
    assert (remark.kind, "10 h of 2026-03-12" in remark.text) == ("marked_stale", True)


@pytest.mark.parametrize("unit", ["mg", None])
def test_a_unit_that_is_not_of_time_says_nothing_of_later(unit: str | None) -> None:
    assert later(unit, "2026-03-12", "2026-03-14") is None


COURSES = [{"dose": "30", "months_ago": "3"}, {"dose": "8"}]


def test_entries_of_a_list_grow(vocabulary: Vocabulary) -> None:
    lesion = {"level": "T8", "prior_radiation": COURSES}
    observed = {"T8.prior_radiation": "2025-03-14"}
    document = {"as_of": "2026-03-14", "lesions": [lesion], "observed": observed}
    case = read_case(document, vocabulary)
    (read_lesion,) = case.lesions or ()
    months = 3 + 365 / 30.4375
    assert read_lesion.facts["prior_radiation"] == (
        {"dose": 30.0, "months_ago": months},
        {"dose": 8.0},
    )
    assert read_case(case.document, vocabulary) == case


def test_fields_of_a_map_grow_and_a_list_that_is_unknown_stays_so() -> None:
    field = {"kind": "number", "unit": "d", "elapses": "true"}
    then, now = read_moment("2026-03-12"), read_moment("2026-03-14")
    one = Fact(id="one", kind="map", label="", asks="", fields={"days": field})
    several = Fact(id="several", kind="list", label="", asks="", fields={"days": field})
    assert grown({"days": 1.0}, one, then, now) == {"days": 3.0}
    assert grown(({"days": 1.0}, {}), several, then, now) == ({"days": 3.0}, {})
    assert grown(None, several, then, now) is None


GROWS = {
    "hours_since_first_red_flag",
    "hours_since_walking_lost",
    "hours_since_complete_paralysis",
    "months_from_advanced_diagnosis",
    "surgery_days_ago",
    "embolized_hours_ago",
}
REPEATS = {"bone_agent_last_dose_days_ago", "anticoagulant_hours_since_dose"}


def test_which_facts_grow(vocabulary: Vocabulary) -> None:
    facts = [*vocabulary.patient.values(), *vocabulary.lesion.values()]
    growing = {fact.id: fact.valid_for_days for fact in facts if fact.elapses}
    assert {name for name, valid in growing.items() if valid is None} == GROWS
    assert {name for name, valid in growing.items() if valid is not None} == REPEATS


def test_a_fact_runs_when_it_elapses_or_one_of_its_fields_does() -> None:
    """Who enters it is asked for the time of day, for it is longer with every hour."""
    field = {"kind": "number", "unit": "h"}
    still = Fact(id="several", kind="list", label="", asks="", fields={"hours": field})
    running = {"hours": {**field, "elapses": "true"}}
    assert runs(since("h"))
    assert runs(Fact(id="several", kind="list", label="", asks="", fields=running))
    assert not runs(still)
