"""What a dose and its days start: each line true, false and unknown; courses and the daily equivalent too."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstay.case.values import Interval, Members
from backstay.knowledge import load_knowledge
from backstay.medicines.line import Line
from backstay.medicines.steroids.courses import courses
from backstay.medicines.steroids.daily import prednisone_equivalent
from backstay.medicines.steroids.thresholds import Threshold, thresholds
from backstay.plan.computed import computed

KNOWLEDGE = load_knowledge()
NONE = Members(frozenset(), complete=True)
# Someone with nothing else: every line that hangs on another fact is decided.
WELL: dict[str, Any] = {
    "medicines_known": True, "takes_nsaid": False, "aspirin_on_list": False, "takes_oral_anticoagulant": False,
    "antiplatelet": False, "anticoagulant": "none", "ulcer": "none", "comorbidities": NONE, "steroid_days": 2.0,
    "hepatitis_b": "negative", "current_systemic_therapy": NONE, "cancer_diagnosis_known": True, "fever": False,
    "@lesions": ({"unstable": False, "neural_compression": False, "disc_involved": False, "nature": "metastasis"},),
}  # fmt: skip


def dexamethasone(milligrams: float, **more: Any) -> Line:
    given = {"dose": Interval(milligrams, milligrams), "unit": "mg", "per_day": Interval(1, 1)}
    return Line(drug="dexamethasone", text="dexamethasone", **{**given, **more})


def found(dose: float, **facts: Any) -> dict[str, Threshold]:
    lines = [dexamethasone(dose)]
    return {one.id: one for one in thresholds(lines, KNOWLEDGE, {**WELL, **facts}).found}


WITH = {"comorbidities": Members(frozenset({"diabetes"}), complete=True)}
LONG: dict[str, Any] = {"steroid_days": 28.0}
ROWS: list[tuple[str, float, dict[str, Any], bool]] = [
    ("stomach", 4, {}, False),
    ("stomach", 16, {}, True),
    ("stomach", 15.9, {}, False),
    ("stomach", 1, {"takes_nsaid": True}, True),
    ("stomach", 1, {"aspirin_on_list": True}, True),
    ("stomach", 1, {"anticoagulant": "doac"}, True),
    ("stomach", 1, {"ulcer": "past_uncomplicated"}, True),
    ("stomach", 1, {"ulcer": "active"}, True),
    ("pneumocystis", 3, LONG, True),
    ("pneumocystis", 2.9, LONG, False),
    ("pneumocystis", 3, {"steroid_days": 27.0}, False),
    ("pneumocystis_immune_effects", 4.6, {"steroid_days": 22.0}, True),
    ("pneumocystis_immune_effects", 4.5, {"steroid_days": 22.0}, False),
    ("pneumocystis_immune_effects", 8, {"steroid_days": 21.0}, False),
    ("glucose", 1, {}, True),
    ("glucose_daily", 4, {}, True),
    ("glucose_daily", 3.9, {}, False),
    ("glucose_with_diabetes", 1, WITH, True),
    ("glucose_with_diabetes", 8, {}, False),
    ("slow_end", 1, {"steroid_days": 22.0}, True),
    ("slow_end", 8, {"steroid_days": 21.0}, False),
    ("senior_look", 1, {}, False),
    ("senior_look", 1, WITH, True),
    ("senior_look", 1, {"cancer_diagnosis_known": False, "primary": "lymphoma"}, True),
    ("morning", 1, {}, True),
    ("hepatitis_b", 1.5, {**LONG, "hepatitis_b": "core_positive"}, True),
    ("hepatitis_b", 1.4, {**LONG, "hepatitis_b": "core_positive"}, False),
    ("hepatitis_b", 8, {"steroid_days": 27.0, "hepatitis_b": "surface_positive"}, False),
    ("hepatitis_b", 8, LONG, False),
    ("bone", 1, {"steroid_days": 90.0}, True),
    ("bone", 1, {"steroid_days": 89.0}, False),
    ("checkpoint_inhibitor", 1.5, {"current_systemic_therapy": Members(frozenset({"nivolumab"}))}, True),
    ("checkpoint_inhibitor", 1.4, {"current_systemic_therapy": Members(frozenset({"nivolumab"}))}, False),
    ("checkpoint_inhibitor", 8, {}, False),
    ("wound", 16.1, {"@lesions": ({"unstable": True},)}, True),
    ("wound", 16, {"@lesions": ({"unstable": True},)}, False),
    ("wound", 20, {}, False),
]  # fmt: skip


@pytest.mark.parametrize(("line", "dose", "facts", "truth"), ROWS)
def test_every_line_has_its_two_sides(
    line: str, dose: float, facts: dict[str, Any], truth: bool
) -> None:
    assert found(dose, **facts)[line].truth is truth


@pytest.mark.parametrize(
    ("line", "dose", "unknown"),
    [
        ("stomach", 4, "ulcer"),
        ("pneumocystis", 8, "steroid_days"),
        ("pneumocystis_immune_effects", 8, "steroid_days"),
        ("slow_end", 8, "steroid_days"),
        ("bone", 8, "steroid_days"),
        ("glucose_with_diabetes", 8, "comorbidities"),
        ("senior_look", 8, "comorbidities"),
        ("checkpoint_inhibitor", 8, "current_systemic_therapy"),
        ("wound", 20, "@lesions"),
    ],
)
def test_what_nobody_said_stays_unknown_and_is_asked(line: str, dose: float, unknown: str) -> None:
    facts = {name: value for name, value in WELL.items() if name != unknown}
    one = {t.id: t for t in thresholds([dexamethasone(dose)], KNOWLEDGE, facts).found}[line]
    assert one.truth is None
    assert unknown.removeprefix("@") in one.check


def test_every_entry_is_held_to_both_sides() -> None:
    sides = {(line, truth) for line, _, _, truth in ROWS}
    always = {("glucose", False), ("morning", False)}
    assert sides | always == {
        (one, truth) for one in KNOWLEDGE.tables["steroid_thresholds"] for truth in (True, False)
    }


def test_without_a_steroid_nothing_starts() -> None:
    facts = {**WELL, "steroid_days": 0.0, "takes_steroid": False}
    result = thresholds([], KNOWLEDGE, facts)
    assert result.equivalent == 0.0
    assert {one.truth for one in result.found} == {False}


def test_an_open_list_decides_only_what_more_could_not_change() -> None:
    result = thresholds([dexamethasone(16)], KNOWLEDGE, {"ulcer": "none"})
    assert result.equivalent == Interval(pytest.approx(106.67, abs=0.01), inf)
    by_id = {one.id: one for one in result.found}
    assert by_id["stomach"].truth is True
    low = {t.id: t for t in thresholds([dexamethasone(1)], KNOWLEDGE, {"takes_nsaid": False}).found}
    assert low["glucose_daily"].truth is None
    assert low["glucose_daily"].check == ("medicines", "medicines_known")


def test_days_on_the_line_count_where_the_facts_say_none() -> None:
    result = thresholds([dexamethasone(4, days=30.0)], KNOWLEDGE, {"medicines_known": True})
    assert {one.id: one.truth for one in result.found}["pneumocystis"] is True


def test_other_lines_show_what_is_taken() -> None:
    lines = [
        dexamethasone(2),
        Line(drug="ibuprofen", text="ibuprofen"),
        Line(drug="a_new_one", text=""),
    ]
    result = thresholds(lines, KNOWLEDGE, {})
    assert {one.id: one.truth for one in result.found}["stomach"] is True


def test_what_acts_in_its_place_shows_nothing() -> None:
    result = thresholds([dexamethasone(16, route="topical")], KNOWLEDGE, {})
    assert result.equivalent is None
    assert {one.id: one.truth for one in result.found}["glucose"] is None


def test_an_entry_that_was_not_read_leaves_the_end_open() -> None:
    facts = {**WELL, "medicines": ({"drug": "green pill"},)}
    assert thresholds([dexamethasone(3)], KNOWLEDGE, facts).equivalent == Interval(20.0, inf)


def test_status_and_sources_travel() -> None:
    assert found(4)["checkpoint_inhibitor"].checked.status == "primary"
    assert found(4)["pneumocystis"].evidence == ("pneumocystis-page",)


def test_the_daily_equivalent_of_a_list() -> None:
    two = [
        dexamethasone(3),
        Line(drug="prednisone", text="", dose=Interval(5, 10), unit="mg", per_day=Interval(1, 1)),
    ]
    assert prednisone_equivalent(two, True, KNOWLEDGE) == Interval(25.0, 30.0)
    assert prednisone_equivalent(two, False, KNOWLEDGE) == Interval(25.0, inf)
    assert prednisone_equivalent([], True, KNOWLEDGE) == 0.0
    assert prednisone_equivalent([], False, KNOWLEDGE) is None


@pytest.mark.parametrize(
    "line",
    [
        dexamethasone(4, dose=None),
        dexamethasone(4, per_day=None),
        dexamethasone(4, as_needed=True, per_day=None),
        dexamethasone(4, route="topical"),
        dexamethasone(4, route="epidural"),
        Line(drug="deflazacort", text="", dose=Interval(6, 6), unit="mg", per_day=Interval(1, 1)),
    ],
)
def test_a_steroid_without_a_dose_leaves_the_end_open(line: Line) -> None:
    assert prednisone_equivalent([line], True, KNOWLEDGE) is None
    assert prednisone_equivalent([line, dexamethasone(3)], True, KNOWLEDGE) == Interval(20.0, inf)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.1, 40), max_size=4), st.floats(0.1, 40))
def test_one_more_line_never_lowers_the_equivalent(doses: list[float], more: float) -> None:
    lines = [dexamethasone(dose) for dose in doses]
    fewer = prednisone_equivalent(lines, True, KNOWLEDGE)
    assert isinstance(fewer, float)
    all_of_them = prednisone_equivalent([*lines, dexamethasone(more)], True, KNOWLEDGE)
    assert isinstance(all_of_them, float)
    assert all_of_them > fewer


def of_case(*entries: dict[str, Any], known: bool | None = True) -> Any:
    function = computed(KNOWLEDGE)["medicines.daily_prednisone_equivalent"]
    return function({"medicines": entries, "medicines_known": known})


def test_the_computed_fact_reads_the_list_of_a_case() -> None:
    dex = {"drug": "dexamethasone", "dose": 4.0, "unit": "mg", "per_day": 2.0}
    assert of_case(dex) == pytest.approx(53.33, abs=0.01)
    assert of_case(dex, known=None) == Interval(pytest.approx(53.33, abs=0.01), inf)
    assert of_case({"drug": "ibuprofen"}) == 0.0
    assert of_case({"drug": "green pill"}) is None
    assert of_case(dex, {"drug": "green pill"}) == Interval(pytest.approx(53.33, abs=0.01), inf)
    assert of_case(dex, {"drug": "morphine", "dose": 4.0, "unit": "elephants"}) == pytest.approx(
        53.33, abs=0.01
    )
    assert computed(KNOWLEDGE)["medicines.daily_prednisone_equivalent"]({}) is None


def test_courses_of_cord_compression_begin_with_the_default() -> None:
    listed = [
        (one.course.id, one.course.first, one.course.daily)
        for one in courses("cord_compression", KNOWLEDGE)
    ]
    assert listed == [
        ("cord_compression_nice", (16, 16), (16, 16)),
        ("cord_compression_australia", (8, 16), (8, 16)),
        ("cord_compression_united_states", (10, 10), (16, 16)),
        ("cord_compression_high_dose", (96, 96), (96, 96)),
    ]
    assert all(
        one.course.evidence and not one.against for one in courses("cord_compression", KNOWLEDGE)
    )


def test_the_course_against_a_flare_and_what_speaks_against_it() -> None:
    (one,) = courses("pain_flare", KNOWLEDGE, {"ulcer": "active", "comorbidities": NONE})
    assert (one.course.first, one.course.doses, one.course.hours_before) == ((8, 8), 5, 1)
    against = {found.rule: found for found in one.against}
    assert against["flare-prophylaxis-against-infection-or-ulcer"].truth is True
    assert against["flare-prophylaxis-with-diabetes"].truth is False
    assert against["flare-prophylaxis-beside-immunotherapy"].check == ("current_systemic_therapy",)
    (unasked,) = courses("pain_flare", KNOWLEDGE)
    assert {found.truth for found in unasked.against} == {None}
